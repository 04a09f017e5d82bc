"""`/why`: moderators and who works on the answers see what counted; others are told that they cannot."""

import re

import pytest

from bot.journal.roles import RoleKind
from tests.discord_ui.conftest import World


async def test_the_words_that_counted_are_shown_to_the_moderator_alone(world: World) -> None:
    told = await world.mona.slash(world.channel, "why", question="what does if __name__ == '__main__' do")

    assert told.ephemeral
    said = told.response.content
    assert "I show `if-name-main`" in said
    shares = re.search(r"^[01][.][0-9]{2} `if-name-main`: (.+)$", said, re.MULTILINE)
    assert shares
    assert 95 <= sum(int(share) for share in re.findall(r"([0-9]+)%", shares[1])) <= 105


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("hello", "No topic comes near"),
        ("what is the capital of France", "I say that I do not know"),
        ("@everyone `x` hwuqx", "I say that I do not know"),
        ("import error", "I offer the first three"),
    ],
)
async def test_silence_and_offers_are_explained_too(world: World, question: str, says: str) -> None:
    told = await world.mona.slash(world.channel, "why", question=question)

    assert says in told.response.content


async def test_looking_leaves_no_trace_in_the_talk_or_the_journal(world: World) -> None:
    await world.mona.slash(world.channel, "why", question="what does import math do")
    await world.bot.journal.notes.written()

    assert (await world.bot.journal.members.kept(str(world.mona.id)))["questions"] == 0


async def test_whoever_works_on_the_answers_may_look_and_others_may_not(world: World) -> None:
    guild = world.env._guilds[0]
    role = guild.create_role("Helpers")
    helper = guild.add_member(world.env.create_user("hilda"), roles=[role])
    await world.bot.journal.roles.add(str(guild.id), str(role.id), RoleKind.CURATOR)
    await world.env.settle()

    refused = await world.ada.slash(world.channel, "why", question="what does import math do")
    shown = await helper.slash(world.channel, "why", question="what does import math do")

    assert refused.response.content == world.bot.tutor.texts.why.only_moderators
    assert "`math`" in shown.response.content
