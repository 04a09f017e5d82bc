"""Programs and texts out of the user's own files."""

from collections.abc import Iterator
from pathlib import Path

from bot.errors import UsageError
from bot.sandbox.snippet import Snippet

MAX_FOLDER_FILES = 200


def snippet_from_paths(paths: list[Path], *, stdin: str = "", argv: tuple[str, ...] = ()) -> Snippet:
    """A program from files, or from every `.py` file of a folder; files keep their place below the folder.

    Raises UsageError for a path that cannot be read, and SnippetRejected.
    """
    if not paths:
        raise UsageError("Name the files, like `main.py mymodule.py`, or a folder.")
    files = [pair for path in paths for pair in _files_at(path)]
    return Snippet.of(files, stdin=stdin, argv=argv)


def _files_at(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        found = sorted(path.rglob("*.py"))[:MAX_FOLDER_FILES]
        if not found:
            raise UsageError(f"There is no .py file in {path}.")
        for file in found:
            yield file.relative_to(path).as_posix(), text_of(file)
    else:
        yield path.name, text_of(path)


def text_of(file: Path, *, errors: str = "strict") -> str:
    """What stands in the file; raises UsageError when it cannot be read, or is not UTF-8 text."""
    try:
        return file.read_text("utf-8", errors)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text.") from None
