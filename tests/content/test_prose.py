"""Lines flow together; code, lists and paragraphs keep their shape."""

import pytest

from bot.content.prose import beginning, flow


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One line\nand its rest.\n", "One line and its rest."),
        ("A paragraph.\n\nAnother\none.", "A paragraph.\n\nAnother one."),
        ("Words.\n```py\na = 1\nb = 2\n```\nMore\nwords.", "Words.\n```py\na = 1\nb = 2\n```\nMore words."),
        ("- first\n  goes on\n- second", "- first goes on\n- second"),
        ("Do this:\n1. one\n2. two\nand rest", "Do this:\n1. one\n2. two and rest"),
        ("> quoted\n> again", "> quoted\n> again"),
    ],
)
def test_prose_flows_and_blocks_stay(written: str, shown: str) -> None:
    assert flow(written) == shown


@pytest.mark.parametrize(
    ("markdown", "begins"),
    [
        ("One. Two. Three.", "One. Two."),
        ("Only one.", "Only one."),
        ("", ""),
        ("Ask `What? Why. Now` first. Then go! And rest.", "Ask `What? Why. Now` first. Then go!"),
        ("From `from . import x` on. Two. Three.", "From `from . import x` on. Two."),
        ("Write:\n```py\nA. B. C.\n```\nDone. Two. Three.", "Write:\nDone. Two."),
        ("No full stop\n\nNext\n\nLast", "No full stop\n\nNext"),
        ("Two kinds.\n- One.\n- Two.", "Two kinds.\n- One."),
        ("It fails. Two ways out, the best first:\n1. One.\n2. Two.", "It fails."),
        ("Two ways out:\n1. One.\n2. Two.", "Two ways out:\n1. One."),
        ("Cut off. ```py\nnever closed", "Cut off. ```py\nnever closed"),
    ],
)
def test_an_answer_begins_with_whole_sentences_and_no_block(markdown: str, begins: str) -> None:
    assert beginning(markdown, 2) == begins
