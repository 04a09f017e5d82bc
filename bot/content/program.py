"""Programs in content/: their files, what they print, and on which Pythons."""

from enum import StrEnum
from typing import Self

from packaging.specifiers import SpecifierSet
from pydantic import Field, model_validator

from bot.content.entry import Entry
from bot.content.fields import FileName, Pythons


class Variation(StrEnum):
    """What may differ between two runs of an example without the output being wrong."""

    ADDRESS = "address"  # 0x7f… of an object
    PATH = "path"  # the folder an example or a Python lives in
    TIME = "time"  # a number of seconds, a clock time
    VERSION = "version"  # the Python that runs it


class Expected(Entry):
    """What a run of an example prints, and the last line of the error it ends with, if any."""

    output: str = ""
    error: str = ""


class Difference(Expected):
    """What a run prints instead on some Pythons."""

    python: Pythons


class Program(Entry):
    """Files that are run together."""

    files: dict[FileName, str] = Field(min_length=1, max_length=10)
    entry: FileName = "main.py"
    argv: tuple[str, ...] = ()
    stdin: str = ""
    python: Pythons = ">=3.11"

    @model_validator(mode="after")
    def _has_its_entry(self) -> Self:
        if not self.argv and self.entry not in self.files:
            raise ValueError(f"There is no file `{self.entry}` to start with; name the `entry`")
        return self

    def holds_on(self, version: str) -> bool:
        """Whether it is meant for this Python version."""
        return SpecifierSet(self.python).contains(version)


class Demonstration(Program, Expected):
    """A program with what it prints; `modulo check` runs it and compares."""

    differs: tuple[Difference, ...] = ()
    varies: tuple[Variation, ...] = ()

    def expected_on(self, version: str) -> Expected:
        """What the run prints on this Python version, like `3.13`."""
        for difference in self.differs:
            if SpecifierSet(difference.python).contains(version):
                return difference
        return self
