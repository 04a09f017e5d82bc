"""What Modulo answers, before any front end shows it.

Markdown in a Reply is written by curators or composed from content/texts.yaml. Whatever a learner or a
program wrote enters it through `bot.quote`, or as Code and Output, which a front end fences.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.draw.graph import Graph


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or more of Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Code:
    """Source code to show in a block, with the file's name when it has one."""

    source: str
    name: str = ""
    language: str = "py"


@dataclass(frozen=True, slots=True)
class Output:
    """What a program printed: shown in part when it is long, and always to be had exactly.

    `in_part` and `altered` are what to say when lines are left out, and when the shown copy differs.
    """

    exact: bytes
    label: str
    file_name: str
    in_part: str = "{shown}/{total} → `{file}`"
    altered: str = "→ `{file}`"

    @property
    def text(self) -> str:
        """The bytes as text; what is not UTF-8 shows as a hexadecimal escape."""
        return self.exact.decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with the same said in words."""

    png: bytes
    alt: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph to draw: as an image with the same in words, or as a tree where there are only letters."""

    graph: Graph
    file_name: str = "imports.png"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to take along; what is in it is not shown."""

    data: bytes
    file_name: str


Part = Text | Code | Output | Picture | Drawing | Attached


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic that is offered as a button; `beside` shows it without taking the place of the reply."""

    label: str
    topic: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """Topics to choose from in a list."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Another page of the list of topics that have the word in them."""

    label: str
    word: str
    number: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of a learning path to go to; without a step its end, without a path all paths."""

    label: str
    path: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """An answer to a step's question, counted from 0."""

    label: str
    path: str
    step: str
    answer: int


@dataclass(frozen=True, slots=True)
class Show:
    """A picture that is drawn when somebody asks for it."""

    label: str
    graph: Graph


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Takes away a card about this topic that nobody asked for."""

    label: str
    topic: str


Offer = Choice | Menu | Page | Turn | Pick | Show | Dismiss
"""What may be pressed under a reply."""


class Deed(StrEnum):
    """What a member can have done with what is kept about them."""

    ASK_TO_FORGET = "ask_to_forget"
    FORGET_ME = "forget_me"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"


class Step(StrEnum):
    """What somebody at the desk can do next."""

    REVIEW = "review"
    APPROVE = "approve"
    REQUEST_CHANGES = "changes"
    REJECT = "reject"
    EDIT = "edit"
    REBASE = "rebase"
    PUBLISH = "publish"
    REVERT = "revert"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Move:
    """A step, and what with: a draft and its version, a topic and a revision, or a question."""

    step: Step
    subject: str


@dataclass(frozen=True, slots=True)
class About:
    """What an opinion on an answer is about: the topic as it read then, and the question, as far as known."""

    topic: str = ""
    revision: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its parts from top to bottom, the topic it came from, and what may be asked next.

    `passing` marks a remark on wrong use, which a front end may take away again after a while. `revision` is
    that of the curated words in it, and `question` the journal's id of what was asked.
    """

    parts: tuple[Part, ...]
    topic: str | None = None
    choices: tuple[Offer, ...] = ()
    passing: bool = False
    revision: str = ""
    question: str = ""
    deeds: tuple[Deed, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def about(self) -> About | None:
        """What members may have an opinion on: curated words, or that something was asked."""
        if not self.revision and not self.question:
            return None
        return About((self.topic or "") if self.revision else "", self.revision, self.question)
