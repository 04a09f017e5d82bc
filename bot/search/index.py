"""The cards as postings, and the search in them."""

import gc
import heapq
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from bot.content.schema import AnyCard, ModuleCard, Synonyms
from bot.search.background import Background
from bot.search.decide import Match, Shortlist
from bot.search.fields import fields, public_terms, wordings
from bot.search.lexicon import BACKGROUND, ENGLISH, PACKAGES, STOP
from bot.search.pasted import essence
from bot.search.score import Evidence, Look, judged
from bot.search.spelling import Spelling
from bot.search.vocabulary import Asked, Vocabulary
from bot.search.weights import Ranking
from bot.search.wordings import Wordings
from bot.search.words import MAX_TEXT, Phrase, Reader, Word

Near = Mapping[str, float]
"""Topic → how near it is to what the talk was about, 0 to 1."""

NOTHING_NEAR: Near = {}
MOST_FOLLOWED = 1500
"""So many mentions of a question's words in cards are added up, the rarest words' first."""
MOST_TERMS = 8
"""How many of its words a match names."""


@dataclass(frozen=True)
class _Entry:
    """A card as the index holds it."""

    slug: str
    is_module: bool
    terms: frozenset[str]
    phrases: Sequence[Phrase]
    vocabulary: Vocabulary

    @cached_property
    def wordings(self) -> Wordings:
        """Made when the card is first looked at closely: most of the time of a build would go into them."""
        return Wordings.of(map(self.vocabulary.weights, self.phrases))


class Index:
    """The cards, ready to be searched. It answers the same whatever was asked before."""

    def __init__(self, cards: Mapping[str, AnyCard], synonyms: Synonyms, ranking: Ranking) -> None:
        self._ranking = ranking
        reader = Reader(synonyms.words)
        read = [
            [(reader.read(text), weight) for text, weight in fields(card, ranking.fields)]
            for card in cards.values()
        ]
        worded = [
            [Phrase.of(words) for words, _ in texts[: len(wordings(card))]]
            for texts, card in zip(read, cards.values(), strict=True)
        ]
        other = [reader.read(line) for line in BACKGROUND]
        names = [public_terms(card) for card in cards.values()]
        bags = [self._bag(texts, named) for texts, named in zip(read, names, strict=True)]
        self._vocabulary = Vocabulary(bags, worded, ranking)
        self._postings = self._impacts(bags)
        self._entries = [
            _Entry(
                card.slug,
                isinstance(card, ModuleCard),
                frozenset(bag),
                phrases,
                self._vocabulary,
            )
            for card, bag, phrases in zip(cards.values(), bags, worded, strict=True)
        ]
        self._numbers = {entry.slug: number for number, entry in enumerate(self._entries)}
        self._background = Background(list(chain.from_iterable(worded)), list(map(Phrase.of, other)))
        modules = {card.name.lower() for card in cards.values() if isinstance(card, ModuleCard)}
        self._standard = frozenset(chain(modules - ENGLISH, *names))
        self._reader = Reader(synonyms.words, mend=Spelling(_known(read, names, other, synonyms.words)).meant)

    @classmethod
    def build(
        cls, cards: Mapping[str, AnyCard], synonyms: Synonyms, ranking: Ranking | None = None
    ) -> "Index":
        """Read every card once."""
        with _collection_paused():
            return cls(cards, synonyms, ranking or Ranking())

    def search(self, text: str, *, limit: int = 8, near: Near = NOTHING_NEAR) -> Shortlist:
        """The topics that may be meant."""
        seen = self.look(text, near=near)
        judgement = judged(seen)
        rarity = self._vocabulary.rarity
        telling = sorted(seen.asked.terms, key=rarity.__getitem__, reverse=True)
        matches = (
            Match(seen.topics[number], score, _counted(telling, seen.holds[number], seen.asked))
            for number, score in judgement.cards[:limit]
        )
        return Shortlist(tuple(matches), judgement.answerable, judgement.missing)

    def explain(self, text: str, topic: str) -> list[tuple[str, float]]:
        """The question's words that speak for the topic, each with its share of the evidence, most first."""
        asked = self.look(text).asked
        number = self._numbers[topic]
        counted: defaultdict[str, float] = defaultdict(float)
        for term, weight in asked.terms.items():
            for place, impact in self._postings[term]:
                if place == number:
                    counted[asked.written[term]] += weight * impact
        total = sum(counted.values()) or 1.0
        return sorted(((word, value / total) for word, value in counted.items()), key=lambda pair: -pair[1])

    def terms(self, text: str) -> dict[str, float]:
        """The words that count in a text, in plain form, and how rare each is; unknown ones are rarest."""
        words = self._reader.read(essence(text[:MAX_TEXT]))
        return self._vocabulary.rarities(words)

    def look(self, text: str, *, near: Near = NOTHING_NEAR) -> Look:
        """Read the question and gather what speaks for which card."""
        words = self._reader.read(essence(text[:MAX_TEXT]))
        asked = self._vocabulary.asked(words)
        scores = self._rough(asked)
        best = heapq.nlargest(self._ranking.candidates, zip(scores.values(), scores, strict=True))
        found = [number for _, number in best]
        found += [number for slug in near if (number := self._numbers[slug]) not in found]
        entries = [self._entries[number] for number in found]
        return Look(
            asked=asked,
            odds=[(word.terms, self._background.odds(word)) for word in words if not word.is_stop],
            other_talk=self._background.likeness(Phrase.of(words)),
            standard=any(not self._standard.isdisjoint(word.terms) for word in words),
            topics=[entry.slug for entry in entries],
            holds=[entry.terms for entry in entries],
            evidence=self._evidence(asked, {number: scores.get(number, 0.0) for number in found}, near),
        )

    def _bag(self, texts: Iterable[tuple[list[Word], float]], names: Iterable[str]) -> dict[str, float]:
        bag: defaultdict[str, float] = defaultdict(float)
        for name in names:
            bag[name] += self._ranking.fields.public_name
        for words, weight in texts:
            for word in words:
                if not word.is_stop:
                    for term, share in word.counts:
                        bag[term] += weight * share
        return bag

    def _impacts(self, bags: Sequence[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
        """BM25: what each term adds to each card that has it."""
        lengths = [sum(bag.values()) for bag in bags]
        mean = sum(lengths) / max(1, len(bags)) or 1.0
        k, b = self._ranking.saturation, self._ranking.length
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (bag, length) in enumerate(zip(bags, lengths, strict=True)):
            pays = k * (1 - b + b * length / mean)
            for term, count in bag.items():
                postings[term].append((number, self._vocabulary.rarity[term] * count / (count + pays)))
        return postings

    def _rough(self, asked: Asked) -> Mapping[int, float]:
        """Every card's BM25. What very many cards have is left out when there are rarer words."""
        found = [(self._postings[term], weight) for term, weight in asked.terms.items()]
        scores: defaultdict[int, float] = defaultdict(float)
        followed = 0
        for postings, weight in sorted(found, key=lambda pair: len(pair[0])):
            followed += len(postings)
            if followed > MOST_FOLLOWED and scores:
                break
            for number, impact in postings:
                scores[number] += weight * impact
        return scores

    def _evidence(self, asked: Asked, scores: Mapping[int, float], near: Near) -> list[Evidence]:
        rarity = self._vocabulary.rarity
        known = sum(weight * rarity[term] for term, weight in asked.terms.items()) or 1.0
        square = sum(value * value for value in asked.weights.values()) or 1.0
        top = max(scores.values(), default=0.0) or 1.0
        domain = min(3, asked.domain) / 3
        return [
            Evidence(
                score / known,
                score / top,
                *self._entries[number].wordings.likeness(asked, square),
                module_in_domain=domain if self._entries[number].is_module else 0.0,
                near=near.get(self._entries[number].slug, 0.0),
            )
            for number, score in scores.items()
        ]


def _counted(telling: Iterable[str], holds: Container[str], asked: Asked) -> tuple[str, ...]:
    """The question's words the card has, those that tell most first."""
    found = (asked.written[term] for term in telling if term in holds)
    return tuple(islice(dict.fromkeys(found), MOST_TERMS))


@contextmanager
def _collection_paused() -> Iterator[None]:
    """A build makes many objects and drops few; looking for garbage meanwhile takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _known(
    read: Iterable[Iterable[tuple[list[Word], float]]],
    names: Iterable[Iterable[str]],
    other: Iterable[list[Word]],
    synonyms: Iterable[str],
) -> dict[str, float]:
    """Every word that is not a misspelling, with how common it is here."""
    known = dict.fromkeys(chain.from_iterable(names), 1.0) | dict.fromkeys(PACKAGES, 1.0)
    known |= dict.fromkeys(ENGLISH, 0.5) | dict.fromkeys(STOP, 5.0)
    known |= dict.fromkeys(" ".join(synonyms).lower().split(), 1.0)
    for written in {word.written for words in other for word in words}:
        for part in written.lower().split():
            known.setdefault(part, 0.5)
    counts: defaultdict[str, float] = defaultdict(float)
    for words, weight in chain.from_iterable(read):
        for word in words:
            counts[word.written] += weight
    for written, count in counts.items():
        for part in written.lower().split():
            known[part] = known.get(part, 0.0) + count
    return known
