"""From matches to a decision; the only place thresholds live."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Match:
    """A topic that may be meant, how surely, and which words said so."""

    topic: str
    score: float
    """0 to 1: how probable it is that this is the right topic."""
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The topics that may be meant, best first."""

    matches: tuple[Match, ...] = ()
    answerable: float = 0.0
    """0 to 1: how probable it is that the content has an answer at all, whichever of them it is."""
    missing: float = 0.0
    """0 to 1: share of the words that count which the first topic knows nothing of."""


WORTH_OFFERING = 0.12
"""Below it, a topic shares no more than a common word with the question."""


class Because(StrEnum):
    """Why there is no answer."""

    NOTHING_FITS = "nothing_fits"
    NAMES_NOTHING = "names_nothing"
    THANKS = "thanks"
    SMALL_TALK = "small_talk"


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to show the card; near ones may be offered beside it."""

    match: Match
    others: tuple[Match, ...] = ()
    goes_on: bool = False
    """The talk goes on about the topic that was just answered with, which was chosen by nothing else."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """All that was considered, best first."""
        return (self.match, *self.others)


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """Not sure: offer up to three; the topic just talked about may have a word on it as well."""

    matches: tuple[Match, ...]
    aside_of: str = ""


@dataclass(frozen=True, slots=True)
class Abstain:
    """Nothing the content has an answer to, or nothing that asks for one."""

    nearest: tuple[Match, ...] = ()
    because: Because = Because.NOTHING_FITS
    aside_of: str = ""
    """The topic just talked about, when the message says by its form that it goes on from there."""

    @property
    def worth_offering(self) -> tuple[Match, ...]:
        """What lies near enough to be named beside the regret."""
        return tuple(match for match in self.nearest if match.score >= WORTH_OFFERING)

    @property
    def matches(self) -> tuple[Match, ...]:
        """All that was considered, best first."""
        return self.nearest


Decision = Answer | DidYouMean | Abstain


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on what is done. A front end may bring its own."""

    answer: float
    """Show the card when it is this probable that it is the right one."""
    offer: float
    """Offer the best few when it is this probable that there is an answer; more than 1 means never."""
    missing: float = 1.0
    """Show no card that knows nothing of more than this share of the words."""
    beside: float = 0.08
    """Offer another topic beside the card from this probability on."""


# Measured on real questions by cross-validation: of the answers given from here on, 94 % were right, and six
# in ten questions got one; four in five got an answer or an offer, as did 3 % of other messages.
ADDRESSED = Thresholds(answer=0.77, offer=0.85)
"""Somebody asked the bot: a wrong card costs them a moment, a list of three less."""

# The same way: 98 % of the answers were right, and nearly three in ten questions got one. Without the limit
# on missing words no threshold reached that: long messages mention what a card knows beside what it does not.
OVERHEARD = Thresholds(answer=0.92, offer=2.0, missing=0.25)
"""Nobody asked: speak only when sure and when hardly a word is left over, and never with a guess."""

ELSEWHERE = Thresholds(answer=0.85, offer=2.0)
"""A message that names no subject, like "do I need it?", leaves the last one only for one this probable."""

MOST_OFFERED = 3


def decide(
    found: Shortlist,
    *,
    overheard: bool,
    addressed: Thresholds = ADDRESSED,
    listening: Thresholds = OVERHEARD,
) -> Decision:
    """What to do with what was found."""
    limits = listening if overheard else addressed
    offered = found.matches[:MOST_OFFERED]
    if offered and offered[0].score >= limits.answer and found.missing <= limits.missing:
        beside = tuple(other for other in offered[1:] if other.score >= limits.beside)
        return Answer(offered[0], beside)
    if offered and found.answerable >= limits.offer:
        return DidYouMean(offered)
    return Abstain(offered)
