"""Facts about the module that was not found, or that something was asked of."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from bot.explain.near import near
from bot.explain.scene import RARE, STDLIB, Given, Scene
from bot.explain.where import is_library, module_name


def yours_deeper(scene: Scene) -> Given:
    """The file lies in a folder below the root."""
    root = scene.program.root
    for path in _called(scene, scene.name):
        dotted = scene.program.module_of(path)
        if scene.program.is_reached(path) and "." in dotted:
            parent, _, last = dotted.rpartition(".")
            folder = "/".join([*filter(None, [root]), *parent.split(".")])
            return {"its_file": path, "folder": folder, "dotted": dotted, "parent": parent, "last": last}
    return None


def yours_above(scene: Scene) -> Given:
    """The file lies outside the folder that imports look in."""
    for path in _called(scene, scene.name):
        if not scene.program.is_reached(path):
            return {"its_file": path, "folder": scene.program.root}
    return None


def _called(scene: Scene, name: str) -> Iterable[str]:
    """The learner's files that could be the module, wherever they lie."""
    ends = tuple(f"/{name.replace('.', '/')}{ending}" for ending in (".py", "/__init__.py"))
    return [path for path in scene.program.files if f"/{path}".endswith(ends)]


def yours_near(scene: Scene) -> Given:
    """One of the learner's modules has a similar name."""
    found = near(scene.name, _own_modules(scene))
    return _own_file(scene, found) if found else None


def yours_other_case(scene: Scene) -> Given:
    """One of the learner's modules has the same name but for capitals."""
    same = [m for m in _own_modules(scene) if m.lower() == scene.name.lower() and m != scene.name]
    return _own_file(scene, same[0]) if same else None


def _own_modules(scene: Scene) -> list[str]:
    return [name for name in scene.program.modules() if name != scene.program.module_of(scene.program.entry)]


def _own_file(scene: Scene, module: str) -> Given:
    return {"near": module, "its_file": scene.program.file_of(module) or f"{module}/"}


def own_folder(scene: Scene) -> Given:
    """The name is that of the folder in which the program was started, from inside it."""
    root = PurePosixPath(scene.program.root)
    if not scene.name or root.name != scene.name:
        return None
    entry = scene.program.entry
    return {
        "folder": str(root),
        "entry": entry,
        "dotted": ".".join(PurePosixPath(entry).with_suffix("").parts),
    }


def stdlib_near(scene: Scene) -> Given:
    """A standard module has a similar name."""
    found = near(scene.name, (name for name in STDLIB if name not in RARE))
    return {"near": found} if found else None


def stdlib_other_case(scene: Scene) -> Given:
    """A standard module has the same name in small letters."""
    small = scene.name.lower()
    return {"near": small} if small != scene.name and small in STDLIB else None


def stdlib(scene: Scene) -> Given:
    """The module, or where none is named the name itself, is a standard one."""
    return {} if (scene.module or scene.name).partition(".")[0] in STDLIB else None


def package_renamed(scene: Scene) -> Given:
    """The module comes with a package of another name; the longest known beginning of the name decides."""
    package = _package(scene)
    return {"package": package} if package and _plain(package) != _plain(scene.name) else None


def package_known(scene: Scene) -> Given:
    """The module comes with a package of the same name."""
    package = _package(scene)
    return {"package": package} if package and _plain(package) == _plain(scene.name) else None


def _package(scene: Scene) -> str | None:
    parts = scene.name.split(".")[:6]
    starts = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((scene.packages[start] for start in starts if start in scene.packages), None)


def package_near(scene: Scene) -> Given:
    """A well-known package has a similar import name."""
    found = near(scene.name, (name for name in scene.packages if "." not in name))
    return {"near": found, "package": scene.packages[found]} if found else None


def distribution(scene: Scene) -> Given:
    """The name is the one to install, as `import pillow`."""
    asked = _plain(scene.name)
    for name, package in scene.packages.items():
        if _plain(package) == asked and _plain(name) != asked:
            return {"import_name": name}
    return None


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def own_module(scene: Scene) -> Given:
    """The module asked is a file of the learner."""
    file = _asked_file(scene)
    return {"its_file": file} if file else None


def _asked_file(scene: Scene) -> str | None:
    """The learner's file that was asked for something: by its name, else by the path in the message."""
    if scene.pasted:
        path = scene.words.get("path", "")
        return f"{module_name(path)}.py" if path.endswith(".py") and not is_library(path) else None
    return scene.program.file_of(scene.module)


def submodule_near(scene: Scene) -> Given:
    """The learner's package has a module with a similar name."""
    found = near(scene.name, scene.program.modules(within=scene.module)) if scene.module else None
    if not found:
        return None
    return {"near": found, "its_file": scene.program.file_of(f"{scene.module}.{found}") or found}


def submodule(scene: Scene) -> Given:
    """The learner's package has that module, but nobody imported it."""
    asked = f"{scene.module}.{scene.name}"
    file = scene.program.file_of(asked) if scene.module and scene.name else None
    imported = any(statement.module == asked for statement in scene.written)
    return {"its_file": file} if file and not imported else None


def hides_stdlib(scene: Scene) -> Given:
    """A file of the learner stands in for a standard module."""
    top = (scene.module or scene.name).partition(".")[0]
    return _hidden(scene, top) if top in STDLIB else None


def hides_package(scene: Scene) -> Given:
    """A file of the learner stands in for a well-known package."""
    top = (scene.module or scene.name).partition(".")[0]
    return _hidden(scene, top) if top in scene.packages else None


def _hidden(scene: Scene, top: str) -> Given:
    file = scene.program.file_of(top)
    if file is None and scene.pasted:
        paths = [scene.words.get("path", ""), *(frame.file for frame in scene.raised.frames)]
        own = [path for path in paths if path and not is_library(path) and module_name(path) == top]
        file = f"{top}.py" if own else None
    return {"its_file": file, "hidden": top} if file else None


def is_itself(scene: Scene) -> Given:
    """The file that holds the import is called like the module it asks for."""
    if scene.file is None or module_name(scene.file) != scene.module.partition(".")[0]:
        return None
    return {"its_file": scene.file}


def defines_near(scene: Scene) -> Given:
    """The learner's module has a name like the one asked for."""
    file = _asked_file(scene)
    found = near(scene.name, scene.names_in(file).top)
    return {"near": found, "its_file": file} if found and file else None


def defines_inside(scene: Scene) -> Given:
    """The learner's module has the name, but not at the top."""
    file = _asked_file(scene)
    inner = scene.names_in(file).inner.get(scene.name)
    return {"its_file": file, "owner": inner.owner, "inner_line": inner.line} if inner and file else None


def defines_same(scene: Scene) -> Given:
    """The learner's module has something called like the module itself, as `car.Car`."""
    file = scene.program.file_of(scene.module)
    last = scene.module.rpartition(".")[2].replace("_", "").lower()
    same = [name for name in scene.names_in(file).top if name.replace("_", "").lower() == last]
    return {"its_file": file, "member": same[0]} if same and file else None
