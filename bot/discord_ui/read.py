"""What a member wrote or attached → Question or Pasted."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import discord

from bot.content.texts.members import DiscordTexts
from bot.discord_ui.attachments import PASTED_TEXT, read_attachments
from bot.discord_ui.feedback import ABOUT
from bot.sandbox.fences import Pasted, read_files, read_markdown
from bot.sandbox.snippet import MAIN
from bot.search.question import Question

TALK_LASTS = timedelta(hours=1)
"""For so long a reply to an answer goes on about it."""
_SHOWN = re.compile(rf"v\+:{ABOUT}|x:\d+::(?P<dismissed>[a-z0-9-]+)")
_VERSION = re.compile(r"(?:--on[ =]|python ?)?(3\.\d{1,2})(?=\s|`|$)\s*", re.IGNORECASE)
_ON = re.compile(r"\s*(?:--on[ =]|on python )\s*(\d\.\d{1,2})\b", re.IGNORECASE)


def question(text: str, *, asker: int, channel: object, guild: int | None, about: str = "") -> Question:
    """The text as this member's question.

    What a member says in a thread or a direct message is one talk, which lasts longer than one among others.
    """
    conversation = f"{channel.id}:{asker}" if isinstance(channel, discord.Thread | discord.DMChannel) else ""
    return Question(text.strip(), str(asker), conversation, guild=str(guild or ""), about=about)


def is_of_the_talk(message: discord.Message) -> bool:
    """Whether a message is so new that a reply to it goes on with the talk."""
    return discord.utils.utcnow() - message.created_at <= TALK_LASTS


def topic_shown(message: discord.Message) -> str:
    """The topic of an answer of the bot's, as its buttons know it, "" when that is none or long ago."""
    if not is_of_the_talk(message):
        return ""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    names = (button.custom_id or "" for row in rows for button in row.children)
    known = (found for name in names if (found := _SHOWN.fullmatch(name)))
    return next((found["topic"] or found["dismissed"] for found in known), "")


def without_mention(text: str, user: int) -> str:
    """The text without the mentions of this user."""
    return re.sub(rf"<@!?{user}>", " ", text).strip()


def leading_version(text: str) -> tuple[str | None, str]:
    """A Python version at the start of a text, like `3.13` or `--on 3.13`, and the rest."""
    found = _VERSION.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)


def trailing_version(text: str) -> tuple[str, str | None]:
    """The text without `--on 3.13`, and that version."""
    found = _ON.search(text)
    return (_ON.sub("", text).strip(), found[1]) if found else (text.strip(), None)


async def program(message: discord.Message, text: str, texts: DiscordTexts) -> Pasted | None:
    """The program in a message: in `text`, which is its content without the command, and in its files.

    When it has none and answers another message, that message's program.
    """
    own = await pasted(text, message.attachments, texts)
    if own is None and (other := replied_to(message)) is not None:
        return await pasted(other.content, other.attachments, texts)
    return own


async def pasted(text: str, attachments: Sequence[discord.Attachment], texts: DiscordTexts) -> Pasted | None:
    """The program in a text and its attached files; a text that Discord turned into a file is text again."""
    files = await read_attachments(attachments, texts)
    long_text = "\n".join(source for name, source in files if name == PASTED_TEXT)
    named = [(name, source) for name, source in files if name != PASTED_TEXT]
    return read_markdown(f"{text}\n{long_text}" if long_text else text, named)


async def with_logs(text: str, attachments: Sequence[discord.Attachment], texts: DiscordTexts) -> str:
    """The text and that of the attached .txt and .log files, in which an error may have been saved."""
    logs = [attached for attached in attachments if attached.filename.lower().endswith((".txt", ".log"))]
    return "\n".join([text, *(source for _, source in await read_attachments(logs, texts))])


async def typed_in(
    text: str, attachments: Sequence[discord.Attachment], texts: DiscordTexts, *, stdin: str
) -> Pasted | None:
    """The program in a form: its text is code as it is, unless it holds blocks; files may come with it."""
    files = await read_attachments(attachments, texts)
    if "```" in text:
        found = read_markdown(text, files)
        return found and replace(found, snippet=replace(found.snippet, stdin=stdin or found.snippet.stdin))
    if text.strip():
        name = MAIN if all(name != MAIN for name, _ in files) else "code.py"
        files = [*files, (name, text.replace("\r\n", "\n").rstrip() + "\n")]
    return read_files(files, stdin=stdin) if files else None


def replied_to(message: discord.Message) -> discord.Message | None:
    """The message this one answers, when it still exists."""
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None
