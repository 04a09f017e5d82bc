"""Takes a text apart into the words search counts: names as written and by part, stems, forms of import.

Questions and content go through the same door, so that both say the same thing in the same terms.
A term in angle marks, like `‹from-import›`, stands for something seen in code rather than for a word.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.search.forms import forms
from bot.search.lexicon import PACKAGES, STOP
from bot.search.stem import stem

MAX_TEXT = 4000
"""Characters of a message that are read; the rest of a longer one is left out."""

Mend = Callable[[str], str]
"""A lower-case word as written → the word that was meant."""

_TOKEN = re.compile(
    r"""
    (?P<dunder>_{1,3}[A-Za-z]\w*?_{1,3}(?:\.py\b|(?![A-Za-z0-9])))
  | (?P<other>\b(?:[cC]\+\+|[cC]\#|[fF]\#|\.NET\b|[nN]ode\.js))
  | (?P<dotted>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)
  | (?P<suffix>\.(?:py[cdowi]?|pth|so|dll|exe|zip|whl|egg|toml|cfg)\b)
  | (?P<flag>(?<![\w-])--?[A-Za-z][\w-]*)
  | (?P<version>\d+(?:\.\w+)*)
  | (?P<word>[^\W\d]\w*(?:'[a-z]+)?)
  | (?P<dots>(?<![\w.])\.{1,3}(?=[\w\s]))
  | (?P<star>(?<![*\w])\*(?!\*))
    """,
    re.VERBOSE,
)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PYTHON = re.compile(r"(?:i?python|py)-?(\d(?:\.\d+)*)", re.IGNORECASE)
_DUNDERS = frozenset(
    {"init", "main", "name", "all", "file", "import", "future", "path", "package", "getattr"}
)
"""Dunders of which the bare word says as much."""
_SHELLS = frozenset({"sh", "bat", "cmd", "ps1"})
"""Endings of scripts that are spoken of by their bare name."""
PART = 0.4
"""What a part of a name counts against the whole name."""
SOME_PACKAGE = "‹package›"
"""Stands for any package that has to be installed."""


@dataclass(slots=True)
class Word:
    """One word as written, with the terms it can be found by: the whole first, then its parts.

    Not frozen only because tens of thousands are made while an index is built.
    """

    written: str
    terms: tuple[str, ...]
    is_stop: bool = False
    """Whether it counts neither for nor against a topic."""
    counts: tuple[tuple[str, float], ...] = ()
    """Each term with what it counts: the whole 1, a part less; of a package, that it is one counts most."""

    def __post_init__(self) -> None:
        if len(self.terms) == 1 and self.written.lower() not in PACKAGES:
            self.counts = ((self.terms[0], 1.0),)
            return
        terms = dict.fromkeys(self.terms)
        if self.written.lower() in PACKAGES:
            terms = {SOME_PACKAGE: None, **terms}
        self.counts = tuple((term, PART if number else 1.0) for number, term in enumerate(terms))


class Phrase(NamedTuple):
    """The words of a text, their whole forms and each two of these that stand side by side."""

    words: Sequence[Word]
    heads: Sequence[str]
    pairs: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Phrase":
        """Pair the words."""
        heads = [word.terms[0] for word in words]
        return cls(words, heads, [f"{first} {second}" for first, second in pairwise(heads)])


class Reader:
    """Reads texts, with the synonyms of the content and, for questions, a mender of misspelt words."""

    def __init__(self, synonyms: Mapping[str, str], *, mend: Mend | None = None) -> None:
        self._mend: Mend | None = None  # what is written in the synonyms is meant as it stands
        self._synonyms = _Branch()
        for written, meant in synonyms.items():
            branch = self._synonyms
            for word in self._plainly(written):
                branch = branch.longer.setdefault(word.terms[0], _Branch())
            branch.meant = tuple(stem(part) for part in meant.lower().split())
        self._mend = mend

    def read(self, text: str) -> list[Word]:
        """Every word of the text in order, then the forms of import found in it."""
        text = text[:MAX_TEXT].replace("’", "'")
        words = self._with_synonyms(self._plainly(text))
        words.extend(Word(written, (term,)) for written, term in forms(text))
        return words

    def _plainly(self, text: str) -> list[Word]:
        if self._mend is None:
            *pieces, last = text.split() or [""]
            return [word for piece in pieces for word in _pieces(piece, " ")] + list(_pieces(last, ""))
        return list(_found(text, self._mended))

    def _mended(self, written: str) -> str:
        if self._mend is None or "_" in written:
            return written
        lower = written.lower()
        meant = self._mend(lower)
        return written if meant == lower else meant

    def _with_synonyms(self, words: list[Word]) -> list[Word]:
        first = self._synonyms.longer
        heads = [word.terms[0] for word in words]
        if first.keys().isdisjoint(heads):
            return words
        found: list[Word] = []
        position = 0
        while position < len(words):
            length, meant = _longest(heads, position, first) if heads[position] in first else NOTHING
            if not length:
                found.append(words[position])
                position += 1
                continue
            written = " ".join([word.written for word in words[position : position + length]])
            found += _synonym(written, meant)
            position += length
        return found


NOTHING: tuple[int, tuple[str, ...]] = (0, ())
"""No words, no meaning."""


@lru_cache(maxsize=8192)
def _synonym(written: str, meant: tuple[str, ...]) -> tuple[Word, ...]:
    return tuple(Word(written, (term,), is_stop=term in STOP) for term in meant)


class _Branch:
    """What the synonyms that begin with the same words mean, and how they go on."""

    __slots__ = ("longer", "meant")

    def __init__(self) -> None:
        self.longer: dict[str, _Branch] = {}
        self.meant: tuple[str, ...] = ()


def _longest(
    heads: Sequence[str], position: int, branches: Mapping[str, _Branch]
) -> tuple[int, tuple[str, ...]]:
    """How many words from here on are the longest synonym, and what it means; 0 if there is none."""
    found = NOTHING
    for place in range(position, len(heads)):
        branch = branches.get(heads[place])
        if branch is None:
            break
        if branch.meant:
            found = place - position + 1, branch.meant
        branches = branch.longer
    return found


def _found(text: str, mended: Mend | None = None) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup, match.group()
        if kind == "word":
            yield _plain(written if mended is None else mended(written))
        elif word := _special(kind, _mended_dunder(written, mended) if kind == "dunder" else written):
            yield word


def _mended_dunder(written: str, mended: Mend | None) -> str:
    """`__inti__` is `__init__`; a dunder that nobody knows may be one's own."""
    core = written.lower().removesuffix(".py").strip("_")
    if mended is None or core in _DUNDERS or (meant := mended(core)) not in _DUNDERS:
        return written
    return f"__{meant}__.py" if written.lower().endswith(".py") else f"__{meant}__"


@lru_cache(maxsize=32768)
def _pieces(written: str, after: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces; the content says the same ones again and again."""
    return (_plain(written),) if written.isalpha() else tuple(_found(written + after))


@lru_cache(maxsize=8192)
def _special(kind: str | None, written: str) -> Word | None:
    """Anything but a plain word; None for what says nothing."""
    match kind:
        case "dunder":
            return _dunder(written)
        case "version":
            return _version(written)
        case "dots" if len(written) != 2:
            return None
        case _:
            return Word(written, _special_terms(kind, written))


def _special_terms(kind: str | None, written: str) -> tuple[str, ...]:
    lower = written.lower()
    match kind:
        case "dotted":
            script, _, ending = lower.rpartition(".")
            return (stem(script),) if ending in _SHELLS else (lower, *_parts(written))
        case "suffix":
            return (stem(lower[1:]),)
        case "flag":
            return (lower if written.startswith("--") else written,)
        case "dots":
            return ("‹dots›",)
        case "star":
            return ("‹star›",)
        case _:
            return (lower,)


def _dunder(written: str) -> Word:
    """`__init__.py`, and what Markdown and haste make of it, are one word."""
    core = written.lower().removesuffix(".py").strip("_")
    name = f"__{core}__"
    if written.lower().endswith(".py"):
        return Word(written, (f"{name}.py", name))
    return Word(written, (name, core) if core in _DUNDERS else (name,))


def _version(written: str) -> Word | None:
    major = written.partition(".")[0]
    if major in {"2", "3"} and "." in written:
        return Word(written, (written.lower(), f"python{major}"))
    return Word(written, (written.lower(),)) if len(written) > 1 else None


@lru_cache(maxsize=32768)
def _plain(written: str) -> Word:
    if version := _PYTHON.fullmatch(written):
        return Word(written, (f"python{version.group(1)[0]}", "python"))
    lower = written.lower().removesuffix("'s")
    if lower in STOP:
        return Word(lower, (lower,), is_stop=True)
    if _has_parts(written):
        return Word(lower, (stem(lower), *_parts(written)))
    return Word(lower, (stem(lower),))


def _has_parts(written: str) -> bool:
    if "_" in written.strip("_"):
        return True
    return len(written) > 3 and not written.isupper() and not written[1:].islower()


def _parts(written: str) -> tuple[str, ...]:
    pieces = [
        piece.lower()
        for name in re.split(r"[._]+", written)
        if name
        for piece in ([name] if name.islower() or name.isupper() else [name, *_CAMEL.findall(name)])
    ]
    return tuple(dict.fromkeys(stem(piece) for piece in pieces if len(piece) > 1 and piece not in STOP))
