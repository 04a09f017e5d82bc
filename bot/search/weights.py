"""The numbers of ranking that were chosen by trying a few; the fitted ones are in fitted.json."""

from dataclasses import dataclass, field

from bot.search.fields import FieldWeights


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the words of a question and of a card are weighed against each other."""

    fields: FieldWeights = field(default_factory=FieldWeights)
    saturation: float = 3.0
    """How fast further occurrences of a word stop counting (k1 of BM25)."""
    length: float = 0.6
    """How much a long card pays for its length (b of BM25)."""
    stop: float = 1.0
    """What a stop word counts when whole wordings are compared."""
    pair: float = 0.4
    """What two neighbouring words together count, against a single word as rare."""
    unknown: float = 6.0
    """How rare a word is taken to be that the content does not have."""
    candidates: int = 6
    """How many cards are looked at closely."""
