"""Questions, topics and help; and what is meant by a message that is not a known command."""

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands
from rapidfuzz.distance import OSA

from bot.discord_ui import read
from bot.discord_ui.begin import Begin, Work
from bot.errors import UsageError
from bot.passive.rules import reads_like_a_question
from bot.quote import inline
from bot.reply import Reply, Text
from bot.search.decide import Abstain, Answer, Because
from bot.search.question import Question

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Context = commands.Context["ModuloBot"]
Interaction = discord.Interaction["ModuloBot"]

DID_YOU_MEAN_SECONDS = 20.0
WELCOME = "💛"
SHORT_NAME = 5
"""Up to this length a mistyped command may be one slip away, beyond it two."""
_NAME = re.compile(r"[a-z][a-z0-9-]*", re.IGNORECASE)


class Ask(commands.Cog):
    """Answers from the curated content."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.tutor = bot.tutor

    @commands.command(name="ask")
    async def ask_typed(self, context: Context, *, question: str = "") -> None:
        """Answer a question, or that of the message this one replies to."""
        other = None if question else read.replied_to(context.message)
        await self._answer(context.message, other.content if other else question, to=other)

    @app_commands.command(name="ask", description="Ask about Python's modules and imports in your own words.")
    @app_commands.describe(question="What would you like to know?")
    async def ask_slash(self, interaction: Interaction, question: str) -> None:
        """Answer a question."""
        asked = read.question(
            question,
            asker=interaction.user.id,
            channel=interaction.channel,
            guild=interaction.guild_id,
        )
        await self.bot.answers.respond(interaction, self._ask(asked))

    @commands.command(name="topic", aliases=["t"])
    async def topic_typed(self, context: Context, *, name: str = "") -> None:
        """Show a topic, as an answer to whom the command replies to if it replies to somebody."""
        await self.bot.answers.give(context.message, self._topic(name), to=read.replied_to(context.message))

    @app_commands.command(name="topic", description="Show one topic by its name.")
    @app_commands.describe(name="The topic's name, like star-import")
    async def topic_slash(self, interaction: Interaction, name: str) -> None:
        """Show a topic."""
        await self.bot.answers.respond(interaction, self._topic(name))

    @commands.command(name="topics")
    async def topics_typed(self, context: Context, *, word: str = "") -> None:
        """List the topics."""
        await self.bot.answers.give(context.message, self._topics(word))

    @app_commands.command(name="topics", description="List what you can ask about.")
    @app_commands.describe(word="Only topics that have this word in them")
    async def topics_slash(self, interaction: Interaction, word: str = "") -> None:
        """List the topics for the member alone."""
        await self.bot.answers.respond(interaction, self._topics(word), ephemeral=True)

    @commands.command(name="help")
    async def help_typed(self, context: Context, *, command: str = "") -> None:
        """Show the overview or one command's page."""
        await self.bot.answers.give(context.message, self._help(command))

    @app_commands.command(name="help", description="What I can do, and how.")
    @app_commands.describe(command="One command to read more about")
    async def help_slash(self, interaction: Interaction, command: str = "") -> None:
        """Show help for the member alone."""
        await self.bot.answers.respond(interaction, self._help(command), ephemeral=True)

    @topic_slash.autocomplete("name")
    async def complete_topic(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer topics while the name is typed."""
        return [app_commands.Choice(name=title[:100], value=slug) for slug, title in self.tutor.titles(typed)]

    @help_slash.autocomplete("command")
    async def complete_command(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the pages there are."""
        pages = [name for name in self.tutor.texts.help.pages if typed.casefold() in name]
        return [app_commands.Choice(name=name, value=name) for name in pages[:25]]

    async def hear(self, context: Context) -> bool:
        """Answer a message that is no command, if it is meant for the bot; False means silence."""
        message = context.message
        me = self.bot.me
        text = message.content[len(context.prefix or "") :]
        if context.prefix == self.bot.prefix:
            return await self._unknown_command(context, text)
        mentioned = context.prefix is not None or re.search(rf"<@!?{me}>", text) is not None
        question = read.without_mention(text, me)
        other = read.replied_to(message)
        if mentioned and not question and not message.attachments:
            await self._mentioned_only(message, other)
        elif mentioned or message.guild is None:
            await self._answer(message, question)
        elif other is not None and other.author.id == me and read.is_of_the_talk(other):
            await self._answer(message, question, only_if_sure=not reads_like_a_question(question))
        else:
            return False
        return True

    def means_command(self, context: Context) -> bool:
        """Whether a command's name is meant as one: `@Modulo help me import this` is a question."""
        if context.command is None:
            return False
        if context.prefix == self.bot.prefix:
            return True
        text = context.message.content[len(context.prefix or "") :]
        rest = text.partition(context.invoked_with or "")[2].strip()
        match context.command.name:
            case "ask":
                return True
            case "run":
                return not rest or "`" in rest or bool(context.message.attachments)
            case "explain":
                return not rest or "```" in rest or bool(context.message.attachments)
            case _:
                return len(read.trailing_version(rest)[0].split()) <= 1

    async def _mentioned_only(self, message: discord.Message, other: discord.Message | None) -> None:
        """A mention in reply to somebody asks for them; without one it asks what the bot can do."""
        if other is not None and not other.author.bot and other.content:
            await self._answer(message, read.without_mention(other.content, self.bot.me), to=other)
        else:
            await self.bot.answers.give(message, self._help(""))

    async def _answer(
        self,
        message: discord.Message,
        text: str,
        *,
        to: discord.Message | None = None,
        only_if_sure: bool = False,
    ) -> None:
        guild = message.guild.id if message.guild else None
        other = read.replied_to(message)
        about = read.topic_shown(other) if other is not None and other.author.id == self.bot.me else ""
        asked = read.question(
            text, asker=message.author.id, channel=message.channel, guild=guild, about=about
        )
        await self.bot.answers.give(message, self._ask(asked, message, only_if_sure=only_if_sure), to=to)

    def _ask(
        self, question: Question, thanked_by: discord.Message | None = None, *, only_if_sure: bool = False
    ) -> Work:
        async def answer(_begin: Begin) -> Reply | None:
            asked = await self.tutor.ask(question)
            match asked.decision:
                case Abstain(_, Because.THANKS) if thanked_by is not None:
                    await thanked_by.add_reaction(WELCOME)
                    return None
                case Answer():
                    return asked.reply
                case _:
                    return None if only_if_sure else asked.reply

        return answer

    def _topic(self, name: str) -> Work:
        async def show(_begin: Begin) -> Reply:
            if not name.strip():
                raise UsageError(self.tutor.texts.help.pages["topic"])
            return self.tutor.topic(name) or self.tutor.topics(name.strip())

        return show

    def _topics(self, word: str) -> Work:
        async def show(_begin: Begin) -> Reply:
            return self.tutor.topics(word.strip())

        return show

    def _help(self, command: str) -> Work:
        async def show(_begin: Begin) -> Reply:
            return self.tutor.help(command)

        return show

    async def _unknown_command(self, context: Context, text: str) -> bool:
        """A topic's own name, a slip of the keyboard, in a direct message a question; else another bot's."""
        name, _, rest = text.partition(" ")
        alone = _NAME.fullmatch(name) is not None and not rest.strip()
        if alone and (card := self.tutor.topic(name, unasked=context.guild is not None)) is not None:
            reply = card
        elif _NAME.fullmatch(name) and (near := self._near_command(name.lower())):
            words = self.tutor.texts.help.did_you_mean
            typed = inline(name, limit=30).strip("`")
            reply = Reply((Text(words.format(typed=typed, command=near)),), passing=True)
        elif context.guild is None and _NAME.search(text):
            await self._answer(context.message, text)
            return True
        else:
            return False

        async def show(_begin: Begin) -> Reply:
            return reply

        to = read.replied_to(context.message)
        await self.bot.answers.give(context.message, show, to=to, seconds=DID_YOU_MEAN_SECONDS)
        return True

    def _near_command(self, typed: str) -> str | None:
        """The command a slip of the keyboard away; the first letter is nearly always right."""
        for command in sorted(self.bot.commands, key=lambda command: OSA.distance(typed, command.name)):
            slips = 1 if len(command.name) <= SHORT_NAME else 2
            if typed[0] == command.name[0] and OSA.distance(typed, command.name) <= slips:
                return command.name
        return None
