"""The learner's files as nodes, and their folders as frames around them."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from bot.content.texts.imports import DrawTexts
from bot.draw.graph import FAILED, Cluster, Kind, Mark, Node
from bot.explain.program import Program
from bot.explain.story import Story
from bot.quote import bare

MAX_DEEP = 3
"""Frames within each other."""


def file_node(
    file: str, story: Story, texts: DrawTexts, *, warning: str = "", shows_stop: bool = True
) -> Node:
    """A file of the learner: whether the program starts in it, and where it stopped."""
    entry = file == story.program.entry
    lines = [line for line in (texts.starts if entry else "", warning) if line]
    mark = Mark.WARNING if warning else Mark.PLAIN
    if shows_stop and story.raised and story.last_stop is not None and story.last_stop[0] == file:
        stopped = texts.stopped.format(exception=story.raised, line=story.last_stop[1])
        lines.append(f"{FAILED} {stopped}")
        mark = Mark.FAILURE
    kind = Kind.START if entry else Kind.YOURS
    return Node(file, file or texts.program, kind, tuple(lines), mark, _folder(file))


def clusters_of(files: Iterable[str], program: Program, texts: DrawTexts) -> tuple[Cluster, ...]:
    """A frame for each folder that holds one of the files, inside the frame of the folder above."""
    frames: dict[str, Cluster] = {}
    for file in files:
        above = ""
        for folder in [str(folder) for folder in PurePosixPath(file).parents][MAX_DEEP - 1 :: -1]:
            if folder != ".":
                frames.setdefault(folder, Cluster(folder, _label(folder, program, texts), above))
                above = folder
    return tuple(frames.values())


def _label(folder: str, program: Program, texts: DrawTexts) -> str:
    if folder == program.root:
        template = texts.folder
    else:
        template = texts.package if f"{folder}/__init__.py" in program.files else texts.loose_package
    return template.format(folder=bare(PurePosixPath(folder).name, limit=40))


def _folder(path: str) -> str:
    return "/".join(PurePosixPath(path).parts[:-1])
