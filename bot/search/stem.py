"""Brings the forms of an English word together, cautiously: `imports` and `imported`, never `important`."""

from functools import lru_cache

_IRREGULAR = {
    "ran": "run",
    "wrote": "writ",
    "written": "writ",
    "made": "mak",
    "found": "find",
    "built": "build",
    "broken": "break",
    "broke": "break",
    "hidden": "hid",
    "seen": "see",
    "saw": "see",
    "shown": "show",
    "given": "giv",
    "kept": "keep",
    "done": "do",
    "chose": "choos",
    "chosen": "choos",
    "better": "better",
    "note": "note",
    "installation": "install",
    "initialization": "initializ",
    "initialisation": "initializ",
    "initialise": "initializ",
    "initialised": "initializ",
    "organisation": "organiz",
    "organization": "organiz",
    "organise": "organiz",
    "string": "string",
    "nothing": "nothing",
    "missing": "miss",
    "thing": "thing",
    "during": "during",
    "need": "need",
    "embed": "embed",
    "shared": "shar",
    "speed": "speed",
}
_VOWELS = frozenset("aeiouy")
_KEPT_S = frozenset("suiao")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The common form of a lower-case word; not a word itself, only the same for related words."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = _without_plural(word)
    word = _without_ending(word)
    if word.endswith("ally"):
        word = word[:-4]
    elif word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("e") and not word.endswith("ee") else word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "ases", "uses", "ises", "oses")):
        return word[:-2]
    if word.endswith("s") and word[-2] not in _KEPT_S:
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and not _VOWELS.isdisjoint(rest):
            if rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            return rest
    return word
