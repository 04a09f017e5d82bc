"""Graph → DOT, the language of Graphviz.

Every word goes through `quoted`, and everything else is written here: no word can add a node, an attribute,
a link or a file.
"""

import re
from collections.abc import Iterator, Mapping

from bot.draw.graph import Graph, Kind, Mark, Node
from bot.quote import bare

FONT = "Noto Sans"
MAX_TITLE = 40
MAX_LABEL = 22
MAX_LINE = 30
MAX_ARROW = 16
MAX_LINES = 8

# What the font has, apart from marks that join other characters; anything else shows as its number.
_UNKNOWN = re.compile(
    "[^ -~\u00a1-\u00ac\u00ae-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u1e00-\u1eff\u2013\u2014\u2018-\u201e\u2026]"
)

_HEAD = f"""\
bgcolor=transparent pad=0.2 nodesep=0.25 ranksep=0.4
labelloc=t fontname="{FONT}" fontsize=12 fontcolor="#b5bac1"
node [shape=box style="rounded,filled" fontname="{FONT}" fontsize=15 fontcolor="#ffffff"
      penwidth=1.5 margin="0.2,0.08" height=0.4]
edge [fontname="{FONT}" fontsize=13 penwidth=1.6 arrowsize=0.8]
"""
_FRAME = (
    'style="rounded,filled" color="#4e5058" fillcolor="#232428" fontcolor="#b5bac1" fontsize=12 '
    "margin=12 labeljust=l"
)
_KINDS: Mapping[Kind, str] = {
    Kind.START: 'color="#5865f2" fillcolor="#5865f2"',
    Kind.YOURS: 'color="#7983f5" fillcolor="#343a66"',
    Kind.STANDARD: 'color="#6d6f78" fillcolor="#3f4147"',
    Kind.INSTALLED: 'color="#45a37f" fillcolor="#263f37"',
    Kind.MISSING: 'color="#f0b232" fillcolor="#4a4024"',
    Kind.NAME: 'color="#7983f5" fillcolor="#343a66"',
    Kind.VALUE: 'color="#6d6f78" fillcolor="#3f4147"',
    Kind.MORE: 'color="#6d6f78" fillcolor="#2b2d31" style="rounded,filled,dashed"',
}
_MARKED: Mapping[Mark, str] = {
    Mark.PLAIN: "",
    Mark.FAINT: 'color="#80848e" fillcolor="#2b2d31" fontcolor="#b5bac1" style="rounded,filled,dashed"',
    Mark.WARNING: 'color="#f0b232" fillcolor="#4a4024" style="rounded,filled,dashed" penwidth=2.2',
    Mark.FAILURE: 'color="#fa5b5f" fillcolor="#5c2326" style=filled peripheries=2',
}
_ARROWS: Mapping[Mark, str] = {
    Mark.PLAIN: 'color="#949ba4" fontcolor="#f2f3f5"',
    Mark.FAINT: 'color="#80848e" fontcolor="#b5bac1" style=dotted arrowhead=empty',
    Mark.WARNING: 'color="#f0b232" fontcolor="#f0b232" style=dashed arrowhead=empty',
    Mark.FAILURE: 'color="#fa5b5f" fontcolor="#ff9295" style=dashed arrowhead=normaltee penwidth=2.2',
}


def dot(graph: Graph, *, across: bool = False) -> str:
    """The whole drawing, from top to bottom or, `across`, from left to right."""
    numbers = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    title = quoted([shown(graph.title, MAX_TITLE), ""])
    direction = "LR" if across else "TB"
    lines = ["digraph {", _HEAD, f"rankdir={direction} label={title}", *_inside(graph, "", numbers)]
    names = [numbers[node.key] for node in graph.nodes if node.kind is Kind.NAME]
    if len(names) > 1:  # in their own order, whatever they point to
        lines.append(f"{{ rank=same {' -> '.join(names)} [style=invis] }}")
    for edge in graph.edges:
        label = f" label={quoted([f'  {shown(edge.label, MAX_ARROW)}  '])}" if edge.label else ""
        lines.append(f"{numbers[edge.start]} -> {numbers[edge.end]} [{_ARROWS[edge.mark]}{label}]")
    return "\n".join([*lines, "}"])


def shown(text: str, limit: int) -> str:
    """A word of which every character can be seen, cut in its middle when it is long."""
    text = _UNKNOWN.sub(_escape, bare(text, limit=4 * limit))
    if len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - 1]}…{text[-tail:]}"


def quoted(lines: list[str]) -> str:
    """A label as a quoted string, in which DOT reads quotes, backslashes and entities: all are escaped."""
    safe = [line.replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(safe) + '"'


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _inside(graph: Graph, frame: str, numbers: Mapping[str, str]) -> Iterator[str]:
    for node in graph.nodes:
        if node.cluster == frame:
            yield f"{numbers[node.key]} [label={_label(node)} {_KINDS[node.kind]} {_MARKED[node.mark]}]"
    for number, cluster in enumerate(graph.clusters):
        if cluster.parent == frame:
            label = quoted([f"  {shown(cluster.label, MAX_LINE)}  "])
            yield f"subgraph cluster_{number} {{ label={label} {_FRAME}"
            yield from _inside(graph, cluster.key, numbers)
            yield "}"


def _label(node: Node) -> str:
    label = node.label.removeprefix(f"{node.cluster}/") if node.cluster else node.label
    return quoted([shown(label, MAX_LABEL), *(shown(line, MAX_LINE) for line in node.lines[:MAX_LINES])])
