"""The whole way from a question to a decision."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from bot.content.schema import AnyCard, Content
from bot.search.aside import nearest_aside
from bot.search.decide import ELSEWHERE, Abstain, Answer, Because, Decision, DidYouMean, Match, decide
from bot.search.followup import Conversations
from bot.search.index import Index
from bot.search.question import Question
from bot.search.talk import Talk, Wish, leans_on_the_talk, points_back, talk_of, wish_of


class Search:
    """Words, index, follow-ups and decision together; the one door to this room."""

    def __init__(self, cards: Mapping[str, AnyCard], index: Index, conversations: Conversations) -> None:
        self.index = index
        self.conversations = conversations
        self._cards = cards
        self._neighbours = _neighbours(cards)

    @classmethod
    def build(cls, content: Content, *, conversations: Conversations | None = None) -> "Search":
        """Index the content; `conversations` carries the talks over a reload."""
        index = Index.build(content.cards, content.synonyms)
        return cls(content.cards, index, conversations or Conversations())

    def ask(self, question: Question) -> Decision:
        """Decide what the question is answered with, and remember it for what may be asked next."""
        talk = talk_of(question.text)
        match talk:
            case Talk.THANKS:
                return Abstain(because=Because.THANKS)
            case Talk.SMALL_TALK:
                return Abstain(because=Because.SMALL_TALK)
            case _:
                pass
        previous = None if question.overheard else self._previous(question)
        decision = self._decide(question, talk, previous)
        match decision:
            case Answer(match=best):
                self.conversations.remember(question, best.topic)
            # What is only offered does not take the talk away from where it was.
            case DidYouMean(matches=(best, *_)) if previous is None or _is_of_its_own(question.text):
                self.conversations.remember(question, best.topic)
            case _:
                pass
        return decision

    def _previous(self, question: Question) -> str | None:
        """The topic the talk is about; a reload may have taken it away."""
        previous = self.conversations.resolve(question)
        return previous if previous in self._cards else None

    def _decide(self, question: Question, talk: Talk, previous: str | None) -> Decision:
        if previous is not None:
            return self._go_on(question.text, talk, previous)
        decision = decide(self.index.search(question.text), overheard=question.overheard)
        if talk is Talk.MORE and isinstance(decision, Abstain):
            return replace(decision, because=Because.NAMES_NOTHING)
        return decision

    def _go_on(self, text: str, talk: Talk, previous: str) -> Decision:
        stays = Answer(Match(previous, 1.0, ()), goes_on=True)
        names_nothing = talk is Talk.MORE
        has_aside = (names_nothing or points_back(text)) and nearest_aside(self._cards[previous], text)
        if names_nothing and (has_aside or wish_of(text) in OF_THE_SAME):
            return stays
        leaning = LEANING_LIGHTLY if names_nothing else LEANING
        found = self.index.search(text, near=self._near(previous, text, leaning))
        if names_nothing:
            elsewhere = decide(found, overheard=False, addressed=ELSEWHERE)
            moves = isinstance(elsewhere, Answer) and elsewhere.match.topic in self._neighbours[previous]
            return elsewhere if moves else stays
        decision = decide(found, overheard=False)
        match decision:
            case Abstain() if has_aside:
                decision = stays
            case DidYouMean() if has_aside:
                decision = replace(decision, aside_of=previous)
            case Abstain() if points_back(text):
                decision = replace(decision, aside_of=previous)
            case _:
                pass
        return decision

    def _near(self, previous: str, text: str, leaning: float) -> Mapping[str, float]:
        """The neighbourhood of the talk's last topic, drawn closer when the question leans on it."""
        near = self._neighbours[previous]
        if leans_on_the_talk(text):
            return {slug: leaning * value for slug, value in near.items()}
        return near


OF_THE_SAME = frozenset({Wish.EXAMPLE, Wish.VERSION, Wish.SIMPLER})
"""Who wishes this means what was just said, whichever other topic has the same words."""
LEANING, LEANING_LIGHTLY = 3.2, 2.4
"""How much nearer the neighbours are to a question that points back; less where it names nothing else."""
SAME_TOPIC = 0.5
"""A follow-up asks for something new, so the neighbours are nearer than the topic itself."""
NAMED = 1.0
NAMED_BY = 0.7
SAME_GROUP = 0.3


def _is_of_its_own(text: str) -> bool:
    return not leans_on_the_talk(text) and not points_back(text)


def _neighbours(cards: Mapping[str, AnyCard]) -> dict[str, dict[str, float]]:
    """Topic → the topics a follow-up may move to, with how near they are."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for slug, card in cards.items():
        groups[card.group].append(slug)
    near = {slug: dict.fromkeys(groups[card.group], SAME_GROUP) for slug, card in cards.items()}
    for slug, card in cards.items():
        for other in card.see_also:
            if other in near:
                near[slug][other] = NAMED
                near[other][slug] = max(NAMED_BY, near[other].get(slug, 0.0))
    for slug in cards:
        near[slug][slug] = SAME_TOPIC
    return near
