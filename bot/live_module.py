"""What a running Python itself says of a module: imported inside the sandbox, where it can harm nothing."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.sandbox.run import Run
from bot.sandbox.snippet import Snippet

MAX_NAME = 80
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_PROGRAM = """\
import contextlib, importlib, inspect, io, json, pkgutil, sys, types, warnings
from importlib.machinery import ExtensionFileLoader

def kind_of(module):
    spec = module.__spec__
    if spec.origin == "built-in":
        return "builtin"
    if spec.submodule_search_locations is not None:
        return "package"
    if spec.origin == "frozen":
        return "frozen"
    return "extension" if isinstance(spec.loader, ExtensionFileLoader) else "source"

def sort_of(value):
    if isinstance(value, types.ModuleType):
        return "submodules"
    if isinstance(value, type):
        return "errors" if issubclass(value, BaseException) else "classes"
    return "functions" if inspect.isroutine(value) else "constants"

def names_in(module):
    listed = getattr(module, "__all__", None)
    for name in listed or [name for name in vars(module) if not name.startswith("_")]:
        value = getattr(module, name, None)
        if listed or not isinstance(value, types.ModuleType):
            yield sort_of(value), name
    for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
        if not found.name.startswith("_"):
            yield "submodules", found.name

name = input()
warnings.simplefilter("ignore")
told = {"name": name, "missing": False, "error": ""}
module = None
try:
    with contextlib.redirect_stdout(io.StringIO()):
        module = importlib.import_module(name)
except ModuleNotFoundError as error:
    told["missing"] = True
except Exception as error:
    told["error"] = f"{type(error).__name__}: {error}"[:200]
if module is not None:
    told["name"] = module.__spec__.name
    told["kind"] = kind_of(module)
    told["ending"] = (getattr(module, "__file__", None) or "").rpartition("/")[2].partition(".")[2][:60]
    told["about"] = " ".join((inspect.getdoc(module) or "").partition("\\n\\n")[0].split())[:200]
    for sort, found in sorted(set(names_in(module))):
        told.setdefault(sort, []).append(found[:60])
print("\\n" + json.dumps(told))
"""
Short = Annotated[str, StringConstraints(max_length=200)]


class Kind(StrEnum):
    """What a module is made of."""

    BUILTIN = "builtin"  # part of the interpreter, without a file
    FROZEN = "frozen"  # its bytecode is part of the interpreter
    SOURCE = "source"
    EXTENSION = "extension"  # machine code
    PACKAGE = "package"


class LiveModule(BaseModel):
    """What was found. It came out of the sandbox, so every field is no more than a claim, bounded in size."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Short
    """Its own name, which may be another one than was asked for."""
    missing: bool
    error: Short
    """What its import failed with."""
    kind: Kind | None = None
    ending: Short = ""
    """Of its file, like `py` or `cpython-313-x86_64-linux-gnu.so`."""
    about: Short = ""
    """The first paragraph of its docstring."""
    functions: tuple[Short, ...] = ()
    classes: tuple[Short, ...] = ()
    errors: tuple[Short, ...] = ()
    constants: tuple[Short, ...] = ()
    submodules: tuple[Short, ...] = ()


def is_name(text: str) -> bool:
    """Whether this may be a module's dotted name at all."""
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None


def snippet_of(name: str) -> Snippet:
    """A program that imports the module and prints what it finds, as JSON on its last line."""
    return Snippet.of([("main.py", _PROGRAM)], stdin=f"{name}\n")


def live_module(run: Run) -> LiveModule | None:
    """What the run of that program found; None when it did not come to an end."""
    try:
        return LiveModule.model_validate_json(run.stdout_text.rstrip("\n").rpartition("\n")[2])
    except ValidationError:
        return None
