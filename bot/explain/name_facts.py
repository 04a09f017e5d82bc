"""Facts about a name that a line of the learner's code used, and about the program around it."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bot.explain.scene import Given, Scene
from bot.explain.statements import ImportStatement
from bot.explain.where import file_name

_MEMBER = re.compile(r"\b([A-Za-z_]\w*)\s*[.(]")
_CELL = re.compile(r"ipython-input|^(?:Cell )?In(?:put In)? ?\[|ipykernel_")
_IMPORTS = re.compile(r"^(?:import|from)\s|\bimport_module\(|__import__\(")


def pasted(scene: Scene) -> Given:
    """There are no files."""
    return {} if scene.pasted else None


def ran(scene: Scene) -> Given:
    """There are files."""
    return None if scene.pasted else {}


def in_notebook(scene: Scene) -> Given:
    """The outermost code is a cell of a notebook."""
    return {} if any(_CELL.search(frame.file) for frame in scene.raised.frames[:3]) else None


def _bindings(scene: Scene) -> Iterator[tuple[ImportStatement, str, str]]:
    """Each name the failing file imports: the statement, the name, what it points to."""
    for statement in scene.written:
        for name, target in statement.binds:
            yield statement, name, target


def bound_as(scene: Scene) -> Given:
    """The module is there, under another name."""
    if not scene.name:
        return None
    for statement, name, target in _bindings(scene):
        if target.partition(".")[0] == scene.name != name and target == statement.module:
            return {"alias": name, "at": statement.line, "target": target}
    return None


def from_only(scene: Scene) -> Given:
    """Names out of the module are there, but not the module."""
    if not scene.name:
        return None
    for statement in scene.written:
        if statement.module.partition(".")[0] == scene.name and statement.takes_names:
            return {"bound": tuple(name for name, _ in statement.binds), "at": statement.line}
    return None


def in_imported(scene: Scene) -> Given:
    """An imported module of the learner has that name."""
    for _, name, target in _bindings(scene):
        file = scene.program.file_of(target)
        if file and name != "*" and scene.name in scene.names_in(file).top:
            return {"its_file": file, "owner": name}
    return None


def taken(scene: Scene) -> Given:
    """A `from` import binds the name."""
    for statement, name, _ in _bindings(scene):
        if name == scene.name and statement.takes_names:
            return {"owner": statement.module, "at": statement.line}
    return None


def not_taken(scene: Scene) -> Given:
    """A `from` import takes other names out of a module of the learner that has this one too."""
    for statement in scene.written:
        file = scene.program.file_of(statement.module)
        if file and statement.takes_names and not statement.star and scene.name in scene.names_in(file).top:
            return {"its_file": file, "owner": statement.module, "at": statement.line}
    return None


def from_same(scene: Scene) -> Given:
    """The name stands for what was taken out of the module of that name, as after `from time import time`."""
    used = scene.words.get("used", "")
    if scene.pasted or any(
        name == used and target == f"{used}.{used}" for _, name, target in _bindings(scene)
    ):
        return {}
    return None


def used_with_dot(scene: Scene) -> Given:
    """The line uses the name as one uses a module; of a pasted message without its line, nobody knows."""
    seen = re.search(rf"\b{re.escape(scene.name)}\s*\.\s*\w", scene.code)
    return {} if seen or (scene.pasted and not scene.code) else None


def called(scene: Scene) -> Given:
    """The line calls the name."""
    return {} if re.search(rf"(?<![\w.]){re.escape(scene.name)}\s*\(", scene.code) else None


def module_imported(scene: Scene) -> Given:
    """The module that is known to have the name is imported."""
    for statement, name, target in _bindings(scene):
        if target == scene.module and name != "*" and statement.inside != "function":
            return {"alias": name, "at": statement.line}
    return None


def in_other_function(scene: Scene) -> Given:
    """The name is imported inside a function, and used outside it."""
    here = scene.frame.function if scene.frame else ""
    for statement, name, _ in _bindings(scene):
        if name == scene.name and statement.function and statement.function != here:
            return {"function": statement.function, "at": statement.line}
    return None


def in_same_function(scene: Scene) -> Given:
    """The name is imported inside the very function that used it too early."""
    here = scene.frame.function.rpartition(".")[2] if scene.frame else ""
    for statement, name, _ in _bindings(scene):
        if name == scene.name and statement.function and statement.function == here:
            return {"function": statement.function, "at": statement.line}
    return None


def imported_at_top(scene: Scene) -> Given:
    """The name is imported for the whole file."""
    for statement, name, _ in _bindings(scene):
        if name == scene.name and statement.inside != "function":
            return {"at": statement.line}
    return None


def overwritten(scene: Scene) -> Given:
    """A name of the failing line was imported, and bound to something else afterwards."""
    names = scene.names_in(scene.file)
    assigned = {name: inner.line for name, inner in names.inner.items()} | dict(names.assigned)
    used = _MEMBER.findall(scene.code)
    for statement, name, _ in _bindings(scene):
        if name in used and name in assigned and statement.inside != "function":
            return {"variable": name, "at": statement.line, "overwritten_at": assigned[name]}
    return None


def in_importer(scene: Scene) -> Given:
    """The file that imports the failing one has that name."""
    module = scene.program.module_of(scene.file) if scene.file else ""
    for statement in scene.program.statements:
        if statement.file != scene.file and statement.module == module:
            names = scene.names_in(statement.file)
            if scene.name in names.top:
                return {"importer": statement.file}
    return None


def private_after_star(scene: Scene) -> Given:
    """A star import passed over the name, which begins with an underscore."""
    return _starred(scene) if scene.name.startswith("_") else None


def left_out_of_all(scene: Scene) -> Given:
    """A star import passed over the name, which `__all__` does not list."""
    return None if scene.name.startswith("_") else _starred(scene)


def _starred(scene: Scene) -> Given:
    for _, name, target in _bindings(scene):
        file = scene.program.file_of(target)
        names = scene.names_in(file)
        if name == "*" and file and scene.name in names.top and scene.name not in names.public:
            return {"its_file": file, "owner": target}
    return None


def star_import(scene: Scene) -> Given:
    """All names of the module are imported."""
    for statement, name, target in _bindings(scene):
        if name == "*" and target == scene.module:
            return {"at": statement.line}
    return None


def while_importing(scene: Scene) -> Given:
    """The failing code ran, or was read, because an import asked for its file."""
    own = [frame for frame in scene.raised.frames if scene.is_own(frame)]
    for before, after in zip(reversed(own[:-1]), reversed(own), strict=False):
        if after.file != before.file and after.function == "<module>":
            source = before.source or scene.program.line_of(scene.program.path_of(before.file), before.line)
            if _IMPORTS.search(source):
                return {
                    "importer": scene.program.path_of(before.file) or file_name(before.file),
                    "importer_line": before.line,
                    "imported": scene.program.path_of(after.file) or file_name(after.file),
                }
    return None


def data_elsewhere(scene: Scene) -> Given:
    """The data file that was not found lies beside the module that opens it, in a folder."""
    folder = PurePosixPath(scene.file or "").parent
    path = str(folder / scene.name)
    return (
        {"its_file": path, "folder": str(folder)}
        if str(folder) != "." and path in scene.program.files
        else None
    )
