"""An answer follows its question: edited, deleted, removed by button."""

import discord
import pytest

from bot.discord_ui.client import ModuloBot
from bot.reply import Reply, Text
from bot.tutor import Tutor
from tests.conftest import canned_run
from tests.discord_ui.conftest import World, app_with

BLOCK = "```py\nprint({})\n```"


async def test_an_edited_question_is_answered_in_place(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic circular-imports")
    before = world.answer()

    await world.ada.edit(message, "!topic import-statement")

    assert world.answer().id == before.id
    assert world.answer().content != before.content


async def test_a_rerun_takes_the_old_files_away(world: World) -> None:
    world.sandbox.answer = canned_run(stdout=b"\x00")
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    assert world.answer().attachments

    world.sandbox.answer = canned_run(stdout=b"clean\n")
    await world.ada.edit(message, "!run\n" + BLOCK.format(2))

    assert not world.answer().attachments


async def test_an_edit_beside_the_code_runs_nothing(world: World) -> None:
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))

    await world.ada.edit(message, "!run\n" + BLOCK.format(1) + "\nthanks!")
    await world.ada.edit(message, "!run\n" + BLOCK.format(1) + "\nthanks a lot!")

    assert len(world.sandbox.asked) == 1


async def test_embeds_that_load_are_no_edit(world: World) -> None:
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))

    await world.ada.edit(message, message.content)

    assert len(world.sandbox.asked) == 1


async def test_a_message_soon_edited_into_a_command_is_one(world: World) -> None:
    message = await world.ada.send(world.channel, "topic circular-imports")
    await world.env.advance_time(60)

    await world.ada.edit(message, "!topic circular-imports")

    assert "circular" in world.answer().content.lower()


async def test_an_old_message_edited_into_a_command_gets_silence(world: World) -> None:
    message = await world.ada.send(world.channel, "topic circular-imports")
    await world.env.advance_time(180)

    await world.ada.edit(message, "!topic circular-imports")

    assert world.answers() == []


async def test_after_a_quarter_of_an_hour_the_answer_stays_as_it_is(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic circular-imports")
    before = world.answer().content
    await world.env.advance_time(16 * 60)

    await world.ada.edit(message, "!topic import-statement")

    assert world.answer().content == before


async def test_a_question_edited_away_takes_its_answer_with_it(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic circular-imports")

    await world.ada.edit(message, "never mind")

    assert world.answers() == []


async def test_a_deleted_question_takes_its_answer_with_it(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic circular-imports")

    await world.ada.delete(message)

    assert world.answers() == []


async def test_questions_deleted_in_bulk_take_their_answers_with_them(world: World) -> None:
    questions = [await world.ada.send(world.channel, "!topic circular-imports") for _ in range(2)]

    payload = {
        "ids": [str(question.id) for question in questions],
        "channel_id": str(world.channel.id),
        "guild_id": str(world.channel.guild.id),
    }
    world.env.backend.emit("MESSAGE_DELETE_BULK", payload)
    await world.env.settle()

    assert world.answers() == []


async def test_a_topic_that_is_gone_is_said_to_be_gone(world: World) -> None:
    await world.ada.send(world.channel, "!topic import-statement")
    answer = world.answer()
    world.bot.tutor.topic = lambda _name: None

    result = await world.ada.click(answer, custom_id=_choices(answer)[0].custom_id)

    assert result.ephemeral
    assert "`!topics`" in result.response.content


async def test_a_corrected_slip_keeps_its_answer(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic")

    await world.ada.edit(message, "!topic circular-imports")
    await world.env.advance_time(60)

    assert "circular" in world.answer().content.lower()


async def test_an_answer_that_was_removed_comes_back_with_the_next_edit(world: World) -> None:
    message = await world.ada.send(world.channel, "!topic circular-imports")
    await world.ada.click(world.answer(), label="Remove")

    await world.ada.edit(message, "!topic import-statement")

    assert world.answer().reference.message_id == message.id


@pytest.mark.parametrize("who", ["ada", "mona"])
async def test_the_asker_and_a_moderator_can_remove_an_answer(world: World, who: str) -> None:
    await world.ada.send(world.channel, "!topic circular-imports")

    await getattr(world, who).click(world.answer(), label="Remove")

    assert world.answers() == []


async def test_others_cannot_remove_an_answer_and_are_told(world: World) -> None:
    await world.ada.send(world.channel, "!topic circular-imports")

    result = await world.ben.click(world.answer(), label="Remove")

    assert result.ephemeral
    assert result.response.content == world.bot.tutor.texts.discord.not_yours
    assert len(world.answers()) == 1


async def test_an_answer_of_several_messages_is_removed_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Reply(tuple(Text("over and over " * 100) for _ in range(3)))
    monkeypatch.setattr(Tutor, "help", lambda *_: long)
    await world.ada.send(world.channel, "!help")
    first, *_others, last = world.answers()
    assert not first.components

    await world.ada.click(last, label="Remove")

    assert world.answers() == []


async def test_the_buttons_work_after_a_restart(world: World) -> None:
    await world.ada.send(world.channel, "!topic import-statement")
    answer = world.answer()
    await world.env.restart_bot(
        ModuloBot(app_with(world.bot.tutor.library, world.sandbox, world.bot.journal))
    )

    choice = _choices(answer)[0]
    await world.ada.click(answer, custom_id=choice.custom_id)
    assert world.answer().content != answer.content

    await world.ada.click(world.answer(), label="Remove")
    assert world.answers() == []


async def test_a_choice_is_shown_in_place_to_the_asker_and_privately_to_others(world: World) -> None:
    await world.ada.send(world.channel, "!topic import-statement")
    answer = world.answer()
    choice = _choices(answer)[0]

    private = await world.ben.click(answer, custom_id=choice.custom_id)
    assert private.ephemeral
    assert world.answers()[0].content == answer.content

    await world.ada.click(answer, custom_id=choice.custom_id)
    assert world.answers()[0].content == private.response.content


async def test_where_it_may_not_write_it_stays_quiet(world: World) -> None:
    closed = world.channel.guild.create_text_channel(
        "news", overwrites={world.channel.guild.default_role: discord.PermissionOverwrite(read_messages=True)}
    )
    me = world.channel.guild.me
    muted = world.channel.guild.create_text_channel(
        "rules", overwrites={me: discord.PermissionOverwrite(send_messages=False)}
    )
    await world.env.settle()

    await world.ada.send(muted, "!topic circular-imports")
    await world.ada.send(closed, "!topic circular-imports")

    assert [message.author.id for message in muted.history()] == [world.ada.id]
    assert len(closed.history()) == 2


def _choices(answer: discord.Message) -> list[discord.Button]:
    found = [button for row in answer.components for button in row.children]
    return [button for button in found if button.custom_id.startswith("t:")]
