"""Tells thanks, small talk and "more of the same" from questions."""

import re
from enum import Enum, auto

_THANKS = re.compile(
    r"\b(?:thanks?|thank (?:you|u)|thx|tysm|ty|cheers|much appreciated|merci|danke|gracias|obrigad[oa])\b"
    r"|\b(?:that|this|it) (?:really )?(?:helped|did it|works? now|worked)\b"
    r"|^\W*(?:(?:ok|okay|ah|oh|yes|great|nice|cool)\b\W*)*"
    r"(?:(?:i )?got it|(?:that )?makes sense|perfect|brilliant|awesome|great|it works)\b\W*"
    r"(?:now|then|bye)?\W*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day))\b"
    r"(?:\W+(?:there|all|everyone|everybody|bot|modulo)\b)?\W*",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:(?:but|and|so|ok|okay|hm+|er+|i)\b[\s,]*)*(?:"
    r"why(?: is that| not| so)?|how so|how come|really|huh|what|what do you mean"
    r"|more|go on|tell me more|simpler"
    r"|(?:can|could|would) you (?:please )?(?:explain|show|give)\b.{0,40}"
    r"|(?:please )?(?:explain|say|put) (?:(?:it|that|this) )?"
    r"(?:again|simpler|more simply|differently|better|in (?:simple|other|plain) (?:words|terms)).{0,20}"
    r"|(?:do not|don'?t|didn'?t|still don'?t) (?:understand|get it|get that|follow).{0,40}"
    r"|(?:show|give)(?: me)? (?:an?|another|one more|more|some) (?:example|sample|code|detail)s?.{0,20}"
    r"|(?:(?:an?|another|one more|any|more) )?examples?"
    r"|(?:run|try) (?:it|that|this)"
    r"|(?:in )?(?:which|what) (?:python )?versions?(?: is that| of python| has (?:that|this|it)| do i need)?"
    r"|since when|since which (?:python )?version|(?:which|what) python version (?:has|is) (?:that|this|it)"
    r")[\s?!.…]*",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|then|what about|how about|what if|also|ok so)\b"
    r"|\b(?:it|its|that|this|those|these|them|one|ones|inside|instead|again|there|else)\b\W*(?:\w+\W*){0,2}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_WORDS_OF_THANKS = 9
MOST_WORDS_OF_A_FOLLOW_UP = 10


class Talk(Enum):
    """What kind of message it is."""

    QUESTION = auto()
    THANKS = auto()
    SMALL_TALK = auto()
    MORE = auto()


def talk_of(text: str) -> Talk:
    """What kind of message this is, by its form alone."""
    words = _WORD.findall(text)
    if not words or _GREETING.fullmatch(text.strip()):
        return Talk.SMALL_TALK
    if _THANKS.search(text) and len(words) <= MOST_WORDS_OF_THANKS and "?" not in text:
        return Talk.THANKS
    if _MORE.fullmatch(text.strip()):
        return Talk.MORE
    return Talk.QUESTION


def leans_on_the_talk(text: str) -> bool:
    """Whether a short question says by its form that it goes on from what was said: "and in a package?"."""
    return len(_WORD.findall(text)) <= MOST_WORDS_OF_A_FOLLOW_UP and _CONTINUES.search(text) is not None
