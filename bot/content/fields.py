"""The kinds of values that the YAML in content/ is made of."""

import ast
import re
from pathlib import PurePosixPath
from typing import Annotated

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from pydantic import AfterValidator, StringConstraints


def _specifier(text: str) -> str:
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        raise ValueError("Write Python versions like `>=3.11` or `>=3.11,<3.14`") from None
    return text


def _regex(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"Not a regular expression: {error}") from None
    return text


def _file_name(text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or str(path) != text:
        raise ValueError("A file name stays inside the example's folder, like `shapes/area.py`")
    return text


def _import_line(text: str) -> str:
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError):
        statements = []
    if len(statements) != 1 or not isinstance(statements[0], ast.Import | ast.ImportFrom):
        raise ValueError("Write one import, like `import math` or `from pathlib import Path`")
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n]+$")]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=1600)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>]+$", max_length=300)]
Pythons = Annotated[str, AfterValidator(_specifier)]
Minor = Annotated[str, StringConstraints(pattern=r"^3\.\d{1,2}$")]
ImportLine = Annotated[Line, AfterValidator(_import_line)]
Pattern = Annotated[str, AfterValidator(_regex)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_file_name)]
