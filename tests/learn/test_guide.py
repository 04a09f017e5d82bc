"""Where a learner is on a path, what their answer means, and what is remembered of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import SandboxUnavailable, UsageError
from bot.journal.journal import IN_MEMORY, Journal, open_journal
from bot.learn.guide import Guide
from bot.library import Library
from bot.reply import Code, Output, Pick, Reply, Text, Turn
from bot.sandbox.run import Outcome, Run
from bot.sandbox.snippet import Snippet
from tests.conftest import CONTENT, CannedSandbox, canned_run

PATH, FIRST, SECOND = "beginner", "what-is-a-module", "import-statement"
LAST = "create-a-package"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(CONTENT)


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with open_journal(IN_MEMORY) as journal:
        yield journal


@pytest.fixture
def sandbox() -> CannedSandbox:
    return CannedSandbox(canned_run(Outcome.RAISED, stderr=b"NameError: it ran\n", code=1))


@pytest.fixture
def guide(library: Library, sandbox: CannedSandbox, journal: Journal) -> Guide:
    return Guide(library, sandbox, journal.progress)


def said(reply: Reply) -> str:
    return "\n".join(part.markdown for part in reply.parts if isinstance(part, Text))


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


def pick(guide: Guide, step: str, *, right: bool, path: str = PATH) -> Pick:
    steps = {each.topic: each for each in guide.content.paths[path].steps}
    at = steps[step].right
    return Pick("", path, step, at if right else (at + 1) % len(steps[step].answers))


async def test_who_has_not_begun_chooses_among_all_paths(guide: Guide) -> None:
    reply = await guide.learn("ada")

    firsts = [path.steps[0].topic for path in guide.content.paths.values()]
    assert [choice.step for choice in reply.choices if isinstance(choice, Turn)] == firsts


@pytest.mark.parametrize("name", ["beginner", "1", "Beginner", " begin "])
async def test_a_path_is_begun_by_its_name_its_number_or_a_part_of_it(guide: Guide, name: str) -> None:
    assert (await guide.learn("ada", name)).topic == FIRST


async def test_a_path_there_is_not_is_answered_with_those_there_are(guide: Guide) -> None:
    with pytest.raises(UsageError, match=r"no learning path `·everyone`\. There are `beginner`"):
        await guide.learn("ada", "`everyone")


async def test_a_step_leads_back_and_on_and_the_last_one_to_the_end(guide: Guide) -> None:
    first = await guide.turn("ada", PATH, FIRST)
    second = await guide.turn("ada", PATH, SECOND)
    last = await guide.turn("ada", PATH, LAST)

    assert labels(first) == ["A", "B", "C", "All paths", "Next ▶", "More about this"]
    assert labels(second)[3:5] == ["◀ Back", "Next ▶"]
    assert second.choices[3] == Turn("◀ Back", PATH, FIRST)
    assert last.choices[4] == Turn("Next ▶", PATH, "")
    assert "You reached the end" in said(await guide.turn("ada", PATH, ""))


async def test_a_right_answer_says_why_and_is_remembered(guide: Guide, sandbox: CannedSandbox) -> None:
    reply = await guide.answer("ada", pick(guide, FIRST, right=True))

    assert "B is right" in said(reply)
    assert sandbox.asked == []
    assert (await guide.learn("ada")).topic == SECOND


async def test_a_wrong_answer_is_shown_wrong_by_running_its_program(
    guide: Guide, sandbox: CannedSandbox
) -> None:
    reply = await guide.answer("ada", Pick("", PATH, SECOND, 1))

    ((snippet, _),) = sandbox.asked
    assert snippet.files[0].source == "import math\n\nprint(sqrt(16))\n"
    assert "It is not B" in said(reply)
    assert "I ran this just now (`python main.py`, Python 3.13.0)" in said(reply)
    assert [part.source for part in reply.parts if isinstance(part, Code)] == [snippet.files[0].source]
    assert [part.exact for part in reply.parts if isinstance(part, Output)] == [b"NameError: it ran\n"]
    assert labels(reply) == ["A", "B", "C", "Read again", "Next ▶"]
    assert reply.choices[3] == Turn("Read again", PATH, SECOND)


async def test_a_program_that_stands_in_the_question_is_not_shown_twice(guide: Guide) -> None:
    reply = await guide.answer("ada", pick(guide, FIRST, right=False))

    assert [part.name for part in reply.parts if isinstance(part, Code)] == ["pets.py", "main.py"]


class NoSandbox(CannedSandbox):
    async def run(self, snippet: Snippet, **_: object) -> Run:
        raise SandboxUnavailable("closed")


@pytest.mark.parametrize("why", ["not allowed", "no sandbox", "no such python"])
async def test_where_nothing_can_be_run_the_proved_output_is_shown(
    library: Library, sandbox: CannedSandbox, why: str
) -> None:
    if why == "no sandbox":
        sandbox = NoSandbox(canned_run())
    if why == "no such python":
        sandbox.pythons = ()
    guide = Guide(library, sandbox, None)

    reply = await guide.answer("ada", Pick("", PATH, SECOND, 1), may_run=why != "not allowed")

    assert "I cannot run it at the moment" in said(reply)
    assert [part.text for part in reply.parts if isinstance(part, Output)] == [
        "NameError: name 'sqrt' is not defined"
    ]
    assert sandbox.asked == []


async def test_going_on_leads_to_the_first_open_step_behind_the_last_right_one(guide: Guide) -> None:
    await guide.answer("ada", pick(guide, "import-as-alias", right=True))
    await guide.answer("ada", pick(guide, "list-module-contents", right=False))

    assert (await guide.learn("ada")).topic == "list-module-contents"
    assert "You have answered 1 of 12" in said(await guide.turn("ada"))


async def test_what_was_passed_over_comes_at_the_end(guide: Guide) -> None:
    for step in guide.content.paths[PATH].steps[1:]:
        await guide.answer("ada", pick(guide, step.topic, right=True))

    assert (await guide.learn("ada")).topic == FIRST
    assert "1 of 12 questions are still open" in said(await guide.turn("ada", PATH))

    await guide.answer("ada", pick(guide, FIRST, right=True))

    assert "You reached the end" in said(await guide.learn("ada"))
    assert "still open" not in said(await guide.turn("ada", PATH))


async def test_the_path_walked_last_is_gone_on_with(guide: Guide) -> None:
    await guide.answer("ada", pick(guide, FIRST, right=True))
    await guide.answer("ada", pick(guide, "modulenotfounderror", right=True, path="fix-my-import-error"))

    assert (await guide.learn("ada")).topic == "file-name-is-module-name"


async def test_each_member_walks_alone_and_can_be_forgotten(guide: Guide, journal: Journal) -> None:
    await guide.answer("ada", pick(guide, FIRST, right=True))
    await guide.answer("ben", pick(guide, FIRST, right=False))

    reply = await guide.learn("ada", "reset")

    assert "forgotten" in said(reply)
    assert await journal.progress.of("ada") == []
    assert [step.right for step in await journal.progress.of("ben")] == [False]


async def test_without_a_journal_one_can_walk_and_nothing_is_remembered(
    library: Library, sandbox: CannedSandbox
) -> None:
    guide = Guide(library, sandbox, None)

    assert "is right" in said(await guide.answer("ada", pick(guide, FIRST, right=True)))
    assert "forgotten" in said(await guide.learn("ada", "reset"))
    assert len(labels(await guide.learn("ada"))) == len(guide.content.paths)


@pytest.mark.parametrize(
    ("path", "step", "shown"),
    [
        (PATH, "a-step-of-yesterday", "You reached the end"),
        ("a-path-of-yesterday", FIRST, "Learn step by step"),
        ("", "", "Learn step by step"),
    ],
)
async def test_a_button_of_yesterday_leads_somewhere(guide: Guide, path: str, step: str, shown: str) -> None:
    assert shown in said(await guide.turn("ada", path, step))
    assert shown in said(await guide.answer("ada", Pick("", path, step, 0)))


async def test_an_answer_of_yesterday_shows_the_step_as_it_is_today(guide: Guide) -> None:
    reply = await guide.answer("ada", Pick("", PATH, FIRST, 3))

    assert "Your turn" in said(reply)
    assert not guide.runs(Pick("", PATH, FIRST, 3))


async def test_a_path_that_is_gone_is_no_longer_gone_on_with(
    folder: Path, sandbox: CannedSandbox, journal: Journal
) -> None:
    await journal.progress.record("ada", "a-path-of-yesterday", "boats", right=True)

    reply = await Guide(Library(folder), sandbox, journal.progress).learn("ada")

    assert reply.choices == ()


def test_paths_are_offered_while_one_types(guide: Guide) -> None:
    assert [slug for slug, _ in guide.names("own")] == ["beginner"]
    assert len(guide.names("")) == len(guide.content.paths)
