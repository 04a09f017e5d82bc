"""The desk's git: real repositories, real hooks, real refusals."""

import asyncio
import os
import stat
from pathlib import Path, PurePosixPath

import pytest

from bot.curate.git import Author, Git, GitError, Message
from tests.conftest import edit
from tests.curate.conftest import git

BOATS = PurePosixPath("topics/boats.yaml")
ADA = Author("Ada", "1@users.noreply.invalid")
TRAILERS = {"Draft-Id": "7", "Approved-By": "Mona"}


def hook(repository: Path, name: str, script: str) -> None:
    file = repository / ".git/hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


async def test_one_file_is_committed_as_its_author_with_trailers(repository: Path) -> None:
    edit(repository / BOATS, "Boats drift", "Ships drift")
    edit(repository / "topics/ropes.yaml", "Cords", "Lines")

    revision = await Git(repository).commit(BOATS, Message("Edit boats", ADA, TRAILERS))

    assert git(repository, "log", "-1", "--format=%H %an <%ae> %cn %s") == (
        f"{revision} Ada <1@users.noreply.invalid> Modulo Edit boats"
    )
    assert git(repository, "log", "-1", "--format=%(trailers)") == "Draft-Id: 7\nApproved-By: Mona"
    assert git(repository, "show", "--name-only", "--format=") == "topics/boats.yaml"
    assert await Git(repository).changed() == ["topics/ropes.yaml"]


async def test_a_new_file_is_committed_and_what_was_staged_stays_staged(repository: Path) -> None:
    edit(repository / "topics/ropes.yaml", "Cords", "Lines")
    git(repository, "add", "topics/ropes.yaml")
    (repository / "topics/new.yaml").write_text("slug: new\n")

    await Git(repository).commit(PurePosixPath("topics/new.yaml"), Message("Add", ADA))

    assert git(repository, "show", "--name-only", "--format=") == "topics/new.yaml"
    assert git(repository, "diff", "--cached", "--name-only") == "topics/ropes.yaml"


@pytest.mark.parametrize(
    "name",
    ["--amend", "Eve <e@x> \nApproved-By: Eve", "\x00", "-c core.editor=id", "a" * 400, "\ud800", "Zoë 🦆"],
)
async def test_a_name_can_be_neither_an_option_nor_a_trailer(repository: Path, name: str) -> None:
    edit(repository / BOATS, "Boats drift", "Ships drift")

    await Git(repository).commit(BOATS, Message(name, Author(name, "1@x.invalid"), {"Draft-Id": name}))

    assert git(repository, "rev-list", "--count", "HEAD") == "2"
    assert git(repository, "log", "-1", "--format=%(trailers:key=Approved-By)") == ""
    assert git(repository, "log", "-1", "--format=%(trailers:only)").count("\n") == 0
    assert git(repository, "log", "-1", "--format=%ae") == "1@x.invalid"


async def test_history_tells_who_changed_what_and_when(repository: Path) -> None:
    edit(repository / BOATS, "Boats drift", "Ships drift")
    door = Git(repository)
    new = await door.commit(BOATS, Message("Edit boats", ADA, TRAILERS))

    newest, first = await door.log(BOATS)

    assert (newest.revision, newest.author, newest.subject, newest.approved_by) == (
        new,
        "Ada",
        "Edit boats",
        "Mona",
    )
    assert (first.author, first.approved_by) == ("Operator", "")
    assert "-  Boats drift" in await door.diff(BOATS, first.revision)
    assert b"Boats drift" in (await door.show(BOATS, first.revision) or b"")
    assert await door.show(PurePosixPath("topics/none.yaml")) is None
    assert len(await door.log(BOATS, limit=1)) == 1


@pytest.mark.parametrize("revision", ["--output=/tmp/x", "HEAD~1", "main", "", "abc"])
async def test_a_revision_is_an_id_and_nothing_else(repository: Path, revision: str) -> None:
    with pytest.raises(GitError, match="A revision is written like"):
        await Git(repository).diff(BOATS, revision)


async def test_a_folder_outside_git_is_told_apart(folder: Path, repository: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert await Git(repository / "topics").is_work_tree()
    assert not await Git(elsewhere).is_work_tree()
    with pytest.raises(GitError, match="not kept in git"):
        await Git(elsewhere).head()


async def commit(repository: Path) -> None:
    await Git(repository, seconds=5).commit(BOATS, Message("Edit", ADA))


async def test_a_lock_left_behind_is_told_and_the_next_try_works(repository: Path) -> None:
    edit(repository / BOATS, "Boats drift", "Ships drift")
    lock = await Git(repository).lock_file()
    lock.touch()

    with pytest.raises(GitError, match=r"index\.lock"):
        await commit(repository)
    lock.unlink()
    await commit(repository)

    assert await Git(repository).changed() == []


async def test_a_hook_that_fails_is_quoted_and_the_next_try_works(repository: Path) -> None:
    new = PurePosixPath("topics/new.yaml")
    (repository / new).write_text("slug: new\n")
    hook(repository, "pre-commit", "echo not on Mondays >&2; exit 1")

    with pytest.raises(GitError, match="not on Mondays"):
        await Git(repository).commit(new, Message("Add", ADA))
    assert git(repository, "status", "--porcelain") == "?? topics/new.yaml"
    hook(repository, "pre-commit", "exit 0")
    await Git(repository).commit(new, Message("Add", ADA))

    assert await Git(repository).changed() == []


async def test_a_hook_that_hangs_is_stopped_and_leaves_no_lock(repository: Path) -> None:
    edit(repository / BOATS, "Boats drift", "Ships drift")
    hook(repository, "pre-commit", "sleep 60")

    with pytest.raises(GitError, match="did not finish"):
        await Git(repository, seconds=0.5).commit(BOATS, Message("Edit", ADA))

    assert not (await Git(repository).lock_file()).exists()


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("fatal: Unable to create '/x/.git/index.lock': Read-only file system", "cannot be written"),
        ("error: insufficient permission for adding an object to repository database", "cannot be written"),
        ("error: file write error: No space left on device", "disk is full"),
        ("", "gave no reason"),
    ],
)
async def test_what_git_complains_of_becomes_a_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, sentence: str
) -> None:
    broken = tmp_path / "bin/git"
    broken.parent.mkdir()
    broken.write_text(f'#!/bin/sh\necho "{complaint}" >&2\nexit 128\n')
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=os.pathsep)

    with pytest.raises(GitError, match=sentence):
        await Git(folder).head()


async def test_without_git_it_says_so(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not await Git(folder).is_work_tree()
    with pytest.raises(GitError, match="Install git"):
        await Git(folder).head()


async def test_a_remote_gets_the_commit_or_its_refusal_is_told(repository: Path, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    door = Git(repository)

    await door.push(str(remote), "content")

    assert git(remote, "rev-parse", "content") == await door.head()
    hook_file = remote / "hooks/pre-receive"
    hook_file.write_text("#!/bin/sh\nexit 1\n")
    hook_file.chmod(0o755)
    edit(repository / BOATS, "Boats drift", "Ships drift")
    await commit(repository)
    with pytest.raises(GitError, match="refused the push"):
        await door.push(str(remote), "content")
    with pytest.raises(GitError, match="cannot be reached"):
        await door.push(str(tmp_path / "gone.git"), "content")


async def test_texts_are_merged_line_by_line(repository: Path, tmp_path: Path) -> None:
    base, ours, theirs = b"a\nb\nc\nd\ne\n", b"A\nb\nc\nd\ne\n", b"a\nb\nc\nd\nE\n"

    assert await Git(repository).merge(base, ours, theirs, tmp_path) == (b"A\nb\nc\nd\nE\n", True)
    merged, clean = await Git(repository).merge(base, ours, b"X\nb\nc\nd\ne\n", tmp_path)
    assert not clean
    assert b"<<<<<<< yours\nA\n" in merged


async def test_a_lock_is_held_until_git_is_done(repository: Path) -> None:
    door = Git(repository)
    read, write = os.pipe()
    door.inherits = (write,)
    hook(repository, "pre-commit", "sleep 0.5")
    edit(repository / BOATS, "Boats drift", "Ships drift")

    committing = asyncio.create_task(door.commit(BOATS, Message("Edit", ADA)))
    await asyncio.sleep(0.2)
    os.close(write)
    await asyncio.to_thread(os.read, read, 1)  # the end of the pipe: nobody holds it any more

    assert committing.done() or await committing
    os.close(read)


async def test_a_branch_aside_gets_the_file_and_nothing_else_is_touched(repository: Path) -> None:
    text = (repository / BOATS).read_bytes().replace(b"Boats drift", b"Ships drift")
    edit(repository / "topics/ropes.yaml", "Cords", "Lines")
    before = git(repository, "rev-parse", "HEAD")

    revision = await Git(repository).commit_aside(
        BOATS, text, "modulo/draft-7", Message("Edit", ADA, TRAILERS)
    )

    assert git(repository, "rev-parse", "modulo/draft-7") == revision
    assert git(repository, "diff", "--name-only", before, revision) == "topics/boats.yaml"
    assert git(repository, "rev-parse", "HEAD") == before
    assert git(repository, "status", "--porcelain") == "M topics/ropes.yaml"
