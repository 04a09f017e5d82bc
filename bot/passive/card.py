"""The small card: how an answer begins, and two buttons."""

from bot.content.prose import beginning
from bot.content.texts.members import PassiveTexts
from bot.reply import Choice, Dismiss, Reply, Text

SENTENCES = 2


def in_short(reply: Reply, topic: str, texts: PassiveTexts) -> Reply:
    """A card nobody asked for: how the answer begins, the rest behind a button, and one to be rid of it."""
    words = "\n".join(part.markdown for part in reply.parts if isinstance(part, Text))
    title, _, rest = words.partition("\n") if words.startswith("**") else ("", "", words)
    short = "\n".join(line for line in (title, beginning(rest, SENTENCES)) if line)
    offered = (Choice(texts.show_more, topic), Dismiss(texts.dismiss, topic))
    return Reply((Text(short),), topic=topic, choices=offered)
