"""Work folders are removed whatever a program left in them, and what killed spawners left is found."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.sandbox import folder as folder_room
from bot.sandbox import kernel
from bot.sandbox import syscall_policy as policy
from bot.sandbox.folder import WorkFolders, remove_tree
from bot.sandbox.meter import Meter, measure, tasks_of_this_user, unnamed


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


def test_nothing_hides_from_being_measured(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"wide{number}").mkdir()
        (tmp_path / f"wide{number}/file").write_bytes(b"x" * 10_000)
    (tmp_path / "locked/in").mkdir(parents=True)
    (tmp_path / "locked/in/file").write_bytes(b"x" * 10_000_000)
    (tmp_path / "locked/in").chmod(0)
    (tmp_path / "locked").chmod(0)
    other = tmp_path / "other"
    other.mkdir()
    dig(other, 300)

    size, files = measure(str(tmp_path), stop_at=1000)
    (tmp_path / "locked").chmod(0o700)  # only root may move a locked folder
    (tmp_path / "locked").rename(tmp_path.parent / "kept")
    remove_tree(str(other))

    assert size > 1 << 60  # deeper than anybody would dig
    assert measure(str(tmp_path.parent / "kept"), stop_at=1000) == (pytest.approx(10_000_000, rel=0.1), 2)
    assert measure(str(tmp_path), stop_at=1000)[1] == 200
    assert files > 200


def test_open_files_without_a_name_are_counted_once(tmp_path: Path) -> None:
    with (tmp_path / "gone").open("wb") as file:
        file.write(b"x" * 100_000)
        file.flush()
        (tmp_path / "gone").unlink()
        again = os.dup(file.fileno())
        size = unnamed(os.getpid())
        os.close(again)

    assert 100_000 <= size < 200_000
    assert unnamed(1 << 30) == 0


_LEFT_BY_THE_FIRST_THREAD = """
import ctypes, os, sys, threading
file = os.open("kept", os.O_RDWR | os.O_CREAT)
os.unlink("kept")
os.write(file, b"x" * 100_000)
def stay():
    while open(f"/proc/self/task/{os.getpid()}/stat").read().rpartition(")")[2].split()[0] != "Z":
        pass
    print("left", flush=True)
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=stay).start()
ctypes.CDLL(None).syscall(EXIT, 0)
"""


def test_open_files_are_counted_when_the_first_thread_has_ended(tmp_path: Path) -> None:
    number = policy.ALLOWED["exit"][kernel.ARCHITECTURES.index(kernel.architecture())]
    source = _LEFT_BY_THE_FIRST_THREAD.replace("EXIT", str(number))
    with subprocess.Popen(
        [sys.executable, "-c", source], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == b"left\n"
        size = unnamed(program.pid)
        program.stdin.close()

    assert 100_000 <= size < 200_000


class Crowded:
    """A file system on which others write and remove, too: os.statvfs in blocks of 1 KiB."""

    def __init__(self) -> None:
        self.free = 1_000_000

    def __call__(self, _path: str) -> SimpleNamespace:
        return SimpleNamespace(f_bfree=self.free, f_ffree=1_000_000, f_frsize=1024)


def test_what_others_write_or_give_back_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded = Crowded()
    monkeypatch.setattr(os, "statvfs", crowded)
    meter = Meter(str(tmp_path), {"folder_bytes": 1 << 20, "folder_files": 100, "processes": 10_000})
    verdicts = [meter.over(os.getpid())]
    crowded.free -= 5000  # another's
    verdicts.append(meter.over(os.getpid()))
    (tmp_path / "mine").write_bytes(b"x" * 900_000)
    crowded.free += 4000  # another gives back more than this one took
    verdicts.append(meter.over(os.getpid()))
    (tmp_path / "mine").write_bytes(b"x" * 2_100_000)
    crowded.free -= 1100
    verdicts.append(meter.over(os.getpid()))

    assert verdicts == [False, False, False, True]


def test_removing_ends_when_its_time_is_up_and_can_be_taken_up_again(tmp_path: Path) -> None:
    top = tmp_path / "box"
    (top / "sub").mkdir(parents=True)
    for number in range(50):
        (top / f"sub/{number}").mkdir()

    in_time = remove_tree(str(top), seconds=0)

    assert not in_time
    assert remove_tree(str(top))
    assert not top.exists()


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

    first, second = Path(folders.new("first")), Path(folders.new("second"))

    assert first != second
    assert first.stat().st_mode & 0o777 == 0o700
    assert list(first.iterdir()) == []
    folders.close()


def test_threads_are_counted_for_one_program_and_for_all_of_a_user(tmp_path: Path) -> None:
    meter = Meter(str(tmp_path), {"folder_bytes": 1 << 40, "folder_files": 1 << 20, "processes": 0})

    assert meter.over(os.getpid())
    assert not meter.over(1 << 30)  # has ended
    assert tasks_of_this_user() >= 1


def test_a_folder_too_many_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = Crowded()
    monkeypatch.setattr(os, "statvfs", crowded)
    meter = Meter(str(tmp_path), {"folder_bytes": 1 << 20, "folder_files": 2, "processes": 10_000})
    assert not meter.over(os.getpid())
    for number in range(20):
        (tmp_path / f"{number}").mkdir()
    crowded.free -= 2000

    assert meter.over(os.getpid())
