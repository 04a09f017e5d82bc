"""The namespace picture: which names the imports give a file, and what they point to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from bot.content.texts.imports import DrawTexts
from bot.draw.graph import FAILED, Cluster, Edge, Graph, Kind, Mark, Node
from bot.explain.names import FileNames
from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.statements import ImportStatement

MAX_NAMES = 6
MAX_ABSENT = 2
MAX_BOUND = 5000
"""Names that are looked at: many stars on a long file must not take long."""
MORE = ":+"


@dataclass(frozen=True, slots=True)
class _Bound:
    """A name of the file: it points to a module, or to `value` inside one."""

    name: str
    module: str
    value: str
    statement: ImportStatement


def names_graph(program: Program, texts: DrawTexts) -> Graph | None:
    """Draw the names that the imports at the top of a file bind; None if they bind none.

    The file is the one that is run, or else the first that imports anything.
    """
    top = [one for one in program.statements if not one.function and one.module != "__future__"]
    file = next((one.file for one in top if one.file == program.entry), top[0].file if top else "")
    found = chain.from_iterable(_bound(one, program) for one in top if one.file == file)
    bound = {one.name: one for one in islice(found, MAX_BOUND)}
    if not bound:
        return None
    shown = tuple(bound.values())[:MAX_NAMES]
    return _Sketch(program, texts, file, shown, len(bound) - len(shown)).graph()


def _bound(statement: ImportStatement, program: Program) -> Iterator[_Bound]:
    if statement.star:
        file = program.file_of(statement.module)
        names = program.names.get(file or "", FileNames()).public
        for name in names or ("*",):
            yield _Bound(name, statement.module, name.removeprefix("*"), statement)
        return
    for name, target in statement.binds:
        if not statement.takes_names or program.has_module(target):
            yield _Bound(name, target, "", statement)
        else:
            yield _Bound(name, statement.module, target.rpartition(".")[2], statement)


@dataclass(frozen=True, slots=True)
class _Sketch:
    program: Program
    texts: DrawTexts
    file: str
    bound: tuple[_Bound, ...]
    left_out: int

    def graph(self) -> Graph:
        modules = dict.fromkeys(one.module for one in self.bound if not one.value)
        values = dict.fromkeys((one.module, one.value) for one in self.bound if one.value)
        framed = dict.fromkeys(module for module, _ in values)
        frames = [Cluster(_frame(one), self.texts.inside_module.format(module=one)) for one in framed]
        return Graph(
            self.texts.names_title.format(file=self.file),
            (
                *map(self._name, self.bound),
                *self._others(),
                *(self._module(one, _frame(one) if one in framed else "") for one in modules),
                *(Node(_place(*pair), pair[1], Kind.VALUE, cluster=_frame(pair[0])) for pair in values),
            ),
            tuple(Edge(one.name, _place(one.module, one.value), self.texts.points_to) for one in self.bound),
            tuple(frames),
        )

    def _name(self, bound: _Bound) -> Node:
        label = self.texts.all_names if bound.name == "*" else bound.name
        source = bound.statement.source
        if bound.statement.takes_names and not bound.statement.star:
            original = next(
                target.rpartition(".")[2] for name, target in bound.statement.binds if name == bound.name
            )
            alias = "" if original == bound.name else f" as {bound.name}"
            source = f"{source.partition(' import ')[0]} import {original}{alias}"
        return Node(bound.name, label, Kind.NAME, (source,))

    def _others(self) -> Iterator[Node]:
        """Names that people expect and that are not there, and how many more there are."""
        names = {one.name for one in self.bound}
        taken_from = (one.statement for one in self.bound if one.statement.takes_names)
        tops = dict.fromkeys(one.module.partition(".")[0] for one in taken_from if not one.level)
        absent = [top for top in tops if top not in names]
        if self.left_out:
            yield Node(MORE, self.texts.more.format(count=self.left_out), Kind.MORE)
        else:
            for top in absent[:MAX_ABSENT]:
                line = f"{FAILED} {self.texts.no_name}"
                yield Node(top, top, Kind.NAME, (line,), Mark.FAINT)

    def _module(self, module: str, frame: str) -> Node:
        file = self.program.file_of(module)
        loads = [one.statement.module for one in self.bound if one.module == module and not one.value]
        deeper = [name for name in loads if name.startswith(f"{module}.")]
        lines = [self.texts.module]
        if file or self.program.has_module(module):
            lines, kind = [self.texts.your_module.format(file=file or f"{module}/")], Kind.YOURS
        elif module.partition(".")[0] in STDLIB:
            kind = Kind.STANDARD
        else:
            kind = Kind.INSTALLED
        lines += [self.texts.holds.format(module=name) for name in deeper[:1]]
        return Node(_place(module, ""), module, kind, tuple(lines), cluster=frame)


def _place(module: str, value: str) -> str:
    return f":{module}:{value}"


def _frame(module: str) -> str:
    return f":in:{module}"
