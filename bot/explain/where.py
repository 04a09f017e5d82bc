"""Whose file a path in a traceback is, on any platform."""

import re
from pathlib import PurePosixPath

_LIBRARY = re.compile(
    r"[/\\]lib(?:64)?[/\\](?:python|pypy)\d|[/\\](?:site|dist)-packages[/\\]|[/\\]python[\d.-]*[/\\]lib[/\\]"
    r"|^<frozen |\.framework[/\\]versions[/\\][\d.]+[/\\]lib|[/\\](?:ipykernel|pydev|debugpy)",
    re.IGNORECASE,
)


def is_library(path: str) -> bool:
    """Whether the file belongs to Python or to an installed package, as far as its path tells."""
    return bool(_LIBRARY.search(path))


def file_name(path: str) -> str:
    """The last part of a POSIX or Windows path."""
    return PurePosixPath(path.replace("\\", "/")).name


def module_name(path: str) -> str:
    """The module a file is, by its own name: `random` for `/home/me/random.py`."""
    path = path.replace("\\", "/")
    if path.endswith("/__init__.py"):
        return PurePosixPath(path).parent.name
    return PurePosixPath(path).stem
