"""Graph: a picture as data, before anybody draws it.

Its words may be a learner's; whoever shows them makes them safe for the place where they are shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.quote import bare

MAX_NODES = 20
MAX_EDGES = 40
MAX_ALT = 1000
FAILED = "×"
"""Stands before whatever failed."""
MAX_SPOKEN = 60
"""Characters of one label where it is said in words."""


class Kind(StrEnum):
    """What a node stands for."""

    START = "start"
    YOURS = "yours"
    STANDARD = "standard"
    INSTALLED = "installed"
    MISSING = "missing"
    NAME = "name"
    VALUE = "value"
    MORE = "more"


class Mark(StrEnum):
    """What is special about a node or an arrow."""

    PLAIN = "plain"
    FAINT = "faint"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Node:
    """A file, a module or a name; `lines` say more about it in smaller letters."""

    key: str
    label: str
    kind: Kind
    lines: tuple[str, ...] = ()
    mark: Mark = Mark.PLAIN
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two nodes; `start`, `verb` and `end` make a sentence."""

    start: str
    end: str
    verb: str
    label: str = ""
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class Cluster:
    """A frame around nodes, inside `parent` if that is not ""; nodes in a folder's frame drop its path."""

    key: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and arrows in the order they are told; `telling` if it shows more than a sentence could."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...] = ()
    telling: bool = False

    def __post_init__(self) -> None:
        keys = {node.key for node in self.nodes}
        if len(keys) < len(self.nodes) or len(keys) > MAX_NODES or len(self.edges) > MAX_EDGES:
            raise ValueError("a graph has few nodes, each with a key of its own, and few arrows")
        if any(edge.start not in keys or edge.end not in keys for edge in self.edges):
            raise ValueError("an arrow leads from a node of the graph to another")

    @property
    def alt(self) -> str:
        """The same in words, as plain text of at most MAX_ALT characters."""
        told = f"{self.title}:"
        for sentence in self._sentences():
            if len(told) + len(sentence) > MAX_ALT - 2:
                return f"{told} …"
            told += f" {sentence}"
        return told

    def _sentences(self) -> list[str]:
        nodes = {node.key: node for node in self.nodes}
        first = [key for edge in self.edges for key in (edge.start, edge.end)]
        told: set[str] = set()
        sentences = []
        for edge in self.edges:
            number = f"{edge.label}: " if edge.label else ""
            said = [_spoken(nodes[key], lines=key not in told) for key in (edge.start, edge.end)]
            told |= {edge.start, edge.end}
            sentences.append(f"{number}{said[0]} {edge.verb} {said[1]}.")
        alone = [_spoken(node, lines=True) + "." for node in self.nodes if node.key not in first]
        return sentences + alone


def _spoken(node: Node, *, lines: bool) -> str:
    label = bare(node.label, limit=MAX_SPOKEN)
    if not lines or not node.lines:
        return label
    return f"{label} ({'; '.join(bare(line, limit=MAX_SPOKEN) for line in node.lines)})"
