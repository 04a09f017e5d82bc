"""Work folders are removed whatever a program left in them, and what killed spawners left is found."""

import os
from pathlib import Path

import pytest

from bot.sandbox import folder as folder_room
from bot.sandbox.folder import WorkFolders, measure, remove_tree


def dig(top: Path, depth: int) -> None:
    """Nest folders deeper than a path can name."""
    here = os.open(top, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir("d" * 50, dir_fd=here)
            below = os.open("d" * 50, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)


def test_a_tree_deeper_than_any_path_is_removed(tmp_path: Path) -> None:
    top = tmp_path / "box"
    top.mkdir()
    dig(top, 400)

    remove_tree(str(top))

    assert not top.exists()


def test_unreadable_folders_and_odd_files_are_removed(tmp_path: Path) -> None:
    top = tmp_path / "box"
    (top / "locked/in/side").mkdir(parents=True)
    (top / "locked/in/file").write_text("x")
    os.mkfifo(top / "fifo")
    (top / "dangling").symlink_to("nowhere")
    for path in ("locked/in/side", "locked/in", "locked", "."):
        (top / path).chmod(0)

    remove_tree(str(top))

    assert not top.exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep").write_text("x")
    top = tmp_path / "box"
    (top / "sub").mkdir(parents=True)
    (top / "link").symlink_to(outside)
    (top / "sub/link").symlink_to(outside)

    remove_tree(str(top))

    assert not top.exists()
    assert (outside / "keep").read_text() == "x"


def test_what_is_not_there_or_is_a_link_is_left_alone(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)

    remove_tree(str(tmp_path / "nothing"))
    remove_tree(str(link))

    assert real.exists()


def test_sizes_are_measured_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/file").write_bytes(b"x" * 10_000)
    (tmp_path / "loop").symlink_to(tmp_path)

    size, files = measure(str(tmp_path), stop_at=1000)

    assert files == 4
    assert size >= 10_000


def test_a_sparse_file_counts_as_what_it_takes(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)

    assert measure(str(tmp_path), stop_at=10)[0] < 1 << 20


def test_folders_of_a_killed_spawner_are_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_room, "_PLACES", (str(tmp_path),))
    abandoned = tmp_path / f"modulo-{os.geteuid()}-000000000000"
    (abandoned / "00000001").mkdir(parents=True)
    living = WorkFolders()

    second = WorkFolders()

    assert not abandoned.exists()
    assert Path(living.home).exists()
    living.close()
    second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_box_gets_an_empty_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_room, "_PLACES", (str(tmp_path),))
    folders = WorkFolders()

    first, second = Path(folders.new(1)), Path(folders.new(2))

    assert first != second
    assert first.stat().st_mode & 0o777 == 0o700
    assert list(first.iterdir()) == []
    folders.close()
