"""Facts about what the program does to `sys.path`, read from its lines."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bot.explain.near import near
from bot.explain.scene import Given, Scene
from bot.explain.where import module_name

_ADDS = re.compile(r"sys\.path\.(?:append|insert|extend)\(.*?[\"'](?:\./)?([^\"'\n]+?)/?[\"']")
_REPLACES = re.compile(r"^\s*sys\.path\s*=(?!=)(?!.*sys\.path)")


def is_file(scene: Scene) -> Given:
    """A line added a .py file, where a folder belongs."""
    for _, _, given in _added(scene):
        if given.endswith(".py") and module_name(given) == scene.name:
            return {"given": given, "folder": str(PurePosixPath(given).parent)}
    return None


def too_late(scene: Scene) -> Given:
    """The folder that holds the module is added, but below the import."""
    for file, line, given in _added(scene):
        late = file == scene.file and scene.line is not None and line > scene.line
        if late and f"{given}/{scene.name.replace('.', '/')}.py" in scene.program.files:
            return {"at": line}
    return None


def not_there(scene: Scene) -> Given:
    """A folder was added that does not exist, and one of a like name has the module."""
    ends = (f"/{scene.name}.py", f"/{scene.name}/__init__.py")
    folders = [path.rpartition("/")[0] for path in scene.program.files if path.endswith(ends)]
    for _, _, given in _added(scene):
        closest = near(given, folders)
        if given not in folders and closest is not None:
            return {"given": given, "near": closest}
    return None


def replaced(scene: Scene) -> Given:
    """A line gives `sys.path` a whole new value."""
    for source in scene.program.files.values():
        for number, line in enumerate(source.splitlines(), 1):
            if _REPLACES.search(line):
                return {"at": number}
    return None


def _added(scene: Scene) -> Iterator[tuple[str, int, str]]:
    """(file, line, what was added) of each line that adds words to `sys.path`."""
    for file, source in scene.program.files.items():
        for number, line in enumerate(source.splitlines(), 1):
            if found := _ADDS.search(line[:_LONGEST]):
                yield file, number, found[1]


_LONGEST = 300
