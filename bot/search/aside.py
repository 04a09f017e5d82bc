"""What a card says of what people ask next: matches a follow-up in anybody's words with the curated ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.content.schema import AnyCard
from bot.search.lexicon import GLUE
from bot.search.plain import POINTING, is_light, plain_words
from bot.search.stem import stem

ALIKE = 0.6
"""How alike the words of two questions must be, 0 to 1: twice what they share over all that they have."""
HOLDING, LIGHT, NAMED = 1, 3, 4
"""What a word counts: one that only holds a sentence together, one that names no subject, one that does."""
MOST_MORE = 1
"""A question that points back may lack so many of the subject words of a curated one."""
_POINTING = POINTING | {"thing"}
_ASKING = frozenset({"why", "how", "what", "which", "where", "when", "who", "since"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's words: those that name a subject, as stems, and the others."""

    named: frozenset[str]
    light: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Asked":
        words = ["it" if word in _POINTING else word for word in plain_words(text)]
        named = frozenset(stem(word) for word in words if not is_light(word))
        return cls(named, frozenset(word for word in words if is_light(word)))

    def likeness(self, other: "_Asked") -> float:
        """How alike they are, when they name the same subjects and ask in the same way; 0 to 1."""
        if self.named != other.named or not self.asks_like(other) or not self._telling <= other.light:
            return 0.0
        shared = _weight(self.light & other.light) + NAMED * len(self.named)
        everything = _weight(self.light) + _weight(other.light) + 2 * NAMED * len(self.named)
        return 2 * shared / everything if everything else 0.0

    def is_part_of(self, other: "_Asked") -> bool:
        """Whether it points back, and the other names all that it does and little more."""
        points_back = "it" in self.light and bool(self.named)
        more = len(other.named - self.named)
        return points_back and self.named <= other.named and more <= MOST_MORE and self.asks_like(other)

    @property
    def _telling(self) -> frozenset[str]:
        return self.light - GLUE - _ASKING

    def asks_like(self, other: "_Asked") -> bool:
        """Whether it asks for no more: why it is slow answers whether it is, and not the other way round."""
        return self.light & _ASKING <= other.light


def aside(card: AnyCard, text: str) -> str | None:
    """The card's own short answer to the follow-up that this is, or None."""
    asked = _Asked.of(text)
    near = [
        (likeness, follow_up.answer)
        for follow_up in card.follow_ups
        if (likeness := max(asked.likeness(_Asked.of(asks)) for asks in follow_up.asks)) >= ALIKE
    ]
    return max(near)[1] if near else None


def nearest_aside(card: AnyCard, text: str) -> str | None:
    """The same in a talk about the card: "can I delete it" is enough for "is it safe to delete it"."""
    if found := aside(card, text):
        return found
    asked = _Asked.of(text)
    parts = (
        follow_up.answer
        for follow_up in card.follow_ups
        if any(asked.is_part_of(_Asked.of(asks)) for asks in follow_up.asks)
    )
    return next(parts, None)


def _weight(light: Iterable[str]) -> int:
    return sum(HOLDING if word in GLUE else LIGHT for word in light)
