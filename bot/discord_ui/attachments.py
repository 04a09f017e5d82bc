"""Reads the program in a message's attached files: Python, text, or a zip of both."""

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath

import discord

from bot.content.texts.members import DiscordTexts
from bot.errors import UsageError
from bot.quote import inline
from bot.sandbox.snippet import MAIN, MAX_BYTES, MAX_FILES

PASTED_TEXT = "message.txt"
"""What Discord calls a text that was too long for a message."""
_TEXT = frozenset(
    {
        ".py",
        ".pyi",
        ".txt",
        ".log",
        ".json",
        ".csv",
        ".toml",
        ".ini",
        ".cfg",
        ".md",
        ".yaml",
        ".yml",
        ".xml",
        ".html",
    }
)
# bzip2 and LZMA are unpacked in one go, whatever it comes to: 600 bytes to as many megabytes.
_BOUNDED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_NOT_SOURCE = frozenset({"__MACOSX", "__pycache__"})


async def read_attachments(
    attachments: Sequence[discord.Attachment], texts: DiscordTexts
) -> list[tuple[str, str]]:
    """Names and sources of the attached files; pictures and the like are left alone.

    Raises UsageError for a file that is too big or is not text; nothing too big is downloaded.
    """
    files: list[tuple[str, str]] = []
    for attached in attachments:
        kind = PurePosixPath(attached.filename).suffix.lower()
        if kind != ".zip" and kind not in _TEXT:
            continue
        if attached.size > MAX_BYTES:
            raise _too_big(attached.filename, texts)
        data = await attached.read()
        if kind == ".zip":
            files.extend(_unzipped(attached.filename, data, texts))
        else:
            files.append((attached.filename, _decoded(attached.filename, data, texts)))
    return files


def _unzipped(archive: str, data: bytes, texts: DiscordTexts) -> list[tuple[str, str]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            infos = [info for info in opened.infolist() if _is_source(info)][: MAX_FILES + 1]
            sources = _bounded(opened, infos, archive, texts)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        # RuntimeError: it wants a password; NotImplementedError: it, or this, does not unpack that
        raise UsageError(texts.archive_unreadable.format(name=inline(archive))) from None
    return _without_top_folder(sources)


def _bounded(
    opened: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], archive: str, texts: DiscordTexts
) -> list[tuple[str, str]]:
    """The files of the archive, unpacked no further than a program may be big, whatever its index claims."""
    room = MAX_BYTES
    sources: list[tuple[str, str]] = []
    for info in infos:
        if info.compress_type not in _BOUNDED:
            raise NotImplementedError(info.compress_type)
        with opened.open(info) as file:
            data = file.read(room + 1)
        room -= len(data)
        if room < 0:
            raise _too_big(archive, texts)
        sources.append((info.filename, _decoded(info.filename, data, texts)))
    return sources


def _is_source(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    return not info.is_dir() and path.suffix.lower() in _TEXT and _NOT_SOURCE.isdisjoint(path.parts)


def _without_top_folder(files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same without the one folder around everything, when the program starts inside it."""
    top = files[0][0].partition("/")[0] + "/" if files else ""
    around = all(name.startswith(top) for name, _ in files)
    if not around or top == "../" or all(name != top + MAIN for name, _ in files):
        return files
    return [(name.removeprefix(top), source) for name, source in files]


def _decoded(name: str, data: bytes, texts: DiscordTexts) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UsageError(texts.attachment_unreadable.format(name=inline(name))) from None


def _too_big(name: str, texts: DiscordTexts) -> UsageError:
    return UsageError(texts.attachment_too_big.format(name=inline(name), limit=MAX_BYTES // 1024))
