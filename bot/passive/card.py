"""The small card: how an answer begins, and two buttons."""

from bot.content.prose import beginning, flow
from bot.content.texts.members import PassiveTexts
from bot.explain.explanation import Failure
from bot.reply import Choice, Dismiss, Reply, Text

SENTENCES = 2


def in_short(reply: Reply, topic: str, texts: PassiveTexts) -> Reply:
    """A card nobody asked for: how the answer begins, the rest behind a button, and one to be rid of it."""
    words = "\n".join(part.markdown for part in reply.parts if isinstance(part, Text))
    title, _, rest = words.partition("\n") if words.startswith("**") else ("", "", words)
    return _card("\n".join(line for line in (title, beginning(rest, SENTENCES)) if line), topic, texts)


def error_in_short(failure: Failure, texts: PassiveTexts) -> Reply:
    """The same for an error: what happened and what to do; why is left to the topic."""
    return _card(f"💡 {flow(failure.what)}\n{flow(failure.fix)}", failure.topic, texts)


def _card(short: str, topic: str, texts: PassiveTexts) -> Reply:
    offered = (Choice(texts.show_more, topic), Dismiss(texts.dismiss, topic))
    return Reply((Text(short),), topic=topic, choices=offered)
