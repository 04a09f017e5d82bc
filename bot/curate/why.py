"""Why a question is answered as it is: which words spoke for which topic."""

from collections.abc import Iterator

from bot.content.texts.members import WhyTexts
from bot.library import Snapshot
from bot.quote import inline
from bot.reply import Choice, Reply, Text
from bot.search.decide import Abstain, Answer, Decision, DidYouMean, Match
from bot.search.index import Index
from bot.search.question import Question

MOST_TOPICS = 5
MOST_WORDS = 8


def why_reply(text: str, snapshot: Snapshot) -> Reply:
    """What is decided on the question outside of any talk, and what each word counted for which topic."""
    texts = snapshot.content.texts.why
    decision = snapshot.search.ask(Question(text))
    nearest = decision.matches[:MOST_TOPICS]
    lines = [_decided(decision, texts)]
    lines += [_line(match, text, snapshot.search.index, texts) for match in nearest]
    offered = tuple(Choice(match.topic, match.topic) for match in nearest[:1])
    return Reply((Text("\n".join([texts.heading.format(question=inline(text)), *lines])),), choices=offered)


def _decided(decision: Decision, texts: WhyTexts) -> str:
    match decision:
        case Answer(match=best):
            return texts.answer.format(topic=best.topic)
        case DidYouMean():
            return texts.offer
        case Abstain(nearest=()):
            return texts.nothing_near
        case Abstain():
            return texts.nothing


def _line(match: Match, text: str, index: Index, texts: WhyTexts) -> str:
    words = ", ".join(_counted(index.explain(text, match.topic)))
    return texts.line.format(score=f"{match.score:.2f}", topic=match.topic, words=words or "–")


def _counted(shares: list[tuple[str, float]]) -> Iterator[str]:
    for word, share in shares[:MOST_WORDS]:
        yield f"{inline(word, limit=40)} {share:.0%}"
