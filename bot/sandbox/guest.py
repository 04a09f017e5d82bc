"""Inside the box: writes down which modules are imported, when, by whom and how it ended.

Imported by nobody: `site` runs this text in the learner's interpreter, before the learner's program, from a
line of a .pth file in a user-site folder made for the box (https://docs.python.org/3/library/site.html). It
leaves nothing behind that the program would see: no module, no path entry, no environment variable, no frame
in a traceback, no descriptor below 1000. It needs only what the interpreter has loaded by then.

An audit hook (PEP 578) sees each `import` before it begins and each `exec` of a module's code; a weak
reference to the lock that importlib holds during an import tells its end. One line per event, fields
separated by tabs:

    S file                                                the entry starts
    B number thread depth name importer line nanoseconds  an import begins
    X number file                                         its code starts to run
    E number found loader file package error nanoseconds  it ended; nanoseconds is empty when seen late
    U error                                               an exception that nobody caught

What arrives there was written in the learner's own process and is parsed as such (record.py).
"""
# Silent whatever happens in it, and it reads importlib's own state:
# ruff: noqa: BLE001, S110

import sys

_IMPORTLIB = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
_STARTS = ("cpython.run_file", "cpython.run_command", "cpython.run_module")
_NAME_OF = type.__dict__["__name__"].__get__
_MISSING = vars(ImportError)["name"].__get__
_exc_info, _getframe = sys.exc_info, vars(sys)["_getframe"]
_modules, _path = sys.modules, sys.path
_importer_cache = sys.path_importer_cache


def _builtin(name: str) -> object:
    """A built-in module, not left in sys.modules if it was not there."""
    seen = name in _modules
    module = __import__(name)
    if not seen:
        del _modules[name]
    return module


_now = vars(_builtin("time"))["perf_counter_ns"]
_write = vars(_builtin("posix"))["write"]
_fstat = vars(_builtin("posix"))["fstat"]
_ref = vars(_builtin("_weakref"))["ref"]
_thread_id = vars(_builtin("_thread"))["get_ident"]
_at_exit = vars(_builtin("atexit"))["register"]
_bootstrap = vars(_modules["_frozen_importlib"])
_locks, _importing = _bootstrap["_module_locks"], _bootstrap["_find_and_load"].__code__
_Module, _Spec = type(sys), _bootstrap["ModuleSpec"]


def _clean(text: object) -> str:
    """Text that fits one field of a line; `text` may be anything the program made."""
    if type(text) is not str:
        return ""
    return "".join(c if c.isprintable() else "?" for c in text[:300])


def _spec_of(name: str) -> tuple[str, str, str]:
    """(loader, file, "1" for a package) of a loaded module, without running anything of the program's."""
    module = _modules.get(name)
    if module is None:
        return ("", "", "")
    spec = module.__dict__.get("__spec__") if type(module) is _Module else None
    if type(spec) is not _Spec:
        return ("replaced", "", "")
    fields = vars(spec)
    loader = fields.get("loader")
    kind = loader if type(loader) is type else type(loader)
    package = "" if fields.get("submodule_search_locations") is None else "1"
    return (_clean(_NAME_OF(kind)), _clean(fields.get("origin")), package)


def _look_up(above: int) -> tuple[int, tuple[str, str]]:
    """So many frames above: how many imports are under way, and (file, line) of the innermost statement."""
    frame, depth, importer = _getframe(above + 1), 0, ("", "")
    while frame is not None:
        code = frame.f_code
        if code is _importing:
            depth += 1
        elif not importer[0] and code.co_filename not in _IMPORTLIB:
            importer = (_clean(code.co_filename), str(frame.f_lineno))
        frame = frame.f_back
    return depth, importer


class _Import:
    __slots__ = ("compiled", "ended", "name", "number", "ran")

    def __init__(self, number: int, name: str) -> None:
        self.number, self.name = number, name
        self.ran = self.compiled = self.ended = False


class _Recorder:
    __slots__ = ("count", "descriptor", "most", "on", "stacks", "uncaught", "watches", "without")

    def __init__(self, descriptor: int, most: int, without: tuple[str, ...]) -> None:
        """Write at most `most` imports to `descriptor`; `without` are entries that sys.path does not get."""
        self.descriptor, self.most, self.without = descriptor, most, without
        self.count, self.on, self.uncaught = 0, False, ""
        self.stacks: dict[int, list[_Import]] = {}
        self.watches: dict[int, object] = {}

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        """The audit hook."""
        try:
            if self.on:
                self.note(event, arguments)
            elif event in _STARTS:
                self.on = True
                _path[:] = [entry for entry in _path if entry not in self.without]
                self.send("S", _clean(arguments[0]) if event == _STARTS[0] else "")
        except BaseException:
            pass

    def note(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "import":
            if type(arguments[0]) is str:
                self.on_import(arguments[0])
        elif event == "exec":
            self.on_exec(arguments[0])
        elif event in ("open", "compile"):
            stack = self.stacks.get(_thread_id())
            if stack and not stack[-1].ended:
                self.watch(stack[-1])
                stack[-1].compiled = stack[-1].compiled or event == "compile"
        elif event == "sys.excepthook":
            self.uncaught = _clean(_NAME_OF(arguments[1]))
            self.send("U", self.uncaught)

    def send(self, *fields: str) -> None:
        try:
            _write(self.descriptor, ("\t".join(fields) + "\n").encode("utf-8", "backslashreplace"))
        except OSError:
            self.on = False  # nobody reads it any more

    def on_import(self, name: str) -> None:
        depth, importer = _look_up(3)  # past this, note() and hook()
        stack = self.stacks.setdefault(_thread_id(), [])
        if len(stack) >= depth > 0 and stack[depth - 1].name == name:
            # The second event of a built-in or extension module, sent when it is found.
            stack[depth - 1].ran = True
            self.watch(stack[depth - 1])
            return
        self.unwind(stack, depth)
        if self.count >= self.most:
            return
        self.count += 1
        item = _Import(self.count, name)
        stack.append(item)
        numbers = (str(item.number), str(_thread_id()), str(depth))
        self.send("B", *numbers, _clean(name), *importer, str(_now()))

    def on_exec(self, code: object) -> None:
        stack = self.stacks.get(_thread_id())
        if not stack or _getframe(3).f_code.co_filename not in _IMPORTLIB:
            return
        self.unwind(stack, _look_up(3)[0])
        if stack and not stack[-1].ended and not stack[-1].ran:
            item = stack[-1]
            item.ran = True
            self.send("X", str(item.number), _clean(getattr(code, "co_filename", "")))
            self.watch(item)

    def watch(self, item: _Import) -> None:
        """Ask to be told when the lock of this import goes away, which is when the import has ended."""
        weak = _locks.get(item.name)
        lock = weak and weak()
        if lock is None or item.number in self.watches:
            return

        def gone(_: object) -> None:
            try:
                self.watches.pop(item.number, None)
                if self.on:
                    self.end(item, str(_now()))
            except BaseException:
                pass

        self.watches[item.number] = _ref(lock, gone)

    def unwind(self, stack: list[_Import], depth: int) -> None:
        """Imports deeper than this are over."""
        while len(stack) > depth:
            self.end(stack.pop(), "")

    def end(self, item: _Import, at: str) -> None:
        if item.ended:
            return
        item.ended = True
        loader, file, package = _spec_of(item.name)
        error = "" if loader else self.error_of(item)
        self.send("E", str(item.number), "1" if loader else "0", loader, file, package, error, at)

    def error_of(self, item: _Import) -> str:
        """What a failed import ended with, as far as it can be told from here."""
        handled = _exc_info()[1]
        if type(handled) in (ImportError, ModuleNotFoundError) and _MISSING(handled) == item.name:
            return "ImportError" if type(handled) is ImportError else "ModuleNotFoundError"
        if self.uncaught:
            return self.uncaught
        if item.ran:
            return "Exception"
        return "SyntaxError" if item.compiled else "ModuleNotFoundError"

    def finish(self) -> None:
        """At exit: what has not been seen to end has ended by now."""
        try:
            for stack in self.stacks.values():
                self.unwind(stack, 0)
            self.on = False
        except BaseException:
            pass


def _hide() -> None:
    """Undo what running from a user-site folder has changed."""
    os, site = _modules["os"], vars(_modules["site"])
    base = os.environ.pop("PYTHONUSERBASE")
    _path[:] = [entry for entry in _path if not entry.startswith(base)]
    for entry in [entry for entry in _importer_cache if entry.startswith(base)]:
        del _importer_cache[entry]
    home = os.path.expanduser("~/.local")
    site["USER_BASE"], site["USER_SITE"] = home, site["USER_SITE"].replace(base, home)


def _start(descriptor: int, most: int, without: tuple[str, ...]) -> None:
    _hide()
    try:
        _fstat(descriptor)
    except OSError:
        return
    recorder = _Recorder(descriptor, most, without)
    _at_exit(recorder.finish)
    sys.addaudithook(recorder.hook)
