"""Graph → rich tree: the same that a picture shows, in letters."""

from collections.abc import Mapping

from rich.text import Text as Plain
from rich.tree import Tree

from bot.draw.graph import Edge, Graph, Mark, Node
from bot.quote import bare

MAX_LABEL = 60
_STYLES = {Mark.PLAIN: "", Mark.FAINT: "dim", Mark.WARNING: "yellow", Mark.FAILURE: "bold red"}


def tree(graph: Graph) -> Tree:
    """Each node below the first that leads to it; what it leads to itself stands there only once."""
    nodes = {node.key: node for node in graph.nodes}
    led_to = {edge.end for edge in graph.edges}
    root = Tree(Plain(bare(graph.title, limit=MAX_LABEL), style="bold"))
    told: set[str] = set()
    for node in graph.nodes:
        if node.key not in led_to or node.key == graph.nodes[0].key:
            _grow(root.add(_said(node)), node.key, graph, nodes, told)
    return root


def _grow(branch: Tree, key: str, graph: Graph, nodes: Mapping[str, Node], told: set[str]) -> None:
    told.add(key)
    for edge in graph.edges:
        if edge.start == key:
            first = edge.end not in told
            twig = branch.add(_said(nodes[edge.end], edge, lines=first))
            if first:
                _grow(twig, edge.end, graph, nodes, told)


def _said(node: Node, edge: Edge | None = None, *, lines: bool = True) -> Plain:
    text = Plain()
    if edge is not None:
        text.append(f"{bare(edge.label, limit=MAX_LABEL)} " if edge.label else "→ ", _STYLES[edge.mark])
    text.append(bare(node.label, limit=MAX_LABEL), _STYLES[node.mark] or "bold")
    if lines and node.lines:
        text.append(f"  {', '.join(bare(line, limit=MAX_LABEL) for line in node.lines)}", "dim")
    return text
