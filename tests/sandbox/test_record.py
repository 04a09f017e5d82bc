"""The recorder's text is read as a stranger's: whatever it holds, bounded events come out."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.pythons import Python
from bot.sandbox.record import MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_NAME, read_record
from bot.sandbox.run import ImportEvent, ModuleKind

PYTHON = Python("3.13.0", "3.13", "/py/bin/python3.13", "/py/lib/python3.13", show=(), hide=(), recorder=b"")


def read(text: bytes) -> tuple[ImportEvent, ...]:
    return read_record(text, python=PYTHON, folder="/box")


def line(*fields: object) -> bytes:
    return "\t".join(map(str, fields)).encode() + b"\n"


def begins(number: int, module: str, importer: str = "/box/main.py") -> bytes:
    return line("B", number, 7, 0, module, importer, 3, 1_000_000)


def test_an_import_with_begin_and_end_becomes_an_event() -> None:
    text = begins(1, "helper") + line("X", 1, "/box/helper.py")
    text += line("E", 1, 1, "SourceFileLoader", "/box/helper.py", "", "", 3_500_000)

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
        begins(number, module) + line("E", number, 1, loader, file, package, "", 1)
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


def test_an_exception_nobody_caught_names_the_error_of_what_it_ended() -> None:
    text = begins(1, "a") + line("X", 1, "/box/a.py") + line("E", 1, 0, "", "", "", "Exception", 5)

    assert read(text + line("U", "ZeroDivisionError"))[0].error == "ZeroDivisionError"
    assert read(text + begins(2, "b") + line("U", "KeyError"))[0].error == "Exception"


def test_what_nobody_caught_is_told_once() -> None:
    failed = begins(1, "shop") + line("E", 1, "0", "", "", "", "Exception", 9)

    (event,) = read(failed + line("U", "KeyError") + line("U", "TypeError"))

    assert event.error == "KeyError"


def test_names_that_are_no_names_are_left_out() -> None:
    for name in ("@everyone", "a b", "", "../x", "x\x1b[0m", "`x`", "a..b", "x" * (MAX_NAME + 1)):
        assert read(begins(1, name)) == ()


def test_what_python_imports_before_the_program_is_left_out() -> None:
    text = (
        begins(1, "runpy", "") + begins(2, "pkgutil", "<frozen runpy>") + begins(3, "pkg", "<frozen runpy>")
    )
    text += line("E", 3, 1, "SourceFileLoader", "/box/pkg/__init__.py", "1", "", 9)

    assert [event.module for event in read(text)] == ["pkg"]


def test_a_line_that_was_cut_short_is_left_out() -> None:
    assert read(begins(1, "a") + begins(2, "b")[:-1]) == read(begins(1, "a"))


def test_floods_are_bounded() -> None:
    text = b"".join(begins(number, f"m{number}") for number in range(MAX_EVENTS * 2))

    assert len(read(text)) == MAX_EVENTS
    assert len(read(begins(1, "a") + b"x" * MAX_BYTES * 2)) == 1


fields = st.one_of(
    st.sampled_from(["B", "X", "E", "S", "U", "1", "2", "0", "", "json", "/box/main.py", "9" * 30, "-1"]),
    st.text(max_size=20),
)


@given(st.lists(st.lists(fields, max_size=10).map("\t".join), max_size=30))
def test_whatever_is_written_there_reading_ends_in_bounded_events(lines: list[str]) -> None:
    check(read(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")))


@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_read(text: bytes) -> None:
    check(read(text))


def check(events: tuple[ImportEvent, ...]) -> None:
    for event in events:
        assert all(part.isidentifier() for part in event.module.split("."))
        assert 0 <= event.depth <= MAX_DEPTH
        assert event.millis is None or event.millis >= 0
        assert event.file is None or len(event.file) <= MAX_NAME
        assert event.error is None or event.error.isidentifier()
