"""What members think of answers: votes, the reasons of those who were not helped, and gaps they report."""

import re
from typing import TYPE_CHECKING

import discord
from discord import ui
from discord.ext import commands
from discord.utils import format_dt, utcnow

from bot.content.texts.members import FeedbackTexts
from bot.discord_ui import forms
from bot.discord_ui.allowance import Allowance, MustWait
from bot.discord_ui.begin import Begin, Work
from bot.discord_ui.feedback import ABOUT, about, written
from bot.errors import UsageError
from bot.journal.asked import AskedQuestion, Decided
from bot.journal.votes import Reason, Vote
from bot.reply import About, Reply, Text

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Interaction = discord.Interaction["ModuloBot"]

MAX_TEXT = 500
REPORTS_AT_ONCE = 3
REPORTS_PER_MINUTE = 1
_WHY = re.compile(rf"w:{ABOUT}")
_WHAT = re.compile(rf"a:{ABOUT}")


class Opinions(commands.Cog):
    """Keeps what members say about answers."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.journal = bot.journal
        self.reports = Allowance(burst=REPORTS_AT_ONCE, per_minute=REPORTS_PER_MINUTE)

    @property
    def texts(self) -> FeedbackTexts:
        """What is said about opinions."""
        return self.bot.tutor.texts.feedback

    async def helpful(self, interaction: Interaction, subject: About) -> None:
        """Keep that the answer helped."""
        vote = _vote(interaction, subject, helpful=True)
        await self.bot.answers.respond(interaction, self._cast(vote, self.texts.thanks), ephemeral=True)

    async def ask_why(self, interaction: Interaction, subject: About) -> None:
        """Open the form for why the answer did not help."""
        options = [
            discord.RadioGroupOption(label=self.texts.reasons[reason], value=reason.value)
            for reason in Reason
        ]
        reasons = ui.RadioGroup[ui.Modal](custom_id="reason", options=options)
        items = [ui.Label(text=self.texts.why_reason, component=reasons), _lines(self.texts.why_text)]
        await forms.show(interaction, f"w:{written(subject)}", self.texts.why_title, items)

    async def report(self, interaction: Interaction, subject: About) -> None:
        """Put the question that was asked on the list of gaps."""

        async def report(_begin: Begin) -> Reply:
            if not await self.journal.questions.report(subject.question):
                raise UsageError(self.texts.report_gone)
            return Reply((Text(self.texts.reported),))

        await self.bot.answers.respond(interaction, report, ephemeral=True)

    async def ask_what(self, interaction: Interaction, subject: About) -> None:
        """Open the form for what is missing."""
        items = [_lines(self.texts.what_text, required=True)]
        await forms.show(interaction, f"a:{written(subject)}", self.texts.what_title, items)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take the forms."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        sent = forms.custom_id(interaction)
        if why := _WHY.fullmatch(sent):
            await self._take_why(interaction, about(why))
        elif what := _WHAT.fullmatch(sent):
            await self._take_what(interaction, about(what))

    async def _take_why(self, interaction: Interaction, subject: About) -> None:
        filled = forms.filled_in(interaction)
        reason, text = Reason(filled["reason"]), filled.get("text", "")
        vote = _vote(interaction, subject, helpful=False, reason=reason, text=text)
        await self.bot.answers.respond(interaction, self._cast(vote, self.texts.sorry), ephemeral=True)

    async def _take_what(self, interaction: Interaction, subject: About) -> None:
        asked = AskedQuestion(
            text=forms.filled_in(interaction)["text"].strip(),
            decided=Decided.UNANSWERED,
            topics=(subject.topic,) if subject.topic else (),
            member=str(interaction.user.id),
            guild=str(interaction.guild_id or ""),
            reported=True,
        )

        async def keep(_begin: Begin) -> Reply:
            try:
                with self.reports.turn(interaction.user.id, now=utcnow()):
                    await self.journal.questions.add(asked)
            except MustWait as wait:
                when = format_dt(wait.until or utcnow(), "R")
                raise UsageError(self.texts.enough_reports.format(when=when)) from None
            return Reply((Text(self.texts.reported),))

        await self.bot.answers.respond(interaction, keep, ephemeral=True)

    def _cast(self, vote: Vote, thanks: str) -> Work:
        async def cast(_begin: Begin) -> Reply:
            await self.journal.votes.cast(vote)
            return Reply((Text(thanks),))

        return cast


def _lines(label: str, *, required: bool = False) -> ui.Label[ui.Modal]:
    """A field for some lines of text."""
    field = ui.TextInput[ui.Modal](
        custom_id="text", style=discord.TextStyle.paragraph, required=required, max_length=MAX_TEXT
    )
    return ui.Label(text=label, component=field)


def _vote(
    interaction: Interaction, subject: About, *, helpful: bool, reason: Reason | None = None, text: str = ""
) -> Vote:
    return Vote(
        member=str(interaction.user.id),
        topic=subject.topic,
        revision=subject.revision,
        question=subject.question,
        helpful=helpful,
        reason=reason,
        text=text.strip(),
        guild=str(interaction.guild_id or ""),
        channel=str(interaction.channel_id or ""),
        message=str(interaction.message.id) if interaction.message else "",
    )
