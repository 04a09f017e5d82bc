"""A talk goes on: by replies, in threads, by buttons, and by who asks."""

import discord
import pytest

from bot.discord_ui.cogs.ask import WELCOME
from bot.search.followup import Conversations
from tests.discord_ui.conftest import World

QUESTION = "what does import math do?"
WHY = (
    "Because `import math` gives you the module as one object. "
    "Its names stay inside it, so they cannot collide with yours."
)


async def test_a_reply_to_an_answer_goes_on_with_the_talk_but_thanks_get_silence(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    (first,) = world.answers()

    await world.ada.send(world.channel, "thanks, that helped a lot!", reply_to=first)
    assert world.answers() == [first]

    await world.ada.send(world.channel, "what is a circular import?", reply_to=first)
    assert "circular" in world.answers()[1].content.lower()


async def test_a_stranger_goes_on_with_a_talk_by_replying_only(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    (card,) = world.answers()

    await world.ben.send(world.channel, "!ask why")
    await world.ben.send(world.channel, "why?", reply_to=card)

    assert [answer.content for answer in world.answers()[1:]] == [
        world.bot.tutor.texts.ask.names_nothing,
        WHY,
    ]


async def test_a_reply_to_an_older_answer_goes_on_about_that_one(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    await world.ada.send(world.channel, "!topic circular-imports")

    await world.ada.send(world.channel, "why?", reply_to=world.answers()[0])

    assert world.answers()[2].content == WHY


async def test_an_hour_later_a_reply_is_a_question_of_its_own_and_needs_a_mention(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    (card,) = world.answers()
    await world.env.advance_time(3700)

    await world.ada.send(world.channel, "why?", reply_to=card)
    assert world.answers() == [card]
    await world.ben.send(world.channel, f"{world.me} why?", reply_to=card)
    assert world.answers()[1].content == world.bot.tutor.texts.ask.names_nothing


async def test_a_talk_lasts_longer_in_a_thread_than_among_others(world: World) -> None:
    now = [0.0]
    world.bot.tutor.library.current.search.conversations = Conversations(clock=lambda: now[0])
    channel = world.bot.get_channel(world.channel.id)
    await channel.create_thread(name="imports", type=discord.ChannelType.public_thread)
    await world.env.settle()
    (thread,) = world.channel.threads
    await world.answer().delete()  # Discord's own remark that there is a thread
    for place in (world.channel, thread):
        await world.ada.send(place, f"!ask {QUESTION}")
    now[0] = 1000.0

    for place in (world.channel, thread):
        await world.ada.send(place, "!ask why")

    last = [place.history()[-1].content for place in (world.channel, thread)]
    assert last == [world.bot.tutor.texts.ask.names_nothing, WHY]


async def test_a_reply_that_asks_is_answered_even_if_not_surely_and_a_remark_is_not(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    (card,) = world.answers()

    await world.ben.send(world.channel, "haha I told you it eats bananas", reply_to=card)
    assert world.answers() == [card]
    await world.ben.send(world.channel, "does it eat bananas?", reply_to=card)
    assert world.answers()[1].content.startswith(world.bot.tutor.texts.ask.nothing)


@pytest.mark.parametrize("shows", ["!topic import-statement", "!example import", f"!ask {QUESTION}"])
async def test_what_was_shown_can_be_asked_on_about(world: World, shows: str) -> None:
    await world.ada.send(world.channel, shows)
    await world.ada.send(world.channel, f"{world.me} why?")

    assert world.answers()[1].content == WHY


async def test_a_pressed_button_moves_the_talk(world: World) -> None:
    await world.ada.send(world.channel, "!topic circular-imports")
    buttons = [button.custom_id for row in world.answer().components for button in row.children]
    chosen = next(name for name in buttons if name.startswith("t:"))
    await world.ada.click(world.answer(), custom_id=chosen)

    await world.ada.send(world.channel, f"{world.me} show me an example")

    card = world.bot.tutor.content.cards[chosen.rpartition(":")[2]]
    assert card.examples[0].goal in world.answers()[1].content


async def test_a_mention_in_reply_to_somebody_asks_for_them(world: World) -> None:
    puzzled = await world.ben.send(world.channel, QUESTION)

    await world.ada.send(world.channel, world.me, reply_to=puzzled)

    assert "import math" in world.answer().content
    assert world.answer().reference.message_id == puzzled.id


async def test_a_thanks_in_reply_gets_a_reaction(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")

    thanks = await world.ada.send(world.channel, "thx!!", reply_to=world.answer())

    (message,) = [message for message in world.channel.history() if message.id == thanks.id]
    assert [str(reaction.emoji) for reaction in message.reactions] == [WELCOME]
