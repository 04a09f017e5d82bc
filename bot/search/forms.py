"""The forms of import statements, and of what is written about them, wherever a text has them."""

import re
from collections.abc import Iterator

from bot.search.lexicon import NAMES

_IDENTIFIER = r"[^\W\d][\w.]*"
_ELLIPSIS = r"(?:\.{2,3}|…|<\w+>)"
# Possessive where blanks or dots meet, so that they are divided in one way only.
_FORMS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (f"‹{name}›", sign, re.compile(pattern, re.IGNORECASE))
    for name, sign, pattern in (
        ("from-import", "from", rf"\bfrom\s++(?:(?:{_IDENTIFIER}|{_ELLIPSIS}|\.+[\w.]*)\s*+)?import\b"),
        ("import-as", " as", rf"\bimport\s++(?:(?:{_IDENTIFIER}|{_ELLIPSIS})\s*+)?\bas\b"),
        ("from-import-as", " as", rf"\bfrom\s+\S+\s+import\s+(?:{_IDENTIFIER}|{_ELLIPSIS})\s+as\b"),
        ("import-star", "*", r"\bimport\s*+[\"'`(]{0,2}\s*+\*|\*\s*imports?\b"),
        ("import-star", "star", r"\bstar[- ]imports?\b"),
        ("import-star", "wildcard", r"\bwildcard[- ]imports?\b"),
        ("relative", "from", r"\bfrom\s++(?:\.{1,2}|\.++\s*+\w[\w.]*+)\s++import\b"),
        (
            "import-this",
            "this",
            r"\bimport this\b(?! \w)|[\"'“‘`]this[\"'”’`] module|\bmodule [\"'“‘`]this\b",
        ),
        ("import-this", "antigravity", r"\bimport antigravity\b(?! \w)"),
        ("if-main", "main", r"\bif\s+\(?_*name_*\s*={1,2}\s*[\"'“‘`]*_*main_*"),
    )
)
"""Term, what a text must have in lower case so that looking closer is worth it, the form itself."""
_NO_ATTRIBUTE = re.compile(r"module ['\"]?(?P<module>[\w.]+)['\"]? has no attribute ['\"]?(?P<name>\w+)")
"""When the standard module does have the name, the learner's own file is in its place."""


def forms(text: str) -> Iterator[tuple[str, str]]:
    """Each form found in the text, as it is written and as a term."""
    lower = text.lower()
    error = _NO_ATTRIBUTE.search(text) if "attribute" in lower else None
    if error and error["name"] in NAMES.get(error["module"], ()):
        yield error.group(), "‹hidden-module›"
    if "import" in lower or "main" in lower or "this" in lower:
        for term, sign, pattern in _FORMS:
            if sign in lower and (found := pattern.search(text)):
                yield found.group(), term
