"""Replies become messages that Discord takes, and that show what they should and nothing more."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_ui.render import MAX_CHOICES, MAX_MESSAGES, Outgoing, plain_text, render
from bot.discord_ui.shown import SHOWN_CHARACTERS, SHOWN_LINES
from bot.draw.graph import Edge, Graph, Kind, Node
from bot.quote import inline
from bot.reply import Choice, Code, Drawing, Output, Picture, Reply, Show, Text
from tests.discord_ui.checks import assert_sendable

HOSTILE = st.sampled_from(
    [
        *(
            "```",
            "``",
            "`",
            "\n",
            "@everyone",
            "@here",
            "<@123>",
            "<@&123>",
            "<#123>",
            "discord.gg/a",
            "__x__",
        ),
        *("\x1b[31m", "\u202e", "\x00", "\ud800", "a", " ", "\t", "x" * 300, "https://x.y/__a__"),
    ]
)
NASTY = st.lists(HOSTILE | st.text(max_size=20), max_size=40).map("".join)
# Markdown is the curators'; a learner's words enter it through `inline`.
CURATED = st.sampled_from(
    ["**Why:**", "__main__", "`__init__.py`", "\n\n", "\n", "```py\n__x__\n```\n", "w " * 700]
)
MARKDOWN = st.lists(CURATED | NASTY.map(inline), max_size=12).map(" ".join)
PARTS = st.one_of(
    st.builds(Text, MARKDOWN),
    st.builds(Code, NASTY, st.sampled_from(["", "main.py"])),
    st.builds(
        Output,
        NASTY.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.just("Output"),
        st.just("o.txt"),
    ),
    st.builds(Picture, st.binary(max_size=9), st.text(max_size=2000), st.just("graph.png")),
    st.builds(Drawing, NASTY.map(lambda word: Graph(word, (Node("a", word, Kind.YOURS, (word,)),), ()))),
)


def only(reply: Reply) -> Outgoing:
    (message,) = render(reply)
    return message


def shown(printed: bytes, label: str = "") -> Outgoing:
    output = Output(printed, label, "output.txt", "{shown} of {total} in {file}", "exactly in {file}")
    return only(Reply((output,)))


@given(st.lists(PARTS, max_size=8), st.lists(st.builds(Choice, NASTY, st.just("topic")), max_size=30))
def test_whatever_is_in_a_reply_its_messages_can_be_sent(parts, choices):
    messages = render(Reply(tuple(parts), choices=tuple(choices)))

    assert 1 <= len(messages) <= MAX_MESSAGES
    for message in messages:
        assert_sendable(message.content)
        assert len(message.files) <= 10
    assert len(messages[-1].choices) == min(len(choices), MAX_CHOICES)
    assert all(0 < len(choice.label) <= 80 for choice in messages[-1].choices)


GRAPH = Graph(
    "Seen",
    (Node("a", "main.py", Kind.START), Node("b", "x" * 300, Kind.YOURS, ("y" * 300,) * 9)),
    tuple(Edge("a", "b", "imports", str(number)) for number in range(30)),
)


def test_a_drawing_is_attached_and_described_in_words():
    (attached,) = render(Reply((Text("Look."), Drawing(GRAPH))), {GRAPH: b"png"})[0].files

    assert (attached.name, attached.data) == ("imports.png", b"png")
    assert attached.alt == GRAPH.alt
    assert len(attached.alt) <= 1024


def test_without_its_image_a_drawing_is_left_out():
    assert only(Reply((Text("Look."), Drawing(GRAPH)))) == Outgoing("Look.")


def test_an_offered_picture_is_a_button():
    offered = Reply((Text("Look."),), choices=(Show("Show `imports`" * 9, GRAPH),))

    assert only(offered).choices == (Show(("Show `imports`" * 9)[:79] + "…", GRAPH),)
    assert plain_text(replace(offered, choices=(Show("Show imports", GRAPH),))) == "Look.\n[Show imports]"


@given(st.lists(HOSTILE | st.text(max_size=30), max_size=60).map("".join))
def test_an_output_is_shown_exactly_or_attached_exactly(text):
    printed = text.encode("utf-8", "surrogatepass")

    message = shown(printed)

    block = re.fullmatch(r"```\n(.*)\n```(?:\n(?:exactly|\d+ of \d+) in \S+)?", message.content, re.DOTALL)
    assert block is not None
    assert "```" not in block[1]
    if message.files:
        assert message.files[0].data == printed
    elif printed:
        assert block[1].encode() == printed.removesuffix(b"\n")


def test_short_output_is_a_block_and_nothing_else():
    assert shown(b"Hello\n  world\n", "Output") == Outgoing("**Output**\n```\nHello\n  world\n```")


def test_long_output_is_cut_at_a_line_end_and_says_so():
    message = shown(b"".join(b"%d\n" % number for number in range(240)))

    assert message.content.endswith("\n14\n```\n15 of 240 in output.txt")


def test_wide_output_is_cut_by_its_size():
    message = shown(b"\n".join([b"x" * 200] * 9))

    assert message.content.count("\n" + "x" * 200) == SHOWN_CHARACTERS // 201
    assert "4 of 9" in message.content


def test_one_endless_line_is_cut_inside():
    message = shown(b"x" * 5000)

    assert len(message.content) < SHOWN_CHARACTERS + 50
    assert "exactly in output.txt" in message.content


def test_a_long_traceback_keeps_its_last_line():
    frames = "".join(f'  File "main.py", line {line}, in f\n    f()\n' for line in range(60))
    message = shown(f"Traceback (most recent call last):\n{frames}ValueError: the point of it\n".encode())

    lines = message.content.split("\n")
    assert lines[1] == "Traceback (most recent call last):"
    assert "ValueError: the point of it" in lines
    assert f"{SHOWN_LINES} of 122" in message.content


@pytest.mark.parametrize(
    ("printed", "block"),
    [
        (b"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        (b"a\rb", "a\\rb"),
        (b"a\x00b", "a\\x00b"),
        (b"\xff", "\\xff"),
        (b"\n\n", "\\n\\n"),
        ("zero\u200bwidth".encode(), "zero\\u200bwidth"),
        (b"```", "`\u200b`\u200b`"),
        (b"@everyone", "@\u200beveryone"),
        (b"\nfirst line empty", "\nfirst line empty"),
    ],
)
def test_what_cannot_be_shown_as_it_is_shows_as_something_and_is_attached(printed, block):
    message = shown(printed)

    assert message.content.startswith(f"```\n{block}\n```")
    assert message.files[0].data == printed


def test_letters_of_every_script_and_emoji_show_as_they_are():
    text = "naïve Привет 你好 👨‍👩‍👧"

    assert shown(text.encode()) == Outgoing(f"```\n{text}\n```")


def test_dunders_stay_dunders_outside_code_and_links_stay_links():
    message = only(Reply((Text("__main__ and `__main__` and https://x.y/__init__.html"),)))

    assert message.content == "\\_\\_main\\_\\_ and `__main__` and https://x.y/__init__.html"


def test_a_block_left_open_by_its_author_is_closed():
    assert only(Reply((Text("```py\nimport math"),))).content == "```py\nimport math\n```"


def test_long_replies_are_cut_between_their_parts():
    messages = render(Reply((Code("a = 1\n" * 200, "a.py"), Code("b = 2\n" * 200, "b.py"), Text("why"))))

    assert [message.content.count("```") for message in messages] == [2, 2]
    assert messages[0].content.startswith("**`a.py`**\n```py\na = 1")
    assert messages[1].content.endswith("why")


def test_a_long_text_is_cut_between_paragraphs_and_its_blocks_stay_blocks():
    block = "```py\n" + "x = 1\n" * 500 + "```"
    messages = render(Reply((Text(f"{'word ' * 300}\n\n{'more ' * 300}\n\n{block}\nend"),)))

    assert [message.content[:9] for message in messages] == [
        "word word",
        "more more",
        "```py\nx =",
        "```py\nx =",
    ]
    assert all(message.content.count("```") in (0, 2) for message in messages)
    assert messages[-1].content.endswith("```\nend")


def test_what_fits_into_no_few_messages_is_attached_whole():
    messages = render(Reply(tuple(Text(f"{number}\n" + "word " * 300) for number in range(9))))

    assert len(messages) == MAX_MESSAGES
    assert messages[-1].files[-1].name == "answer.md"
    assert messages[-1].files[-1].data.count(b"word") == 2700


def test_the_plain_text_has_every_message_and_what_the_buttons_say():
    reply = Reply((Text("Which one?"),), choices=(Choice("import math", "import-statement"),))

    assert plain_text(reply) == "Which one?\n[import math]"


def test_an_empty_reply_is_still_a_message():
    assert render(Reply((Text(" "),))) == [Outgoing("…")]


def test_rendering_needs_no_discord():
    program = "import sys, bot.discord_ui.render; sys.exit('discord' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
