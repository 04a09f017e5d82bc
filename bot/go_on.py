"""What to say when a talk goes on about the answer just given: the part of its card that was asked for."""

from collections.abc import Sequence
from dataclasses import replace

from packaging.specifiers import SpecifierSet

from bot import compose, module_page
from bot.content.prose import beginning, flow
from bot.content.schema import AnyCard, Content, Example, ModuleCard, Topic
from bot.content.texts.learners import AskTexts
from bot.explain.explanation import Explanation
from bot.reply import Part, Reply, Text
from bot.search.aside import nearest_aside
from bot.search.decide import Match
from bot.search.talk import Wish, asks_for_another, wish_of

SENTENCES = 2
MOST_ASKS = 5


def reply(card: AnyCard, text: str, content: Content) -> Reply:
    """What the card says of it; where that is unclear, what else can be asked about the card."""
    wish = wish_of(text)
    words = nearest_aside(card, text) or _words(card, wish, content)
    if words:
        return compose.follow_up_reply(card, words, content)
    if wish is Wish.SIMPLER:
        return _simpler(card, content)
    if wish in (Wish.EXAMPLE, Wish.HOW) and card.examples:
        another = asks_for_another(text) and len(card.examples) > 1
        return _example(card, card.examples[1 if another else 0], content)
    return _what_else(card, content)


def or_these(card: AnyCard, answer: str, matches: Sequence[Match], content: Content) -> Reply:
    """The card's short answer, and the topics that may be meant instead."""
    short = compose.follow_up_reply(card, answer, content)
    offered = compose.choices((match.topic for match in matches), content)
    return replace(short, parts=(*short.parts, Text(content.texts.ask.or_these)), choices=offered)


def nothing(card: AnyCard, nearest: Sequence[Match], content: Content) -> Reply:
    """No answer, said plainly, and what else can be asked about the card, which the talk is about."""
    texts = content.texts.ask
    regret = compose.nothing(nearest, content)
    if not card.follow_ups:
        return regret
    closest = (Text(texts.closest),) if regret.choices else ()
    return replace(
        regret, parts=(Text(texts.nothing), Text(_asks(card, texts.people_ask, content)), *closest)
    )


def _words(card: AnyCard, wish: Wish | None, content: Content) -> str:
    match wish, card:
        case Wish.VERSION, _:
            return _versions(card, content)
        case Wish.REASON, Topic():
            return card.why
        case Wish.REMEDY, Topic():
            return f"{card.answer}\n\n{content.texts.ask.mistake.format(text=flow(card.mistake))}"
        case _:
            return ""


def _example(card: AnyCard, example: Example, content: Content) -> Reply:
    """The example with its proved output: to go on talking runs nothing."""
    prints = Text(content.texts.ask.prints.format(name=example.name))
    shown: tuple[Part, ...] = (prints, *compose.proved(example, content.texts.run))
    return compose.example_reply(card, example, shown, Explanation(), content)


def _simpler(card: AnyCard, content: Content) -> Reply:
    short = Text(content.texts.ask.in_short.format(text=beginning(flow(card.answer), SENTENCES)))
    if not card.examples:
        return replace(compose.card_reply(card, content), parts=(short,))
    example = _example(card, card.examples[0], content)
    return replace(example, parts=(short, *example.parts[1:]))


def _versions(card: AnyCard, content: Content) -> str:
    facts = [module_page.facts(card, content.texts.module)] if isinstance(card, ModuleCard) else []
    return "\n".join([*facts, _holds_for(card.python, content.texts.ask)])


def _holds_for(versions: str, texts: AskTexts) -> str:
    (first, *others) = SpecifierSet(versions)
    if first.operator == ">=" and not others:
        return texts.since.format(version=first.version)
    return texts.versions.format(versions=f"`{versions}`")


def _what_else(card: AnyCard, content: Content) -> Reply:
    """The follow-ups the card has an answer to; without any, the card itself."""
    if not card.follow_ups:
        return compose.card_reply(card, content)
    return compose.follow_up_reply(card, _asks(card, content.texts.ask.go_on, content), content)


def _asks(card: AnyCard, heading: str, content: Content) -> str:
    lines = [heading.format(title=card.title)]
    lines += [f"- {follow_up.asks[0]}" for follow_up in card.follow_ups[:MOST_ASKS]]
    if card.examples:
        lines.append(content.texts.ask.example.format(name=card.examples[0].name))
    return "\n".join(lines)
