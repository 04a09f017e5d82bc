"""Running code: a learner's own, and the curated examples."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import discord
from discord import app_commands, ui
from discord.ext import commands
from discord.utils import format_dt, utcnow

from bot.discord_ui import read
from bot.discord_ui.allowance import MustWait
from bot.discord_ui.answers import Unchanged
from bot.discord_ui.begin import Begin, Work
from bot.errors import UsageError
from bot.reply import Reply
from bot.sandbox.fences import Pasted
from bot.sandbox.queue import Asker

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Context = commands.Context["ModuloBot"]
Interaction = discord.Interaction["ModuloBot"]


class Run(commands.Cog):
    """Runs code and shows what it did."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.tutor = bot.tutor
        self.allowance = bot.allowance
        self.menu = app_commands.ContextMenu(name="Run this code", callback=self.run_message)

    async def cog_load(self) -> None:
        """Add the message menu, which a cog cannot hold."""
        self.bot.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        """Take the message menu away again."""
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    @commands.command(name="run")
    async def run_typed(self, context: Context, *, text: str = "") -> None:
        """Run the code in the message, its files, or the message it replies to."""
        message = context.message

        async def run(begin: Begin) -> Reply:
            python, code = read.leading_version(text)
            pasted = await read.program(message, code, self.tutor.texts.discord)
            return await self._run(pasted, message.author.id, begin, python=python)

        await self.bot.answers.give(message, run)

    @app_commands.command(name="run", description="Run your own Python code, several files too.")
    @app_commands.describe(python="The Python version to run it on")
    async def run_slash(self, interaction: Interaction, python: str = "") -> None:
        """Ask for the code."""
        await interaction.response.send_modal(CodeModal(self, python or None))

    async def run_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Run the code of any message, for the member who asks alone."""

        async def run(begin: Begin) -> Reply:
            pasted = await read.pasted(message.content, message.attachments, self.tutor.texts.discord)
            return await self._run(pasted, interaction.user.id, begin)

        await self.bot.answers.respond(interaction, run, ephemeral=True, cancellable=True)

    @commands.command(name="example")
    async def example_typed(self, context: Context, *, name: str = "") -> None:
        """Show an example, on another Python with `--on`."""
        wanted, python = read.trailing_version(name)
        await self.bot.answers.give(context.message, self._example(context.author.id, wanted, python))

    @app_commands.command(name="example", description="Show an example, run just now and explained.")
    @app_commands.describe(name="The example's name; leave it out for any", python="The Python version")
    async def example_slash(self, interaction: Interaction, name: str = "", python: str = "") -> None:
        """Show an example."""
        work = self._example(interaction.user.id, name, python or None)
        await self.bot.answers.respond(interaction, work, cancellable=True)

    @example_slash.autocomplete("name")
    async def complete_example(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer examples while the name is typed."""
        return [
            app_commands.Choice(name=f"{name} · {goal}"[:100], value=name)
            for name, goal in self.tutor.examples(typed)
        ]

    @commands.command(name="module")
    async def module_typed(self, context: Context, *, name: str = "") -> None:
        """Show a standard module, as another Python sees it with `--on`."""
        wanted, python = read.trailing_version(name)
        await self.bot.answers.give(context.message, self._module(context.author.id, wanted, python))

    @app_commands.command(name="module", description="Show a standard module, and what Python says of it.")
    @app_commands.describe(name="The module's name, like json", python="The Python version")
    async def module_slash(self, interaction: Interaction, name: str, python: str = "") -> None:
        """Show a standard module."""
        work = self._module(interaction.user.id, name, python or None)
        await self.bot.answers.respond(interaction, work, cancellable=True)

    @module_slash.autocomplete("name")
    async def complete_module(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer modules while the name is typed."""
        return [
            app_commands.Choice(name=title.replace("`", "")[:100], value=name)
            for name, title in self.tutor.modules(typed)
        ]

    @example_slash.autocomplete("python")
    @module_slash.autocomplete("python")
    @run_slash.autocomplete("python")
    async def complete_python(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the Pythons there are."""
        versions = [version for version in self.tutor.pythons if typed in version]
        return [app_commands.Choice(name=f"Python {version}", value=version) for version in versions[:25]]

    def submitted(self, modal: "CodeModal", member: int, python: str | None) -> Work:
        """What to do with a filled-in modal."""

        async def run(begin: Begin) -> Reply:
            texts = self.tutor.texts.discord
            pasted = await read.typed_in(modal.code.value, modal.files.values, texts, stdin=modal.stdin.value)
            return await self._run(pasted, member, begin, python=python)

        return run

    async def _run(
        self, pasted: Pasted | None, member: int, begin: Begin, *, python: str | None = None
    ) -> Reply:
        if pasted is None:
            raise UsageError(self.tutor.texts.run.how_to)
        with self._turn(member):
            await begin((pasted.snippet, python))
            asker = self._asker(member, begin)
            ran = await self.tutor.run(pasted.snippet, python=python, remarks=pasted.remarks, asker=asker)
            return ran.reply

    def _example(self, member: int, name: str, python: str | None) -> Work:
        async def show(begin: Begin) -> Reply:
            with self._turn(member):
                await begin((name, python))
                return await self.tutor.example(name, python=python, asker=self._asker(member, begin))

        return show

    def _module(self, member: int, name: str, python: str | None) -> Work:
        async def show(begin: Begin) -> Reply:
            if not name.strip():
                raise UsageError(self.tutor.texts.help.pages["module"])
            with self._turn(member):
                await begin(("module", name, python))
                return (await self.tutor.module(name, python=python, asker=self._asker(member, begin))).reply

        return show

    def _asker(self, member: int, begin: Begin) -> Asker:
        return Asker(member, lambda before: begin.meanwhile(self.tutor.waiting(before)))

    @contextmanager
    def _turn(self, member: int) -> Iterator[None]:
        """Hold the member's one place; wrong use costs nothing."""
        texts = self.tutor.texts.discord
        try:
            with self.allowance.turn(member, now=utcnow()):
                try:
                    yield
                except (UsageError, Unchanged):
                    self.allowance.give_back(member)
                    raise
        except MustWait as wait:
            if wait.until is None:
                raise UsageError(texts.already_running) from None
            raise UsageError(texts.cooldown.format(when=format_dt(wait.until, "R"))) from None


class CodeModal(ui.Modal):
    """Asks for the code of `/run`."""

    def __init__(self, cog: Run, python: str | None) -> None:
        texts = cog.tutor.texts.run
        super().__init__(title=texts.form_title)
        self.cog = cog
        self.python = python
        self.code = ui.TextInput[Self](style=discord.TextStyle.paragraph, required=False, max_length=4000)
        self.stdin = ui.TextInput[Self](style=discord.TextStyle.paragraph, required=False, max_length=1000)
        self.files = ui.FileUpload[Self](required=False, max_values=10)
        self.add_item(ui.Label(text=texts.form_code, description=texts.form_code_hint, component=self.code))
        self.add_item(ui.Label(text=texts.form_stdin, component=self.stdin))
        self.add_item(
            ui.Label(text=texts.form_files, description=texts.form_files_hint, component=self.files)
        )

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]  # our own client
        """Run it."""
        work = self.cog.submitted(self, interaction.user.id, self.python)
        await self.cog.bot.answers.respond(interaction, work, cancellable=True)
