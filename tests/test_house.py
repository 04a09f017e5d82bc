"""The house keeps its shape: what no reviewer should have to look for."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
GUEST = sorted((BOT / "sandbox" / "guest").glob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", GUEST, ids=lambda path: path.stem)
def test_what_runs_inside_the_box_needs_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    really = [node for node in tree.body if not _is_for_type_checkers(node)]

    assert set(imported(ast.Module(really, []))) <= sys.stdlib_module_names


def _is_for_type_checkers(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def test_nobody_imports_the_guest() -> None:
    importers = [
        path
        for path in set(MODULES) - set(GUEST)
        if re.search(r"import guest|sandbox\.guest", path.read_text("utf-8"))
    ]

    assert importers == []


def test_discord_is_imported_in_its_front_end_only() -> None:
    outside = [path for path in MODULES if "discord_ui" not in path.parts]

    assert [
        path for path in outside if {"discord", "simcord"} & set(imported(ast.parse(path.read_text("utf-8"))))
    ] == []


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(BOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]

    assert long == []


def test_files_stay_near_300_lines() -> None:
    long = [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > 310]

    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_no_room_is_called_by_a_word_that_says_nothing() -> None:
    empty_words = {
        "utils",
        "util",
        "helpers",
        "helper",
        "core",
        "models",
        "services",
        "manager",
        "managers",
        "common",
    }

    assert [path for path in MODULES if {path.stem, *path.relative_to(BOT).parts} & empty_words] == []


def test_requirements_name_no_place_packages_come_from() -> None:
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = file.read_text("utf-8")

        assert "://" not in text, file
        assert "--hash=sha256:" in text, file


def test_the_version_is_the_same_everywhere() -> None:
    source = (BOT / "__init__.py").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")

    assert (
        re.search(r'__version__ = "(.+)"', source)[1]
        == re.search(r'^version = "(.+)"', project, re.MULTILINE)[1]
    )
