"""The import graph of a run: who imported whom, in which order, and where it failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.texts.imports import DrawTexts
from bot.draw.arrows import Arrow, Arrows
from bot.draw.files import clusters_of, file_node
from bot.draw.graph import FAILED, MAX_EDGES, Edge, Graph, Kind, Mark, Node
from bot.explain.scene import STDLIB
from bot.explain.story import Story
from bot.quote import bare

MOST = {Kind.YOURS: 11, Kind.MISSING: 3, Kind.INSTALLED: 2}
"""Nodes of each kind; those that are more share one."""
MAX_APART = 3
"""Standard modules with a node each; when there are more, one node lists them."""
MAX_ROWS = 6
MAX_NUMBERS = 2
MAX_SEARCHED = 3
LISTED, MORE = ":", ":+"
OWN = (Kind.START, Kind.YOURS)


def import_graph(story: Story, texts: DrawTexts) -> Graph | None:
    """Draw the imports of a run as they were observed; None if there were none."""
    found = Arrows.of(story)
    if not found.arrows:
        return None
    sketch = _Sketch(story, found, _numbers(found), _places(found, story.program.entry), texts)
    nodes = tuple(sketch.node(place) for place in dict.fromkeys(sketch.places.values()))
    edges = sketch.edges()
    own = [node.key for node in nodes if node.kind in OWN]
    return Graph(
        texts.imports_title,
        nodes,
        edges,
        clusters_of(own, story.program, texts),
        telling=len(own) > 1 or any(edge.mark is Mark.FAILURE for edge in edges),
    )


def _numbers(found: Arrows) -> dict[Arrow, int]:
    counted = [arrow for arrow in found.arrows if arrow.mark is not Mark.FAINT]
    return {arrow: number for number, arrow in enumerate(counted, start=1)}


def _places(found: Arrows, entry: str) -> dict[str, str]:
    """The node each end of an arrow is drawn as: its own, or one that many share."""
    kinds = {entry: Kind.YOURS}
    for arrow in found.arrows:
        kinds.setdefault(arrow.start, Kind.YOURS)
        kinds.setdefault(arrow.end, arrow.kind)
    many = sum(kind is Kind.STANDARD for kind in kinds.values()) > MAX_APART
    drawn: Counter[Kind] = Counter()
    places: dict[str, str] = {}
    for key, kind in kinds.items():
        drawn[kind] += 1
        if kind is Kind.STANDARD:
            places[key] = LISTED if many else key
        else:
            places[key] = key if drawn[kind] <= MOST[kind] else MORE
    return places


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What is known while the graph is drawn."""

    story: Story
    found: Arrows
    numbers: Mapping[Arrow, int]
    places: Mapping[str, str]
    texts: DrawTexts

    def node(self, place: str) -> Node:
        """A node with all that is to be said on it."""
        if place == LISTED:
            return Node(place, self.texts.standard_several, Kind.STANDARD, self._rows())
        if place == MORE:
            count = sum(drawn == MORE for drawn in self.places.values())
            return Node(place, self.texts.more.format(count=count), Kind.MORE)
        return self._module(place) if place.startswith(":") else self._file(place)

    def _rows(self) -> tuple[str, ...]:
        """The standard modules that share a node, each with its number."""
        listed = [arrow for arrow in self.numbers if self.places[arrow.end] == LISTED]
        rows = [f"{self.numbers[arrow]} {bare(arrow.end[1:])}" for arrow in listed[:MAX_ROWS]]
        if len(listed) > MAX_ROWS:
            rows.append(self.texts.more_standard.format(count=len(listed) - MAX_ROWS))
        needed = sum(count for place, count in self.found.inside.items() if place.startswith(":"))
        if needed:
            rows.append(self.texts.inside.format(count=needed))
        return tuple(rows)

    def _module(self, place: str) -> Node:
        arrow = next(arrow for arrow in self.found.arrows if arrow.end == place)
        words = {
            Kind.STANDARD: self.texts.standard,
            Kind.INSTALLED: self.texts.installed,
            Kind.MISSING: self.texts.not_found,
        }
        lines, mark = [words[arrow.kind]], arrow.mark
        if lacks := self._lacks(place):
            lines, mark = [*lines, lacks], Mark.WARNING
        elif mark is Mark.FAILURE:
            lines = [f"{FAILED} {lines[0]}", *map(self._not_there, arrow.searched[:MAX_SEARCHED])]
        elif mark is Mark.WARNING:
            lines = [self.texts.coped.format(what=lines[0])]
        if needed := self.found.inside[place]:
            lines.append(self.texts.inside.format(count=needed))
        return Node(place, place[1:], arrow.kind, tuple(lines), Mark.PLAIN if mark is Mark.FAINT else mark)

    def _not_there(self, place: str) -> str:
        """Where a module was looked for in vain."""
        return self.texts.not_in.get(place) or self.texts.not_in_folder.format(folder=place)

    def _file(self, place: str) -> Node:
        module = self.story.program.module_of(place) if place else ""  # "" is a program that is no file
        warning = self._lacks(place)
        if module in STDLIB and place != self.story.program.entry:
            warning = self.texts.hides.format(module=module)
        # a module that is missing shows already where the program ended
        missing = any(arrow.mark is Mark.FAILURE and not arrow.names for arrow in self.found.arrows)
        return file_node(place, self.story, self.texts, warning=warning, shows_stop=not missing)

    def _lacks(self, place: str) -> str:
        """What the module was asked for in vain, if that is one name."""
        failed = [arrow.names for arrow in self.found.arrows if arrow.end == place and arrow.names]
        return self.texts.lacks.format(name=failed[0][0]) if failed and len(failed[0]) == 1 else ""

    def edges(self) -> tuple[Edge, ...]:
        """One arrow between two nodes, however many imports it stands for."""
        together: dict[tuple[str, str], list[Arrow]] = {}
        for arrow in self.found.arrows:
            pair = (self.places[arrow.start], self.places[arrow.end])
            if pair[0] != pair[1]:
                together.setdefault(pair, []).append(arrow)
        edges = [self._edge(*pair, arrows) for pair, arrows in together.items()]
        return tuple(edges[:MAX_EDGES])

    def _edge(self, start: str, end: str, arrows: list[Arrow]) -> Edge:
        marks = {arrow.mark for arrow in arrows}
        mark = next(mark for mark in (Mark.FAILURE, Mark.WARNING, Mark.PLAIN, Mark.FAINT) if mark in marks)
        if mark is Mark.FAINT:
            return Edge(start, end, self.texts.imports_again, self.texts.again, mark)
        numbers = [self.numbers[arrow] for arrow in arrows if arrow in self.numbers]
        label = (
            ", ".join(map(str, numbers)) if len(numbers) <= MAX_NUMBERS else f"{numbers[0]} … {numbers[-1]}"
        )
        verb = self.texts.imports
        if mark is Mark.FAILURE:
            label = f"{FAILED} {label}"
            if names := next((arrow.names for arrow in arrows if arrow.names), ()):
                verb = self.texts.asks_names.format(names=", ".join(map(bare, names)))
        return Edge(start, end, verb, label, mark)
