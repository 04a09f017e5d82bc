"""What git complains of → a sentence with what to do about it."""

import re
from collections.abc import Mapping
from pathlib import Path

MAX_NAME = 80
_UNNAMEABLE = re.compile(r"[<>\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# What git says → what to do about it; the first that is found holds.
_REMEDIES: Mapping[str, str] = {
    r"index\.lock'?: File exists": (
        "Another git is at work in the content folder, or was ended in the middle. If none is running, "
        "remove the file `index.lock` it left, and try again."
    ),
    r"No space left|Disk quota": "The disk is full, so nothing was changed. Make room, and try again.",
    r"Read-only file system|Permission denied|insufficient permission": (
        "The content folder cannot be written to, so nothing was changed. The operator has to allow it."
    ),
    r"not a git repository": (
        "The content folder is not kept in git. Set `curate.mode` to `export`, or run `git init` there."
    ),
    r"\[rejected\]|\[remote rejected\]": (
        "The remote refused the push: it has commits that are not here, or does not allow this branch. "
        "The change is committed here, and goes along with the next push."
    ),
    r"Could not resolve|unable to access|Could not read from remote|Authentication failed": (
        "The remote cannot be reached, or does not let the bot in. "
        "The change is committed here, and goes along with the next push."
    ),
}


def sentence(complaint: bytes, folder: Path) -> str:
    """What to do about what git complained of in this folder."""
    said = complaint.decode("utf-8", "replace").strip()
    for pattern, remedy in _REMEDIES.items():
        if re.search(pattern, said, re.IGNORECASE):
            return remedy
    shown = one_line(said.replace(str(folder), "…"), 300) if said else "it gave no reason"
    return f"Git refused, so nothing was changed. It said: {shown}"


def one_line(text: str, limit: int = MAX_NAME) -> str:
    """One line that can be a name or a trailer's value."""
    line = " ".join(_UNNAMEABLE.sub(" ", text).split()) or "unknown"
    return line if len(line) <= limit else line[: limit - 1] + "…"
