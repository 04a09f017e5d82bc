"""Questions, topics and help, in every way they can be asked."""

import pytest

from bot.discord_ui.client import ModuloBot
from bot.journal.journal import Journal
from tests.discord_ui.conftest import World, app_with

QUESTION = "what does import math do?"


@pytest.mark.parametrize("command", ["!ask {}", "{me} {}", "{me}\n{}", "@testbot {}", "{} {me}", "!ASK {}"])
async def test_a_question_gets_its_card_as_a_reply(world: World, command: str) -> None:
    message = await world.ada.send(world.channel, command.format(QUESTION, me=world.me))

    answer = world.answer()
    assert "import math" in answer.content
    assert answer.reference.message_id == message.id


async def test_slash_ask_answers_everybody(world: World) -> None:
    result = await world.ada.slash(world.channel, "ask", question=QUESTION)

    assert "import math" in result.response.content
    assert not result.ephemeral


async def test_a_direct_message_is_a_question_without_any_command(world: World) -> None:
    await world.ada.send_dm(QUESTION)

    (_question, answer) = world.ada.user.dm_channel.history()
    assert "import math" in answer.content


async def test_a_direct_message_may_be_a_command_too(world: World) -> None:
    await world.ada.send_dm("!topic import-statement")
    await world.ada.send_dm("!what is a module")

    answers = [message for message in world.ada.user.dm_channel.history() if message.author.bot]
    assert len(answers) == 2


@pytest.mark.parametrize(
    "talk",
    [
        "has anyone seen the match yesterday?",
        "how do I import math?",  # nobody asked the bot
        "!!!",
        "!",
        "! ask",
        "> !ask what is a module",
        "!play some music",
        "!rank",
        "!profile",  # a module too, but rather the command of another bot
        "!task done",
        "!import",
        "!circular-imports again",
        "?ask what is a module",
    ],
)
async def test_talk_that_is_none_of_its_business_gets_silence(world: World, talk: str) -> None:
    await world.ada.send(world.channel, talk)

    assert world.answers() == []


async def test_bots_and_webhooks_get_silence(world: World) -> None:
    robot = world.channel.guild.add_member(world.env.create_user("robot", bot=True))
    webhook = world.channel.guild.create_webhook(world.channel)

    await robot.send(world.channel, f"!ask {QUESTION}")
    await webhook.send(f"!ask {QUESTION}")

    assert world.answers() == []


async def test_a_topic_is_shown_by_its_name(world: World) -> None:
    await world.ada.send(world.channel, "!topic circular-imports")

    assert "circular" in world.answer().content.lower()


async def test_a_topics_name_is_a_command_by_itself(world: World) -> None:
    await world.ada.send(world.channel, "!circular-imports")

    assert "circular" in world.answer().content.lower()


async def test_a_topic_asked_for_in_reply_to_somebody_answers_them(world: World) -> None:
    puzzled = await world.ben.send(world.channel, "my two files import each other and it explodes")

    await world.ada.send(world.channel, "!topic circular-imports", reply_to=puzzled)

    assert world.answer().reference.message_id == puzzled.id


async def test_ask_in_reply_to_somebody_takes_their_question(world: World) -> None:
    puzzled = await world.ben.send(world.channel, QUESTION)

    await world.ada.send(world.channel, "!ask", reply_to=puzzled)

    assert "import math" in world.answer().content
    assert world.answer().reference.message_id == puzzled.id


async def test_slash_topic_completes_titles_and_shows_the_card(world: World) -> None:
    offered = await world.ada.autocomplete(world.channel, "topic", "name", "circ")
    result = await world.ada.slash(world.channel, "topic", name="circular-imports")

    assert "circular-imports" in [choice["value"] for choice in offered]
    assert all(len(choice["name"]) <= 100 for choice in offered)
    assert "circular" in result.response.content.lower()


async def test_an_unknown_topic_lists_what_has_that_word(world: World) -> None:
    await world.ada.send(world.channel, "!topic circular")

    assert "`circular-imports`" in world.answer().content


async def test_topics_are_listed_for_the_asker_alone_by_slash(world: World) -> None:
    await world.ada.send(world.channel, "!topics")
    result = await world.ada.slash(world.channel, "topics", word="circular")

    assert "`what-is-a-module`" in world.answers()[0].content
    assert "`circular-imports`" in result.response.content
    assert result.ephemeral


async def test_help_has_an_overview_and_a_page_for_every_command(world: World) -> None:
    overview = await world.ada.slash(world.channel, "help")
    await world.ada.send(world.channel, "!help")

    assert overview.ephemeral
    assert world.answer().content == overview.response.content
    for command in world.bot.commands:
        page = await world.ada.slash(world.channel, "help", command=command.name)
        assert f"!{command.name}" in page.response.content


async def test_help_completes_the_commands(world: World) -> None:
    offered = await world.ada.autocomplete(world.channel, "help", "command", "top")

    assert [choice["value"] for choice in offered] == ["topics", "topic"]


async def test_the_list_is_turned_page_by_page_even_after_a_restart(world: World, journal: Journal) -> None:
    await world.ada.send(world.channel, "!topics errors")
    first = world.answer()
    await world.env.restart_bot(ModuloBot(app_with(world.bot.tutor.library, world.sandbox, journal)))

    await world.ada.click(first, label="Next ▶")
    second = world.answer()
    own = await world.ben.click(second, label="◀ Back")

    assert second.content != first.content
    assert "`errors`" in second.content
    assert own.ephemeral
    assert own.response.content == first.content
    assert world.answer().content == second.content


async def test_a_topic_is_opened_from_the_list_for_who_chose_it(world: World) -> None:
    await world.ada.send(world.channel, "!topics circular")
    before = world.answer().content

    result = await world.ben.select(world.answer(), ["circular-imports"])

    assert "Circular imports" in result.response.content
    assert result.ephemeral
    assert world.answer().content == before


async def test_a_list_is_a_page_long_by_slash_too_and_its_buttons_stay_private(world: World) -> None:
    result = await world.ada.slash(world.channel, "topics")
    turned = await world.ada.click(result.response, label="Next ▶")

    assert not result.followups
    assert result.ephemeral
    assert "Page 2 of" in turned.response.content
    assert "Remove" not in str(turned.response.components)


async def test_a_mention_alone_gets_help(world: World) -> None:
    await world.ada.send(world.channel, world.me)

    assert "!help" in world.answer().content


@pytest.mark.parametrize("text", ["help me import my own file", "example of a circular import please"])
async def test_a_question_may_begin_with_a_commands_name(world: World, text: str) -> None:
    await world.ada.send(world.channel, f"{world.me} {text}")

    assert "There is no" not in world.answer().content
    assert "I have no example" not in world.answer().content


@pytest.mark.parametrize("command", ["!ask", "!topic", "!help nonsense"])
async def test_wrong_use_gets_a_sentence_that_goes_away_again(world: World, command: str) -> None:
    await world.ada.send(world.channel, command)

    assert world.answer().content
    await world.env.advance_time(40)
    assert world.answers() == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("!exmaple import", "example"), ("!hlep", "help"), ("!topcs", "topics"), ("!aks x", "ask")],
)
async def test_a_mistyped_command_is_offered_for_a_while(world: World, typed: str, meant: str) -> None:
    await world.ada.send(world.channel, typed)

    assert f"!{meant}" in world.answer().content
    await world.env.advance_time(25)
    assert world.answers() == []


async def test_what_it_does_not_know_it_says_so(world: World) -> None:
    await world.ada.send(world.channel, "!ask hwuqx zzgrb flumpt")

    assert world.bot.tutor.texts.ask.nothing in world.answer().content


async def test_a_pinging_question_pings_nobody(world: World) -> None:
    await world.ada.send(world.channel, "!topics @everyone <@123456789012345678> discord.gg/abc")

    assert world.answer().content


@pytest.mark.parametrize("message_content", [False])
async def test_without_message_content_mentions_and_slash_still_work(world: World) -> None:
    await world.ada.send(world.channel, f"!ask {QUESTION}")
    assert world.answers() == []

    result = await world.ada.slash(world.channel, "ask", question=QUESTION)
    await world.ada.send(world.channel, f"{world.me} {QUESTION}")

    assert world.answers()[1].content == result.response.content
