"""Curated prose is broken into lines to be read in an editor; shown, its lines flow together again."""

import re

_FENCE = "```"
_STARTS_A_LINE = re.compile(r"(?:[-*>#|]|\d+\.)\s|\|")


def flow(markdown: str) -> str:
    """Join the lines of each paragraph; blocks of code, lists and blank lines stay as they are."""
    lines: list[str] = []
    fenced = joins = False
    for line in markdown.strip().split("\n"):
        edge = line.lstrip().startswith(_FENCE)
        if joins and line.strip() and not edge and not _STARTS_A_LINE.match(line.lstrip()):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
        fenced ^= edge
        joins = not fenced and not edge and bool(line.strip())
    return "\n".join(lines)
