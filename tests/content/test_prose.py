"""Lines flow together; code, lists and paragraphs keep their shape."""

import pytest

from bot.content.prose import flow


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
