"""What of a pasted traceback or program says which topic is meant: its errors and its imports."""

import re

_FENCE = re.compile(r"`{3,}|~{3,}")
_FRAME = re.compile(r'^\s*File "[^"\n]*", line \d+')
_NOISE = re.compile(r"^\s*(?:Traceback \(most recent call last\):|[\^~\s]+|\[Previous line repeated .*)$")
_TELLS = re.compile(r"\bimport\b|__\w+__|Error\b|Exception\b|Warning\b|^\s*(?:pip|python3?|py) ")
LONG_CODE = 3
"""Lines of code that are read as they are; of longer code only the telling lines are."""


def essence(text: str) -> str:
    """The text without the frames of tracebacks and without the lines of long code that tell nothing."""
    if "```" in text or "~~~" in text:
        pieces = _FENCE.split(text)
        text = "\n".join(_telling(piece) if number % 2 else piece for number, piece in enumerate(pieces))
    return _without_frames(text) if 'File "' in text else text


def _telling(code: str) -> str:
    lines = code.splitlines()
    if lines and lines[0].strip().isalnum():  # the language's name behind the fence
        lines = lines[1:]
    if len(lines) > LONG_CODE:
        lines = [line for line in lines if _TELLS.search(line) or _FRAME.match(line)]
    return "\n".join(lines)


def _without_frames(text: str) -> str:
    kept = []
    in_frame = False
    for line in text.splitlines():
        if _FRAME.match(line):
            in_frame = True
        elif in_frame and line.startswith("    "):
            if "import" in line:
                kept.append(line)
        elif not _NOISE.match(line):
            in_frame = False
            kept.append(line)
    return "\n".join(kept)
