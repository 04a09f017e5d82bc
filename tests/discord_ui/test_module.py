"""Standard modules on Discord: typed, by slash command, and completed while they are typed."""

import pytest

from bot.live_module import Kind, LiveModule
from bot.sandbox.run import Run
from tests.conftest import canned_run
from tests.discord_ui.conftest import World

FOUND = LiveModule(
    name="json", missing=False, error="", kind=Kind.PACKAGE, functions=("dumps", "@everyone", "a`b")
)


@pytest.fixture
def finished() -> Run:
    return canned_run(stdout=FOUND.model_dump_json().encode())


@pytest.mark.parametrize("command", ["!module json", "!module json --on 3.11", "{me} module json"])
async def test_a_module_is_shown_with_what_python_says(world: World, command: str) -> None:
    await world.ada.send(world.channel, command.format(me=world.me))

    text = "\n".join(answer.content for answer in world.answers())
    assert "json.loads" in text
    assert "**What Python 3.13.0 says about** `json`" in text
    assert "`dumps`" in text
    assert "@everyone" not in text


async def test_slash_module_answers_everybody(world: World) -> None:
    result = await world.ada.slash(world.channel, "module", name="json", python="3.11")

    assert "json.loads" in result.response.content
    assert not result.ephemeral
    assert [python for _snippet, python in world.sandbox.asked] == ["3.11"]


async def test_modules_are_offered_while_the_name_is_typed(world: World) -> None:
    offered = await world.ada.autocomplete(world.channel, "module", "name", "jso")

    assert [choice["value"] for choice in offered][:1] == ["json"]


async def test_without_a_name_the_help_page_is_shown(world: World) -> None:
    await world.ada.send(world.channel, "!module")

    assert "`!module NAME`" in world.answer().content
    assert world.sandbox.asked == []


async def test_what_is_no_name_runs_nothing(world: World) -> None:
    await world.ada.send(world.channel, "!module os; import x")

    assert "cannot be the name of a module" in world.answer().content
    assert world.sandbox.asked == []
