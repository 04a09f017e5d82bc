"""The cycle picture: the steps of a circular import in order, and where it broke."""

from dataclasses import dataclass

from bot.content.texts.imports import DrawTexts
from bot.draw.files import clusters_of, file_node
from bot.draw.graph import FAILED, Edge, Graph, Kind, Mark, Node
from bot.explain.circle import Circle
from bot.explain.story import Story
from bot.quote import bare

MAX_FILES = 10
MORE = ":+"


def circle_graph(circle: Circle, story: Story, texts: DrawTexts) -> Graph:
    """Draw the files of the circle, and the arrow that closes it."""
    return _Sketch(circle, story, texts).graph()


@dataclass(frozen=True, slots=True)
class _Sketch:
    circle: Circle
    story: Story
    texts: DrawTexts

    def graph(self) -> Graph:
        files = dict.fromkeys(file for step in self.circle.steps for file in (step.file, step.found))
        places = {file: file for file in files}
        if len(files) > MAX_FILES:
            middle = list(files)[MAX_FILES // 2 : -MAX_FILES // 2 + 1]
            places |= dict.fromkeys(middle, MORE)
        shown = tuple(dict.fromkeys(places.values()))
        return Graph(
            self.texts.circle_title,
            tuple(self._node(place, len(files) - len(shown) + 1) for place in shown),
            (*self._loads(places), self._closing(places)),
            clusters_of([place for place in shown if place != MORE], self.story.program, self.texts),
            telling=True,
        )

    def _node(self, place: str, left_out: int) -> Node:
        if place == MORE:
            return Node(MORE, self.texts.more.format(count=left_out), Kind.MORE)
        warning = self._half_done() if place == self.circle.target else ""
        return file_node(place, self.story, self.texts, warning=warning)

    def _half_done(self) -> str:
        """How far the file of the circle is when it is asked again."""
        if len(self.circle.names) == 1:
            return self.texts.half_done_without.format(name=self.circle.names[0])
        steps = [step.line for step in self.circle.steps if step.file == self.circle.target]
        return self.texts.half_done.format(line=steps[0] if steps else self.circle.closing.line)

    def _loads(self, places: dict[str, str]) -> tuple[Edge, ...]:
        edges: dict[tuple[str, str], Edge] = {}
        for number, step in enumerate(self.circle.steps, start=1):
            start, end = places[step.file], places[step.found]
            if start != end:
                label = self.texts.step.format(number=number, line=step.line)
                edges.setdefault((start, end), Edge(start, end, self.texts.starts_file, label))
        return tuple(edges.values())

    def _closing(self, places: dict[str, str]) -> Edge:
        closing = self.circle.closing
        label = self.texts.step.format(number=len(self.circle.steps) + 1, line=closing.line)
        mark = Mark.WARNING
        if (closing.file, closing.line) in self.story.failed:
            label, mark = f"{FAILED} {label}", Mark.FAILURE
        verb = self.texts.asks_again
        if names := self.circle.names:
            verb = self.texts.asks_names.format(names=", ".join(map(bare, names)))
        return Edge(places[closing.file], places[self.circle.target], verb, label, mark)
