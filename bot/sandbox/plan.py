"""What the bot and its spawner tell each other; marshalled, since both ends are the same Python."""

import struct
from typing import TypedDict

GONE = struct.Struct("=Q")
"""The number of a box of which nothing is left."""
MESSAGE_BYTES = 16 * 1024


class PythonPlan(TypedDict):
    """One interpreter as the boxes see it."""

    executable: str
    show: list[str]
    hide: list[str]
    packages: list[str]
    """Folders of installed packages, at the end of sys.path."""
    site: str
    """`lib/pythonX.Y/site-packages`, where its user-site folder lies."""
    recorder: bytes
    """The guest's parts as its own byte code."""
    libraries: str
    """LD_LIBRARY_PATH, for an interpreter that does not find its libraries by itself; see ld.so(8)."""


class SpawnerPlan(TypedDict):
    """What the bot tells its spawner at the start."""

    namespaces: bool
    own_uid: int | None
    folder: str
    limits: dict[str, int]
    together: tuple[int, int]
    """Bytes of memory, and processes and threads, of all boxes; the bot sees to it that they are kept."""
    pythons: list[PythonPlan]
    loaders: list[str]
    environment: dict[str, str]


class Layers(TypedDict):
    """What the spawner isolates with, as found by doing it."""

    ready: bool
    problem: str
    namespaces: bool
    landlock: int
    uid: int
    folders: str
    """Where the work folders lie when they are not a file system of the box's own."""
