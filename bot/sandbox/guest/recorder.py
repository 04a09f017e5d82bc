"""Inside the box: writes down which modules are imported, when, by whom and how it ended.

Imported by nobody: `site` runs this text, after that of sight.py and in the same namespace, in the learner's
interpreter before the program, from a line of a .pth file in a user-site folder of the box. It leaves nothing
behind that the program would see: no module, no path entry, no environment variable, no frame in a traceback,
no descriptor below 1000.

For every import, however it was asked for, importlib makes a lock, holds it until the import has ended, and
keeps it in a table by the module's name. That table is replaced by one that tells: a new lock is a begin, its
last release an end, and a lock that is asked for again is a module that is still being loaded. An audit hook
(PEP 578) adds when the program starts and whose code is run. From 3.15 on importlib imports the packages
around a module before it makes the lock: there the audit event of an import is its begin.
One line per event, fields separated by tabs:

    S file                                            the entry starts
    B number depth name importer line nanoseconds     an import begins
    C depth name importer line                        one that is still under way is asked for again
    X number file                                     its code starts to run
    E number loader file package error missing nanoseconds    it ended
    P number place …                                  where a module was searched that was not found
    U                                                 an exception that nobody caught is about to be shown
    N module file name kind target                    at the program's end: a name, and what it stands for
    Z                                                 nothing more will come

What arrives there was written in the learner's own process and is read as such (record.py).
"""
# Silent whatever happens in it, it reads importlib's own state, and what it takes from sight.py is there:
# ruff: noqa: BLE001, S110, TC004

import sys

TYPE_CHECKING = False  # typing itself is not loaded yet
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bot.sandbox.guest.sight import (
        _IMPORTLIB,
        _INSIDE,
        _NAME_OF,
        _bootstrap,
        _clean,
        _descends,
        _for_a_part,
        _getframe,
        _importer,
        _kind,
        _Module,
        _modules,
        _places,
        _spec_of,
    )

_MOST_NAMES, _MOST_MODULES = 100, 40
_STARTS = ("cpython.run_file", "cpython.run_command", "cpython.run_module")
_ENOUGH = 3500  # bytes; a pipe takes 4096 in one piece
_exception = vars(sys)["exception"]
_path, _importer_cache = sys.path, sys.path_importer_cache
_MISSING = vars(ImportError)["name"].__get__
_UNREADABLE = vars(SyntaxError)["filename"].__get__
_now = vars(_modules["time"])["perf_counter_ns"]
_posix = vars(_modules["posix"])
_write, _fstat = _posix["write"], _posix["fstat"]
_thread_id = vars(_modules["_thread"])["get_ident"]
_loaded = [*_modules]
_at_exit = vars(__import__("atexit"))["register"]
if "atexit" not in _loaded:
    del _modules["atexit"]
_get, _set = dict.__getitem__, dict.__setitem__
_PARENTS_FIRST = "_resolve_parents" in _bootstrap


class _Locks(dict[str, "Callable[[], Any]"]):
    """The table in which importlib keeps its locks by the names of modules; tells what is asked of it."""

    __slots__ = ("recorder",)
    recorder: "_Recorder"

    def __getitem__(self, name: str) -> "Callable[[], Any]":
        lock = _get(self, name)
        if self.recorder.on:
            self.recorder.asked(name, lock, new=False)
        return lock

    def __setitem__(self, name: str, lock: "Callable[[], Any]") -> None:
        _set(self, name, lock)
        if self.recorder.on:
            self.recorder.asked(name, lock, new=True)


class _Import:
    __slots__ = ("locked", "name", "number", "ran")

    def __init__(self, number: int, name: str) -> None:
        self.number, self.name, self.ran, self.locked = str(number), name, False, False


class _Recorder:
    __slots__ = ("count", "descriptor", "entry", "folder", "kept", "most", "on", "stacks", "without")

    def __init__(self, descriptor: int, most: int, without: tuple[str, ...]) -> None:
        """Write at most `most` imports to `descriptor`; `without` are entries that sys.path does not get."""
        self.descriptor, self.most, self.without = descriptor, most, without
        self.count, self.on, self.folder, self.entry, self.kept = 0, False, "", "", b""
        self.stacks: dict[int, list[_Import]] = {}  # by thread: the imports under way, outermost first

    def hook(self, event: str, arguments: "tuple[Any, ...]") -> None:
        try:
            if event == "exec" and self.on:
                self.code_runs(arguments[0].co_filename)
            elif event == "import" and self.on:
                if _PARENTS_FIRST:
                    if arguments[1] is None:  # else it is the file of a compiled module
                        self.wanted(arguments[0])
                elif type(arguments[0]) is str and _modules.get(arguments[0], self) is None:
                    item = self.item(arguments[0], _importer(1))  # it has put None in the module's place
                    self.send("E", item.number, "", "", "", "ModuleNotFoundError", _clean(item.name), "")
            elif event == "sys.excepthook" and self.on:
                self.send("U", now=True)
            elif event in _STARTS and not self.on:
                _path[:] = [entry for entry in _path if entry not in self.without]
                self.on, self.folder = True, f"{_posix['getcwd']()}/"
                self.entry = _clean(arguments[0]) if event == _STARTS[0] else ""
                self.send("S", self.entry)
        except BaseException:
            pass

    def send(self, *fields: str, now: bool = False) -> None:
        """Keep a line; write what is kept when it matters that it arrives, for a write takes long."""
        self.kept += ("\t".join(fields) + "\n").encode("utf-8", "backslashreplace")
        if now or len(self.kept) > _ENOUGH:
            try:
                _write(self.descriptor, self.kept)
            except OSError:
                self.on = False  # nobody reads it any more
            self.kept = b""

    def stack(self) -> list[_Import]:
        return self.stacks.setdefault(_thread_id(), [])

    def item(self, name: str, importer: tuple[str, str]) -> _Import:
        self.count += 1
        item = _Import(self.count, name)
        self.send("B", item.number, str(len(self.stack())), _clean(name), *importer, str(_now()))
        return item

    def asked(self, name: str, weak: "Callable[[], Any]", *, new: bool) -> None:
        """Importlib wants the lock of a module: to import it, or only to wait for it.

        It may be imported anew while it is still being imported, if it is not in sys.modules yet or any more.
        """
        try:
            asking, stack = _getframe(3).f_code.co_name, self.stack()
            item = stack[-1] if stack and not stack[-1].locked and stack[-1].name == name else None
            if type(name) is not str or (item is None and self.count >= self.most):
                return
            if item is None and asking == "__enter__" and (new or name not in _modules):
                item = self.item(name, _importer(2))
                stack.append(item)
            if item is not None:
                item.locked, lock = True, weak()
                lock.release = self.telling_release(item, weak, outer=None if new else lock.release)
            elif asking in ("_lock_unlock_module", "_find_and_load") and not _for_a_part(3):
                self.count += 1
                self.send("C", str(len(stack)), _clean(name), *_importer(2))
        except BaseException:
            pass

    def wanted(self, name: object) -> None:
        """Importlib is about to import the packages around a module, and will then ask for its lock."""
        stack = self.stack()
        while stack and not stack[-1].locked and name != stack[-1].name.rpartition(".")[0]:
            blocked = stack.pop()  # the package around it has None for a module, which is not told
            missing = _clean(blocked.name.rpartition(".")[0])
            self.send("E", blocked.number, "", "", "", "ModuleNotFoundError", missing, "")
        if type(name) is str and self.count < self.most:
            stack.append(self.item(name, _importer(2)))

    def telling_release(
        self, item: _Import, weak: "Callable[[], Any]", outer: "Callable[[], None] | None"
    ) -> "Callable[[], None]":
        """What to call in place of the lock's own release, or of the one for an import around this one."""
        held = weak().count
        before = held[:] if type(held) is list else held  # a number on 3.11
        handled = _exception()

        def release() -> None:
            lock = weak()
            type(lock).release(lock)
            try:
                if lock.count == before:
                    if outer is not None:
                        lock.release = outer
                    told = _getframe(1).f_locals.get("args")
                    now = _exception()
                    raised = told[1] if told else now if now is not handled else None
                    if self.on:
                        self.end(item, raised)
            except BaseException:
                pass

        return release

    def code_runs(self, code_file: object) -> None:
        """A module's code is about to run: of the import under way, or one that the program loads by hand."""
        loading = _getframe(2).f_back
        if _getframe(2).f_code.co_filename not in _IMPORTLIB or loading is None or loading.f_back is None:
            return
        file, stack = _clean(code_file), self.stack()
        if loading.f_back.f_code.co_filename in _IMPORTLIB:
            if stack and not stack[-1].ran:
                stack[-1].ran = True
                self.send("X", stack[-1].number, file, now=file.startswith(self.folder))
        elif self.count < self.most:
            module = loading.f_locals["module"]
            item = self.item(_clean(_INSIDE(module).get("__name__")), _importer(3))
            self.send("X", item.number, file)
            self.send("E", item.number, *_spec_of(module), "", "", "")

    def end(self, item: _Import, raised: object) -> None:
        """An import is over, perhaps by an exception."""
        at, stack = str(_now()), self.stack()
        while stack and stack.pop() is not item:
            pass
        if raised is None and item.name in _modules:
            self.send("E", item.number, *_spec_of(_modules.get(item.name)), "", "", at, now=not stack)
            return
        if raised is None:  # a lazy `from a import b` has looked whether b is a module
            raised = ModuleNotFoundError(name=item.name)
        error, file, missing = type(raised), "", ""
        if _descends(error, ImportError):
            missing = _clean(_MISSING(raised))
        elif _descends(error, SyntaxError) and not item.ran:
            file = _clean(_UNREADABLE(raised))
        self.send("E", item.number, "", file, "", _clean(_NAME_OF(error)), missing, at)
        places = _places(missing) if missing == item.name and error is ModuleNotFoundError else []
        self.send("P", item.number, *map(_clean, places), now=not stack)
        if stack and not stack[-1].locked:
            self.end(stack[-1], raised)  # it was a package around that module

    def finish(self) -> None:
        """At exit: which names the program's modules have, and what they stand for."""
        try:
            files = {key: _spec_of(module)[1] for key, module in _modules.items() if type(module) is _Module}
            # By now the interpreter has forgotten the file of the program.
            files["__main__"] = self.entry or _clean(_INSIDE(_modules["__main__"]).get("__file__"))
            own = [key for key, file in files.items() if file.startswith(self.folder)]
            for key in own[:_MOST_MODULES] if self.on else ():
                inside = _INSIDE(_modules[key])
                names = [name for name in inside if type(name) is str and not name.startswith("__")]
                for name in names[:_MOST_NAMES]:
                    self.send("N", _clean(key), files[key], _clean(name), *_kind(inside[name]))
            if self.on:
                self.send("Z", now=True)
            self.on = False
        except BaseException:
            pass


def _hide() -> None:
    """Undo what running from a user-site folder has changed."""
    os, site = _modules["os"], vars(_modules["site"])
    base = os.environ.pop("PYTHONUSERBASE")
    os.environ.pop("LD_LIBRARY_PATH", None)
    _path[:] = [entry for entry in _path if not entry.startswith(base)]
    for entry in [entry for entry in _importer_cache if entry.startswith(base)]:
        del _importer_cache[entry]
    vars(_modules["encodings"]).pop("utf_8_sig", None)
    _modules.pop("encodings.utf_8_sig", None)  # what site reads such a file with, from 3.13 on
    home = os.path.expanduser("~/.local")
    site["USER_BASE"], site["USER_SITE"] = home, site["USER_SITE"].replace(base, home)


def _start(descriptor: int, most: int, without: tuple[str, ...]) -> None:
    _hide()
    try:
        _fstat(descriptor)
        recorder = _Recorder(descriptor, most, without)
        locks = _Locks(_bootstrap["_module_locks"])
        locks.recorder = recorder
        _bootstrap["_module_locks"] = locks
        _at_exit(recorder.finish)
        sys.addaudithook(recorder.hook)
    except (OSError, KeyError):
        pass  # nobody listens, or importlib has changed: then there is no record
