"""Tells thanks, small talk and what goes on about the last answer from questions of their own."""

import re
from enum import Enum, auto

from bot.search.lexicon import NODS
from bot.search.plain import POINTING, is_light, plain_words

_THANKS = re.compile(
    r"\b(?:thanks?|thank (?:you|u)|thx|tysm|ty|tyvm|cheers|much appreciated)\b"
    r"|\b(?:merci|danke|gracias|obrigad[oa])\b"
    r"|\b(?:that|this|it) (?:really )?(?:helped|did it|works? now|worked)\b"
    r"|^\W*(?:(?:never ?mind|nvm)\W+)?(?:(?:i )?(?:got|get) it|(?:that |it )?makes sense"
    r"|(?:never ?mind|nvm)|(?:i )?figured it out|it works|solved(?: it)?)\b\W*(?:now|then|bye)?\W*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|howdy|yo|sup|greetings|good (?:morning|afternoon|evening|day))\b"
    r"(?:\W+(?:again|there|all|everyone|everybody|guys|bot|modulo)\b)*\W*",
    re.IGNORECASE,
)
_ABOUT_THE_BOT = re.compile(
    r"(?:(?:hey|hi|hello|so|and|ok)\W+)*(?:"
    r"how (?:are|r) (?:you|u)(?: doing)?(?: today)?|how(?:['’]?s| is) it going|what(?:['’]?s| is) up|wass?up"
    r"|(?:who|what) (?:exactly )?(?:are|r) (?:you|u)|who (?:made|built|wrote|created) (?:you|u|this bot)"
    r"|what(?:['’]?s| is) your name|what can (?:you|u|this bot) do|(?:are|r) (?:you|u) (?:an? )?(?:real |ro)?"
    r"(?:bot|ai|human|person|there|alive|chatgpt|gpt)(?: or .{1,20})?)[\s?!.]*",
    re.IGNORECASE,
)
_NOT_A_SUBJECT = re.compile(
    r"\b(?:every|each|this|that|the (?:next|first|last|same)|one) time\b|\bwhat for\b"
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|then|what about|how about|what if|also|ok so)\b"
    r"|\b(?:it|its|that|this|those|these|them|one|ones|inside|instead|again|there|else)\b\W*(?:\w+\W*){0,2}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ANOTHER = frozenset({"another", "other", "more", "different", "second", "next", "else"})
_POINTING = POINTING | {"it", "there"}
MOST_WORDS_OF_THANKS = 9
MOST_WORDS_OF_A_FOLLOW_UP = 10


class Talk(Enum):
    """What kind of message it is; MORE names no subject of its own, so it goes on about the last one."""

    QUESTION = auto()
    THANKS = auto()
    SMALL_TALK = auto()
    MORE = auto()


class Wish(Enum):
    """What somebody would like to hear more of."""

    EXAMPLE = auto()
    VERSION = auto()
    SIMPLER = auto()
    REMEDY = auto()
    REASON = auto()
    HOW = auto()
    SOMETHING = auto()


_WISHES: tuple[tuple[Wish, re.Pattern[str]], ...] = tuple(
    (wish, re.compile("|".join(patterns)))
    for wish, patterns in (
        (
            Wish.EXAMPLE,
            (
                r"\b(?:examples?|samples?)\b",
                r"^(?:can you |you )?(?:run|try|execute|show) (?:me )?(?:it|that|this|how)\b",
            ),
        ),
        (
            Wish.VERSION,
            (
                r"^(?:in )?(?:which|what|since|from which) .*\bversions?\b",
                r"^(?:which |what )?versions?$",
                r"^since when\b",
            ),
        ),
        (
            Wish.SIMPLER,
            (
                r"\bsimple|\beas(?:y|ier)\b|\bclearer\b|\bconfus|\blost\b|\benglish\b|\bplain\b|\bslowly\b",
                r"\bnot (?:really |quite )?(?:get|understand|follow)\b|\bno idea\b",
                r"\bexplain|\bwhat do you mean\b|^(?:what|huh|wait what|more|go on|tell me more)$",
            ),
        ),
        (
            Wish.REASON,
            (
                r"^(?:really )?why\b|^how (?:come|so)\b|^really$|^what for$",
                r"^what (?:is|was) the (?:point|reason|purpose|use|idea)\b",
            ),
        ),
        (
            Wish.REMEDY,
            (
                r"\b(?:fix|solve|avoid|prevent|stop|instead|alternatives?|wrong|(?:other|another) ways?)\b",
                r"\bwhat (?:else )?(?:should|can|do|could) i (?:do|use)\b|\bwhat else\b",
            ),
        ),
        (Wish.HOW, (r"^how(?: (?:do|can|to|would|should|does)\b.*)?$",)),
    )
)


def talk_of(text: str) -> Talk:
    """What kind of message this is, by its form alone."""
    words = _WORD.findall(text)
    if not words or _GREETING.fullmatch(text.strip()) or _ABOUT_THE_BOT.fullmatch(text.strip()):
        return Talk.SMALL_TALK
    if "?" not in text and len(words) <= MOST_WORDS_OF_THANKS and (_THANKS.search(text) or _nods(words)):
        return Talk.THANKS
    return Talk.QUESTION if wish_of(text) is None else Talk.MORE


def wish_of(text: str) -> Wish | None:
    """What a message would like to hear more of; None when it names a subject of its own."""
    said = _NOT_A_SUBJECT.sub(lambda found: found[0].replace("time", ""), " ".join(plain_words(text)))
    if not all(is_light(word) for word in said.split()):
        return None
    return next((wish for wish, pattern in _WISHES if pattern.search(said)), Wish.SOMETHING)


def asks_for_another(text: str) -> bool:
    """Whether a message that wishes for an example has seen one."""
    return not _ANOTHER.isdisjoint(plain_words(text))


def points_back(text: str) -> bool:
    """Whether a short message stands on what was said before: "can I delete it?", "and on Windows?"."""
    words = _WORD.findall(text.casefold())
    points = not _POINTING.isdisjoint(words) or words[:1] == ["and"]
    return points and len(words) <= MOST_WORDS_OF_A_FOLLOW_UP


def leans_on_the_talk(text: str) -> bool:
    """Whether a short question says by its form that it goes on from what was said: "and in a package?"."""
    return len(_WORD.findall(text)) <= MOST_WORDS_OF_A_FOLLOW_UP and _CONTINUES.search(text) is not None


def _nods(words: list[str]) -> bool:
    return all(word.casefold() in NODS for word in words)
