"""Finding topics and examples by name, for lists, autocompletion and slips of the keyboard."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.content.schema import AnyCard, Content, Example, Level, ModuleCard, Topic

NEAR = 75.0
"""How alike (0 to 100, rapidfuzz's WRatio) a name must be to be offered for a mistyped one."""

_DASHES = str.maketrans(" _.", "---")


@dataclass(frozen=True, slots=True)
class Listed:
    """An example and the card it belongs to."""

    example: Example
    card: AnyCard


def find_card(content: Content, name: str) -> AnyCard | None:
    """The card with this slug; a module card also answers to the module's own name."""
    wanted = _as_slug(name)
    card = content.cards.get(wanted) or content.cards.get(f"mod-{wanted}")
    return card and answering(card, content)


def find_module(content: Content, name: str) -> ModuleCard | None:
    """The card of the standard module of this name, whatever its capitals."""
    card = content.cards.get(f"mod-{_as_slug(name).strip('-')}")
    if isinstance(card, ModuleCard) and card.name.casefold() == name.strip().casefold():
        return card
    return None


def answering(card: AnyCard, content: Content) -> AnyCard:
    """The card itself, or the one that answers instead of it."""
    return content.cards.get(card.instead or card.slug, card)


def find_example(content: Content, name: str) -> Listed | None:
    """The example of this name, or the first one of the topic of this name."""
    wanted = _as_slug(name)
    for listed in examples(content):
        if listed.example.name == wanted:
            return listed
    if (card := find_card(content, name)) and card.examples:
        return Listed(card.examples[0], card)
    return None


def _as_slug(name: str) -> str:
    return name.strip().casefold().translate(_DASHES)


def examples(content: Content) -> Iterator[Listed]:
    """Every example, in the order of the cards."""
    for card in content.cards.values():
        for example in card.examples:
            yield Listed(example, card)


def near(name: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names most like this one, best first; empty when none is alike."""
    found = process.extract(name.casefold(), list(names), scorer=fuzz.WRatio, limit=limit, score_cutoff=NEAR)
    return [choice for choice, _, _ in found]


def completions(typed: str, titles: Mapping[str, str], *, limit: int) -> list[tuple[str, str]]:
    """What `typed` may become, as (name, title): beginnings first, then parts, then near misses."""
    word = typed.strip().casefold()

    def rank(item: tuple[str, str]) -> tuple[int, str]:
        name, title = item
        if name.startswith(word) or title.casefold().startswith(word):
            return 0, name
        return (1, name) if word in name or word in title.casefold() else (2, name)

    ranked = sorted(titles.items(), key=rank)
    found = [item for item in ranked if rank(item)[0] < 2][:limit]
    if not found and word:
        found = [(name, titles[name]) for name in near(word, titles, limit=limit)]
    return found


def by_level(content: Content, word: str = "") -> dict[str, list[AnyCard]]:
    """The cards under `beginner` … `modules`, each level ordered by subject and name.

    A word leaves those that have it in slug, title or questions, or in the name of their level or subject.
    """
    texts = content.texts.topics
    wanted = word.strip().casefold()
    groups: dict[str, list[AnyCard]] = {level: [] for level in (*(level.value for level in Level), "modules")}
    for card in content.cards.values():
        level = card.level.value if isinstance(card, Topic) else "modules"
        places = (level, texts.levels[level], card.group, texts.subject(card.group))
        searched = (*places, card.slug, card.title, *card.questions)
        if not wanted or any(wanted in text.casefold() for text in searched):
            groups[level].append(card)
    subjects = list(texts.subjects)

    def order(card: AnyCard) -> tuple[int, str, str]:
        known = card.group in subjects
        return subjects.index(card.group) if known else len(subjects), card.group, card.slug

    return {level: sorted(cards, key=order) for level, cards in groups.items() if cards}
