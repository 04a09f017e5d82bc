"""The namespace picture shows which names there are, and what they point to."""

from bot.content.schema import Content
from bot.draw.draw import draw_names
from bot.draw.graph import MAX_NODES, Graph, Kind, Mark
from bot.draw.names import MAX_BOUND, MAX_NAMES
from bot.explain.program import Program
from bot.sandbox.snippet import Snippet
from tests.draw.conftest import node


def named(content: Content, source: str, **files: str) -> Graph | None:
    pairs = [(f"{name}.py", text) for name, text in files.items()]
    return draw_names(Program.of(Snippet.of([*pairs, ("main.py", source)])), content.texts.draw)


def test_many_stars_on_a_long_file_do_not_take_long(content):
    names = "".join(f"a{number}=1\n" for number in range(6000))

    graph = named(content, "from many import *\n" * 450, many=names[:50_000])

    more = next(one for one in graph.nodes if one.kind is Kind.MORE)
    assert str(MAX_BOUND - MAX_NAMES) in more.label


def test_three_ways_to_import_make_three_names(content):
    graph = named(content, "import math\nfrom math import pi\nimport math as m")

    assert [(one.label, one.lines) for one in graph.nodes if one.kind is Kind.NAME] == [
        ("math", ("import math",)),
        ("pi", ("from math import pi",)),
        ("m", ("import math as m",)),
    ]
    assert [(edge.start, edge.end) for edge in graph.edges] == [
        ("math", ":math:"),
        ("pi", ":math:pi"),
        ("m", ":math:"),
    ]
    assert [cluster.label for cluster in graph.clusters] == ["inside math"]
    assert not graph.telling


def test_a_from_import_gives_no_name_for_the_module(content):
    graph = named(content, "from random import randint as roll, choice")

    assert node(graph, "roll").lines == ("from random import randint as roll",)
    assert (node(graph, "random").mark, node(graph, "random").lines) == (Mark.FAINT, ("× no name here",))
    assert graph.alt.endswith("random (× no name here).")


def test_a_submodule_is_reached_through_its_package(content):
    graph = named(content, "import os.path")

    assert graph.nodes[0].label == "os"
    assert "with os.path inside" in graph.nodes[1].lines


def test_your_own_files_and_what_a_star_takes_from_them(content):
    graph = named(
        content, "from tools import *\nimport tools as t", tools="def saw(): pass\ndef _own(): pass"
    )

    assert [one.label for one in graph.nodes if one.kind is Kind.NAME] == ["saw", "t", "tools"]
    assert node(graph, "t").lines == ("import tools as t",)
    assert graph.nodes[0].lines == ("from tools import *",)
    assert ("your file tools.py",) in [one.lines for one in graph.nodes]


def test_a_star_that_cannot_be_read_is_all_public_names(content):
    graph = named(content, "from json import *")

    assert graph.nodes[0].label == "all its public names"
    assert [(edge.start, edge.end) for edge in graph.edges] == [("*", ":json:")]


def test_a_name_bound_again_points_to_the_last(content):
    graph = named(content, "import json\nimport simplejson as json")

    assert [(edge.start, edge.end) for edge in graph.edges] == [("json", ":simplejson:")]
    assert graph.nodes[1].kind is Kind.INSTALLED


def test_many_names_are_few_on_the_picture(content):
    graph = named(content, "from math import " + ", ".join(f"name{number}" for number in range(50)))

    assert len(graph.nodes) <= MAX_NODES
    assert node(graph, "+ 44 more")


def test_without_imports_at_the_top_there_are_no_names(content):
    assert named(content, "def f():\n    import math") is None
