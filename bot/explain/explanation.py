"""What a run's imports did and why one failed, as data."""

from dataclasses import dataclass

from bot.explain.statements import ImportStatement
from bot.sandbox.run import BoundName, ImportEvent


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that a pattern of content/failures recognised, filled in with the learner's own names.

    `what`, `why` and `fix` are Markdown, ready to show.
    """

    pattern: str
    topic: str
    what: str
    why: str
    fix: str
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about what an import did, as Markdown, and the topic that says more."""

    markdown: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The statements as written, what was loaded as observed, the failure if any, and notes in words.

    `served` are the statements that certainly were carried out although nothing was loaded for them: their
    module lay done in `sys.modules`. `names` are those of the learner's files at the end, as observed.
    """

    statements: tuple[ImportStatement, ...] = ()
    loaded: tuple[ImportEvent, ...] = ()
    failure: Failure | None = None
    notes: tuple[Note, ...] = ()
    served: tuple[ImportStatement, ...] = ()
    names: tuple[BoundName, ...] = ()
