"""The desk: from a draft to what members read, and back; who may do it, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.catalogue import find_card
from bot.config import CurateConfig
from bot.curate.change import blob_id
from bot.curate.desk import Desk
from bot.curate.git import GitError
from bot.curate.new_topic import NewTopic
from bot.curate.press import Press
from bot.curate.review import Review
from bot.curate.rights import Actor, NotAllowed
from bot.errors import BotError, ProblemsError, UsageError
from bot.journal.drafts import DraftChanged, DraftState
from bot.journal.journal import Journal, open_journal
from bot.journal.roles import RoleKind
from bot.library import Library
from bot.sandbox.run import Outcome, Run
from bot.sandbox.snippet import Snippet
from tests.conftest import CannedSandbox, canned_run, edit
from tests.curate.conftest import git

CURATOR = Actor("1", "Cleo", "g", frozenset({RoleKind.CURATOR}))
OTHER_CURATOR = Actor("4", "Cid", "g", frozenset({RoleKind.CURATOR}))
PUBLISHER = Actor("2", "Pia", "g", frozenset({RoleKind.PUBLISHER}))
OBSERVER = Actor("5", "Olga", "g", frozenset({RoleKind.OBSERVER}))
MEMBER = Actor("3", "Max", "g")
WHY = "Boats drift when nobody holds them."


class RightSandbox(CannedSandbox):
    """Prints what the two programs of the little content folder print."""

    pythons = ("3.13",)

    async def run(self, snippet: Snippet, *, python: str | None = None, asker: object = None) -> Run:
        if "dinghy" in snippet.files[0].source:
            error = b"NameError: name 'dinghy' is not defined\n"
            return canned_run(Outcome.RAISED, stderr=error, code=1)
        return canned_run(stdout=b"boat\n")


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with open_journal(":memory:") as opened:
        yield opened


def desk_with(repository: Path, journal: Journal, **config: object) -> Desk:
    sandbox = RightSandbox(canned_run())
    return Desk(Library(repository), journal, sandbox, CurateConfig(**config), at_once=2)


@pytest.fixture
def desk(repository: Path, journal: Journal) -> Desk:
    return desk_with(repository, journal)


@pytest.fixture
def press(desk: Desk) -> Press:
    return Press(desk)


async def edited(desk: Desk, actor: Actor, topic: str, fields: dict[str, str]) -> Review:
    return await desk.edit(actor, topic, blob_id(desk.text_of(topic)), fields)


async def proposed(desk: Desk, actor: Actor = CURATOR, words: str = "Boats drift in the wind.") -> Review:
    return await edited(desk, actor, "boats", {"why": words})


def read(desk: Desk) -> str:
    return desk.library.current.content.cards["boats"].why.strip()


async def test_a_draft_is_judged_reviewed_published_and_reverted(
    desk: Desk, press: Press, journal: Journal
) -> None:
    first = git(desk.folder, "rev-parse", "HEAD")
    review = await proposed(desk)

    assert review.judgement.passed
    assert review.draft.state is DraftState.IN_REVIEW
    assert "+  Boats drift in the wind." in review.diff
    assert review.card is not None
    assert review.card.why == "Boats drift in the wind.\n"
    assert read(desk) == WHY

    published = await press.approve(PUBLISHER, review.draft.id, review.draft.version, place="c/m")

    assert read(desk) == "Boats drift in the wind."
    assert git(desk.folder, "log", "-1", "--format=%an|%s|%(trailers:separator=|)") == (
        "Cleo|boats: Change why|Draft-Id: 1|Approved-By: Pia|Discord-Message: c/m"
    )
    assert git(desk.folder, "status", "--porcelain") == ""
    newest, _ = await press.history(PUBLISHER, "boats")
    assert newest.revision == published.revision

    await press.revert(PUBLISHER, "boats", first)

    assert read(desk) == WHY
    assert git(desk.folder, "rev-list", "--count", "HEAD") == "3"
    actions = [entry.action for entry in await journal.audit.entries()]
    assert actions[::-1] == ["proposed", "approved", "published", "approved", "published"]
    assert await journal.audit.first_broken() is None


async def test_only_who_has_the_right_at_that_moment_may_act(desk: Desk, press: Press) -> None:
    draft = (await proposed(desk)).draft

    for actor in (MEMBER, OBSERVER):
        with pytest.raises(NotAllowed):
            await proposed(desk, actor)
    for actor in (MEMBER, OBSERVER, OTHER_CURATOR):
        for act in (
            press.approve(actor, draft.id, draft.version),
            press.publish(actor, draft.id),
            press.revert(actor, "boats", "a" * 40),
            press.deprecate(actor, "boats", "ropes"),
            press.reload(actor),
            desk.turn_down(actor, draft.id, draft.version, "no", finally_=True),
        ):
            with pytest.raises(NotAllowed):
                await act
    for look in (desk.review(MEMBER, draft.id), desk.drafts(MEMBER), press.history(MEMBER, "boats")):
        with pytest.raises(NotAllowed):
            await look
    assert (await desk.review(OBSERVER, draft.id)).draft == draft
    assert read(desk) == WHY


async def test_nobody_approves_their_own_draft_but_a_small_fix_of_the_wording(
    desk: Desk, press: Press
) -> None:
    small = await edited(desk, PUBLISHER, "boats", {"why": "Boats drift when nobody holds one."})
    code = await edited(desk, PUBLISHER, "ropes", {"answer": '```py\nprint("ship")\n```\nA knot holds.'})
    large = await edited(desk, PUBLISHER, "ropes", {"why": "Ropes slip. " * 12})

    assert (small.small, code.small, large.small) == (True, False, False)
    for review in (code, large):
        with pytest.raises(UsageError, match="somebody else"):
            await press.approve(PUBLISHER, review.draft.id, review.draft.version)
    await press.approve(PUBLISHER, small.draft.id, small.draft.version)
    assert read(desk) == "Boats drift when nobody holds one."


async def test_a_draft_with_problems_is_kept_and_cannot_be_approved(desk: Desk, press: Press) -> None:
    review = await proposed(desk, words="@everyone, hold your boats.")

    assert [problem.rule for problem in review.judgement.problems] == ["T08"]
    assert review.draft.state is DraftState.DRAFT
    with pytest.raises(ProblemsError, match=r"content/topics/boats.yaml:\d+: T08"):
        await press.approve(PUBLISHER, review.draft.id, review.draft.version)
    mended = await desk.propose(
        CURATOR, review.draft.text.replace("@everyone, h", "H").encode(), "", instead_of=review.draft
    )
    await press.approve(PUBLISHER, mended.draft.id, mended.draft.version)
    assert mended.draft.id == review.draft.id


async def test_a_reviewer_asks_for_changes_or_rejects_with_a_reason(desk: Desk, press: Press) -> None:
    draft = (await proposed(desk)).draft

    with pytest.raises(UsageError, match="why"):
        await desk.turn_down(PUBLISHER, draft.id, draft.version, " ", finally_=False)
    asked = await desk.turn_down(PUBLISHER, draft.id, draft.version, "Shorter", finally_=False)
    with pytest.raises(DraftChanged):
        await press.approve(PUBLISHER, draft.id, draft.version)
    rejected = await desk.turn_down(PUBLISHER, asked.id, asked.version, "No", finally_=True)

    assert (asked.state, asked.reason, asked.reviewer_name) == (
        DraftState.CHANGES_REQUESTED,
        "Shorter",
        "Pia",
    )
    with pytest.raises(UsageError, match="rejected"):
        await press.approve(PUBLISHER, rejected.id, rejected.version)
    with pytest.raises(UsageError, match="no draft 99"):
        await desk.review(PUBLISHER, 99)


async def test_an_author_takes_a_draft_back(desk: Desk) -> None:
    draft = (await proposed(desk)).draft

    gone = await desk.turn_down(CURATOR, draft.id, draft.version, "", finally_=True)

    assert gone.state is DraftState.WITHDRAWN
    assert await desk.drafts(CURATOR) == []


async def test_a_topic_changed_meanwhile_is_said_and_brought_up_to_date(desk: Desk, press: Press) -> None:
    mine = await proposed(desk)
    theirs = await edited(desk, OTHER_CURATOR, "boats", {"mistake": "People forget ropes. Bring one."})
    await press.approve(PUBLISHER, theirs.draft.id, theirs.draft.version)

    with pytest.raises(UsageError, match="changed by Cid"):
        await press.approve(PUBLISHER, mine.draft.id, mine.draft.version)
    seen = await desk.review(PUBLISHER, mine.draft.id)
    assert seen.conflict is not None
    assert "+  People forget ropes" in seen.conflict.diff
    rebased = await desk.rebase(PUBLISHER, mine.draft.id, seen.draft.version)
    assert rebased.draft.author == CURATOR.member
    await press.approve(PUBLISHER, rebased.draft.id, rebased.draft.version)

    card = desk.library.current.content.cards["boats"]
    assert (read(desk), "forget ropes" in getattr(card, "mistake", "")) == ("Boats drift in the wind.", True)


async def test_a_form_opened_before_a_change_meets_that_change(desk: Desk, press: Press) -> None:
    opened = blob_id(desk.text_of("boats"))[:12]
    theirs = await edited(desk, OTHER_CURATOR, "boats", {"mistake": "People forget ropes. Bring one."})
    await press.approve(PUBLISHER, theirs.draft.id, theirs.draft.version)

    mine = await desk.edit(CURATOR, "boats", opened, {"why": "Boats drift in the wind."})

    assert mine.conflict is not None
    assert mine.conflict.by == "Cid"


async def test_a_draft_is_changed_in_a_form_and_reviewed_again(desk: Desk, press: Press) -> None:
    first = (await proposed(desk)).draft

    again = await desk.edit_draft(OTHER_CURATOR, first.id, first.version, {"why": "Boats drift at night."})

    assert (again.draft.id, again.draft.version, again.draft.author_name) == (first.id, 2, "Cid")
    with pytest.raises(DraftChanged):
        await press.approve(PUBLISHER, first.id, first.version)


async def test_who_changed_a_draft_last_cannot_approve_it(desk: Desk, press: Press) -> None:
    first = (await proposed(desk)).draft
    words = {"why": "Ropes and boats and wind. " * 9}

    again = await desk.edit_draft(PUBLISHER, first.id, first.version, words)

    with pytest.raises(UsageError, match="somebody else"):
        await press.approve(PUBLISHER, again.draft.id, again.draft.version)


async def test_a_file_is_tried_without_being_kept(desk: Desk) -> None:
    review = await desk.look(CURATOR, desk.text_of("boats").replace(b"Boats drift", b"Ships drift"))

    assert review.judgement.passed
    assert "+  Ships drift" in review.diff
    assert await desk.drafts(CURATOR) == []


async def test_changes_of_the_same_lines_are_not_put_together_blindly(desk: Desk, press: Press) -> None:
    mine = await proposed(desk)
    theirs = await proposed(desk, OTHER_CURATOR, "Boats drift at night.")
    await press.approve(PUBLISHER, theirs.draft.id, theirs.draft.version)

    with pytest.raises(UsageError, match="same lines"):
        await desk.rebase(CURATOR, mine.draft.id, mine.draft.version)


async def test_files_changed_by_hand_stop_publishing_and_lose_nothing(desk: Desk, press: Press) -> None:
    draft = (await proposed(desk)).draft
    edit(desk.folder / "topics/ropes.yaml", "Cords slip.", "Cords slide.")

    with pytest.raises(BotError, match=r"by hand.*ropes\.yaml"):
        await press.approve(PUBLISHER, draft.id, draft.version)
    assert read(desk) == WHY
    git(desk.folder, "commit", "--quiet", "--all", "--message=By hand")
    await press.publish(PUBLISHER, draft.id)

    assert read(desk) == "Boats drift in the wind."


@pytest.mark.parametrize("trouble", ["lock", "hook", "disk"])
async def test_a_failed_publication_changes_nothing_and_the_next_one_works(
    desk: Desk, press: Press, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = (await proposed(desk)).draft
    lock, hook = desk.folder / ".git/index.lock", desk.folder / ".git/hooks/pre-commit"
    with monkeypatch.context() as broken:
        match trouble:
            case "lock":
                lock.touch()
            case "hook":
                hook.parent.mkdir(exist_ok=True)
                hook.write_text("#!/bin/sh\nexit 1\n")
                hook.chmod(0o755)
            case _:
                broken.setattr("os.fsync", full)
        with pytest.raises(BotError, match=r"nothing|Nothing|try again"):
            await press.approve(PUBLISHER, draft.id, draft.version)
    lock.unlink(missing_ok=True)
    hook.unlink(missing_ok=True)

    assert WHY in (desk.folder / "topics/boats.yaml").read_text()
    assert git(desk.folder, "status", "--porcelain") == ""
    await press.publish(PUBLISHER, draft.id)
    assert read(desk) == "Boats drift in the wind."


def full(_file: int) -> None:
    raise OSError(28, "No space left on device")


async def test_a_refused_push_is_told_and_the_change_is_out(repository: Path, journal: Journal) -> None:
    desk = desk_with(repository, journal, remote="nowhere")
    draft = (await proposed(desk)).draft

    published = await Press(desk).approve(PUBLISHER, draft.id, draft.version)

    assert "goes along with the next push" in published.remark
    assert read(desk) == "Boats drift in the wind."


async def test_a_branch_of_its_own_waits_for_a_pull_request(
    repository: Path, journal: Journal, tmp_path: Path
) -> None:
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    desk = desk_with(repository, journal, mode="branch", remote=str(remote))
    draft = (await proposed(desk)).draft

    published = await Press(desk).approve(PUBLISHER, draft.id, draft.version)

    assert "modulo/draft-1" in published.remark
    assert git(remote, "rev-parse", "modulo/draft-1") == published.revision
    assert read(desk) == WHY


async def test_export_publishes_nothing(repository: Path, journal: Journal) -> None:
    desk = desk_with(repository, journal, mode="export")
    draft = (await proposed(desk)).draft

    with pytest.raises(UsageError, match="file attached"):
        await Press(desk).approve(PUBLISHER, draft.id, draft.version)


async def test_a_folder_without_git_can_be_drafted_in_but_not_published(
    folder: Path, journal: Journal
) -> None:
    desk = desk_with(folder, journal)
    draft = (await proposed(desk)).draft

    with pytest.raises(BotError, match="not kept in git"):
        await Press(desk).approve(PUBLISHER, draft.id, draft.version)
    edit(folder / "topics/boats.yaml", "forget the rope", "forget ropes")
    assert (await desk.review(PUBLISHER, draft.id)).conflict is not None
    assert await Press(desk).settle() == ""


async def test_a_suggestion_waits_for_a_curator_and_there_are_not_too_many(desk: Desk, press: Press) -> None:
    draft = await desk.suggest(MEMBER, "boats", "Say what a pier is @everyone")

    assert draft.state is DraftState.DRAFT
    assert [each.id for each in await desk.drafts(CURATOR)] == [draft.id]
    with pytest.raises(UsageError, match="in words"):
        await press.approve(PUBLISHER, draft.id, draft.version)
    await desk.suggest(MEMBER, "no-such-topic", "Oars, please")
    await desk.suggest(MEMBER, "boats", "And sails")
    with pytest.raises(UsageError, match="3 suggestions"):
        await desk.suggest(MEMBER, "boats", "And oars")
    with pytest.raises(UsageError):
        await desk.suggest(CURATOR, "boats", "  ")


async def test_a_new_topic_is_proved_by_running_its_program(desk: Desk, press: Press) -> None:
    questions = [f"question number {word}" for word in ("one", "two", "three", "four", "five", "six")]
    topic = NewTopic(
        "Oars and sails",
        questions,
        "An oar moves a boat.",
        "Wind is free.",
        "Losing one.",
        files={"oars.py": 'print("boat")\n'},
    )

    review = await desk.add(CURATOR, topic, "From Ada's answer")

    assert review.judgement.problems == ()
    assert review.judgement.proved == 1
    assert "  output: |\n      boat\n" in review.draft.text
    await press.approve(PUBLISHER, review.draft.id, review.draft.version)
    assert "oars-and-sails" in desk.library.current.content.cards
    with pytest.raises(UsageError, match="already"):
        await desk.add(CURATOR, topic, "")


async def test_another_topic_answers_for_a_deprecated_one(desk: Desk, press: Press) -> None:
    await press.deprecate(PUBLISHER, "boats", "ropes")

    content = desk.library.current.content
    assert find_card(content, "boats") is content.cards["ropes"]
    with pytest.raises(UsageError, match="no topic"):
        await press.deprecate(PUBLISHER, "boats", "anchors")


async def test_history_refuses_what_there_is_not(desk: Desk, press: Press) -> None:
    with pytest.raises(UsageError, match="no topic"):
        await press.history(PUBLISHER, "anchors")
    with pytest.raises(UsageError, match=r"nothing|Nothing"):
        await press.revert(PUBLISHER, "boats", git(desk.folder, "rev-parse", "HEAD"))
    with pytest.raises(GitError, match="revision"):
        await press.diff(PUBLISHER, "boats", "--output=x")
    with pytest.raises(UsageError):
        await proposed(desk, words=WHY)


async def test_two_publishers_at_once_publish_one_after_the_other(desk: Desk, press: Press) -> None:
    boats = (await proposed(desk)).draft
    ropes = (await edited(desk, CURATOR, "ropes", {"why": "Cords slip when wet."})).draft

    await asyncio.gather(
        press.approve(PUBLISHER, boats.id, boats.version),
        Press(desk).approve(PUBLISHER, ropes.id, ropes.version),
    )
    twice = (await proposed(desk, words="Boats drift.")).draft
    results = await asyncio.gather(
        *(press.approve(PUBLISHER, twice.id, twice.version) for _ in range(3)), return_exceptions=True
    )

    assert git(desk.folder, "rev-list", "--count", "HEAD") == "4"
    assert sorted(type(result).__name__ for result in results) == [
        "DraftChanged",
        "DraftChanged",
        "Published",
    ]


async def test_two_hundred_drafts_and_reloads_at_once_lose_nothing(desk: Desk, press: Press) -> None:
    async def draft(number: int) -> None:
        await desk.suggest(Actor(str(number), f"Member {number}", "g"), "boats", f"Idea {number}")

    await asyncio.gather(*(draft(n) if n % 2 else press.reload(PUBLISHER) for n in range(200)))

    kept = await desk.journal.drafts.find(limit=500)
    assert {each.summary for each in kept} == {f"Idea {number}" for number in range(1, 200, 2)}
    assert len(await desk.journal.audit.entries(limit=500)) == 200
    assert await desk.journal.audit.first_broken() is None
    assert read(desk) == WHY
