"""What a program is given to see: the paths Landlock grants, and the start of the import recorder."""

import os

from bot.sandbox import landlock
from bot.sandbox.confine import RECORD_FD
from bot.sandbox.plan import PythonPlan

_MAX_RECORDED = 2000


def grants(
    python: PythonPlan, loaders: list[str], *, own: tuple[str, str], private_root: bool
) -> list[tuple[str, int]]:
    """Rules for landlock.restrict: the interpreter, its library, a few devices, and the box's own folders.

    `own` are its user-site folder, to read, and its work folder. With a private root what is hidden in the
    library is empty there.
    """
    site, work = own
    if private_root:
        library = [(path, landlock.READ) for path in (*python["show"], *python["hide"])]
    else:
        library = _around_hidden(python)
    return [
        *library,
        *((path, landlock.RUN) for path in (python["executable"], *loaders)),
        *((path, landlock.READ_FILE) for path in ("/dev/zero", "/dev/urandom", "/dev/random")),
        *((path, landlock.READ_WRITE_FILE) for path in ("/dev/null", "/dev/full")),
        (site, landlock.READ),
        (work, landlock.OWN_FOLDER),
    ]


def _around_hidden(python: PythonPlan) -> list[tuple[str, int]]:
    """Grants for all that is shown but not for what is hidden in it.

    A grant holds for all that lies below it, so a folder with something hidden is granted child by child;
    only its listing, which an import needs, cannot be kept from reaching the hidden folder too.
    """
    rules: list[tuple[str, int]] = []
    for path in python["show"]:
        hidden = [place for place in python["hide"] if place.startswith(f"{path}/")]
        if not hidden:
            rules.append((path, landlock.READ))
            continue
        rules.append((path, landlock.READ_DIR))
        # pathlib is too heavy for a process that is forked for every run
        children = (f"{path}/{name}" for name in os.listdir(path))  # noqa: PTH208
        rules += [(child, landlock.READ) for child in children if child not in hidden]
    return rules


def start_files(python: PythonPlan, *, namespaces: bool) -> dict[str, str]:
    """What lies in its user-site folder: files that `site` reads, and lines of them that become sys.path."""
    files = {f"{python['site']}/recorder.pth": recorder_line(python, namespaces=namespaces)}
    if python["packages"]:
        files[f"{python['site']}/packages.pth"] = "".join(f"{path}\n" for path in python["packages"])
    return files


def recorder_line(python: PythonPlan, *, namespaces: bool) -> str:
    """The line of a .pth file that starts the import recorder; ASCII.

    It gets a copy of the builtins, so that a program that replaces some of them does not reach into it.
    Without namespaces the folders of installed packages cannot be shown as empty, so sys.path does without.
    """
    without = () if namespaces else tuple(python["hide"])
    return (
        "import builtins, marshal; r = {'__name__': 'recorder', '__builtins__': dict(vars(builtins))}; "
        f"exec(marshal.loads({python['recorder']!r}), r); "
        f"r['_start']({RECORD_FD}, {_MAX_RECORDED}, {without!r})\n"
    )
