"""Which names a file gives itself and which it uses, read from the source alone."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Inner:
    """A name bound only inside something: `owner` is a function, a class, or `__main__` for the guard."""

    owner: str
    line: int


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names of one file; lines are those that bind them last."""

    top: Mapping[str, int] = field(default_factory=dict)
    """Bound at module level by `def`, `class` or an assignment: what others can import."""
    inner: Mapping[str, Inner] = field(default_factory=dict)
    """Bound only further inside."""
    assigned: Mapping[str, int] = field(default_factory=dict)
    """Bound at module level or as a global, by anything but an import, with the first line."""
    listed: tuple[str, ...] | None = None
    """`__all__`, when it is a plain list of words."""
    used: frozenset[str] = frozenset()
    """All names that are read anywhere in the file, annotations in quotes included."""
    late_future: int | None = None
    """The line of a `from __future__` that does not stand at the very top."""

    @property
    def public(self) -> tuple[str, ...]:
        """What a star import takes, apart from what the file itself imports."""
        if self.listed is not None:
            return self.listed
        return tuple(name for name in self.top if not name.startswith("_"))


def read_names(tree: ast.Module) -> FileNames:
    """Collect the names of a parsed file."""
    top: dict[str, int] = {}
    inner: dict[str, Inner] = {}
    assigned: dict[str, int] = {}
    listed: tuple[str, ...] | None = None
    waiting: list[tuple[ast.stmt, str]] = [(one, "") for one in reversed(tree.body)]
    while waiting:
        statement, owner = waiting.pop()
        for name in _binds(statement):
            if owner:
                inner.setdefault(name, Inner(owner, statement.lineno))
            else:
                top[name] = statement.lineno
                assigned.setdefault(name, statement.lineno)
        if not owner and "__all__" in _binds(statement):
            listed = _words(statement)
        waiting.extend(reversed(list(_inside(statement, owner))))
    inner = {name: at for name, at in inner.items() if name not in top}
    return FileNames(top, inner, assigned, listed, frozenset(_used(tree)), _late_future(tree))


def _inside(statement: ast.stmt, owner: str) -> Iterator[tuple[ast.stmt, str]]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            owner = owner or name
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            owner = owner or "__main__"
        case _:
            pass
    for child in ast.iter_child_nodes(statement):
        match child:
            case ast.stmt():
                yield child, owner
            case ast.ExceptHandler() | ast.match_case():
                yield from ((one, owner) for one in child.body)


def _binds(statement: ast.stmt) -> tuple[str, ...]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Assign(targets=targets):
            return tuple(name for target in targets for name in _targets(target))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return tuple(_targets(target))
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return tuple(_targets(target))
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return tuple(
                name for item in items if item.optional_vars for name in _targets(item.optional_vars)
            )
        case _:
            return ()


def _targets(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _targets(part)
        case ast.Starred(value=value):
            yield from _targets(value)
        case _:
            pass


def _words(statement: ast.stmt) -> tuple[str, ...] | None:
    match statement:
        case ast.Assign(value=ast.List(elts=parts) | ast.Tuple(elts=parts)):
            words = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
            return tuple(words) if len(words) == len(parts) else None
        case _:
            return None


def _used(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                yield name
            case (
                ast.AnnAssign(annotation=written)
                | ast.arg(annotation=written)
                | ast.FunctionDef(returns=written)
                | ast.AsyncFunctionDef(returns=written)
            ) if written is not None:
                for part in ast.walk(written):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield from _WORD.findall(part.value)


def _late_future(tree: ast.Module) -> int | None:
    begun = False
    for place, statement in enumerate(tree.body):
        match statement:
            case ast.ImportFrom(module="__future__", level=0):
                if begun:
                    return statement.lineno
            case ast.Expr(value=ast.Constant(value=str())) if place == 0:
                pass
            case _:
                begun = True
    return None
