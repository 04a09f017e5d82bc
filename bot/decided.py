"""A decision → the reply that carries it out; None is silence."""

from bot import catalogue, compose, go_on
from bot.content.schema import Content
from bot.reply import Reply, Text
from bot.search.aside import aside, nearest_aside
from bot.search.decide import Abstain, Answer, Because, Decision, DidYouMean
from bot.search.question import Question


def reply_to(decision: Decision, question: Question, content: Content) -> Reply | None:
    """What to say; what was overheard is answered only when sure, with a card that may be shown unasked."""
    sure = isinstance(decision, Answer) and content.cards[decision.match.topic].passive
    if question.overheard and not sure:
        return None
    match decision:
        case Answer():
            return _answer(decision, question, content)
        case DidYouMean():
            return _offer(decision, question, content)
        case Abstain(_, Because.THANKS):
            return Reply((Text(content.texts.ask.thanks),))
        case Abstain(_, Because.SMALL_TALK):
            return Reply((Text(content.texts.ask.small_talk),))
        case Abstain():
            return _nothing(decision, content)


def _answer(decision: Answer, question: Question, content: Content) -> Reply:
    card = catalogue.answering(content.cards[decision.match.topic], content)
    if decision.goes_on:
        return go_on.reply(card, question.text, content)
    if answer := aside(card, question.text):
        return compose.follow_up_reply(card, answer, content)
    return compose.card_reply(card, content, decision.others)


def _nothing(decision: Abstain, content: Content) -> Reply:
    if decision.because is Because.NAMES_NOTHING:
        return Reply((Text(content.texts.ask.names_nothing),))
    if (card := content.cards.get(decision.aside_of)) is not None:
        return go_on.nothing(card, decision.worth_offering, content)
    return compose.nothing(decision.worth_offering, content)


def _offer(decision: DidYouMean, question: Question, content: Content) -> Reply:
    card = content.cards.get(decision.aside_of)
    if card is not None and (answer := nearest_aside(card, question.text)):
        return go_on.or_these(card, answer, decision.matches, content)
    return compose.did_you_mean(decision.matches, content)
