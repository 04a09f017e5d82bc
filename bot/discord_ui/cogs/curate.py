"""`/content` and the menus of the moderators' desk. Rights are asked for at the moment of each action."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.curate import preview, upkeep
from bot.curate.gaps import gaps
from bot.curate.rights import Actor
from bot.discord_ui.desk_work import DeskWork, text_of
from bot.reply import Reply, Text

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Interaction = discord.Interaction["ModuloBot"]


@app_commands.guild_only()
class Curate(commands.GroupCog, name="content", description="Work on the answers."):
    """Drafts, reviews, publishing and what comes after."""

    def __init__(self, bot: "ModuloBot", work: DeskWork) -> None:
        self.bot = bot
        self.work = work
        self.press = work.press
        self.desk = work.press.desk
        self.menus = (
            app_commands.ContextMenu(name="Fix this answer", callback=self.fix_message),
            app_commands.ContextMenu(name="Add to knowledge", callback=self.add_message),
        )

    async def cog_load(self) -> None:
        """Add the message menus, which a cog cannot hold; end what a crash cut off."""
        for menu in self.menus:
            self.bot.tree.add_command(menu)
        await self.press.settle()

    async def cog_unload(self) -> None:
        """Take the message menus away again."""
        for menu in self.menus:
            self.bot.tree.remove_command(menu.name, type=menu.type)

    async def fix_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for the answer in one of the bot's messages."""
        await self.work.fix(interaction, message)

    async def add_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for a topic made of what a member answered."""
        await self.work.begin_from(interaction, message)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take the forms."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.work.sent(interaction)

    @app_commands.command(name="propose", description="Propose a new topic, in a form or as a YAML file.")
    @app_commands.describe(file="A whole topic as YAML; leave it out for a form")
    async def propose(self, interaction: Interaction, file: discord.Attachment | None = None) -> None:
        """Propose a topic."""
        if file is not None:
            await self.work.answer(
                interaction, lambda actor: self.work.proposed_file(interaction, actor, file)
            )
        else:
            await self.work.begin(interaction, "new", {})

    @app_commands.command(name="edit", description="Change a topic, in a form or as a YAML file.")
    @app_commands.describe(topic="The topic's name", file="The whole topic as YAML, when a form is too small")
    async def edit(
        self, interaction: Interaction, topic: str, file: discord.Attachment | None = None
    ) -> None:
        """Change a topic."""
        if file is not None:
            await self.work.answer(
                interaction, lambda actor: self.work.proposed_file(interaction, actor, file)
            )
        else:
            await self.work.open_topic(interaction, topic)

    @app_commands.command(name="suggest", description="Tell the curators what should be different.")
    @app_commands.describe(words="What is wrong, or missing", topic="The topic it is about, if there is one")
    async def suggest(self, interaction: Interaction, words: str, topic: str = "") -> None:
        """Leave a suggestion; everybody may."""
        await self.work.answer(
            interaction, lambda actor: self.work.suggested(interaction, actor, topic, words)
        )

    @app_commands.command(name="preview", description="Try every check on a YAML file, and keep nothing.")
    @app_commands.describe(file="A whole topic as YAML")
    async def preview(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Show what members would see, and what is wrong with it."""

        async def look(actor: Actor) -> Reply:
            return preview.tried_reply(await self.desk.look(actor, await text_of(file)), self.work.texts)

        await self.work.answer(interaction, look)

    @app_commands.command(name="review", description="What waits at the desk, or one draft with its buttons.")
    @app_commands.describe(draft="The draft's number; leave it out for the list")
    async def review(self, interaction: Interaction, draft: int | None = None) -> None:
        """Show the queue or a draft."""
        if draft is not None:
            await self.work.review(interaction, draft)
            return

        async def show(actor: Actor) -> Reply:
            return preview.queue_reply(await self.desk.drafts(actor), self.work.texts)

        await self.work.answer(interaction, show)

    @app_commands.command(name="publish", description="Publish an approved draft, again if it did not work.")
    async def publish(self, interaction: Interaction, draft: int) -> None:
        """Publish."""
        await self.work.publish(interaction, lambda actor: self.press.publish(actor, draft))

    @app_commands.command(name="history", description="Who changed a topic, and when.")
    async def history(self, interaction: Interaction, topic: str) -> None:
        """List the topic's commits."""

        async def show(actor: Actor) -> Reply:
            return preview.history_reply(topic, await self.press.history(actor, topic), self.work.texts)

        await self.work.answer(interaction, show)

    @app_commands.command(name="diff", description="What changed in a topic since a revision.")
    @app_commands.describe(revision="As `/content history` lists it")
    async def diff(self, interaction: Interaction, topic: str, revision: str) -> None:
        """Show a diff."""

        async def show(actor: Actor) -> Reply:
            return preview.diff_reply(topic, await self.press.diff(actor, topic, revision), self.work.texts)

        await self.work.answer(interaction, show)

    @app_commands.command(name="revert", description="Bring a topic back to how it read at a revision.")
    @app_commands.describe(revision="As `/content history` lists it")
    async def revert(self, interaction: Interaction, topic: str, revision: str) -> None:
        """Revert, as a new commit."""
        await self.work.publish(interaction, lambda actor: self.press.revert(actor, topic, revision))

    @app_commands.command(name="deprecate", description="Let another topic answer instead of this one.")
    async def deprecate(self, interaction: Interaction, topic: str, instead: str) -> None:
        """Deprecate."""
        await self.work.publish(interaction, lambda actor: self.press.deprecate(actor, topic, instead))

    @app_commands.command(name="gaps", description="What was asked without a good answer.")
    async def gaps(self, interaction: Interaction) -> None:
        """List the gaps."""

        async def show(actor: Actor) -> Reply:
            self.desk.allow(actor, observes=True)
            asked = await self.bot.journal.questions.open(actor.guild)
            terms = self.desk.library.current.search.index.terms
            found = preview.gaps_reply(gaps(asked, terms), self.work.texts)
            paused = await self.bot.unasked.passive.paused(actor.guild)
            return preview.with_paused(found, paused, self.bot.tutor.texts.passive)

        await self.work.answer(interaction, show)

    @app_commands.command(name="stats", description="How much there is, and what was done lately.")
    async def stats(self, interaction: Interaction) -> None:
        """Count."""
        await self.work.answer(interaction, lambda actor: upkeep.stats_reply(self.desk, actor))

    @app_commands.command(name="votes", description="How a topic is received, and what was said against it.")
    async def votes(self, interaction: Interaction, topic: str) -> None:
        """List the votes against a topic, without names."""
        await self.work.answer(interaction, lambda actor: upkeep.votes_reply(self.desk, actor, topic))

    @app_commands.command(name="stale", description="Topics that nobody has touched for long.")
    async def stale(self, interaction: Interaction, days: app_commands.Range[int, 1, 3650] = 180) -> None:
        """List old topics."""
        await self.work.answer(interaction, lambda actor: upkeep.stale_reply(self.press, actor, days))

    @app_commands.command(name="reload", description="Take the content files as they are now.")
    async def reload(self, interaction: Interaction) -> None:
        """Reload; what is wrong with the files is told, and what was in force stays."""

        async def take(actor: Actor) -> Reply:
            await self.press.reload(actor)
            return Reply((Text(self.work.texts.reloaded.format(count=len(self.bot.tutor.content.cards))),))

        await self.work.answer(interaction, take)

    @edit.autocomplete("topic")
    @suggest.autocomplete("topic")
    @history.autocomplete("topic")
    @diff.autocomplete("topic")
    @revert.autocomplete("topic")
    @votes.autocomplete("topic")
    @deprecate.autocomplete("topic")
    @deprecate.autocomplete("instead")
    async def complete_topic(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer topics while the name is typed."""
        found = self.bot.tutor.titles(typed)
        return [app_commands.Choice(name=title[:100], value=slug) for slug, title in found]
