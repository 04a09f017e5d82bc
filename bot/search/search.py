"""The whole way from a question to a decision."""

from collections import defaultdict
from collections.abc import Mapping

from bot.content.schema import AnyCard, Content
from bot.search.decide import Abstain, Answer, Because, Decision, DidYouMean, Match, decide
from bot.search.followup import Conversations
from bot.search.index import Index
from bot.search.question import Question
from bot.search.talk import Talk, leans_on_the_talk, talk_of


class Search:
    """Words, index, follow-ups and decision together; the one door to this room."""

    def __init__(self, cards: Mapping[str, AnyCard], index: Index, conversations: Conversations) -> None:
        self.index = index
        self.conversations = conversations
        self._neighbours = _neighbours(cards)

    @classmethod
    def build(cls, content: Content, *, conversations: Conversations | None = None) -> "Search":
        """Index the content; `conversations` carries the talks over a reload."""
        index = Index.build(content.cards, content.synonyms)
        return cls(content.cards, index, conversations or Conversations())

    def ask(self, question: Question) -> Decision:
        """Decide what the question is answered with, and remember it for what may be asked next."""
        previous = self.conversations.resolve(question)
        if previous not in self._neighbours:  # a reload may have taken the topic away
            previous = None
        match talk_of(question.text):
            case Talk.THANKS:
                return Abstain(because=Because.THANKS)
            case Talk.SMALL_TALK:
                return Abstain(because=Because.SMALL_TALK)
            case Talk.MORE if previous is not None and not question.overheard:
                decision: Decision = Answer(Match(previous, 1.0, ()))
            case _:
                near = self._near(previous, question.text)
                decision = decide(self.index.search(question.text, near=near), overheard=question.overheard)
        match decision:
            case Answer(match=best) | DidYouMean(matches=(best, *_)):
                self.conversations.remember(question, best.topic)
            case _:
                pass
        return decision

    def _near(self, previous: str | None, text: str) -> Mapping[str, float]:
        """The neighbourhood of the talk's last topic, drawn closer when the question leans on it."""
        near = self._neighbours.get(previous, {}) if previous else {}
        if leans_on_the_talk(text):
            return {slug: LEANING * value for slug, value in near.items()}
        return near


LEANING = 2.4
SAME_TOPIC = 0.5
"""A follow-up asks for something new, so the neighbours are nearer than the topic itself."""
NAMED = 1.0
NAMED_BY = 0.7
SAME_GROUP = 0.3


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
