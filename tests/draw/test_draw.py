"""Whatever a program claims about its imports, drawing it neither fails nor takes long."""

from hypothesis import given
from hypothesis import strategies as st

from bot.draw.circle import circle_graph
from bot.draw.dot import dot
from bot.draw.draw import draw_run
from bot.draw.graph import MAX_ALT, MAX_EDGES, MAX_NODES, Graph
from bot.draw.loading import import_graph
from bot.explain.circle import circles
from bot.explain.story import MAX_EVENTS, Story
from bot.sandbox.run import ImportEvent, ModuleKind, Outcome, Run
from bot.sandbox.snippet import Snippet
from tests.conftest import canned_run

FILES = {
    "main.py": "import a\nfrom shop import till\nimport sys, json",
    "a.py": "import b\nimport os.path",
    "b.py": "from a import x, y\nimport nothing",
    "shop/__init__.py": "from . import till",
    "shop/till.py": "from ..a import x",
}
SNIPPET = Snippet.of(FILES.items())
NAMES = st.sampled_from(
    ["a", "b", "shop", "shop.till", "main", "json", "json.decoder", "random", "zzz", "é", "x" * 300]
)
PLACES = st.sampled_from(
    [*FILES, "../evil.py", "/etc/passwd", "json", "", "a\n.py", "\u202e.py", "x/" * 90 + "x.py"]
)
EVENTS = st.builds(
    ImportEvent,
    module=NAMES,
    kind=st.sampled_from(ModuleKind),
    file=PLACES | st.none(),
    importer=PLACES | st.none(),
    line=st.integers(0, 4) | st.none(),
    depth=st.integers(0, 6),
    millis=st.none(),
    executed=st.booleans(),
    error=st.sampled_from([None, None, "ModuleNotFoundError", "ImportError", "x" * 100]),
    served=st.booleans(),
    searched=st.lists(PLACES, max_size=4).map(tuple),
)
TRACEBACKS = st.sampled_from(
    [
        "",
        'Traceback (most recent call last):\n  File "/box/b.py", line 1, in <module>\nImportError: x\n',
        'Traceback (most recent call last):\n  File "/box/main.py", line 2, in <module>\nNope: \u202e\n',
    ]
)


def run_of(events: list[ImportEvent], stderr: str) -> Run:
    run = canned_run(Outcome.RAISED, stderr=stderr.encode(), code=1)
    return Run(run.outcome, 1, b"", run.stderr, False, 1.0, "3.13.0", tuple(events))


def graphs(run: Run, texts) -> list[Graph]:
    story = Story.of(SNIPPET, run)
    return [graph for graph in [import_graph(story, texts)] if graph] + [
        circle_graph(circle, story, texts) for circle in circles(story)
    ]


@given(st.lists(EVENTS, max_size=60), TRACEBACKS)
def test_any_record_can_be_drawn(content, events, stderr):
    for graph in graphs(run_of(events, stderr), content.texts.draw):
        assert len(graph.nodes) <= MAX_NODES
        assert len(graph.edges) <= MAX_EDGES
        assert len(graph.alt) <= MAX_ALT
        assert "\u202e" not in graph.alt + dot(graph)
        assert dot(graph).count("->") == len(graph.edges)


def test_a_very_long_record_is_drawn(content):
    event = ImportEvent("a", ModuleKind.YOURS, "a.py", "main.py", 1, 0, None, executed=True)
    deep = [
        ImportEvent(f"m{n}", ModuleKind.YOURS, f"m{n}.py", f"m{n - 1}.py", 1, n, None, executed=True)
        for n in range(4 * MAX_EVENTS)
    ]

    assert graphs(run_of([event, *deep], ""), content.texts.draw)


def test_a_bug_in_drawing_leaves_the_answer_without_a_picture(content, monkeypatch, caplog):
    def broken(*_args: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr("bot.draw.draw.import_graph", broken)

    assert draw_run(Story.of(SNIPPET, run_of([], "")), content.texts.draw) is None
    assert "There is no picture" in caplog.text
