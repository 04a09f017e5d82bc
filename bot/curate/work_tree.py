"""The content folder as git keeps it: one file is published at a time, whole or not at all.

What is about to happen is noted beside the content before it begins. Whoever opens the folder after a crash
finds the note, and finishes what was committed or takes back what was not.
"""

import asyncio
import fcntl
import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ValidationError

from bot.curate.change import Change
from bot.curate.git import Git, Message
from bot.errors import BotError

NOTE, BEFORE, HALF = ".publishing.json", ".publishing.before", ".publishing.half"
WAIT = 60.0
"""Seconds to wait for another publication to end."""
TURN = 0.05
LOCK_ENDS = 5.0
"""Seconds for a git that outlived its bot to put its lock away."""


class Note(BaseModel):
    """What is about to be published."""

    draft: int
    path: PurePosixPath
    is_new: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a publication that was cut off came to: the commit, or "" when it was taken back."""

    draft: int
    path: PurePosixPath
    revision: str


class WorkTree:
    """Writes a file of the content and commits it. Only inside `alone()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git = Git(folder)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """While nobody else publishes, in this process or another; a git we started counts as we do.

        Raises BotError when the other one takes too long.
        """
        place = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            await _locked(place)
            self.git.inherits = (place,)
            yield
        finally:
            self.git.inherits = ()
            os.close(place)

    def read(self, path: PurePosixPath) -> bytes | None:
        """The file as it lies there now."""
        with suppress(FileNotFoundError):
            return (self.folder / path).read_bytes()
        return None

    async def refuse_dirty(self) -> None:
        """Raise BotError when files were changed by hand and not committed."""
        changed = [name for name in await self.git.changed() if ".publishing." not in name]
        if changed:
            names = ", ".join(f"`{name}`" for name in changed[:5]) + (" …" if len(changed) > 5 else "")
            raise BotError(
                f"Files of the content were changed by hand and not committed: {names}. "
                "Commit them or take them back, then publish again; the draft is kept."
            )

    async def publish(self, change: Change, draft: int, message: Message) -> str:
        """Write the file and commit it; the commit's id. `finish()` afterwards forgets how it was before.

        Raises BotError with everything as it was.
        """
        await self.refuse_dirty()
        try:
            self._write(change, draft)
            return await self.git.commit(change.path, message)
        except BaseException as error:
            recovered = await self.recover()
            if recovered is not None and recovered.revision:  # it was committed before it failed
                return recovered.revision
            if isinstance(error, OSError):
                raise BotError(_sentence(error)) from None
            raise

    def finish(self) -> None:
        """Forget the note: what was published is recorded."""
        for name in (NOTE, BEFORE, HALF):
            (self.folder / name).unlink(missing_ok=True)

    async def recover(self) -> Recovered | None:
        """After a crash: finish what was committed, take back what was not; None when nothing was cut off."""
        note = self._noted()
        if note is None:
            with suppress(OSError):  # a folder nobody may write to has nothing to be tidied
                self.finish()
            return None
        committed = await self.git.show(note.path)
        if committed is not None and _digest(committed) == note.digest:
            (latest,) = await self.git.log(note.path, limit=1)
            return Recovered(note.draft, note.path, latest.revision)
        await self._put_lock_away()
        self._take_back(note)
        await self.git.forget(note.path)
        self.finish()
        return Recovered(note.draft, note.path, "")

    def _write(self, change: Change, draft: int) -> None:
        target = self.folder / change.path
        before = self.read(change.path)
        if before is not None:
            self._replace(self.folder / BEFORE, before)
        self._note(draft, change, is_new=before is None)
        self._replace(target, change.text)

    def _note(self, draft: int, change: Change, *, is_new: bool) -> None:
        note = Note(draft=draft, path=change.path, is_new=is_new, digest=_digest(change.text))
        self._replace(self.folder / NOTE, note.model_dump_json().encode())

    def _replace(self, target: Path, text: bytes) -> None:
        """Write the file so that a reader, even after a power cut, has the old or the new one whole."""
        half = self.folder / HALF
        with half.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        for place in {target.parent, half.parent}:
            _sync(place)

    def _noted(self) -> Note | None:
        try:
            return Note.model_validate_json((self.folder / NOTE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _take_back(self, note: Note) -> None:
        target, before = self.folder / note.path, self.folder / BEFORE
        now = self.read(note.path)
        if now is None or _digest(now) != note.digest:
            return  # nothing was written yet
        if note.is_new:
            target.unlink()
        else:
            before.replace(target)
        _sync(target.parent)

    async def _put_lock_away(self) -> None:
        """Remove the lock of a git that was killed with its bot: nobody else's began after the note."""
        lock, noted = await self.git.lock_file(), (self.folder / NOTE).stat().st_mtime
        ends = time.monotonic() + LOCK_ENDS
        while lock.exists() and lock.stat().st_mtime >= noted:
            if time.monotonic() > ends:
                lock.unlink(missing_ok=True)
            await asyncio.sleep(TURN)


async def _locked(place: int) -> None:
    ends = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise BotError(
                    "Somebody else is publishing just now, and it takes long. Try again in a minute; "
                    "the draft is kept."
                ) from None
            await asyncio.sleep(TURN)
        else:
            return


def _sync(place: Path) -> None:
    number = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _sentence(error: OSError) -> str:
    return (
        f"The content folder cannot be written to ({error.strerror}), so nothing was changed, and the draft "
        "is kept. When the operator has seen to it, publish again."
    )
