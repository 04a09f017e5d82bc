"""Speaking unasked: silent by default, after 45 seconds where it is let, and taught by Dismiss."""

from datetime import UTC, datetime

import discord
import pytest
import simcord

from bot.discord_ui.client import ModuloBot
from bot.discord_ui.cogs import passive
from bot.errors import JournalError
from bot.journal.dismissals import Dismissal, Dismissals
from bot.journal.roles import RoleKind
from bot.journal.servers import Servers
from bot.search.question import Question
from tests.discord_ui.conftest import World, app_with

QUESTION = "what does if __name__ == '__main__' do?"
TOPIC = "if-name-main"


@pytest.fixture
async def listed(world: World) -> World:
    await listen(world, world.channel)
    return world


async def listen(world: World, channel: simcord.ChannelHandle) -> None:
    await world.bot.journal.servers.set_passive(guild_of(world), str(channel.id), allowed=True)


def guild_of(world: World) -> str:
    return str(world.env._guilds[0].id)


async def ask(world: World, text: str = QUESTION) -> discord.Message:
    message = await world.ada.send(world.channel, text)
    await world.env.advance_time(46)
    return message


async def restart(world: World) -> None:
    await world.env.restart_bot(
        ModuloBot(app_with(world.bot.tutor.library, world.sandbox, world.bot.journal))
    )


async def dismissals(world: World) -> list[Dismissal]:
    return await world.bot.journal.dismissals.since(datetime(2020, 1, 1, tzinfo=UTC))


async def test_it_is_silent_where_nobody_let_it(world: World) -> None:
    await ask(world)

    assert world.answers() == []


async def test_after_45_seconds_a_small_card_answers(listed: World) -> None:
    message = await listed.ada.send(listed.channel, QUESTION)
    await listed.env.advance_time(44)
    assert listed.answers() == []
    await listed.env.advance_time(2)

    card = listed.answer()
    assert card.reference.message_id == message.id
    title, _, short = card.content.partition("\n")
    whole = listed.bot.tutor.topic(TOPIC).parts[0].markdown
    assert whole.startswith(title)
    assert short in whole
    assert len(short) < len(whole) / 2
    labels = [button.label for row in card.components for button in row.children]
    assert labels == ["Show more", "Dismiss"]


@pytest.mark.parametrize(
    "text", ["I wonder what to eat today, any ideas?", "thanks a lot for the help!", "import os?"]
)
async def test_what_fits_nothing_or_is_no_question_is_left_alone(listed: World, text: str) -> None:
    await ask(listed, text)

    assert listed.answers() == []


async def test_a_person_who_writes_is_left_to_answer(listed: World) -> None:
    await listed.ada.send(listed.channel, QUESTION)
    await listed.env.advance_time(20)
    await listed.ben.send(listed.channel, "that is the main guard")
    await listed.env.advance_time(60)

    assert listed.answers() == []


async def test_a_person_who_begins_to_type_is_left_to_answer(listed: World) -> None:
    await listed.ada.send(listed.channel, QUESTION)
    await listed.env.advance_time(40)
    await listed.ben.typing(listed.channel)
    await listed.env.advance_time(60)

    assert listed.answers() == []


async def test_who_asked_and_other_bots_may_go_on_typing(listed: World) -> None:
    robot = listed.channel.guild.add_member(listed.env.create_user("robot", bot=True))
    other = listed.channel.guild.create_text_channel("off-topic")
    await listed.ada.send(listed.channel, QUESTION)
    await listed.ada.typing(listed.channel)
    await robot.typing(listed.channel)
    await listed.ben.typing(other)
    await listed.env.advance_time(46)

    assert "__main__" in listed.answer().content


async def test_who_helps_others_is_not_helped_unasked(listed: World) -> None:
    role = listed.channel.guild.create_role("Helpers")
    helper = listed.channel.guild.add_member(listed.env.create_user("hilda"), roles=[role])
    await listed.bot.journal.roles.add(guild_of(listed), str(role.id), RoleKind.OBSERVER)
    for somebody in (helper, listed.mona):
        await somebody.send(listed.channel, QUESTION)
        await listed.env.advance_time(46)

    assert listed.answers() == []


@pytest.mark.parametrize("change", ["delete", "edit", "purge"])
async def test_a_question_that_was_taken_back_is_not_answered(listed: World, change: str) -> None:
    message = await listed.ada.send(listed.channel, QUESTION)
    match change:
        case "delete":
            await listed.ada.delete(message)
        case "edit":
            await listed.ada.edit(message, "solved it")
        case "purge":
            ids = {
                "ids": [str(message.id)],
                "channel_id": str(listed.channel.id),
                "guild_id": guild_of(listed),
            }
            listed.bot.dispatch("raw_bulk_message_delete", discord.RawBulkMessageDeleteEvent(ids))
    await listed.env.advance_time(60)

    assert listed.answers() == []


async def test_who_wants_to_be_left_alone_is(listed: World) -> None:
    await listed.bot.journal.members.opt_out(str(listed.ada.id))
    await ask(listed)

    assert listed.answers() == []


async def test_what_changes_while_it_waits_counts(listed: World) -> None:
    await listed.ada.send(listed.channel, QUESTION)
    await listed.bot.journal.members.opt_out(str(listed.ada.id))
    await listed.env.advance_time(46)

    assert listed.answers() == []


async def test_it_waits_with_so_many_questions_only(listed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive, "MOST_WAITING", 0)
    await ask(listed)

    assert listed.answers() == []


async def test_at_the_end_it_waits_no_longer(listed: World) -> None:
    await listed.ada.send(listed.channel, QUESTION)
    await listed.bot.remove_cog("Unasked")
    await listed.env.advance_time(46)

    assert listed.answers() == []


async def test_a_topic_just_shown_is_not_shown_again(listed: World) -> None:
    await listed.ben.send(listed.channel, f"!topic {TOPIC}")
    await ask(listed)
    assert len(listed.answers()) == 1

    await listed.env.advance_time(600)
    await ask(listed)
    assert len(listed.answers()) == 2


async def test_a_topic_shown_by_a_slash_command_counts_as_shown(listed: World) -> None:
    await listed.ben.slash(listed.channel, "topic", name=TOPIC)
    await ask(listed)

    assert len(listed.answers()) == 1


async def test_show_more_shows_the_whole_card(listed: World) -> None:
    await ask(listed)
    await listed.ada.click(listed.answer(), label="Show more")

    assert listed.answer().content.startswith(listed.bot.tutor.topic(TOPIC).parts[0].markdown[:200])
    assert "Remove" in [button.label for row in listed.answer().components for button in row.children]


async def test_a_reply_to_the_small_card_goes_on_about_it(listed: World) -> None:
    await ask(listed)
    await listed.ben.send(listed.channel, "show me an example", reply_to=listed.answer())

    assert "`!example if-name-main`" in listed.answers()[1].content


@pytest.mark.parametrize("who", ["ada", "mona"])
async def test_dismiss_takes_it_away_and_teaches_even_after_a_restart(listed: World, who: str) -> None:
    await ask(listed)
    await restart(listed)
    await getattr(listed, who).click(listed.answer(), label="Dismiss")
    assert listed.answers() == []

    await listed.env.advance_time(3600)
    await ask(listed)
    assert listed.answers() == []


async def test_others_cannot_dismiss(listed: World) -> None:
    await ask(listed)
    told = await listed.ben.click(listed.answer(), label="Dismiss")

    assert told.response.content == listed.bot.tutor.texts.passive.not_yours
    assert len(listed.answers()) == 1


async def test_two_dismissals_pause_a_topic_and_the_desk_sees_it(listed: World) -> None:
    guild = listed.env._guilds[0]
    role = guild.create_role("Helpers")
    helper = guild.add_member(listed.env.create_user("hilda"), roles=[role])
    await listed.bot.journal.roles.add(guild_of(listed), str(role.id), RoleKind.OBSERVER)
    await listed.bot.journal.dismissals.add(guild_of(listed), TOPIC, "quite another")
    assert TOPIC not in (await helper.slash(listed.channel, "content gaps")).response.content

    await ask(listed)
    await listed.ada.click(listed.answer(), label="Dismiss")

    assert f"`{TOPIC}`" in (await helper.slash(listed.channel, "content gaps")).response.content
    assert await listed.bot.unasked.passive.paused(guild_of(listed)) == {TOPIC}


async def test_dismissing_after_the_question_is_gone_still_counts_for_the_topic(listed: World) -> None:
    message = await ask(listed)
    await restart(listed)
    await listed.ada.delete(message)
    await listed.ada.click(listed.answer(), label="Dismiss")

    (dismissal,) = await dismissals(listed)
    assert (dismissal.topic, dismissal.words) == (TOPIC, "")


async def test_of_the_question_only_words_are_kept(listed: World) -> None:
    await ask(listed)
    await listed.ada.click(listed.answer(), label="Dismiss")

    (dismissal,) = await dismissals(listed)
    assert dismissal.words
    assert QUESTION not in dismissal.words


async def test_when_the_journal_fails_it_is_silent_and_still_goes_away(
    listed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: object, **_named: object) -> None:
        raise JournalError

    await ask(listed)
    with monkeypatch.context() as patched:
        patched.setattr(Dismissals, "add", fails)
        await listed.ada.click(listed.answer(), label="Dismiss")
    assert listed.answers() == []

    await listed.env.advance_time(3600)
    monkeypatch.setattr(Servers, "get", fails)
    await ask(listed)
    assert listed.answers() == []


async def test_a_failing_import_is_answered_in_short(listed: World) -> None:
    await ask(listed, "ModuleNotFoundError: No module named 'numpy'  I get this all the time")

    assert len(listed.answer().content) < 600


TRACEBACK = """my homework does this

```
Traceback (most recent call last):
  File "main.py", line 3, in <module>
    {line}
{error}
```"""
NOT_FOUND = "ModuleNotFoundError: No module named 'lessons.one'"
UNSURE = TRACEBACK.format(line="import lessons.one", error=NOT_FOUND)


async def test_a_failing_import_in_a_block_needs_no_sure_match(listed: World) -> None:
    overheard = await listed.bot.tutor.ask(Question(UNSURE, overheard=True))
    assert overheard.reply is None
    await ask(listed, UNSURE)

    card = listed.answer()
    assert card.content.startswith("💡")
    assert "`lessons`" in card.content
    assert [button.label for row in card.components for button in row.children] == ["Show more", "Dismiss"]


async def test_a_block_with_another_error_gets_silence(listed: World) -> None:
    await ask(listed, TRACEBACK.format(line="a = b + 1", error="NameError: name 'b' is not defined"))

    assert listed.answers() == []


async def test_words_that_mean_something_else_keep_it_silent(
    listed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = listed.bot.tutor.content.cards
    with monkeypatch.context() as patched:
        patched.setitem(cards, TOPIC, cards[TOPIC].model_copy(update={"passive_not": ("if name",)}))
        await ask(listed)
    assert listed.answers() == []

    await ask(listed)
    assert len(listed.answers()) == 1


@pytest.mark.parametrize("message_content", [False])
async def test_without_reading_messages_it_says_that_it_cannot(world: World) -> None:
    guild = world.env._guilds[0]
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    owner = guild.add_member(world.env.create_user("olga"), roles=[managers])

    told = await owner.slash(world.channel, "bot passive", channel=world.channel, allowed=True)

    assert "Message Content Intent" in told.response.content


async def test_in_a_thread_of_the_channel_it_speaks_once(listed: World) -> None:
    channel = listed.bot.get_channel(listed.channel.id)
    await channel.create_thread(name="imports", type=discord.ChannelType.public_thread)
    await listed.env.settle()
    (thread,) = listed.channel.threads
    await listed.answer().delete()  # Discord's own remark that there is a thread

    for text in (QUESTION, "how do I import a function from another file?"):
        await listed.ada.send(thread, text)
        await listed.env.advance_time(46)

    (card,) = [message for message in thread.history() if message.author.id == listed.bot.user.id]
    assert "__main__" in card.content
    await listed.ada.click(card, label="Dismiss")
    assert [dismissal.topic for dismissal in await dismissals(listed)] == [TOPIC]
