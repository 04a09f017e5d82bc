"""The recorder's text is read as a stranger's: whatever it holds, bounded events come out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.pythons import Python
from bot.sandbox.record import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_EVENTS,
    MAX_NAME,
    MAX_NAMES,
    MAX_PLACES,
    Record,
    read_record,
)
from bot.sandbox.run import BoundName, ImportEvent, ModuleKind, NameKind
from tests.conftest import EXAMPLES

PYTHON = Python("3.13.0", "3.13", "/py/bin/python3.13", "/py/lib/python3.13", show=(), hide=(), recorder=b"")


def record(text: bytes) -> Record:
    return read_record(text, python=PYTHON, folder="/box")


def read(text: bytes) -> tuple[ImportEvent, ...]:
    return record(text).imports


def line(*fields: object) -> bytes:
    return "\t".join(map(str, fields)).encode() + b"\n"


def begins(number: int, module: str, importer: str = "/box/main.py", depth: int = 0) -> bytes:
    return line("B", number, depth, module, importer, 3, 1_000_000)


def ends(
    number: int, loader: str = "", file: str = "", package: str = "", *, error: str = "", missing: str = ""
) -> bytes:
    return line("E", number, loader, file, package, error, missing, 3_500_000)


def test_an_import_with_begin_and_end_becomes_an_event() -> None:
    text = begins(1, "helper") + line("X", 1, "/box/helper.py")
    text += ends(1, "SourceFileLoader", "/box/helper.py")

    assert read(text) == (
        ImportEvent("helper", ModuleKind.YOURS, "helper.py", "main.py", 3, 0, 2.5, executed=True),
    )


def test_where_a_module_comes_from_is_told_by_its_file_and_loader() -> None:
    cases = {
        "zlib": ("BuiltinImporter", "built-in", "", ModuleKind.BUILTIN),
        "os": ("FrozenImporter", "frozen", "", ModuleKind.FROZEN),
        "json": ("SourceFileLoader", "/py/lib/python3.13/json/__init__.py", "1", ModuleKind.STDLIB),
        "space": ("NamespaceLoader", "", "1", ModuleKind.NAMESPACE),
        "numpy": ("SourceFileLoader", "/opt/numpy/__init__.py", "1", ModuleKind.THIRD_PARTY),
        "mine": ("SourceFileLoader", "/box/pkg/mine.py", "", ModuleKind.YOURS),
        "nothing": ("", "", "", ModuleKind.UNKNOWN),
    }
    text = b"".join(
        begins(number, module) + ends(number, loader, file, package)
        for number, (module, (loader, file, package, _)) in enumerate(cases.items())
    )

    assert {event.module: event.kind for event in read(text)} == {m: c[3] for m, c in cases.items()}


def test_importers_are_files_of_the_learner_or_names_of_modules() -> None:
    importers = {
        "/box/a/b.py": "a/b.py",
        "/py/lib/python3.13/json/__init__.py": "json",
        "/py/lib/python3.13/json/decoder.py": "json.decoder",
        "<frozen runpy>": "runpy",
    }
    text = b"".join(begins(n, f"m{n}", importer) for n, importer in enumerate(importers))

    assert [event.importer for event in read(begins(99, "first") + text)][1:] == list(importers.values())


def test_a_module_that_was_asked_for_while_it_was_loaded_is_told_as_served() -> None:
    text = begins(1, "a") + line("X", 1, "/box/a.py") + begins(2, "b", "/box/a.py", depth=1)
    text += line("C", 2, "a", "/box/b.py", 7)

    again = read(text)[-1]

    assert (again.served, again.executed, again.file, again.importer) == (True, False, "a.py", "b.py")


def test_a_module_that_its_package_had_loaded_by_then_is_told_as_served() -> None:
    text = begins(1, "p.a") + begins(2, "p", depth=1) + begins(3, "p.a", "/box/p/__init__.py", depth=2)
    text += line("X", 3, "/box/p/a.py")
    text += b"".join(ends(number, "SourceFileLoader", "/box/p/a.py") for number in (3, 2, 1))

    assert [(event.served, event.executed) for event in read(text)] == [
        (True, False),
        (True, False),
        (False, True),
    ]


def test_where_a_missing_module_was_searched_is_told_in_few_words() -> None:
    places = (
        "/box",
        "/box/lib",
        "/py/lib/python313.zip",
        "/py/lib/python3.13",
        "/py/lib/python3.13/lib-dynload",
    )
    text = begins(1, "a") + ends(1, error="ModuleNotFoundError", missing="a")
    text += line("P", 1, *places, "/py/lib/python3.13/site-packages", "/srv/more", *map(str, range(99)))

    (event,) = read(text)

    assert event.missing == "a"
    assert event.searched[:5] == (".", "lib", "stdlib", "site-packages", "/srv/more")
    assert len(event.searched) <= MAX_PLACES


def test_what_it_takes_to_show_an_exception_is_left_out() -> None:
    text = line("S", "/box/main.py") + begins(1, "a") + ends(1, error="KeyError") + line("U")
    text += begins(2, "traceback", "") + begins(3, "re", "/py/lib/python3.13/traceback.py", depth=1)
    text += begins(4, "a", "/py/lib/python3.13/traceback.py") + begins(5, "b", "/box/main.py")

    assert [event.module for event in read(text)] == ["a", "b"]


def test_a_file_is_told_by_its_shortest_path_and_none_outside_is_the_learners() -> None:
    files = {"/box/app/../tools.py": "tools.py", "/box/../etc/x.py": None, "../x.py": None}
    text = b"".join(begins(n, f"m{n}") + line("X", n, file) for n, file in enumerate(files))

    events = read(text)

    assert [event.file for event in events] == list(files.values())
    assert [event.kind is ModuleKind.YOURS for event in events] == [True, False, False]


def test_names_are_told_with_what_they_stand_for() -> None:
    text = line("N", "__main__", "/box/main.py", "m", "module", "math")
    text += line("N", "__main__", "/box/main.py", "x", "value", "int")
    text += line("N", "__main__", "/box/main.py", "late", "lazy", "")

    assert record(text).names == (
        BoundName("main.py", "__main__", "m", NameKind.MODULE, "math"),
        BoundName("main.py", "__main__", "x", NameKind.VALUE, "int"),
        BoundName("main.py", "__main__", "late", NameKind.LAZY, None),
    )


def test_names_that_cannot_be_true_are_left_out() -> None:
    good = ("__main__", "/box/main.py", "x", "value", "int")
    for place, bad in ((0, "no module"), (1, "/etc/passwd"), (2, "`x`"), (3, "secret")):
        assert record(line("N", *good[:place], bad, *good[place + 1 :])).names == ()
    assert record(line("N", *good[:4], "@everyone")).names[0].of is None
    assert len(record(line("N", *good) * MAX_NAMES * 2).names) == MAX_NAMES


def test_names_that_are_no_names_are_left_out() -> None:
    for name in ("@everyone", "a b", "", "../x", "x\x1b[0m", "`x`", "a..b", "x" * (MAX_NAME + 1)):
        assert read(begins(1, name)) == ()


def test_what_python_imports_before_the_program_is_left_out() -> None:
    text = (
        begins(1, "runpy", "") + begins(2, "pkgutil", "<frozen runpy>") + begins(3, "pkg", "<frozen runpy>")
    )
    text += ends(3, "SourceFileLoader", "/box/pkg/__init__.py", "1")

    assert [event.module for event in read(text)] == ["pkg"]


def test_a_line_that_was_cut_short_is_left_out() -> None:
    assert read(begins(1, "a") + begins(2, "b")[:-1]) == read(begins(1, "a"))


def test_floods_are_bounded() -> None:
    text = b"".join(begins(number, f"m{number}") for number in range(MAX_EVENTS * 2))

    assert len(read(text)) == MAX_EVENTS
    assert len(read(begins(1, "a") + b"x" * MAX_BYTES * 2)) == 1


fields = st.one_of(
    st.sampled_from(
        [
            *(
                "B",
                "X",
                "E",
                "S",
                "C",
                "P",
                "U",
                "N",
                "1",
                "2",
                "0",
                "",
                "json",
                "__main__",
                "module",
                "value",
            ),
            *("/box/main.py", "/box/../etc", "9" * 30, "-1", "SourceFileLoader", "ModuleNotFoundError"),
        ]
    ),
    st.text(max_size=20),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.lists(fields, max_size=10).map("\t".join), max_size=30))
def test_whatever_is_written_there_reading_ends_in_bounded_events(lines: list[str]) -> None:
    check(record(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_read(text: bytes) -> None:
    check(record(text))


def check(found: Record) -> None:
    for event in found.imports:
        assert all(part.isidentifier() for part in event.module.split("."))
        assert 0 <= event.depth <= MAX_DEPTH
        assert event.millis is None or event.millis >= 0
        assert event.file is None or len(event.file) <= MAX_NAME
        assert not (event.file or "").startswith(("/", "../"))
        assert event.error is None or event.error.isidentifier()
        assert len(event.searched) <= MAX_PLACES
    for name in found.names:
        assert name.name.isidentifier()
        assert not name.file.startswith("/")
