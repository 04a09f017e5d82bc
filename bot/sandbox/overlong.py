"""Asked of a stranger's source before Python's parser is: does it hold a name that takes too long to read?"""

import re

MAX_PARTS = 200
"""Parts of a dotted name. Python takes time by the square of its length: two seconds for 60 KB."""
_GAP = r"(?:[ \t\f]|\\\r?\n)*+"
_PART = r"[\w\x80-\U0010ffff]"  # a name may have marks in it that are no letters
_DOTTED = re.compile(rf"(?<!{_PART}){_PART}++(?:{_GAP}\.{_GAP}{_PART}++)++")


def overlong_name(source: str) -> int | None:
    """The line where a dotted name begins that takes too long to read; None if there is none."""
    for found in _DOTTED.finditer(source):
        if found[0].count(".") >= MAX_PARTS:
            return source.count("\n", 0, found.start()) + 1
    return None
