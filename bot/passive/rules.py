"""When to speak unasked: every rule has to hold. Pure; what the facts are is found out elsewhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.curate.gaps import ALIKE, likeness
from bot.journal.dismissals import Dismissal

SECONDS_TO_WAIT = 45.0
"""For so long a person may answer first."""
FEWEST_WORDS = 4
NOT_AGAIN = timedelta(minutes=10)
MOST_AN_HOUR = 6
MOST_IN_A_THREAD = 1
PAUSING_DISMISSALS = 2
PAUSED_FOR = timedelta(days=7)

_QUESTION = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|ok|okay|and|but|please|guys|all|everyone|there)\b\W+)*"
    r"(?:how|why|what|whats|what's|when|where|which|who|can|could|do|does|did|is|are|should|would)\b",
    re.IGNORECASE,
)
_ENDS_ASKING = re.compile(r"\?[\s!?.…)\"'`*_]*\Z")
_IMPORT_FAILS = re.compile(
    r"\b(?:ModuleNotFoundError|ImportError|ZipImportError"
    r"|AttributeError: (?:partially initialized )?module|No module named|cannot import name)\b"
)
_BLOCK = re.compile(r"(?P<fence>`{3,}|~{3,}).*?(?:(?P=fence)|\Z)", re.DOTALL)
_TRACEBACK = "Traceback (most recent call last)"
_WORD = re.compile(r"[^\W_]+(?:['’_.][^\W_]+)*")


class Rule(StrEnum):
    """What has to hold, in the order it is looked at; the first that is broken keeps the bot silent."""

    PERSON = "a person wrote it"
    QUESTION = "it reads like a question or shows an import that fails"
    WORDS = "it has words enough to tell what is meant"
    LISTED = "the server lets the bot speak in this channel"
    WELCOME = "its author has not asked to be left alone"
    LEARNER = "its author is none of those who help here"
    PASSIVE = "the topic may be shown unasked"
    MEANT = "it has none of the words that mean something else than the topic"
    FRESH = "the topic was not shown here a moment ago"
    SELDOM = "the bot has not spoken often in this channel lately"
    ONCE = "the bot has not spoken in this thread"
    NOT_PAUSED = "the topic was not waved away repeatedly on this server"
    WANTED = "no question like it was waved away on this server"


@dataclass(frozen=True, slots=True)
class Overheard:
    """What somebody wrote on a server without addressing the bot; `thread` is empty outside of threads.

    `roles` are the author's, and `moderates` says that they may remove what others write.
    """

    text: str
    author: str
    guild: str
    channel: str
    thread: str = ""
    by_person: bool = True
    moderates: bool = False
    roles: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """Where people read it."""
        return self.thread or self.channel


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the server and the author want; `helps` says that the author answers others there."""

    listed: bool
    opted_out: bool = False
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Chance:
    """What is known about an answer that could be given now.

    `since_shown` is None when the topic was not shown there, `likeness` the highest to a question whose
    answer was waved away, 0 to 1.
    """

    passive: bool = True
    means_something_else: bool = False
    since_shown: timedelta | None = None
    in_the_hour: int = 0
    in_the_thread: int = 0
    paused: bool = False
    likeness: float = 0.0


Facts = TypeVar("Facts")
Rules = Mapping[Rule, Callable[[Facts], bool]]

MESSAGE: Rules[Overheard] = {
    Rule.PERSON: lambda heard: heard.by_person,
    Rule.QUESTION: lambda heard: reads_like_a_question(heard.text),
    Rule.WORDS: lambda heard: len(_WORD.findall(heard.text)) >= FEWEST_WORDS,
}
WISHES: Rules[Wishes] = {
    Rule.LISTED: lambda wishes: wishes.listed,
    Rule.WELCOME: lambda wishes: not wishes.opted_out,
    Rule.LEARNER: lambda wishes: not wishes.helps,
}
CHANCE: Rules[Chance] = {
    Rule.PASSIVE: lambda chance: chance.passive,
    Rule.MEANT: lambda chance: not chance.means_something_else,
    Rule.FRESH: lambda chance: chance.since_shown is None or chance.since_shown >= NOT_AGAIN,
    Rule.SELDOM: lambda chance: chance.in_the_hour < MOST_AN_HOUR,
    Rule.ONCE: lambda chance: chance.in_the_thread < MOST_IN_A_THREAD,
    Rule.NOT_PAUSED: lambda chance: not chance.paused,
    Rule.WANTED: lambda chance: chance.likeness < ALIKE,
}


def broken(facts: Facts, rules: Rules[Facts]) -> Rule | None:
    """The first rule that does not hold."""
    return next((rule for rule, holds in rules.items() if not holds(facts)), None)


def reads_like_a_question(text: str) -> bool:
    """Whether it asks by its form, or shows an import that fails."""
    forms = (_QUESTION.match(text), _ENDS_ASKING.search(text), _IMPORT_FAILS.search(text))
    return any(form is not None for form in forms)


def shows_failing_import(text: str) -> bool:
    """Whether one of its blocks is the traceback of an import that fails.

    The one case with a lower bar: what a curated pattern knows of such an error is right however it is asked.
    """
    blocks = (block[0] for block in _BLOCK.finditer(text))
    return any(_TRACEBACK in block and _IMPORT_FAILS.search(block) is not None for block in blocks)


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the text as whole words, whatever its capitals and spaces."""
    words = f" {' '.join(_WORD.findall(text)).casefold()} "
    return any(f" {' '.join(_WORD.findall(phrase)).casefold()} " in words for phrase in phrases)


def paused(dismissals: Iterable[Dismissal], now: datetime) -> frozenset[str]:
    """The topics that were waved away often enough lately; `dismissals` are one server's."""
    lately = Counter(each.topic for each in dismissals if now - each.at <= PAUSED_FOR)
    return frozenset(topic for topic, count in lately.items() if count >= PAUSING_DISMISSALS)


def nearest(words: Iterable[str], dismissals: Iterable[Dismissal]) -> float:
    """The highest likeness to a question whose answer was waved away, each word counting the same; 0 to 1."""
    asked = dict.fromkeys(words, 1.0)
    others = (dict.fromkeys(each.words.split(), 1.0) for each in dismissals if each.words)
    return max((likeness(asked, other) for other in others), default=0.0)
