"""The tree in the terminal shows what the picture shows."""

import io

from rich.console import Console

from bot.draw.graph import Edge, Graph, Kind, Mark, Node
from bot.terminal_ui.tree import tree


def lines(graph: Graph) -> list[str]:
    shown = io.StringIO()
    Console(file=shown, width=100).print(tree(graph))
    return [line.rstrip() for line in shown.getvalue().splitlines()]


def test_a_circle_ends_where_it_began() -> None:
    graph = Graph(
        "The circle",
        (
            Node("main.py", "main.py", Kind.START, ("starts here",)),
            Node("a.py", "a.py", Kind.YOURS, ("half done",), Mark.WARNING),
            Node("b.py", "b.py", Kind.YOURS, (), Mark.FAILURE),
        ),
        (
            Edge("main.py", "a.py", "starts", "1"),
            Edge("a.py", "b.py", "starts", "2"),
            Edge("b.py", "a.py", "asks again for", "× 3", Mark.FAILURE),
        ),
    )

    assert lines(graph) == [
        "The circle",
        "└── main.py  starts here",
        "    └── 1 a.py  half done",
        "        └── 2 b.py",
        "            └── × 3 a.py",
    ]


def test_each_name_is_a_branch_and_words_without_arrows_stand_alone() -> None:
    graph = Graph(
        "The names",
        (Node("m", "m", Kind.NAME), Node("math", "math", Kind.NAME), Node(":math:", "math", Kind.STANDARD)),
        (Edge("m", ":math:", "points to"),),
    )

    assert lines(graph) == ["The names", "├── m", "│   └── → math", "└── math"]


def test_nothing_a_learner_wrote_reaches_the_terminal_as_a_command() -> None:
    graph = Graph("t", (Node("a", "\x1b[31m[bold]\u202e\n" * 40, Kind.START, ("\x07",)),), ())

    (_, line) = lines(graph)

    assert line.startswith("└── ·[31m[bold]··")
    assert line.isprintable()
