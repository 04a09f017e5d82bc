"""A root of its own for the boxes: user, mount, pid, network, IPC, UTS and cgroup namespaces.

user_namespaces(7), mount_namespaces(7), pid_namespaces(7), pivot_root(2). Once per spawner a tiny read-only
root is built that holds the interpreters, their libraries and three devices; each box is then forked into
user, mount and pid namespaces of its own and gets a small file system at /box.
"""
# pathlib is too heavy for a process that is forked for every run:
# ruff: noqa: PTH102, PTH103, PTH106, PTH112, PTH116, PTH120, PTH123

import os
import stat
from contextlib import suppress

from bot.sandbox import kernel

INSIDE_ID = 1000
"""The user and group a learner's program sees itself as."""

_SPACES = (
    kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)
_BOX_SPACES = kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWPID
# What of a mount's flags a user namespace has to keep when it remounts: (statvfs flag, mount flag).
_KEPT = (
    (os.ST_NOSUID, kernel.MS_NOSUID),
    (os.ST_NODEV, kernel.MS_NODEV),
    (os.ST_NOEXEC, kernel.MS_NOEXEC),
    (os.ST_NOATIME, 1024),
    (os.ST_NODIRATIME, 2048),
    (os.ST_RELATIME, 1 << 21),
)
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - shm_overview(7); nothing is written there
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random")
_PLACES = ("/tmp", "/var/tmp", "/mnt", "/run", "/srv")  # noqa: S108


def _free_place(show: list[str]) -> str:
    """A folder to build on that covers nothing that is to be shown.

    Any will do: in this mount namespace nobody else sees what lies on it.
    """
    there = [place for place in _PLACES if os.path.isdir(place)]
    return next(
        (place for place in there if not any(f"{path}/".startswith(f"{place}/") for path in show)), there[0]
    )


class Root:
    """The private root of one spawner; building it moves this process into it for good."""

    def __init__(
        self, *, privileged: bool, show: list[str], hide: list[str], files: dict[str, str], folder: str
    ) -> None:
        """`show` are paths outside that stay visible, `hide` folders among them that appear empty.

        `files` are written anew, and `folder` is where each box's own files will lie.

        `privileged`: this process is root and stays so; otherwise it enters a user namespace of its own.
        """
        self._proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._folder = folder
        self._outside = (-1, -1)
        uid, gid = os.geteuid(), os.getegid()
        if privileged:
            kernel.unshare(_SPACES)
        else:
            kernel.unshare(kernel.CLONE_NEWUSER | _SPACES)
            self._map_ids(uid, gid)
        with suppress(PermissionError):  # podman's filter refuses this alone; then its own name is seen
            kernel.set_host_name("box")
        kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
        self._enter(show, hide, files)

    def _map_ids(self, uid: int, gid: int) -> None:
        """Be INSIDE_ID here and `uid`, `gid` outside."""
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{INSIDE_ID} {uid} 1"),
            ("gid_map", f"{INSIDE_ID} {gid} 1"),
        ):
            file = os.open(f"self/{name}", os.O_WRONLY | os.O_CLOEXEC, dir_fd=self._proc)
            try:
                os.write(file, text.encode())
            finally:
                os.close(file)

    def _enter(self, show: list[str], hide: list[str], files: dict[str, str]) -> None:
        base = _free_place(show)
        kernel.mount("modulo", base, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=1m,mode=0755")
        os.umask(0o022)
        for path in (*show, *_DEVICES):
            self._show(base, path)
        for path in hide:
            if not os.path.isdir(base + path):
                os.makedirs(base + path)
            else:
                kernel.mount("modulo", base + path, "tmpfs", kernel.MS_RDONLY, "size=4k,mode=0755")
        os.mkdir(base + _SHARED_MEMORY)
        for path, text in files.items():
            os.makedirs(os.path.dirname(base + path), exist_ok=True)
            with open(base + path, "w", encoding="utf-8") as file:
                file.write(text)
        os.makedirs(base + self._folder)
        os.mkdir(base + "/.old")
        os.chdir(base)
        kernel.syscall("pivot_root", b".", b".old")
        os.chdir("/")
        kernel.unmount_lazily("/.old")
        os.rmdir("/.old")
        kernel.mount(
            "none", "/", "", kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
        )

    @staticmethod
    def _show(base: str, path: str) -> None:
        """Make `path` visible, read-only, at the same place below `base`; links are followed here."""
        try:
            kind = os.stat(path).st_mode
        except OSError:
            return
        target = base + path
        if os.path.lexists(target):
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if stat.S_ISDIR(kind):
            os.mkdir(target)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_CLOEXEC, 0o644))
        kernel.mount(path, target, "", kernel.MS_BIND | kernel.MS_REC)
        present = os.statvfs(target).f_flag
        kept = sum(flag for seen, flag in _KEPT if present & seen)
        device = 0 if stat.S_ISCHR(kind) else kernel.MS_NODEV
        kernel.mount(
            "none",
            target,
            "",
            kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | device | kept,
        )

    def fork_box(self) -> int:
        """Fork with the child in namespaces of its own; it has to go on with `enter_box`."""
        self._outside = (os.geteuid(), os.getegid())
        return kernel.fork_into(_BOX_SPACES)

    def enter_box(self, *, size: int, files: int) -> None:
        """In the child: be somebody, and have an empty folder as the current one."""
        self._map_ids(*self._outside)
        # nr_inodes counts the folder itself
        options = f"size={size},nr_inodes={files + 1},mode=0755"
        flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
        kernel.mount("modulo", self._folder, "tmpfs", flags, options)
        # Without room for a single file, so that who wants to share memory hears the same in every mode:
        # Landlock says no, as it does where boxes see the machine's own. One for each box: its times can be
        # set, and would be read by others.
        kernel.mount("modulo", _SHARED_MEMORY, "tmpfs", flags, "size=4k,nr_inodes=1,mode=1777")
        os.chdir(self._folder)
