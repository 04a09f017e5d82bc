"""Walking a learning path with buttons."""

import discord

from bot.discord_ui.client import ModuloBot
from bot.journal.journal import Journal
from tests.discord_ui.conftest import World, app_with


def labels(message: discord.Message) -> list[list[str | None]]:
    return [[button.label for button in row.children] for row in message.components]


async def test_a_path_is_walked_from_question_to_question(world: World) -> None:
    await world.ada.send(world.channel, "!learn")
    await world.ada.click(world.answer(), label="1 · From your first import to your own package")
    assert "A module is a file** · step 1 of 12" in world.answer().content
    assert labels(world.answer()) == [["A", "B", "C"], ["All paths", "Next ▶", "More about this", "Remove"]]

    await world.ada.click(world.answer(), label="B")
    assert "**B is right.**" in world.answer().content

    await world.ada.click(world.answer(), label="Next ▶")
    assert "step 2 of 12" in world.answer().content


async def test_a_wrong_answer_runs_its_program_and_one_may_try_again(world: World) -> None:
    await world.ada.send(world.channel, "!learn beginner")

    await world.ada.click(world.answer(), label="A")

    assert "It is not A" in world.answer().content
    assert "Hello, Alice!" in world.answer().content  # what every run prints here
    assert len(world.sandbox.asked) == 1
    await world.ada.click(world.answer(), label="B")
    assert "**B is right.**" in world.answer().content


async def test_who_has_used_up_their_runs_sees_what_was_printed_before(world: World) -> None:
    await world.ada.send(world.channel, "!learn beginner")

    for _ in range(4):
        await world.ada.click(world.answer(), label="A")

    assert len(world.sandbox.asked) == 3
    assert "I cannot run it at the moment" in world.answer().content
    assert "Luna" in world.answer().content


async def test_the_buttons_work_after_a_restart(world: World, journal: Journal) -> None:
    await world.ada.send(world.channel, "!learn beginner")
    await world.env.restart_bot(ModuloBot(app_with(world.bot.tutor.library, world.sandbox, journal)))

    await world.ada.click(world.answer(), label="A")
    await world.ada.click(world.answer(), label="Read again")
    await world.ada.click(world.answer(), label="Next ▶")

    assert "step 2 of 12" in world.answer().content


async def test_a_stranger_is_told_how_to_begin_and_moves_nothing(world: World, journal: Journal) -> None:
    await world.ada.send(world.channel, "!learn beginner")
    before = world.answer().content

    for label in ("A", "Next ▶"):
        result = await world.ben.click(world.answer(), label=label)
        assert "/learn" in result.response.content
        assert result.ephemeral

    assert world.answer().content == before
    assert await journal.progress.of(str(world.ben.id)) == []


async def test_the_topic_is_shown_beside_the_step(world: World) -> None:
    await world.ada.send(world.channel, "!learn beginner")
    before = world.answer().content

    result = await world.ada.click(world.answer(), label="More about this")

    assert "What is a module?" in result.response.content
    assert result.ephemeral
    assert world.answer().content == before


async def test_by_slash_one_walks_alone_and_goes_on_where_one_stopped(world: World) -> None:
    first = await world.ada.slash(world.channel, "learn", path="beginner")
    answered = await world.ada.click(first.response, label="B")
    again = await world.ada.slash(world.channel, "learn")

    assert first.ephemeral
    assert "B is right" in answered.response.content
    assert "Remove" not in str(answered.response.components)
    assert "step 2 of 12" in again.response.content
    assert world.answers() == []


async def test_slash_offers_the_paths_and_to_be_forgotten(world: World) -> None:
    everything = await world.ada.autocomplete(world.channel, "learn", "path", "")
    one = await world.ada.autocomplete(world.channel, "learn", "path", "scripts")

    assert [choice["value"] for choice in everything][-1] == "reset"
    assert [choice["value"] for choice in one] == ["scripts-to-packages"]


async def test_progress_is_forgotten_on_request(world: World, journal: Journal) -> None:
    await world.ada.send(world.channel, "!learn beginner")
    await world.ada.click(world.answer(), label="B")
    assert await journal.progress.of(str(world.ada.id))

    await world.ada.send(world.channel, "!learn reset")

    assert "forgotten" in world.answers()[1].content
    assert await journal.progress.of(str(world.ada.id)) == []


async def test_a_path_is_walked_in_a_direct_message_too(world: World) -> None:
    await world.ada.send_dm("!learn 2")
    (_question, answer) = world.ada.user.dm_channel.history()

    await world.ada.user.click(answer, label="B")

    (_question, answer) = world.ada.user.dm_channel.history()
    assert "**B is right.**" in answer.content


async def test_an_unknown_path_is_answered_with_those_there_are(world: World) -> None:
    await world.ada.send(world.channel, "!learn everything @everyone")

    assert "`beginner`" in world.answer().content
    await world.env.advance_time(40)
    assert world.answers() == []
