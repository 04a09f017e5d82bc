"""A change of one content file, tried out in a copy of the content folder."""

import difflib
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.content.load import Source
from bot.errors import Problem, ProblemsError
from bot.strict_yaml import parse

FOLDERS = ("topics", "modules", "failures")
"""Where a change may be made: what lies elsewhere is no single entry."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the content as it should be; `path` is relative to the content folder."""

    path: PurePosixPath
    text: bytes

    @property
    def slug(self) -> str:
        """The name of the topic, the module card or the failure pattern."""
        return self.path.stem

    @classmethod
    def of(cls, text: bytes) -> "Change":
        """The file that a whole text belongs into, told by its slug and its keys.

        Raises ProblemsError when it is not strict YAML, or has no slug to name a file by.
        """
        value = parse(text, "draft.yaml").value
        keys = value if isinstance(value, dict) else {}
        slug = keys.get("slug")
        if not isinstance(slug, str) or not slug.replace("-", "").isalnum() or not slug.isascii():
            message = "`slug`: Name the entry in lower-case words with dashes, like `star-import`."
            raise ProblemsError([Problem("draft.yaml", 1, message)])
        folder = "failures" if "exception" in keys else "modules" if "import_line" in keys else "topics"
        return cls(PurePosixPath(folder) / f"{slug}.yaml", text)

    def tried(self, folder: Path, place: Path) -> Source:
        """The content folder as it would be, copied to `place`."""
        copy = place / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "README.md"))
        (copy / self.path).parent.mkdir(exist_ok=True)
        (copy / self.path).write_bytes(self.text)
        return Source(copy)


def path_of(folder: Path, slug: str) -> PurePosixPath | None:
    """Where the entry of this name lies, relative to the content folder."""
    for place in FOLDERS:
        path = PurePosixPath(place) / f"{slug}.yaml"
        if (folder / path).is_file():
            return path
    return None


def blob_id(text: bytes | None) -> str:
    """Git's name for this text, "" for none; git need not be there."""
    if text is None:
        return ""
    return hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


def unified(before: bytes, after: bytes, path: PurePosixPath) -> str:
    """What differs, as a unified diff."""
    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"))
