"""The cycle picture shows the steps in order, and where it broke."""

import pytest

from bot.draw.graph import MAX_NODES, Mark
from tests.draw.conftest import arrows, drawn, node

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_three_files_in_a_circle_and_where_it_broke(sandbox, content):
    files = {
        "main.py": "import kitchen",
        "kitchen.py": "import math\nfrom waiter import serve\n\ndef cook(): pass",
        "waiter.py": "from till import pay\n\ndef serve(): pass",
        "till.py": "from kitchen import cook\n\ndef pay(): pass",
    }

    graph = await drawn(sandbox, content, files)

    assert arrows(graph) == [
        ("1 · line 1", "main.py", "kitchen.py"),
        ("2 · line 2", "kitchen.py", "waiter.py"),
        ("3 · line 1", "waiter.py", "till.py"),
        ("× 4 · line 1", "till.py", "kitchen.py"),
    ]
    assert node(graph, "kitchen.py").lines == ("half done: no cook yet",)
    assert node(graph, "till.py").lines == ("× ImportError, line 1",)
    assert graph.edges[-1].mark is Mark.FAILURE
    assert graph.telling
    assert graph.alt.endswith("× 4 · line 1: till.py asks for cook in kitchen.py.")


async def test_a_circle_that_goes_well_is_no_failure(sandbox, content):
    files = {"main.py": "import a", "a.py": "import b\nX = 1", "b.py": "import a\nY = 2"}

    graph = await drawn(sandbox, content, files)

    assert arrows(graph)[-1] == ("3 · line 1", "b.py", "a.py")
    assert {edge.mark for edge in graph.edges} == {Mark.PLAIN, Mark.WARNING}
    assert node(graph, "a.py").lines == ("half done, at line 1",)


async def test_a_long_circle_leaves_its_middle_out(sandbox, content):
    files = {f"f{number}.py": f"import f{(number + 1) % 18}" for number in range(18)}

    graph = await drawn(sandbox, content, {**files, "main.py": "import f0"})

    assert len(graph.nodes) <= MAX_NODES
    assert node(graph, "+ 10 more")
    assert arrows(graph)[-1] == ("19 · line 1", "f17.py", "f0.py")
