"""The shape of the YAML in content/: topics, module cards, examples, failure patterns; and all of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from packaging.version import Version
from pydantic import Field, StringConstraints, model_validator

from bot.content.entry import Entry
from bot.content.fields import ImportLine, Line, Minor, Pattern, Prose, Pythons, Slug, Url
from bot.content.paths import LearningPath
from bot.content.program import Demonstration, Program
from bot.content.texts import Texts


class Level(StrEnum):
    """For whom a topic is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Example(Demonstration):
    """A program that shows one thing, and what the reader should notice."""

    name: Slug
    goal: Line
    explanation: Prose


class FollowUp(Entry):
    """A question people ask next, and its own short answer."""

    asks: tuple[Line, ...] = Field(min_length=1)
    answer: Prose


class Card(Entry):
    """One thing a learner can ask about."""

    unread = frozenset({"questions", "passive", "passive_not"})

    slug: Slug
    title: Line
    questions: tuple[Line, ...] = Field(min_length=6)
    answer: Prose
    examples: tuple[Example, ...] = Field(default=(), max_length=8)
    follow_ups: tuple[FollowUp, ...] = ()
    see_also: tuple[Slug, ...] = ()
    sources: tuple[Url, ...] = Field(min_length=1)
    python: Pythons = ">=3.11"
    passive: bool = True
    passive_not: tuple[Line, ...] = ()
    instead: Slug | None = Field(default=None, description="The topic that answers what this one did.")


class Topic(Card):
    """A subject of Python's modules and imports."""

    level: Level
    group: Slug
    why: Prose
    mistake: Prose


class Platform(StrEnum):
    """The only systems a module exists on."""

    WINDOWS = "windows"
    UNIX = "unix"  # Linux, macOS and their like


class ModuleCard(Card):
    """A module of the standard library; its slug is `mod-` and the name."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][\w.]*$", max_length=60)]
    import_line: ImportLine
    group: Slug
    confused_with: Prose | None = None
    since: Minor | None = Field(default=None, description="The first Python that has it.")
    removed: Minor | None = Field(default=None, description="The first Python that has it no more.")
    replacement: Line | None = Field(default=None, description="What to use instead, as Markdown.")
    only_on: Platform | None = None

    @model_validator(mode="after")
    def _says_what_replaces_it(self) -> Self:
        if self.removed and not self.replacement:
            raise ValueError("Name the `replacement` of a module that was removed")
        return self

    def exists_in(self, version: str) -> bool:
        """Whether this Python, like `3.13`, comes with the module, leaving the system aside."""
        asked = Version(version)
        begun = self.since is None or Version(self.since) <= asked
        return begun and (self.removed is None or asked < Version(self.removed))


class Fact(StrEnum):
    """What can be found out about a failure beyond its message; `FACT_GIVES` says what each one fills in."""

    # Where it was seen
    PASTED = "pasted"  # there is a traceback, but no files to look into
    RAN = "ran"  # it happened in a run of the learner's files
    IN_NOTEBOOK = "in-notebook"  # in a cell of a notebook
    # The module `{name}` that was not found
    YOURS_DEEPER = "yours-deeper"  # a file of that name lies in a folder below
    YOURS_ABOVE = "yours-above"  # … in a folder where imports do not look
    YOURS_NEAR = "yours-near"  # a file has a similar name
    YOURS_OTHER_CASE = "yours-other-case"  # a file has that name but for capitals
    OWN_FOLDER = "own-folder"  # it is the folder the program was started in
    PATH_IS_FILE = "path-is-file"  # a file instead of its folder was added to sys.path
    PATH_TOO_LATE = "path-too-late"  # its folder is added to sys.path by a later line
    PATH_NOT_THERE = (
        "path-not-there"  # a folder added to sys.path does not exist, but one of a like name does
    )
    PATH_REPLACED = "path-replaced"  # sys.path was replaced as a whole
    STDLIB_NEAR = "stdlib-near"
    STDLIB_OTHER_CASE = "stdlib-other-case"
    STDLIB = "stdlib"  # it is a standard module
    PACKAGE_RENAMED = "package-renamed"  # it is installed under another name
    PACKAGE_KNOWN = "package-known"  # it is installed under the same name
    PACKAGE_NEAR = "package-near"  # a well-known package has a similar name
    DISTRIBUTION = "distribution"  # it is the name to install, not the one to import
    # The module `{module}` that something was asked of
    OWN_MODULE = "own-module"  # it is a file of the learner
    SUBMODULE_NEAR = "submodule-near"  # the package has a module of a name like `{name}`
    SUBMODULE = "submodule"  # the package has a module `{name}`, which was not imported
    HIDES_STDLIB = "hides-stdlib"  # the learner's file hides the standard module
    HIDES_PACKAGE = "hides-package"  # … an installed package
    IS_ITSELF = "is-itself"  # the file that imports has that name itself
    DEFINES_NEAR = "defines-near"  # the learner's module defines a name similar to `{name}`
    DEFINES_INSIDE = "defines-inside"  # … defines it, but inside a function, a class or the main guard
    DEFINES_SAME = "defines-same"  # … defines something called like the module
    # The name `{name}` that a line of a file used
    BOUND_AS = "bound-as"  # that module is imported there under another name
    FROM_ONLY = "from-only"  # only names out of it are imported there
    IN_IMPORTED = "in-imported"  # a module of the learner that is imported there defines it
    MODULE_IMPORTED = "module-imported"  # `{module}` is imported there
    IN_OTHER_FUNCTION = "in-other-function"  # it is imported there, but inside another function
    IN_SAME_FUNCTION = "in-same-function"  # … inside the same function, further down
    IMPORTED_AT_TOP = "imported-at-top"  # … at the top of the file
    OVERWRITTEN = "overwritten"  # … and overwritten by something else later
    IN_IMPORTER = "in-importer"  # the file that imports this one defines it
    PRIVATE_AFTER_STAR = "private-after-star"  # a star import leaves it out because of its underscore
    LEFT_OUT_OF_ALL = "left-out-of-all"  # … because `__all__` does not list it
    USED_WITH_DOT = "used-with-dot"  # the line has `{name}.` in it
    CALLED = "called"  # the line has `{name}(` in it
    TAKEN = "taken"  # it was taken out of a module there, with `from`
    NOT_TAKEN = "not-taken"  # names are imported out of a module of the learner that has it, but not this one
    FROM_SAME = "from-same"  # `{used}` was taken out of the module of the same name
    STAR_IMPORT = "star-import"  # all names of `{module}` are imported there
    # The program
    WHILE_IMPORTING = "while-importing"  # it happened while another file was being imported
    DATA_ELSEWHERE = "data-elsewhere"  # the data file `{name}` lies in another folder


FACT_GIVES: Mapping[Fact, frozenset[str]] = {
    fact: frozenset(given.split())
    for fact, given in {
        Fact.YOURS_DEEPER: "its_file folder dotted parent last",
        Fact.YOURS_ABOVE: "its_file folder",
        Fact.YOURS_NEAR: "near its_file",
        Fact.YOURS_OTHER_CASE: "near its_file",
        Fact.OWN_FOLDER: "folder entry dotted",
        Fact.PATH_IS_FILE: "given folder",
        Fact.PATH_TOO_LATE: "at",
        Fact.PATH_NOT_THERE: "given near",
        Fact.PATH_REPLACED: "at",
        Fact.STDLIB_NEAR: "near",
        Fact.STDLIB_OTHER_CASE: "near",
        Fact.PACKAGE_RENAMED: "package",
        Fact.PACKAGE_KNOWN: "package",
        Fact.PACKAGE_NEAR: "near package",
        Fact.DISTRIBUTION: "import_name",
        Fact.OWN_MODULE: "its_file",
        Fact.SUBMODULE_NEAR: "near its_file",
        Fact.SUBMODULE: "its_file",
        Fact.HIDES_STDLIB: "its_file hidden",
        Fact.HIDES_PACKAGE: "its_file hidden",
        Fact.IS_ITSELF: "its_file",
        Fact.DEFINES_NEAR: "near its_file",
        Fact.DEFINES_INSIDE: "its_file owner inner_line",
        Fact.DEFINES_SAME: "its_file member",
        Fact.BOUND_AS: "alias at target",
        Fact.FROM_ONLY: "bound at",
        Fact.IN_IMPORTED: "its_file owner",
        Fact.MODULE_IMPORTED: "alias at",
        Fact.IN_OTHER_FUNCTION: "function at",
        Fact.IN_SAME_FUNCTION: "function at",
        Fact.IMPORTED_AT_TOP: "at",
        Fact.OVERWRITTEN: "variable at overwritten_at",
        Fact.IN_IMPORTER: "importer",
        Fact.PRIVATE_AFTER_STAR: "its_file owner",
        Fact.LEFT_OUT_OF_ALL: "its_file owner",
        Fact.TAKEN: "owner at",
        Fact.NOT_TAKEN: "its_file owner at",
        Fact.STAR_IMPORT: "at",
        Fact.WHILE_IMPORTING: "importer importer_line imported",
        Fact.DATA_ELSEWHERE: "its_file folder",
    }.items()
}
ALWAYS_GIVEN = frozenset({"file", "line", "place"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class FailurePattern(Entry):
    """A way imports fail: how the error reads, what to tell the learner, and a program that provokes it.

    It holds if `pattern` is found in the message of such an exception, `code` in the line that raised it,
    every fact of `when` is true, and what `known_by` spells is among the `known` names. The texts may name in
    braces the groups of both expressions, the words of the `known` entry, what the facts give, and `{file}`,
    `{line}` and `{place}` ("in `main.py`, line 3").
    """

    slug: Slug
    exception: Line = Field(
        description="Its name; several are parted by ` | `; `*` is any, `console` a line printed by a tool."
    )
    pattern: Pattern
    code: Pattern | None = None
    when: tuple[Fact, ...] = ()
    known: dict[str, dict[str, str]] = {}
    known_by: str = "{name}"
    what: Prose
    why: Prose
    fix: Prose
    fix_here: Prose | None = Field(default=None, description="Said instead of `fix` about a run here.")
    topic: Slug
    sample: Program
    rank: int = Field(default=0, description="A higher one is tried first.")

    @property
    def gives(self) -> frozenset[str]:
        """Every name its texts may have in braces."""
        groups = {*re.compile(self.pattern).groupindex, *re.compile(self.code or "").groupindex}
        words = {word for entry in self.known.values() for word in entry}
        facts = {name for fact in self.when for name in FACT_GIVES.get(fact, ())}
        return ALWAYS_GIVEN | groups | words | facts

    @property
    def uses(self) -> frozenset[str]:
        """Every name its texts do have in braces; the pattern holds only where all of them are known."""
        texts = (self.what, self.why, self.fix, self.fix_here or "", self.known_by if self.known else "")
        return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))

    @model_validator(mode="after")
    def _names_what_it_gives(self) -> Self:
        if unknown := sorted(self.uses - self.gives):
            known = ", ".join(sorted(self.gives))
            raise ValueError(f"`{{{unknown[0]}}}` is given by nothing here; there are {known}")
        if len({frozenset(entry) for entry in self.known.values()}) > 1:
            raise ValueError("All `known` entries must give the same words")
        return self


class Synonyms(Entry):
    """Words that mean the same to a learner: what people write → the word the content uses."""

    words: dict[str, str] = {}


class HeldOut(Entry):
    """A phrasing kept out of the index, to measure search with."""

    text: str
    topics: tuple[Slug, ...] = ()
    abstain: bool = False


class QuestionSet(Entry):
    """One file of content/questions."""

    questions: tuple[HeldOut, ...]


class Packages(Entry):
    """Import name → the name to install, where the two differ."""

    packages: dict[str, str] = {}


AnyCard = Topic | ModuleCard


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the bot knows, whole and checked."""

    cards: Mapping[str, AnyCard]
    failures: Mapping[str, FailurePattern]
    paths: Mapping[str, LearningPath]
    texts: Texts
    synonyms: Synonyms
    packages: Packages
