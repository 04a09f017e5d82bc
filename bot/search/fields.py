"""What of a card is read, and what a word counts by where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.schema import AnyCard, ModuleCard
from bot.search.lexicon import ENGLISH, NAMES
from bot.search.stem import stem


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What one occurrence of a word counts, by where it stands in a card."""

    title: float = 5.0
    question: float = 1.0
    slug: float = 1.0
    follow_up: float = 0.5
    module: float = 4.0
    public_name: float = 3.0


def wordings(card: AnyCard) -> tuple[str, ...]:
    """The ways the card is asked for, its title first."""
    return (card.title, *card.questions)


def fields(card: AnyCard, weights: FieldWeights) -> Iterator[tuple[str, float]]:
    """The wordings first, then what else is read. The public names of a module are no text: see public_terms.

    The prose is left out: measured on real questions, its words mislead as often as they help.
    """
    yield card.title, weights.title
    for question in card.questions:
        yield question, weights.question
    yield card.slug.removeprefix("mod-").replace("-", " "), weights.slug
    for follow_up in card.follow_ups:
        for question in follow_up.asks:
            yield question, weights.follow_up
    if isinstance(card, ModuleCard):
        yield card.name, weights.module


def public_terms(card: AnyCard) -> frozenset[str]:
    """The names in a card's module that cannot be taken for common English, as terms."""
    return frozenset(stem(name.lower()) for name in _public_names(card))


def _public_names(card: AnyCard) -> Iterator[str]:
    if isinstance(card, ModuleCard):
        yield from (name for name in NAMES.get(card.name, ()) if name.lower() not in ENGLISH)
