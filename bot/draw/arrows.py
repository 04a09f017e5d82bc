"""Which file asked for which module, in the order it happened."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from bot.draw.graph import Kind, Mark
from bot.explain.story import Story
from bot.explain.wording import target_files
from bot.sandbox.run import ImportEvent, ModuleKind

Turn = tuple[int, int, int]
"""To sort by: the last event before it, how deep it is nested (the deepest come first), its line."""
MAX_STATEMENTS = 500
_OF_PYTHON = (ModuleKind.STDLIB, ModuleKind.BUILTIN, ModuleKind.FROZEN)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One import; `start` and `end` are a learner's file, or any other module's name behind a colon.

    A FAINT one was answered with what was loaded before. `names` are what a failed one asked for, `searched`
    where its module was looked for in vain, as an ImportEvent has it.
    """

    start: str
    end: str
    kind: Kind
    order: Turn
    mark: Mark = Mark.PLAIN
    names: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrows:
    """All of them in order, and how many further modules each module of Python needed for itself."""

    arrows: tuple[Arrow, ...]
    inside: Counter[str]

    @classmethod
    def of(cls, story: Story) -> "Arrows":
        """Read them from what was observed, and from statements that certainly were carried out."""
        found: dict[tuple[str, str], Arrow] = {}
        inside: Counter[str] = Counter()
        asked: dict[int, str] = {}
        ends: set[str] = set()
        turns = _turns(story)
        on_the_way = {(one.importer, one.line, one.module.rpartition(".")[0]) for one in story.events}
        for index, event in enumerate(story.events):
            end = story.own(event)
            if end is None and (event.importer, event.line, event.module) not in on_the_way:
                end = _end(story, event)
            if end is None:
                if above := _nearest(story, index, asked):
                    inside[above] += event.executed and event.error is None and not event.served
                continue
            asked[index] = end
            start = event.importer if event.importer in story.program.files else None
            start = start or _nearest(story, index, asked) or story.program.entry
            if start != end:
                again = event.served and end in ends
                arrow = _observed(story, event, start, end, turns[index])
                found.setdefault((start, end), replace(arrow, mark=Mark.FAINT) if again else arrow)
                ends.add(end)
        for arrow in _unseen(story, ends):
            found.setdefault((arrow.start, arrow.end), arrow)
        if (failed := _refused(story)) is not None:
            pair = (failed.start, failed.end)
            found[pair] = replace(found.get(pair, failed), mark=Mark.FAILURE, names=failed.names)
        return cls(tuple(sorted(found.values(), key=lambda arrow: arrow.order)), inside)


def _end(story: Story, event: ImportEvent) -> str | None:
    """The module an event is about that is not the learner's, None if it is that module's own business."""
    seen = event.kind is not ModuleKind.UNKNOWN or event.error is not None
    if event.importer not in story.program.files or event.kind is ModuleKind.NAMESPACE or not seen:
        return None
    return f":{event.module}"


def _nearest(story: Story, index: int, asked: Mapping[int, str]) -> str | None:
    """The end of the nearest arrow during which this event happened."""
    above = story.parents[index]
    while above is not None and above not in asked:
        above = story.parents[above]
    return None if above is None else asked[above]


def _observed(story: Story, event: ImportEvent, start: str, end: str, turn: Turn) -> Arrow:
    handled = event.error is not None and (event.importer, event.line) not in story.failed
    if story.own(event):
        return Arrow(start, end, Kind.YOURS, turn, Mark.WARNING if handled else Mark.PLAIN)
    mark = Mark.WARNING if handled else Mark.FAILURE if event.error else Mark.PLAIN
    if event.kind in _OF_PYTHON:
        kind = Kind.STANDARD
    else:
        kind = Kind.INSTALLED if event.kind is ModuleKind.THIRD_PARTY else Kind.MISSING
    return Arrow(start, end, kind, turn, mark, searched=event.searched)


def _unseen(story: Story, ends: set[str]) -> Iterator[Arrow]:
    """Imports answered out of `sys.modules`, which leave no event; they stand where their lines do."""
    turns, last = _turns(story), _last_within(story)
    loaded = {story.own(event): index for index, event in reversed(list(enumerate(story.events)))}
    ended: dict[str, list[tuple[int, int]]] = {}
    for (file, line), indexes in story.by_line.items():
        ended.setdefault(file, []).append((line, max(last[index] for index in indexes)))
    for statement in islice(story.program.statements, MAX_STATEMENTS):
        if story.at(statement) or statement.module == "__future__" or not story.was_carried_out(statement):
            continue
        before = [end for line, end in ended.get(statement.file, ()) if line < statement.line]
        start = loaded.get(statement.file)
        if before:
            depth = 0 if start is None else story.events[start].depth + 1
            order = (max(before), -depth, statement.line)
        else:
            order = (-1, 0, statement.line) if start is None else (*turns[start][:2], statement.line)
        own = [file for file in target_files(statement, story.program) if file in story.started]
        for file in own[1:] or own:  # a package that is only asked for its modules goes without saying
            yield Arrow(statement.file, file, Kind.YOURS, order, Mark.FAINT)
        if not own and story.is_standard(statement):
            end = f":{statement.module}"
            mark = Mark.FAINT if end in ends else Mark.PLAIN
            ends.add(end)
            yield Arrow(statement.file, end, Kind.STANDARD, order, mark)


def _turns(story: Story) -> list[Turn]:
    """When each module's code ran: a package's runs before that of the module inside it."""
    last = _last_within(story)
    turns = [(index, -len(story.events), 0) for index in range(len(story.events))]
    for index, event in enumerate(story.events):
        above = story.parents[index]
        if above is not None and story.events[above].module.startswith(f"{event.module}."):
            turns[above] = (last[index], -story.events[above].depth, 0)
    return turns


def _last_within(story: Story) -> list[int]:
    """For each event the index of the last event that happened during it."""
    last = list(range(len(story.events)))
    for index in reversed(last[:]):
        if (above := story.parents[index]) is not None:
            last[above] = max(last[above], last[index])
    return last


def _refused(story: Story) -> Arrow | None:
    """The from-import that ended the program because its module, which was found, has no such name."""
    if story.last_stop is None or story.raised != "ImportError":
        return None
    file, line = story.last_stop
    for statement in story.program.written_in(file):
        if statement.line == line and statement.takes_names and not statement.star:
            names = tuple(name.rpartition(".")[2] for _, name in statement.binds)
            order = (len(story.events), 0, line)
            if own := story.program.file_of(statement.module):
                return Arrow(file, own, Kind.YOURS, order, Mark.FAILURE, names)
            if story.is_standard(statement):
                return Arrow(file, f":{statement.module}", Kind.STANDARD, order, Mark.FAILURE, names)
    return None
