"""Killed at any step of publishing, the content is before or after, and the next start tidies up."""

import asyncio
import multiprocessing
import shutil
from pathlib import Path, PurePosixPath

import pytest

from bot.config import CurateConfig
from bot.curate import work_tree
from bot.curate.change import blob_id
from bot.curate.desk import Desk
from bot.curate.git import GitError
from bot.curate.press import Press
from bot.journal.drafts import DraftState, NewDraft
from bot.journal.journal import open_journal
from bot.library import Library
from tests.conftest import canned_run
from tests.curate import dying
from tests.curate.conftest import git
from tests.curate.test_desk import PUBLISHER, RightSandbox

WITHOUT_END = 300
TOPIC = PurePosixPath("topics/boats.yaml")


@pytest.fixture(params=["changed", "new"])
async def prepared(
    request: pytest.FixtureRequest, repository: Path, tmp_path: Path
) -> tuple[Path, bytes, bytes]:
    """An approved draft, of a topic that is there or of a new one; how its file reads before and after."""
    before = (repository / TOPIC).read_bytes()
    after = before.replace(b"Boats drift", b"Ships drift")
    if request.param == "new":
        (repository / TOPIC).unlink()
        ropes = repository / "topics/ropes.yaml"
        ropes.write_text(ropes.read_text().replace("see_also:\n  - boats\n", ""))
        git(repository, "commit", "--quiet", "--all", "--message=No boats")
        before = b""
    async with open_journal(f"sqlite:///{tmp_path}/journal.db") as journal:
        await journal.drafts.add(
            NewDraft(
                topic="boats",
                base=blob_id(before or None),
                text=after.decode(),
                summary="Ships",
                author="1",
                author_name="Cleo",
                state=DraftState.APPROVED,
            )
        )
    return repository, before, after


def killed_at(step: int, prepared: Path, place: Path) -> tuple[Path, str, int | None]:
    """A copy in which publishing was killed at this step; how the process ended."""
    shutil.copytree(prepared, place / "content", symlinks=True)
    shutil.copy(prepared.parent / "journal.db", place)
    url = f"sqlite:///{place}/journal.db"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.curate.dying"])
    process = context.Process(target=dying.publish, args=(place / "content", url, step))
    process.start()
    process.join(30)
    return place / "content", url, process.exitcode


async def tidied(folder: Path, url: str, before: bytes, after: bytes) -> bool:
    """Whether it was published; everything fits together after the next start, and publishing works."""
    async with open_journal(url) as journal:
        desk = Desk(Library(folder), journal, RightSandbox(canned_run()), CurateConfig(), at_once=1)
        press = Press(desk)
        told = await press.settle()
        draft = await journal.drafts.get(1)
        assert draft is not None
        committed = await desk.tree.git.show(TOPIC) or b""
        assert now(folder) == committed
        assert git(folder, "status", "--porcelain") == ""
        assert draft.state is (DraftState.PUBLISHED if committed == after else DraftState.APPROVED)
        assert ("boats" in told) or committed in (before, after)
        if committed == before:
            await press.publish(PUBLISHER, 1)
            assert now(folder) == after
        assert await journal.audit.first_broken() is None
        return committed == after


def now(folder: Path) -> bytes:
    file = folder / TOPIC
    return file.read_bytes() if file.exists() else b""


async def test_killed_at_any_step_the_content_is_before_or_after(
    prepared: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    repository, before, after = prepared
    stride = 1 if before else 3  # a new file goes the same way
    published: list[bool] = []
    for step in range(0, WITHOUT_END, stride):
        place = tmp_path / str(step)
        place.mkdir()
        folder, url, ended = await asyncio.to_thread(killed_at, step, repository, place)
        assert now(folder) in (before, after), step
        Library(folder)
        if ended == 0:
            break
        assert ended == dying.DIED, step
        published.append(await tidied(folder, url, before, after))
        shutil.rmtree(place)

    assert len(published) > 12
    assert published == sorted(published)  # first it is taken back, and from the commit on it is finished
    assert set(published) == {False, True}


async def test_a_git_that_is_killed_leaves_nothing_in_the_way(
    prepared: tuple[Path, bytes, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, before, after = prepared
    monkeypatch.setattr(work_tree, "LOCK_ENDS", 0.1)
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
    hook.chmod(0o755)
    async with open_journal(f"sqlite:///{tmp_path}/journal.db") as journal:
        desk = Desk(Library(repository), journal, RightSandbox(canned_run()), CurateConfig(), at_once=1)
        with pytest.raises(GitError):
            await Press(desk).publish(PUBLISHER, 1)
        assert now(repository) == before
        hook.unlink()

        await Press(desk).publish(PUBLISHER, 1)

    assert now(repository) == after


async def test_a_git_that_outlives_its_bot_is_waited_for(
    prepared: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    repository, before, after = prepared
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nsleep 0.3; kill -9 $(cat {tmp_path}/bot); sleep 0.3\n")
    hook.chmod(0o755)
    url = f"sqlite:///{tmp_path}/journal.db"
    process = multiprocessing.get_context("forkserver").Process(
        target=dying.publish, args=(repository, url, WITHOUT_END)
    )
    process.start()
    (tmp_path / "bot").write_text(str(process.pid))
    await asyncio.to_thread(process.join, 30)

    assert process.exitcode == -9
    assert now(repository) == after
    hook.unlink()
    assert await tidied(repository, url, before, after)
