"""What is kept about a member is told, and deleted when they say so twice."""

import pytest

from bot.journal.votes import Vote
from tests.discord_ui.conftest import World
from tests.discord_ui.test_opinions import restart


async def vote(world: World) -> None:
    await world.bot.journal.votes.cast(
        Vote(member=str(world.ada.id), topic="boats", revision="r", helpful=True)
    )


async def kept(world: World) -> int:
    return sum((await world.bot.journal.members.kept(str(world.ada.id))).values())


async def test_privacy_says_what_is_kept_and_how_much(world: World) -> None:
    await vote(world)

    await world.ada.send(world.channel, "!privacy")
    result = await world.ada.slash(world.channel, "privacy")

    assert "30 days" in world.answer().content
    assert "votes: 1" in world.answer().content
    assert result.ephemeral
    assert result.response.content == world.answer().content


async def test_forget_me_asks_once_more_and_then_deletes_everything(world: World) -> None:
    await vote(world)
    asked = await world.ada.slash(world.channel, "forget-me")
    assert await kept(world) == 1

    done = await world.ada.click(asked.response, label="Yes, forget me")

    assert done.ephemeral
    assert done.response.content == world.bot.tutor.texts.privacy.forgotten
    assert await kept(world) == 0


async def test_under_privacy_too_it_asks_once_more(world: World) -> None:
    await vote(world)
    await world.ada.send(world.channel, "!privacy")

    asked = await world.ada.click(world.answer(), label="Forget me …")
    assert asked.ephemeral
    assert await kept(world) == 1

    await world.ada.click(asked.response, label="Yes, forget me")
    assert await kept(world) == 0


@pytest.mark.parametrize("command", ["!forget-me", "!forgetme"])
async def test_nobody_else_can_press_the_button(world: World, command: str) -> None:
    await vote(world)
    await world.ada.send(world.channel, command)

    told = await world.mona.click(world.answer(), label="Yes, forget me")
    assert told.response.content == world.bot.tutor.texts.privacy.not_yours
    assert await kept(world) == 1

    await restart(world)
    await world.ada.click(world.answer(), label="Yes, forget me")
    assert await kept(world) == 0


async def test_who_wants_to_be_left_alone_says_so_and_can_change_their_mind(world: World) -> None:
    member = str(world.ada.id)
    first = await world.ada.slash(world.channel, "privacy")
    await world.ada.click(first.response, label="Only answer when I ask")
    assert await world.bot.journal.members.has_opted_out(member)

    second = await world.ada.slash(world.channel, "privacy")
    await world.ada.click(second.response, label="You may answer unasked")
    assert not await world.bot.journal.members.has_opted_out(member)


async def test_about_says_what_it_is(world: World) -> None:
    await world.ada.send(world.channel, "!about")
    result = await world.ada.slash(world.channel, "about")

    assert "no language model" in world.answer().content
    assert result.response.content == world.answer().content
    assert result.ephemeral
