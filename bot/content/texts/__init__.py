"""Everything the bot says by itself, one typed key for each sentence, so that a missing one stops the start.

The words are in content/texts.yaml. Braces name what is filled in; it arrives already safe to show.
"""

from bot.content.entry import Entry
from bot.content.texts.desk import DeskTexts
from bot.content.texts.imports import DrawTexts, ExplainTexts
from bot.content.texts.learners import (
    AskTexts,
    ExampleTexts,
    HelpTexts,
    LearnTexts,
    ModuleTexts,
    OutcomeTexts,
    RunTexts,
    TerminalTexts,
    TopicsTexts,
)
from bot.content.texts.members import (
    DiscordTexts,
    FeedbackTexts,
    PassiveTexts,
    PrivacyTexts,
    ServerTexts,
    WhyTexts,
)
from bot.content.texts.site import SiteTexts


class Texts(Entry):
    """All of it."""

    ask: AskTexts
    run: RunTexts
    outcome: OutcomeTexts
    explain: ExplainTexts
    draw: DrawTexts
    example: ExampleTexts
    topics: TopicsTexts
    learn: LearnTexts
    module: ModuleTexts
    site: SiteTexts
    help: HelpTexts
    feedback: FeedbackTexts
    privacy: PrivacyTexts
    about: str
    server: ServerTexts
    passive: PassiveTexts
    why: WhyTexts
    discord: DiscordTexts
    terminal: TerminalTexts
    desk: DeskTexts
