"""The moderators' desk on Discord: the whole way of an answer, for every role, over restarts."""

from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
import simcord

from bot.discord_ui.client import ModuloBot
from bot.journal.asked import AskedQuestion, Decided
from bot.journal.roles import RoleKind
from bot.library import Library
from bot.sandbox.run import Run
from tests.conftest import edit
from tests.curate.conftest import git, no_git_settings_of_this_machine, repository  # noqa: F401
from tests.curate.test_desk import WHY, RightSandbox
from tests.discord_ui.conftest import World, app_with

BETTER = "Boats drift in the wind."


@pytest.fixture
def library(repository: Path) -> Library:  # noqa: F811
    return Library(repository)


@pytest.fixture
def sandbox(finished: Run) -> RightSandbox:
    return RightSandbox(finished)


@dataclass
class Desk:
    """The server with those who work on its answers."""

    world: World
    folder: Path
    guild: simcord.GuildHandle
    cleo: simcord.MemberActor
    pia: simcord.MemberActor
    olga: simcord.MemberActor
    roles: dict[RoleKind, discord.Role]
    log: simcord.ChannelHandle

    @property
    def texts(self):
        return self.world.bot.tutor.texts.desk

    async def slash(self, who: simcord.MemberActor, command: str, **options: object) -> list[str]:
        """What the member alone is told."""
        result = await who.slash(self.world.channel, f"content {command}", **options)
        return self.told(result)

    def told(self, result: simcord.InteractionResult) -> list[str]:
        assert result.ephemeral
        return [result.response.content, *(message.content for message in result.followups)]


@pytest.fixture
async def desk(world: World, library: Library) -> Desk:
    guild = world.env._guilds[0]
    roles, people = {}, {}
    for kind, name in ((RoleKind.CURATOR, "cleo"), (RoleKind.PUBLISHER, "pia"), (RoleKind.OBSERVER, "olga")):
        roles[kind] = guild.create_role(kind.value)
        people[name] = guild.add_member(world.env.create_user(name), roles=[roles[kind]])
        await world.bot.journal.roles.add(str(guild.id), str(roles[kind].id), kind)
    log = guild.create_text_channel("answers-log")
    await world.env.settle()
    return Desk(world, library.folder, guild, **people, roles=roles, log=log)


async def shown(world: World, who: simcord.MemberActor) -> str:
    await who.send(world.channel, "!topic boats")
    return world.answers()[-1].content


async def fixed(desk: Desk, who: simcord.MemberActor, **fields: str) -> simcord.InteractionResult:
    """The answer on show, fixed through the menu and the form."""
    await desk.world.ada.send(desk.world.channel, "!topic boats")
    form = await who.context_menu(desk.world.channel, "Fix this answer", desk.world.answers()[-1])
    return await who.submit_modal(form, begun(form) | fields)


def begun(form: simcord.InteractionResult) -> dict[str, str]:
    """What a form was opened with."""
    assert form.modal is not None, form.response.content
    fields = [row["component"] for row in form.modal["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def last(result: simcord.InteractionResult) -> discord.Message:
    """The message with the buttons."""
    return [result.response, *result.followups][-1]


async def restart(desk: Desk) -> None:
    world = desk.world
    app = app_with(world.bot.tutor.library, world.sandbox, world.bot.journal)
    world.bot = ModuloBot(app)
    await world.env.restart_bot(world.bot)


@pytest.mark.parametrize("restarting", [False, True])
async def test_an_answer_goes_from_learner_to_curator_to_publisher_and_back(
    desk: Desk, *, restarting: bool
) -> None:
    world = desk.world
    assert WHY in await shown(world, world.ada)
    form = await desk.cleo.context_menu(world.channel, "Fix this answer", world.answers()[-1])
    if restarting:
        await restart(desk)
    proposed = await desk.cleo.submit_modal(form, begun(form) | {"why": BETTER})
    told = "\n".join(desk.told(proposed))
    assert BETTER in told
    assert "Every gate is passed" in told
    assert WHY in await shown(world, world.ada)

    review = await desk.pia.slash(world.channel, "content review", draft=1)
    if restarting:
        await restart(desk)
    out = await desk.pia.click(last(review), label=desk.texts.steps["approve"])
    assert "Published: `boats`" in desk.told(out)[0]
    assert BETTER in await shown(world, world.ada)
    assert git(desk.folder, "log", "-1", "--format=%an, %(trailers:key=Approved-By,valueonly)").startswith(
        "cleo, pia"
    )

    if restarting:
        await restart(desk)
    back = await desk.pia.click(last(out), label=desk.texts.steps["revert"])
    assert "Published: `boats`" in desk.told(back)[0]
    assert WHY in await shown(world, world.ada)


async def test_a_learner_leaves_a_suggestion_instead(desk: Desk) -> None:
    world = desk.world
    await shown(world, world.ada)
    form = await world.ada.context_menu(world.channel, "Fix this answer", world.answers()[-1])
    assert list(begun(form)) == ["words"]

    told = desk.told(await world.ada.submit_modal(form, {"words": "@everyone say what a pier is"}))

    assert "draft 1" in told[0]
    (queue,) = await desk.slash(desk.cleo, "review")
    assert "`boats`" in queue
    assert "say what a pier is" in queue
    again = await desk.slash(world.ada, "suggest", words="And what an oar is")
    assert "draft 2" in again[0]


async def test_the_wrong_role_is_told_so_at_every_door(desk: Desk) -> None:
    world = desk.world
    await desk.slash(world.ada, "suggest", words="Say more", topic="boats")
    review = await desk.cleo.slash(world.channel, "content review", draft=1)
    seen = await desk.olga.slash(world.channel, "content review", draft=1)
    texts = desk.texts

    for command, options, refusal in (
        ("publish", {"draft": 1}, texts.only_publishers),
        ("revert", {"topic": "boats", "revision": "a" * 12}, texts.only_publishers),
        ("deprecate", {"topic": "boats", "instead": "ropes"}, texts.only_publishers),
        ("reload", {}, texts.only_publishers),
    ):
        for who in (world.ada, desk.cleo, desk.olga):
            assert await desk.slash(who, command, **options) == [refusal]
    for command, options in (
        ("review", {}),
        ("review", {"draft": 1}),
        ("history", {"topic": "boats"}),
        ("gaps", {}),
        ("diff", {"topic": "boats", "revision": "a" * 12}),
        ("stats", {}),
        ("votes", {"topic": "boats"}),
        ("stale", {}),
    ):
        assert await desk.slash(world.ada, command, **options) == [texts.only_observers]
    for who in (world.ada, desk.olga):
        assert await desk.slash(who, "propose") == [texts.only_curators]
    assert desk.told(await desk.olga.click(last(seen), label=texts.steps["edit"])) == [texts.only_curators]
    for step in ("changes", "reject"):
        form = await desk.cleo.click(last(review), label=texts.steps[step])
        told = desk.told(await desk.cleo.submit_modal(form, {"words": "no"}))
        assert told == [texts.only_publishers]


async def test_a_role_lost_in_between_counts_no_more(desk: Desk) -> None:
    world = desk.world
    await shown(world, world.ada)
    form = await desk.cleo.context_menu(world.channel, "Fix this answer", world.answers()[-1])
    guild = await world.bot.fetch_guild(desk.guild.id)
    member = await guild.fetch_member(desk.cleo.id)
    await member.remove_roles(discord.Object(desk.roles[RoleKind.CURATOR].id))

    told = desk.told(await desk.cleo.submit_modal(form, begun(form) | {"why": BETTER}))

    assert told == [desk.texts.only_curators]


async def test_a_reviewer_sends_a_draft_back_and_the_author_mends_it(desk: Desk) -> None:
    await fixed(desk, desk.cleo, why=BETTER)
    review = await desk.pia.slash(desk.world.channel, "content review", draft=1)
    form = await desk.pia.click(last(review), label=desk.texts.steps["changes"])
    assert (
        "waiting for changes" in desk.told(await desk.pia.submit_modal(form, {"words": "Name the wind"}))[0]
    )

    again = await desk.cleo.slash(desk.world.channel, "content review", draft=1)
    assert "Name the wind" in desk.told(again)[0]
    stale = await desk.pia.click(last(review), label=desk.texts.steps["approve"])
    assert desk.told(stale) == [desk.texts.draft_changed.format(number=1)]
    form = await desk.cleo.click(last(again), label=desk.texts.steps["edit"])
    await desk.cleo.submit_modal(form, begun(form) | {"why": "Boats drift in the west wind."})
    review = await desk.pia.slash(desk.world.channel, "content review", draft=1)
    form = await desk.pia.click(last(review), label=desk.texts.steps["reject"])
    told = desk.told(await desk.pia.submit_modal(form, {"words": "After all, no"}))

    assert "rejected" in told[0]
    assert await desk.slash(desk.pia, "review") == [desk.texts.queue_empty]


async def test_a_draft_behind_the_times_is_brought_up_to_date(desk: Desk) -> None:
    await fixed(desk, desk.cleo, why=BETTER)
    edit(desk.folder / "topics/boats.yaml", "forget the rope", "forget ropes")
    git(desk.folder, "commit", "--quiet", "--all", "--message=By hand")
    await desk.slash(desk.pia, "reload")

    review = await desk.pia.slash(desk.world.channel, "content review", draft=1)
    assert any("was changed by `Operator`" in told for told in desk.told(review))
    rebased = await desk.pia.click(last(review), label=desk.texts.steps["rebase"])
    out = await desk.pia.click(last(rebased), label=desk.texts.steps["approve"])

    assert "Published" in desk.told(out)[0]
    answer = await shown(desk.world, desk.world.ada)
    assert BETTER in answer
    assert "forget ropes" in answer


QUESTIONS = "\n".join(f"how do oars work, part {number}" for number in "abcdef")


async def test_a_members_answer_becomes_a_topic_with_its_code_run_and_its_author_credited(desk: Desk) -> None:
    world = desk.world
    question = await world.ada.send(world.channel, "how do oars work?")
    answer = await world.ben.send(world.channel, "They push.\n```py\nprint('boat')\n```", reply_to=question)
    form = await desk.cleo.context_menu(world.channel, "Add to knowledge", answer)
    assert begun(form)["title"] == begun(form)["questions"] == "how do oars work?"
    await restart(desk)
    filled = {"questions": QUESTIONS, "why": "Water resists.", "mistake": "Losing one.", "title": "Oars"}

    told = "\n".join(desk.told(await desk.cleo.submit_modal(form, begun(form) | filled)))

    assert "1 programs ran as stated" in told
    assert "From an answer by ben" in told
    assert "+    output: |\n+      boat" in told


async def test_a_file_is_tried_proposed_and_refused_with_rule_file_and_line(desk: Desk) -> None:
    good = (desk.folder / "topics/boats.yaml").read_bytes().replace(b"Boats drift", b"Ships drift")
    bad = good.replace(b"Bring one.", b"Bring one, @everyone.")

    tried = await desk.slash(desk.cleo, "preview", file=("boats.yaml", good))
    refused = await desk.slash(desk.cleo, "propose", file=("boats.yaml", bad))
    broken = await desk.slash(desk.cleo, "edit", topic="boats", file=("boats.yaml", b"slug: [boats"))
    large = await desk.slash(desk.cleo, "propose", file=("boats.yaml", b"#" * 70_000))

    assert any("Every gate is passed" in told for told in tried)
    line = bad[: bad.index(b"mistake:")].count(b"\n") + 1
    assert any(f"content/topics/boats.yaml:{line}: T08" in told for told in refused)
    assert "draft.yaml:2: This is not valid YAML" in broken[0]
    assert "larger than 64 KiB" in large[0]
    assert len(await desk.world.bot.journal.drafts.find()) == 1


async def test_a_topic_too_long_for_a_form_is_handed_over_as_a_file(desk: Desk) -> None:
    edit(
        desk.folder / "topics/boats.yaml",
        "  - harbour meaning\n",
        "".join(
            f"  - what is harbour number {number} called by those who live beside it\n"
            for number in range(80)
        ),
    )
    result = await desk.cleo.slash(desk.world.channel, "content edit", topic="boats")

    assert "too long for a form" in result.response.content
    assert [file.filename for file in result.response.attachments] == ["boats.yaml"]


async def test_what_was_never_answered_becomes_a_draft(desk: Desk) -> None:
    journal, guild = desk.world.bot.journal, str(desk.guild.id)
    for text in ("what is a mooring bollard", "mooring bollard, what is it?", "how long is a fathom"):
        await journal.questions.add(AskedQuestion(text=text, decided=Decided.UNANSWERED, guild=guild))

    assert "2 times" in (await desk.slash(desk.olga, "gaps"))[0]
    listed = await desk.cleo.slash(desk.world.channel, "content gaps")
    assert "2 times" in listed.response.content
    form = await desk.cleo.click(listed.response, custom_id=first_custom_id(listed))

    assert "bollard" in begun(form)["questions"]


def first_custom_id(result: simcord.InteractionResult) -> str:
    return result.response.components[0]["components"][0]["custom_id"]


async def test_the_log_channel_is_told_with_the_diff(desk: Desk) -> None:
    await desk.world.bot.journal.servers.set_log_channel(str(desk.guild.id), str(desk.log.id))
    await fixed(desk, desk.cleo, why=BETTER)

    posts = [message for message in desk.log.history() if message.author.bot]
    assert "boats.diff" in [file.filename for post in posts for file in post.attachments]
    out = await desk.pia.click(posts[-1], label=desk.texts.steps["approve"])

    assert "Published" in desk.told(out)[0]
    assert any("Published: `boats`" in post.content for post in desk.log.history())


async def test_the_past_is_listed_compared_and_counted(desk: Desk) -> None:
    first = git(desk.folder, "rev-parse", "HEAD")
    await fixed(desk, desk.cleo, why=BETTER)
    review = await desk.pia.slash(desk.world.channel, "content review", draft=1)
    await desk.pia.click(last(review), label=desk.texts.steps["approve"])

    (history,) = await desk.slash(desk.olga, "history", topic="boats")
    (diff,) = await desk.slash(desk.olga, "diff", topic="boats", revision=first[:12])
    (stats,) = await desk.slash(desk.olga, "stats")
    (stale,) = await desk.slash(desk.olga, "stale", days=1)

    assert "by" in history
    assert "approved by `pia`: `boats: Change why`" in history
    assert f"+  {BETTER}" in diff
    assert "2 topics" in stats
    assert "1 published" in stats
    assert "touched" in stale
    (gone,) = await desk.slash(desk.pia, "revert", topic="boats", revision="0123456789ab")
    assert "did not exist" in gone
    (moved,) = await desk.slash(desk.pia, "deprecate", topic="boats", instead="ropes")
    assert "Published" in moved
    assert "Knots" in await shown(desk.world, desk.world.ada)


async def test_an_answer_that_is_none_cannot_be_fixed(desk: Desk) -> None:
    world = desk.world
    message = await world.ada.send(world.channel, "just talk")

    told = desk.told(await desk.cleo.context_menu(world.channel, "Fix this answer", message))

    assert told == [desk.texts.no_curated]
    assert "no topic called" in (await desk.slash(desk.cleo, "edit", topic="anchors"))[0]


async def test_topics_are_offered_while_a_name_is_typed(desk: Desk) -> None:
    offered = await desk.cleo.autocomplete(desk.world.channel, "content history", "topic", "boa")

    assert [choice["value"] for choice in offered] == ["boats"]


async def test_a_suggestion_for_something_new_can_be_looked_at(desk: Desk) -> None:
    await desk.slash(desk.world.ada, "suggest", words="Say what an oar is")

    queue = await desk.pia.slash(desk.world.channel, "content review")
    told = desk.told(await desk.pia.click(last(queue), label="Look at draft 1"))

    assert "a new topic" in told[0]
    assert "suggestion in words" in told[0]


async def test_a_log_channel_that_cannot_be_written_to_stops_nothing(desk: Desk) -> None:
    secret = desk.guild.create_text_channel(
        "secret", overwrites={desk.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
    )
    await desk.world.env.settle()
    for channel in (str(secret.id), "123456789012345678"):
        await desk.world.bot.journal.servers.set_log_channel(str(desk.guild.id), channel)

        assert "draft" in (await desk.slash(desk.world.ada, "suggest", words=f"Tell {channel}"))[0]
