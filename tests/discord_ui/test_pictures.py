"""Pictures on Discord: attached where there is something to see, else behind a button."""

import sys
from dataclasses import replace

import pytest

from bot.discord_ui.pictures import REMEMBERED, Offered, name_of
from bot.draw.graph import Graph, Kind, Node
from bot.sandbox.run import ImportEvent, ModuleKind
from tests.conftest import canned_run
from tests.discord_ui.conftest import World
from tests.discord_ui.test_run import TWO_FILES

MINE = ImportEvent("mymodule", ModuleKind.YOURS, "mymodule.py", "main.py", 1, 0, 1.0, executed=True)
MATH = ImportEvent("math", ModuleKind.BUILTIN, None, "main.py", 1, 0, 1.0, executed=True)
TWO = replace(canned_run(stdout=b"Hello, Alice!\n"), imports=(MINE,))
ONE = replace(canned_run(stdout=b"3\n"), imports=(MATH,))
MATH_RUN = "!run\n```py\nimport math\nprint(3)\n```"
PNG = b"\x89PNG"


def shows(world: World) -> str:
    """The custom_id of the button that shows a picture."""
    (custom_id,) = [
        button.custom_id
        for row in world.answer().components
        for button in row.children
        if button.custom_id.startswith("p:")
    ]
    return custom_id


@pytest.mark.parametrize("finished", [TWO])
async def test_two_files_come_with_a_picture_that_is_described(world: World) -> None:
    await world.ada.send(world.channel, TWO_FILES)

    (attached,) = world.answer().attachments
    assert attached.filename == "imports.png"
    assert attached.description.endswith("1: main.py (starts here) imports mymodule.py.")
    assert (await attached.read()).startswith(PNG)
    assert "Hello, Alice!" in world.answer().content


@pytest.mark.parametrize("finished", [TWO])
async def test_a_picture_that_cannot_be_drawn_takes_nothing_away(world: World, monkeypatch, caplog) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    await world.ada.send(world.channel, TWO_FILES)

    assert "Hello, Alice!" in world.answer().content
    assert world.answer().attachments == []
    assert "could not be drawn" in caplog.text
    caplog.clear()  # the world looks for errors nobody expected


@pytest.mark.parametrize("finished", [ONE])
async def test_one_file_has_a_button_that_shows_its_imports_to_whoever_presses(world: World) -> None:
    await world.ada.send(world.channel, MATH_RUN)
    assert world.answer().attachments == []

    for member in (world.ada, world.ben):
        result = await member.click(world.answer(), custom_id=shows(world))

        assert result.ephemeral
        (attached,) = result.response.attachments
        assert attached.description.endswith("imports math (part of Python).")
        assert (await attached.read()).startswith(PNG)


@pytest.mark.parametrize("finished", [ONE])
async def test_after_a_restart_the_button_says_what_to_do(world: World) -> None:
    await world.ada.send(world.channel, MATH_RUN)
    world.bot.answers.offered = Offered()

    result = await world.ben.click(world.answer(), custom_id=shows(world))

    assert result.ephemeral
    assert result.response.content == world.bot.tutor.texts.draw.gone


@pytest.mark.parametrize("finished", [ONE])
async def test_a_picture_nobody_can_draw_is_told_to_who_asked(world: World, monkeypatch, caplog) -> None:
    await world.ada.send(world.channel, MATH_RUN)
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    result = await world.ada.click(world.answer(), custom_id=shows(world))

    assert result.response.content == world.bot.tutor.texts.draw.cannot
    caplog.clear()


async def test_explaining_code_offers_the_names_it_binds(world: World) -> None:
    await world.ada.send(world.channel, "!explain\n```py\nimport math\nfrom math import pi\n```")

    result = await world.ada.click(world.answer(), custom_id=shows(world))

    (attached,) = result.response.attachments
    assert attached.description.startswith("The names in main.py: math (import math) points to math")
    assert world.sandbox.asked == []


def test_only_the_newest_pictures_are_remembered() -> None:
    offered = Offered()
    graphs = [Graph(str(number), (Node("a", "a", Kind.START),), ()) for number in range(REMEMBERED + 1)]
    for graph in graphs:
        offered.remember(graph)

    assert offered.find(name_of(graphs[0])) is None
    assert offered.find(name_of(graphs[-1])) == graphs[-1]
