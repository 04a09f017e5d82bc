"""While an answer is under way: edits, deletions, waiting in line, and cancelling."""

import asyncio

import discord
import pytest

from bot.discord_ui import begin, send, who
from bot.discord_ui.client import ModuloBot
from bot.sandbox.run import Run
from tests.conftest import CannedSandbox
from tests.discord_ui.conftest import World, app_with

BLOCK = "```py\nprint({})\n```"


class SlowSandbox(CannedSandbox):
    """Runs until it is let go."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.go = asyncio.Event()
        self.asker = None
        self.began = asyncio.Event()
        self.killed = 0

    async def run(self, snippet, *, python=None, asker=None) -> Run:
        self.asker = asker
        self.began.set()
        await super().run(snippet, python=python)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.killed += 1
            raise
        return self.answer


@pytest.fixture
def slow(world: World) -> SlowSandbox:
    """The sandbox takes its time; SimCord is told that this is on purpose."""
    slow = SlowSandbox(world.sandbox.answer)

    class Waiting:
        pythons = slow.pythons

        async def run(self, snippet, *, python=None, asker=None) -> Run:
            run = slow.run(snippet, python=python, asker=asker)
            return await world.env.external_wait(run, reason="a long run")

        async def aclose(self) -> None:
            pass

    world.bot.tutor.sandbox = Waiting()
    return slow


async def test_an_edit_cannot_overtake_the_answer_under_way(world: World, slow: SlowSandbox) -> None:
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    for number in (2, 3):
        content = "!run\n" + BLOCK.format(number)
        world.env.backend.edit_message(world.channel.id, message.id, {"content": content})
    await asyncio.sleep(0.01)

    slow.go.set()
    await world.env.settle()

    sources = [snippet.files[0].source for snippet, _python in slow.asked]
    assert sources == ["print(1)\n", "print(3)\n"]
    assert len(world.answers()) == 1


async def test_a_question_deleted_while_its_answer_is_under_way_stays_unanswered(
    world: World, slow: SlowSandbox
) -> None:
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    world.env.backend.delete_message(world.channel.id, message.id)
    await asyncio.sleep(0.01)

    slow.go.set()
    await world.env.settle()

    assert world.answers() == []
    assert slow.killed == 1


async def test_who_waits_sees_how_many_come_first_and_then_the_answer_there(
    world: World, slow: SlowSandbox
) -> None:
    await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    shown = []
    for before in (2, 1, 0):
        slow.asker.told(before)
        await world.env.settle()
        shown.append(world.answer().content)
    first = world.answer()

    slow.go.set()
    await world.env.settle()

    run = world.bot.tutor.texts.run
    assert shown == [run.before.format(count=2), run.one_before, run.next]
    assert world.answer().id == first.id
    assert "Hello, Alice!" in world.answer().content


async def test_a_question_deleted_while_it_waits_takes_its_place_away(
    world: World, slow: SlowSandbox
) -> None:
    message = await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    slow.asker.told(2)
    await world.env.settle()

    world.env.backend.delete_message(world.channel.id, message.id)
    await asyncio.sleep(0.01)
    await world.env.settle()

    assert world.answers() == []
    assert slow.killed == 1


async def test_who_waits_by_slash_command_sees_it_too(world: World, slow: SlowSandbox) -> None:
    waiting = asyncio.create_task(world.ada.slash(world.channel, "example"))
    await asyncio.sleep(0.05)
    slow.asker.told(1)
    await asyncio.sleep(0.05)
    slow.go.set()
    await waiting
    await world.env.settle()

    assert world.bot.tutor.texts.run.one_before not in world.answer().content


async def waiting(world: World, slow: SlowSandbox) -> discord.Message:
    """What is shown of an example by slash command while one other program comes before it."""
    command = asyncio.create_task(world.ada.slash(world.channel, "example"))
    await slow.began.wait()
    slow.asker.told(1)
    await command
    return world.answer()


async def test_a_slow_slash_run_says_that_it_runs_and_its_asker_can_cancel_it(
    world: World, slow: SlowSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, "PATIENCE_SECONDS", 0)
    await world.ada.slash(world.channel, "example")
    shown = world.answer()
    refused = await world.ben.click(shown, label="Cancel")
    still = slow.killed

    await world.ada.click(shown, label="Cancel")

    assert shown.content == world.bot.tutor.texts.run.going_on
    assert refused.response.content == world.bot.tutor.texts.discord.not_yours_to_cancel
    assert (still, slow.killed) == (0, 1)
    assert world.answers() == []


async def test_a_slash_run_that_waits_can_be_cancelled_too(world: World, slow: SlowSandbox) -> None:
    shown = await waiting(world, slow)

    await world.ada.click(shown, label="Cancel")

    assert slow.killed == 1
    assert world.answers() == []


async def test_a_button_that_lies_about_whose_run_it_is_cancels_nothing(
    world: World, slow: SlowSandbox
) -> None:
    shown = await waiting(world, slow)
    (button,) = shown.components[0].children
    work = int(button.custom_id.rpartition(":")[2])
    world.bot.answers.cancel(work, world.ben.id)
    await asyncio.sleep(0.01)
    still = slow.killed

    await world.ada.click(shown, label="Cancel")

    assert (still, slow.killed) == (0, 1)


async def test_cancel_takes_a_message_away_that_a_bot_has_left(world: World, slow: SlowSandbox) -> None:
    shown = await waiting(world, slow)
    await world.env.restart_bot(
        ModuloBot(app_with(world.bot.tutor.library, world.sandbox, world.bot.journal))
    )

    await world.ada.click(shown, label="Cancel")

    assert world.answers() == []


async def test_work_at_the_desk_has_no_button_to_cancel_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered, actor = [], who.actor

    async def offer(*told: object) -> None:
        offered.append(told)

    async def slow_actor(*about: object) -> object:
        await asyncio.sleep(0.05)
        return await actor(*about)

    monkeypatch.setattr(begin, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(send, "going_on", offer)
    monkeypatch.setattr(who, "actor", slow_actor)
    await world.mona.slash(world.channel, "content review")

    assert offered == []


async def test_nothing_is_written_over_the_answer_of_a_quick_slash_run(world: World) -> None:
    await world.ada.slash(world.channel, "example")
    await world.env.advance_time(10)

    assert "Hello, Alice!" in world.answer().content


async def test_a_member_runs_one_program_at_a_time(world: World, slow: SlowSandbox) -> None:
    await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))
    await world.ada.send(world.channel, "!run\n" + BLOCK.format(2))

    assert [answer.content for answer in world.answers()] == [world.bot.tutor.texts.discord.already_running]
    slow.go.set()
    await world.env.settle()
    assert len(slow.asked) == 1


async def test_closing_lets_the_answer_under_way_arrive(world: World, slow: SlowSandbox) -> None:
    await world.ada.send(world.channel, "!run\n" + BLOCK.format(1))

    closing = asyncio.create_task(world.bot.answers.close(seconds=10))
    await asyncio.sleep(0)
    slow.go.set()
    await closing

    assert "Hello, Alice!" in world.answer().content
