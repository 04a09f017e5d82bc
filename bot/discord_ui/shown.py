"""Makes text safe to show on Discord: nothing gets out of its block, pings, links to a server, or hides.

Only the shown copy is changed. Whoever shows an output attaches the exact bytes when the two differ.
"""

import re
from dataclasses import dataclass

from bot.reply import Output

SHOWN_LINES = 15
SHOWN_CHARACTERS = 900
HEAD_LINES = 4
"""Lines kept of a long traceback's beginning; the other lines are its end, which names the error."""
HEAD_CHARACTERS = 300

FENCE = "```"
_GAP = "⋯"
_CUT = "…"
_SPLIT = "\u200b"
_TRACEBACK = "Traceback (most recent call last):"
_BACKTICKS = re.compile(r"`(?=`)")
_MENTION = re.compile(r"@(?=everyone|here)|<(?=[@#][!&]?\d)", re.IGNORECASE)
_INVITE = re.compile(r"discord(?:app)?(?=\.(?:gg|com/+invite|me|io|li)\b)", re.IGNORECASE)
# Control characters but line break and tab, marks that turn the direction of text, halves of characters.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# In code and output, what nobody sees as well; the two joiners stay, because emoji and scripts need them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff]"
)
_CODE_OR_LINK = re.compile(r"(```.*?(?:```|\Z)|``[^`].*?``|`[^`\n]+`|<?https?://\S+)", re.DOTALL)
_LONG_FENCE = re.compile(r"`{4,}")
_DUNDER = re.compile(r"(?<![\w\\])__(\w+?)__(?!\w)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of an output that is shown, how many of its lines that is, and whether nothing is missing."""

    text: str
    lines: int
    of_lines: int
    exact: bool


def harmless(text: str) -> str:
    """The text with pings and invite links made dead; what is seen stays the same."""
    for live in (_MENTION, _INVITE):
        text = live.sub(lambda found: found[0] + _SPLIT, text)
    return text


def prose(markdown: str) -> str:
    """Curated Markdown without what Discord would misread, whoever's words are in it."""
    markdown = _LONG_FENCE.sub(FENCE, _CONTROL.sub(_escape, markdown.strip()))
    if markdown.count(FENCE) % 2:
        markdown += f"\n{FENCE}"
    parts = _CODE_OR_LINK.split(markdown)
    parts[::2] = [_DUNDER.sub(r"\\_\\_\1\\_\\_", part) for part in parts[::2]]
    return harmless("".join(parts))


def code(source: str) -> str:
    """Source or output as it can stand in a block: it cannot end the block, and every character shows."""
    return _BACKTICKS.sub("`" + _SPLIT, harmless(_UNSEEN.sub(_escape, source)))


def fenced(shown: str, language: str = "") -> str:
    """A block around text that went through `code`."""
    return f"{FENCE}{language}\n{shown or ' '}\n{FENCE}"


def excerpt(output: Output) -> Excerpt:
    """What to show of an output: its first lines, or the beginning and the end of a traceback."""
    text = output.text
    if text and not text.strip():
        blank = text.replace("\n", "\\n")[:SHOWN_CHARACTERS]
        return Excerpt(blank, text.count("\n"), text.count("\n"), exact=False)
    lines = text.removesuffix("\n").split("\n")
    head = _fitting(lines, SHOWN_LINES, SHOWN_CHARACTERS)
    if len(head) < len(lines) and _TRACEBACK in text:
        head = _fitting(lines, HEAD_LINES, HEAD_CHARACTERS)
        tail = _fitting(lines[::-1], SHOWN_LINES - len(head), SHOWN_CHARACTERS - sum(map(len, head)))
        shown = [*head, _GAP, *tail[::-1]]
        return Excerpt("\n".join(shown), len(head) + len(tail), len(lines), exact=False)
    shown_text = "\n".join(head)
    exact = shown_text.encode() == output.exact.removesuffix(b"\n") and shown_text == shown_text.strip("\n")
    return Excerpt(shown_text, len(head), len(lines), exact)


def _fitting(lines: list[str], count: int, characters: int) -> list[str]:
    """The first lines, made safe, that are together no longer than this; at least one, cut if it must be."""
    fitting: list[str] = []
    for line in lines[:count]:
        shown = code(line[: characters + 1])
        if not fitting and len(shown) > characters:
            return [shown[: characters - 1] + _CUT]
        characters -= len(shown) + 1
        if characters < 0:
            break
        fitting.append(shown)
    return fitting


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
