"""Which changes are only a matter of wording, so small that their publisher needs nobody else."""

import re

from rapidfuzz.distance import Levenshtein

from bot.strict_yaml import Place, parse

SMALL = 0.10
"""The share of a file that may change."""
_PROSE = frozenset(
    {"title", "answer", "why", "mistake", "confused_with", "explanation", "goal", "what", "fix", "fix_here"}
)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def is_small_fix(before: bytes, after: bytes) -> bool:
    """Whether nothing but prose differs, none of it code, and at most a tenth of the file."""
    if Levenshtein.normalized_distance(before.decode(), after.decode()) > SMALL:
        return False
    return _without_prose(parse(before, "").value, ()) == _without_prose(parse(after, "").value, ())


def _without_prose(value: object, place: Place) -> object:
    """The document with its prose left out, but for the code in it."""
    match value:
        case str() if place and place[-1] in _PROSE:
            return _CODE.findall(value)
        case dict():
            return {key: _without_prose(inner, (*place, key)) for key, inner in value.items()}
        case list():
            return [_without_prose(inner, (*place, index)) for index, inner in enumerate(value)]
        case _:
            return value
