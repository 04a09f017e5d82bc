"""Failures in pasted text: any Python from 3.8 on, any platform, with talk around it, and hostile ones."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.schema import FailurePattern
from bot.explain.explain import explain_run, explain_traceback
from bot.explain.story import Story
from bot.sandbox.pythons import Python
from bot.sandbox.record import read_record
from bot.sandbox.run import ImportEvent, ModuleKind, Outcome, Run
from bot.sandbox.snippet import Snippet
from bot.strict_yaml import read
from tests.conftest import EXAMPLES, calls

PLACE = 'Traceback (most recent call last):\n  File "{file}", line {line}, in <module>\n    {code}\n{error}\n'


def pasted(error: str, *, file: str = "/home/mia/main.py", line: int = 3, code: str = "…") -> str:
    return PLACE.format(file=file, line=line, code=code, error=error)


WORDINGS = read(Path(__file__).with_name("wordings.yaml")).value


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording["pattern"])
def test_every_wording_is_recognised(wording, content):
    failure = explain_traceback(wording["text"], content).failure

    assert failure is not None
    assert failure.pattern == wording["pattern"]


def test_of_chained_exceptions_the_last_one_counts(content):
    text = (
        pasted("ModuleNotFoundError: No module named 'cv2'", line=2)
        + "\nDuring handling of the above exception, another exception occurred:\n\n"
        + pasted("ModuleNotFoundError: No module named 'yaml'", line=4)
    )

    failure = explain_traceback(text, content).failure

    assert failure is not None
    assert "`yaml`" in failure.what
    assert (failure.file, failure.line) == ("main.py", 4)


def test_an_error_wrapped_in_one_of_another_kind_is_still_explained(content):
    text = (
        pasted("ModuleNotFoundError: No module named 'cv2'", line=2)
        + "\nThe above exception was the direct cause of the following exception:\n\n"
        + pasted("RuntimeError: the camera needs OpenCV", line=4)
    )

    failure = explain_traceback(text, content).failure

    assert failure is not None
    assert failure.pattern == "package-other-name"


def test_the_place_is_the_learners_own_last_line_not_the_librarys(content):
    text = (
        "Traceback (most recent call last):\n"
        '  File "D:\\school\\main.py", line 7, in <module>\n    importlib.import_module("tols")\n'
        '  File "C:\\Python313\\Lib\\importlib\\__init__.py", line 88, in import_module\n'
        '  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import\n'
        "ModuleNotFoundError: No module named 'tols'\n"
    )

    failure = explain_traceback(text, content).failure

    assert failure is not None
    assert (failure.file, failure.line) == ("main.py", 7)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "",
        "how do I import things?",
        "ZeroDivisionError: division by zero",
        pasted("KeyError: 'import'"),
    ],
)
def test_what_is_no_import_failure_is_left_alone(text, content):
    assert explain_traceback(text, content).failure is None


NAMES = st.text(alphabet="a`*_<>@#|[](){}.\\/\n\u202e\u200b'\" é-", min_size=1, max_size=60)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(
    st.sampled_from(
        [
            "ModuleNotFoundError: No module named '{}'",
            "ModuleNotFoundError: No module named '{}.py'; 'x' is not a package",
            "ImportError: cannot import name '{}' from '{}' ({}/a.py)",
            "AttributeError: module '{}' has no attribute '{}'",
            "NameError: name '{}' is not defined",
            "python: No module named {}",
        ]
    ),
    NAMES,
)
def test_a_hostile_name_never_leaves_its_inline_code(content, wording, name):
    text = pasted(wording.format(name, name, name), file=f"/home/{name}/{name}.py", code=f"import {name}")

    failure = explain_traceback(text, content).failure

    for said in (failure.what, failure.why, failure.fix) if failure else ():
        bare = re.sub(r"`[^`\n]+`", "", said)
        assert not set(bare) & set("`*_<>@#|[]{}\\\u202e\u200b"), said


EVENTS = st.builds(
    ImportEvent,
    module=st.one_of(st.sampled_from(["a", "b", "pkg.c", "main", "random", ""]), st.text(max_size=30)),
    kind=st.sampled_from(ModuleKind),
    file=st.one_of(
        st.none(),
        st.sampled_from(["a.py", "b.py", "main.py", "/etc/passwd", "../x.py"]),
        st.text(max_size=30),
    ),
    importer=st.one_of(st.none(), st.sampled_from(["main.py", "a.py", "b.py"]), st.text(max_size=30)),
    line=st.one_of(st.none(), st.integers(-5, 10), st.just(10**18)),
    depth=st.integers(0, 500),
    millis=st.none(),
    executed=st.booleans(),
    error=st.one_of(st.none(), st.sampled_from(["ImportError", "ModuleNotFoundError"]), st.text(max_size=20)),
)
SNIPPET = Snippet.of(
    [
        ("main.py", "import a\nfrom b import *\nimport pkg.c as d\n\ndef f():\n    import random\n"),
        ("a.py", "import b\ntry:\n    import nobody\nexcept ImportError:\n    import main\n"),
        ("b.py", "from a import x\nimport a\n"),
        ("pkg/c.py", "from . import c\n"),
    ]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(EVENTS, max_size=40), st.text(max_size=200))
def test_a_forged_record_never_breaks_out_or_names_a_file_outside(content, events, stderr):
    run = Run(
        Outcome.RAISED, 1, b"", stderr.encode("utf-8", "replace"), False, 1.0, "3.13.0", imports=tuple(events)
    )

    explanation = explain_run(Story.of(SNIPPET, run), content)

    for note in explanation.notes:
        bare = re.sub(r"`[^`\n]+`", "", note.markdown)
        assert "`" not in bare
        assert not set(bare) & set("*<>@#|[]{}\\\u202e")
        assert "`/etc/passwd`" not in note.markdown
        assert "`../x.py`" not in note.markdown


FIELDS = st.one_of(
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
                "0",
                "1",
                "2",
                "3",
                "",
                "a",
                "b",
                "pkg.c",
                "json",
                "main",
            ),
            *(
                "/box/a.py",
                "/box/b.py",
                "/box/main.py",
                "/etc/passwd",
                "/box/../etc/passwd",
                "../x.py",
                "__main__",
            ),
            *(
                "SourceFileLoader",
                "ModuleNotFoundError",
                "ImportError",
                "module",
                "value",
                "`@everyone`",
                "<@1>",
            ),
        ]
    ),
    st.text(max_size=12),
)
MACHINE = Python("3.13.0", "3.13", "/py/bin/python3.13", "/py/lib/python3.13", show=(), hide=(), recorder=b"")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.lists(FIELDS, max_size=9).map("\t".join), max_size=30))
def test_forged_lines_of_a_record_never_break_out_or_name_a_file_outside(content, lines):
    record = read_record(
        ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"), python=MACHINE, folder="/box"
    )
    run = Run(Outcome.FINISHED, 0, b"", b"", False, 1.0, "3.13.0", imports=record.imports, names=record.names)

    explanation = explain_run(Story.of(SNIPPET, run), content)

    assert {name.file for name in explanation.names} <= {file.path for file in SNIPPET.files}
    for note in explanation.notes:
        bare = re.sub(r"`[^`\n]+`", "", note.markdown)
        assert not set(bare) & set("`*<>@#|[]{}\\\u202e")
        assert "passwd" not in note.markdown
        assert "../" not in note.markdown


def test_twice_as_large_a_record_and_output_are_about_twice_the_work(content):
    def explain(size: int) -> None:
        source = "import a\nfrom a import b\n" * size
        snippet = Snippet.of([("main.py", source), *((f"{name}.py", source) for name in "abcd")])
        event = ImportEvent("a", ModuleKind.YOURS, "a.py", "main.py", 1, 0, None, executed=True)
        events = tuple(replace(event, module=f"m{n}", depth=n % 500, line=n) for n in range(30 * size))
        stderr = b"pythonpython" * 20 + b"\n" + (b"python: No module " * 50 + b"\n") * size
        run = Run(Outcome.RAISED, 1, b"", stderr, False, 1.0, "3.13.0", imports=events)
        assert explain_run(Story.of(snippet, run), content).loaded == events

    half, whole = (calls(partial(explain, size)) for size in (30, 60))

    assert whole < 3 * half


def test_a_pattern_that_names_something_it_cannot_know_is_refused():
    fields = {
        "slug": "x",
        "exception": "ImportError",
        "pattern": "(?P<name>a)",
        "what": "{name} {nmae}",
        "why": "y",
        "fix": "z",
        "topic": "t",
        "sample": {"files": {"main.py": ""}},
    }

    with pytest.raises(ValueError, match=r"`{nmae}` is given by nothing here"):
        FailurePattern.model_validate(fields)
    FailurePattern.model_validate({**fields, "what": "{name} {place}"})
