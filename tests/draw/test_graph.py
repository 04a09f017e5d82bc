"""A graph is bounded, whole, and can be said in words."""

import pytest

from bot.draw.graph import MAX_ALT, MAX_NODES, Edge, Graph, Kind, Node

MAIN = Node("a", "main.py", Kind.START, ("starts here",))
OTHER = Node("b", "b.py", Kind.YOURS)


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((MAIN, MAIN), ()),
        ((MAIN,), (Edge("a", "b", "imports"),)),
        (tuple(Node(str(n), "x", Kind.YOURS) for n in range(MAX_NODES + 1)), ()),
        ((MAIN, OTHER), tuple(Edge("a", "b", "imports", str(n)) for n in range(41))),
    ],
)
def test_a_graph_that_is_not_whole_or_too_big_cannot_be_built(nodes, edges):
    with pytest.raises(ValueError, match=r"graph"):
        Graph("t", nodes, edges)


def test_words_tell_every_arrow_in_order_and_a_node_once_in_full():
    graph = Graph(
        "Seen", (MAIN, OTHER), (Edge("a", "b", "imports", "1"), Edge("b", "a", "asks again for", "2"))
    )

    assert graph.alt == "Seen: 1: main.py (starts here) imports b.py. 2: b.py asks again for main.py."


def test_words_are_cut_at_a_sentence():
    nodes = [Node(str(n), "x" * 300, Kind.YOURS, ("y" * 300,)) for n in range(20)]
    graph = Graph("Seen", tuple(nodes), tuple(Edge("0", str(n), "imports", str(n)) for n in range(1, 20)))

    assert len(graph.alt) <= MAX_ALT
    assert graph.alt.endswith("). …")


def test_words_hold_nothing_that_hides_or_turns():
    graph = Graph("Seen", (Node("a", "\u202egpj.py\n\0", Kind.YOURS),), ())

    assert graph.alt == "Seen: ·gpj.py··."
