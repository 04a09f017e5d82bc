"""Explaining code and errors: nothing is run."""

import pytest

from tests.discord_ui.conftest import World

CODE = "```py\nimport random\nfrom math import pi as p\n```"
ERROR = """I get this, help
Traceback (most recent call last):
  File "C:\\Users\\ada\\game.py", line 1, in <module>
    import cv2
ModuleNotFoundError: No module named 'cv2'"""


async def test_code_is_explained_and_not_run(world: World) -> None:
    await world.ada.send(world.channel, f"!explain {CODE}")

    assert world.sandbox.asked == []
    assert "`from math import pi as p`" in world.answer().content
    assert world.bot.tutor.texts.explain.heading_written in world.answer().content


async def test_code_behind_a_mention_is_explained_too(world: World) -> None:
    await world.ada.send(world.channel, f"{world.me} explain {CODE}")

    assert world.bot.tutor.texts.explain.heading_written in world.answer().content


async def test_a_pasted_error_is_explained_with_its_fix(world: World) -> None:
    await world.ada.send(world.channel, f"!explain {ERROR}")

    assert "python -m pip install opencv-python" in world.answer().content


@pytest.mark.parametrize("name", ["error.log", "Output.TXT", "message.txt"])
async def test_an_error_in_an_attached_file_is_explained(world: World, name: str) -> None:
    await world.ada.send(world.channel, "!explain", attachments=[(name, ERROR.encode())])

    assert "python -m pip install opencv-python" in world.answer().content


async def test_a_reply_explains_the_other_message(world: World) -> None:
    puzzled = await world.ben.send(world.channel, ERROR)

    await world.ada.send(world.channel, "!explain", reply_to=puzzled)

    assert "opencv-python" in world.answer().content


async def test_the_message_menu_explains_for_the_asker_alone(world: World) -> None:
    message = await world.ben.send(world.channel, CODE)

    result = await world.ada.context_menu(world.channel, "Explain these imports", message)

    assert result.ephemeral
    assert "random" in result.response.content


async def test_nothing_to_explain_says_how(world: World) -> None:
    await world.ada.send(world.channel, "!explain")

    assert world.answer().content == world.bot.tutor.texts.explain.how_to


async def test_code_without_imports_says_so(world: World) -> None:
    await world.ada.send(world.channel, "!explain ```py\nprint(1)\n```")

    assert world.answer().content == world.bot.tutor.texts.explain.nothing


async def test_a_question_with_an_error_is_answered_by_its_cause(world: World) -> None:
    await world.ada.send(world.channel, f"{world.me} {ERROR}")

    assert "opencv-python" in world.answer().content


async def test_thanks_get_a_reaction_and_no_card(world: World) -> None:
    message = await world.ada.send(world.channel, f"{world.me} thanks a lot!")

    fresh = next(one for one in world.channel.history() if one.id == message.id)
    assert [str(reaction.emoji) for reaction in fresh.reactions] == ["💛"]
    assert world.answers() == []
