"""The git binary, as far as the desk needs it: what changed, by whom, commit, push.

Texts that people typed reach git on its standard input or in the environment, never as an option. Hooks run
as the operator set them up. Every failure is a BotError with what to do about it.
"""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bot.curate.git_complaints import one_line, sentence
from bot.errors import BotError

SECONDS = 30.0
"""What a git command, with the operator's hooks, may take."""
MAX_SUBJECT = 72
REVISION = re.compile(r"HEAD|[0-9a-f]{7,64}")
_KEPT = ("PATH", "HOME", "SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "TMPDIR")
_FIELDS = ("%H", "%an", "%aI", "%s", "%(trailers:key=Approved-By,valueonly,separator=%x20)")


class GitError(BotError):
    """Git did not do what it was asked, and what would help."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who a commit is by; the name may be anything a member calls themselves."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit says of itself. Whatever people typed stays inside its line."""

    subject: str
    author: Author
    trailers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> bytes:
        """Subject and trailers as git reads them."""
        told = "\n".join(f"{key}: {one_line(value)}" for key, value in self.trailers.items())
        return f"{one_line(self.subject, MAX_SUBJECT)}\n\n{told}\n".encode("utf-8", "replace")

    @property
    def signed(self) -> dict[str, str]:
        """The author, for git's environment."""
        return {
            "GIT_AUTHOR_NAME": one_line(self.author.name),
            "GIT_AUTHOR_EMAIL": one_line(self.author.email),
        }


@dataclass(frozen=True, slots=True)
class Commit:
    """One change of a file."""

    revision: str
    author: str
    at: datetime
    subject: str
    approved_by: str = ""


class Git:
    """A work tree, seen from the content folder; paths are relative to that folder."""

    def __init__(self, folder: Path, *, seconds: float = SECONDS) -> None:
        self.folder = folder
        self.seconds = seconds
        self.inherits: tuple[int, ...] = ()
        """File descriptors that git keeps open: a lock on them outlives this process until git is done."""

    async def is_work_tree(self) -> bool:
        """Whether the folder is kept in git at all."""
        if shutil.which("git") is None or not self.folder.is_dir():
            return False
        try:
            return await self._text("rev-parse", "--is-inside-work-tree") == "true"
        except GitError:
            return False

    async def head(self) -> str:
        """The commit that is checked out."""
        return await self._text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    async def lock_file(self) -> Path:
        """Where git says that it is at work on the index."""
        return Path(await self._text("rev-parse", "--path-format=absolute", "--git-path", "index.lock"))

    async def changed(self) -> list[str]:
        """The folder's files that are not as they were committed, named from the top of the work tree."""
        listed = await self._run(
            "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", "."
        )
        return [entry[3:] for entry in listed.decode("utf-8", "replace").split("\0") if entry]

    async def changed_files(self) -> list[Path]:
        """Those of them that are there, wherever the program was started."""
        top = Path(await self._text("rev-parse", "--show-toplevel"))
        return [file for name in await self.changed() if (file := top / name).is_file()]

    async def show(self, path: PurePosixPath, revision: str = "HEAD") -> bytes | None:
        """The file as it was at that commit, or None when there was none."""
        name = f"{_checked(revision)}:./{path}"
        if not await self._holds("cat-file", "-e", name):
            return None
        return await self._run("cat-file", "blob", name)

    async def blob(self, name: str) -> bytes:
        """The text git keeps under this name."""
        return await self._run("cat-file", "blob", _checked(name))

    async def log(self, path: PurePosixPath, *, limit: int = 20) -> list[Commit]:
        """The commits that changed the file, newest first."""
        wanted = "".join(f"{field}%x00" for field in _FIELDS)
        listed = await self._text("log", f"--max-count={limit}", f"--format={wanted}", "--", str(path))
        told = iter(listed.split("\0"))
        return [_commit(fields) for fields in zip(*[told] * len(_FIELDS), strict=False)]

    async def touched(self) -> dict[str, datetime]:
        """Name of a file without its ending → when a commit changed it last."""
        listed = await self._text("log", "--format=%x00%aI", "--name-only", "--", ".")
        found: dict[str, datetime] = {}
        for entry in listed.split("\0")[1:]:
            at, *names = entry.split()
            for name in names:
                found.setdefault(PurePosixPath(name).stem, datetime.fromisoformat(at))
        return found

    async def diff(self, path: PurePosixPath, old: str, new: str = "HEAD") -> str:
        """What changed in the file between two commits, as a unified diff."""
        span = (_checked(old), _checked(new))
        return await self._text(
            "diff", "--no-color", "--no-ext-diff", "--no-textconv", *span, "--", str(path)
        )

    async def merge(self, base: bytes, ours: bytes, theirs: bytes, folder: Path) -> tuple[bytes, bool]:
        """Three-way merge, with the help of files in `folder`: the result, and whether it is clean."""
        names = []
        for name, text in (("yours", ours), ("before", base), ("published", theirs)):
            (folder / name).write_bytes(text)
            names.append(str(folder / name))
        labels = [part for name in ("yours", "before", "published") for part in ("-L", name)]
        code, merged, complaint = await self._ask("merge-file", "-p", *labels, *names)
        if code < 0 or code > 127:
            raise GitError(sentence(complaint, self.folder))
        return merged, code == 0

    async def commit(self, path: PurePosixPath, message: Message) -> str:
        """Commit this one file as it lies in the folder; the new commit's id.

        What else is staged stays staged. Raises GitError with nothing committed.
        """
        known = await self._holds("ls-files", "--error-unmatch", "--", str(path))
        if not known:
            await self._run("add", "--intent-to-add", "--", str(path))
        arguments = ("commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--", str(path))
        try:
            await self._run(*arguments, given=message.text, environment=message.signed)
        except GitError:
            if not known:
                await self.forget(path)
            raise
        return await self.head()

    async def begin(self, message: Message) -> None:
        """Keep the folder in a git of its own from now on."""
        await self._run("init", "--quiet", "--initial-branch=main")
        await self._run("add", "--all")
        await self._run("commit", "--quiet", "--file=-", given=message.text, environment=message.signed)

    async def forget(self, path: PurePosixPath) -> None:
        """Take the file out of the index again as far as it was not committed; the file stays."""
        await self._ask("reset", "--quiet", "--", str(path))

    async def commit_aside(self, path: PurePosixPath, text: bytes, branch: str, message: Message) -> str:
        """Commit this text of the file on a branch that begins at HEAD, and touch nothing else."""
        blob = await self._text("hash-object", "-w", "--stdin", given=text)
        prefix = await self._text("rev-parse", "--show-prefix")
        with TemporaryDirectory(prefix="modulo-") as place:
            aside = {"GIT_INDEX_FILE": f"{place}/index"}
            await self._run("read-tree", "HEAD", environment=aside)
            entry = f"100644,{blob},{prefix}{path}"
            await self._run("update-index", "--add", "--cacheinfo", entry, environment=aside)
            tree = await self._text("write-tree", environment=aside)
        arguments = ("commit-tree", tree, "-p", "HEAD")
        revision = await self._text(*arguments, given=message.text, environment=message.signed)
        await self._run("update-ref", f"refs/heads/{branch}", revision)
        return revision

    async def push(self, remote: str, branch: str, *, what: str = "HEAD") -> None:
        """Push a commit to the branch; a branch that has other commits refuses."""
        await self._run("push", "--quiet", "--", remote, f"{_checked(what)}:refs/heads/{branch}")

    async def _holds(self, *arguments: str) -> bool:
        code, _, _ = await self._ask(*arguments)
        return code == 0

    async def _text(
        self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
    ) -> str:
        output = await self._run(*arguments, given=given, environment=environment)
        return output.decode("utf-8", "replace").strip()

    async def _run(
        self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
    ) -> bytes:
        code, output, complaint = await self._ask(*arguments, given=given, environment=environment)
        if code:
            raise GitError(sentence(complaint or output, self.folder))
        return output

    async def _ask(
        self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, bytes]:
        """Exit code, output and complaint of a git command."""
        try:
            process = await asyncio.create_subprocess_exec(
                "git",
                "-c",
                "core.quotePath=false",
                "-c",
                "gc.auto=0",
                "-c",
                "maintenance.auto=false",
                *arguments,
                cwd=self.folder,
                env=_environment() | dict(environment or {}),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=self.inherits,
                start_new_session=True,
            )
        except OSError as error:
            raise GitError(f"Git cannot be started: {error.strerror}. Install git, and try again.") from None
        try:
            async with asyncio.timeout(self.seconds):
                output, complaint = await process.communicate(given)
        except TimeoutError:
            await _end(process)
            raise GitError(
                f"Git did not finish in {self.seconds:.0f} seconds, so it was stopped; nothing is lost. "
                "A hook or the network may be slow."
            ) from None
        return process.returncode or 0, output, complaint


async def _end(process: asyncio.subprocess.Process) -> None:
    """End git and its hooks: politely first, so that it removes its lock."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await process.wait()


def _environment() -> dict[str, str]:
    """Nothing of the bot's own environment but what git needs; it never asks questions."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_COMMITTER_NAME": "Modulo",
        "GIT_COMMITTER_EMAIL": "modulo@users.noreply.invalid",
    }


def _checked(revision: str) -> str:
    if not REVISION.fullmatch(revision):
        raise GitError("A revision is written like `a1b2c3d`; `/content history` lists them.")
    return revision


def _commit(fields: Sequence[str]) -> Commit:
    revision, author, at, subject, approved_by = fields
    return Commit(revision.strip(), author, datetime.fromisoformat(at), subject, approved_by.strip())
