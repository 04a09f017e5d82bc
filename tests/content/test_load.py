"""content/ is read whole, or every problem of every file is named."""

import shutil
from pathlib import Path

import pytest

from bot.content.load import Source, load
from bot.errors import ContentError
from bot.library import Library
from tests.conftest import CONTENT, edit


def test_a_right_folder_is_read_whole(folder: Path) -> None:
    assert list(load(folder).cards) == ["boats", "ropes"]


def test_problems_of_several_files_are_reported_together(folder: Path) -> None:
    edit(folder / "topics/boats.yaml", "title:", "titel:")
    edit(folder / "texts.yaml", "  empty:", "  emptee:")

    with pytest.raises(ContentError) as caught:
        load(folder)

    files = {problem.file for problem in caught.value.problems}
    assert files == {"content/texts.yaml", "content/topics/boats.yaml"}


def test_a_number_where_text_is_meant_asks_for_quotes(folder: Path) -> None:
    edit(folder / "topics/boats.yaml", "group: basics", "group: 7")

    with pytest.raises(ContentError, match=r"boats\.yaml:4: `group`: This must be text; put it in quotes"):
        load(folder)


def test_two_cards_with_one_slug_are_refused(folder: Path) -> None:
    shutil.copy(folder / "topics/boats.yaml", folder / "topics/other.yaml")

    with pytest.raises(ContentError, match="T01 `boats` is the slug of"):
        load(folder)


def test_an_example_file_cannot_leave_its_folder(folder: Path) -> None:
    edit(folder / "topics/boats.yaml", "      main.py: |", "      ../main.py: |")

    with pytest.raises(ContentError, match="stays inside the example's folder"):
        load(folder)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such folder"):
        load(tmp_path / "nowhere")


def test_bad_content_leaves_the_last_good_content_in_force(folder: Path) -> None:
    library = Library(folder)
    before = library.current
    edit(folder / "topics/boats.yaml", "slug:", "slugg:")

    with pytest.raises(ContentError):
        library.reload()

    assert library.current is before


def test_good_content_is_swapped_in_whole(folder: Path) -> None:
    library = Library(folder)
    edit(folder / "topics/boats.yaml", "Boats in", "Ships in")

    library.reload()

    assert library.current.content.cards["boats"].title.startswith("Ships in")


def test_a_card_has_another_revision_when_what_is_read_changes_and_only_then(folder: Path) -> None:
    before = Library(folder).current.content.cards
    edit(folder / "topics/boats.yaml", "  - harbour meaning", "  - meaning of a harbour")
    reworded = Library(folder).current.content.cards
    edit(folder / "topics/boats.yaml", "Boats drift", "Ships drift")
    after = Library(folder).current.content.cards

    assert before["boats"].revision == reworded["boats"].revision != after["boats"].revision
    assert before["ropes"].revision == after["ropes"].revision


def test_our_own_content_has_no_problem() -> None:
    assert Source(CONTENT).problems() == []
