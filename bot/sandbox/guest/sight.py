"""Inside the box: looks at modules, frames and values without running a line of the program's.

The first part of the recorder's text: recorder.py goes on where this ends.
"""

import sys

_MOST_PLACES = 20
_IMPORTLIB = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
_ASKED_OF = ("import_module", "reload", "__getattribute__")  # functions of importlib, for their callers
_NAME_OF = type.__dict__["__name__"].__get__
_ANCESTRY_OF = type.__dict__["__mro__"].__get__
_NAMESPACE_OF = type.__dict__["__dict__"].__get__
_getframe = vars(sys)["_getframe"]
_modules = sys.modules
_bootstrap = vars(_modules["_frozen_importlib"])
_Module, _Spec, _INSIDE = type(sys), _bootstrap["ModuleSpec"], vars(type(sys))["__dict__"].__get__


def _clean(text: object) -> str:
    """Text that fits one field of a line; `text` may be anything the program made."""
    if type(text) is not str:
        return ""
    text = text[:300]
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def _descends(kind: type, ancestor: type) -> bool:
    """Whether one type is a kind of another, whatever it says about itself."""
    return any(one is ancestor for one in _ANCESTRY_OF(kind))


def _spec_of(module: object) -> tuple[str, str, str]:
    """(loader, file, "1" for a package) of a loaded module, without running anything of the program's."""
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


def _importer(above: int) -> tuple[str, str]:
    """(file, line) of the innermost statement so many frames above that is not importlib's own."""
    frame = _getframe(above + 1)
    while frame is not None:
        code = frame.f_code
        asked = code.co_name in _ASKED_OF and "/importlib/" in code.co_filename
        if not asked and code.co_filename not in _IMPORTLIB:
            return (_clean(code.co_filename), str(frame.f_lineno))
        frame = frame.f_back
    return ("", "")


def _places(name: str) -> list[object]:
    """Where a module of this name is searched: in the path of its package, or else in that of the program."""
    parent = name.rpartition(".")[0]
    path = vars(sys).get("path")
    if parent:
        path = _INSIDE(_modules[parent]).get("__path__")
        path = path if type(path) is list else vars(path).get("_path")  # of a namespace package
    return path[:_MOST_PLACES] if type(path) is list else []


def _for_a_part(above: int) -> bool:
    """Whether importlib asks, so many frames above or a little more, for a package only to go on in it."""
    frame = _getframe(above + 1)
    while frame is not None and frame.f_code.co_filename in _IMPORTLIB:
        if frame.f_code.co_name == "_resolve_parents":
            return True
        frame = frame.f_back
    return False


def _kind(value: object) -> tuple[str, str]:
    """What a name stands for, and the module it is or comes from, or the type of a plain value."""
    kind = type(value)
    if _descends(kind, _Module):
        return "module", _clean(_INSIDE(value).get("__name__"))
    if kind is type(_kind) or kind is type(len):
        return "function", _clean(vars(kind)["__module__"].__get__(value))
    if _NAME_OF(kind) == "lazy_import":
        return "lazy", ""  # nobody has used it yet; to look at it would load it
    if _descends(kind, type):
        return "class", _clean(_NAMESPACE_OF(value).get("__module__"))
    return "value", _clean(_NAME_OF(kind))
