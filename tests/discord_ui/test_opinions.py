"""What members say about answers: votes, reasons and gaps, before and after a restart."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.discord_ui.client import ModuloBot
from bot.journal import database
from bot.journal.asked import Decided
from bot.journal.journal import Journal, open_journal
from bot.journal.votes import Rate, Reason
from tests.discord_ui.conftest import World, app_with

TOPIC = "import-statement"
NONSENSE = "!ask hwuqx zzgrb flumpt"


def revision(world: World) -> str:
    return world.bot.tutor.content.cards[TOPIC].revision


async def rate(world: World) -> Rate:
    return await world.bot.journal.votes.rate(TOPIC, revision(world))


async def restart(world: World) -> None:
    app = app_with(world.bot.tutor.library, world.sandbox, world.bot.journal)
    await world.env.restart_bot(ModuloBot(app))


async def dislike(
    world: World, who: simcord.MemberActor, reason: Reason, text: str = "", *, restarting: bool = False
) -> simcord.InteractionResult:
    shown = await who.click(world.answer(), label="Not helpful")
    if restarting:
        await restart(world)
    return await who.submit_modal(shown, {"reason": reason.value} | ({"text": text} if text else {}))


async def test_everybody_can_vote_and_is_thanked_alone(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")

    for member in (world.ada, world.ben):
        thanks = await member.click(world.answer(), label="Helpful")
        assert thanks.ephemeral
        assert thanks.response.content == world.bot.tutor.texts.feedback.thanks

    assert await rate(world) == Rate(2, 0)


async def test_a_vote_against_comes_with_a_reason_and_takes_the_place_of_one_for(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")
    await world.ben.click(world.answer(), label="Helpful")

    thanks = await dislike(world, world.ben, Reason.UNCLEAR, "What does *bind* mean?")

    assert thanks.ephemeral
    vote = await world.bot.journal.votes.of(str(world.ben.id), TOPIC, revision(world))
    assert (vote.helpful, vote.reason, vote.text) == (False, Reason.UNCLEAR, "What does *bind* mean?")
    assert (vote.channel, vote.message) == (str(world.channel.id), str(world.answer().id))
    assert await rate(world) == Rate(0, 1)


async def test_every_reason_can_be_chosen_without_any_words(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")

    for reason in Reason:
        await dislike(world, world.ada, reason)
        vote = await world.bot.journal.votes.of(str(world.ada.id), TOPIC, revision(world))
        assert (vote.reason, vote.text) == (reason, "")


@pytest.mark.parametrize("command", ["/ask", "!example import", "!ask NameError: name 'math' is not defined"])
async def test_examples_errors_and_slash_answers_can_be_voted_on_too(world: World, command: str) -> None:
    if command == "/ask":
        result = await world.ada.slash(world.channel, "ask", question="what does import math do?")
        answer = result.response
    else:
        await world.ada.send(world.channel, command)
        answer = world.answers()[-1]

    thanks = await world.ada.click(answer, label="Helpful")

    assert thanks.response.content == world.bot.tutor.texts.feedback.thanks


async def test_buttons_and_open_forms_outlive_a_restart(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")
    await restart(world)
    await world.ada.click(world.answer(), label="Helpful")

    thanks = await dislike(world, world.ben, Reason.WRONG, restarting=True)

    assert thanks.response.content == world.bot.tutor.texts.feedback.sorry
    assert await rate(world) == Rate(1, 1)


async def test_what_was_asked_is_journaled_with_its_decision_and_a_vote_against_makes_it_a_gap(
    world: World,
) -> None:
    await world.ada.send(world.channel, "!ask what does import math do?")
    await world.bot.journal.notes.written()
    assert await world.bot.journal.questions.open() == []

    await dislike(world, world.ben, Reason.NOT_MY_QUESTION)

    (gap,) = await world.bot.journal.questions.open()
    assert gap.text == "what does import math do?"
    assert (gap.decided, gap.guild, gap.member) == (Decided.ANSWERED, str(world.env._guilds[0].id), "")
    assert gap.topics


async def test_a_question_without_an_answer_is_a_gap_and_can_be_reported(world: World) -> None:
    await world.ada.send(world.channel, NONSENSE)
    await world.bot.journal.notes.written()

    thanks = await world.ada.click(world.answer(), label="Report a gap")

    assert thanks.response.content == world.bot.tutor.texts.feedback.reported
    (gap,) = await world.bot.journal.questions.open()
    assert (gap.text, gap.decided, gap.reported) == ("hwuqx zzgrb flumpt", Decided.UNANSWERED, True)


async def test_a_question_that_is_no_longer_kept_cannot_be_reported(world: World) -> None:
    await world.ada.send(world.channel, NONSENSE)
    await world.bot.journal.notes.written()
    await world.bot.journal.members.forget(str(world.ada.id))

    told = await world.ada.click(world.answer(), label="Report a gap")

    assert told.response.content == world.bot.tutor.texts.feedback.report_gone


async def test_under_a_topic_shown_by_name_one_is_asked_what_is_missing(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")

    shown = await world.ben.click(world.answer(), label="Report a gap")
    await restart(world)
    thanks = await world.ben.submit_modal(shown, {"text": "How do I import twice? @everyone"})

    assert thanks.response.content == world.bot.tutor.texts.feedback.reported
    (gap,) = await world.bot.journal.questions.open()
    assert (gap.text, gap.topics) == ("How do I import twice? @everyone", (TOPIC,))


async def test_who_reports_many_gaps_at_once_is_asked_to_wait(world: World) -> None:
    await world.ada.send(world.channel, f"!topic {TOPIC}")
    thanks = []
    for number in range(4):
        shown = await world.ben.click(world.answer(), label="Report a gap")
        thanks.append(await world.ben.submit_modal(shown, {"text": f"How do I import {number} times?"}))
    shown = await world.ada.click(world.answer(), label="Report a gap")
    other = await world.ada.submit_modal(shown, {"text": "How do I import twice?"})

    texts = world.bot.tutor.texts.feedback
    assert [told.response.content for told in [*thanks[:3], other]] == [texts.reported] * 4
    assert "<t:" in thanks[3].response.content
    assert thanks[3].response.content.startswith(texts.enough_reports.partition("{")[0])
    assert len(await world.bot.journal.questions.open()) == 4


async def test_help_thanks_and_wrong_use_have_nothing_to_vote_on(world: World) -> None:
    for command in ("!help", "!ask", "!topics hwuqx", "!run", "@testbot hello"):
        await world.ada.send(world.channel, command)

    labels = {
        button.label for answer in world.answers() for row in answer.components for button in row.children
    }
    assert labels == {"Remove"}
    await world.bot.journal.notes.written()
    assert await world.bot.journal.questions.open() == []


class TestALockedJournal:
    """Somebody else holds the database, or its disk is full: the same error."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "modulo.db"

    @pytest.fixture
    async def journal(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Journal]:
        monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
        async with open_journal(f"sqlite:///{file}") as opened:
            yield opened

    async def test_takes_no_answer_away_and_says_that_a_vote_was_not_kept(
        self, world: World, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        await world.ada.send(world.channel, "!ask what does import math do?")
        await world.bot.journal.notes.written()
        told = await world.ada.click(world.answer(), label="Helpful")
        other.execute("ROLLBACK")
        other.close()

        assert "import math" in world.answer().content
        assert told.ephemeral
        assert "Nothing was changed" in told.response.content
        assert "A question was answered but not written down" in caplog.text
        caplog.clear()
        thanks = await world.ada.click(world.answer(), label="Helpful")
        assert thanks.response.content == world.bot.tutor.texts.feedback.thanks
