"""`modulo content`: for those who write in an editor."""

from pathlib import Path

import pytest

from bot.content.load import Source
from bot.discord_ui.render import plain_text
from bot.errors import ProblemsError, UsageError
from bot.terminal_ui.content import begin, bring_into_form, preview


def test_a_file_out_of_form_is_named_and_brought_into_form(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "topics/boats.yaml"
    right = file.read_bytes()
    wrong = right.replace(b"see_also:\n  - ropes", b"see_also:\n- ropes") + b"\n\n"
    file.write_bytes(wrong)

    assert not bring_into_form(folder, [file], check=True)
    assert file.read_bytes() == wrong
    assert bring_into_form(folder, [file], check=False)

    assert file.read_bytes() == right
    assert capsys.readouterr().out == f"{file}\n{file}\n"
    file.write_text("slug: [")
    with pytest.raises(ProblemsError):
        bring_into_form(folder, [], check=True)


async def test_a_new_topic_begins_as_a_file_that_can_be_read(folder: Path) -> None:
    file = await begin(folder, "Oars, and how to hold them")

    assert file.name == "oars-and-how-to-hold-them.yaml"
    assert Source(folder).problems() == []
    with pytest.raises(UsageError, match="already"):
        await begin(folder, "Oars and how to hold them")


def test_a_topic_is_shown_as_members_see_it(folder: Path) -> None:
    shown = preview(folder, "boats", reply_text=plain_text)

    assert "**Why:** Boats drift" in shown
    with pytest.raises(UsageError, match="no topic"):
        preview(folder, "anchors", reply_text=plain_text)
