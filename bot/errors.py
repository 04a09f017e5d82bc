"""The errors whose message is written for the person who reads it.

BotError                     shown word for word; anything else that is raised is a bug
├── UsageError               the command was used in a way it cannot work
├── ProblemsError            a file somebody wrote has problems, each with its place
│   ├── ConfigError          … the operator's config.yaml
│   └── ContentError         … the curated content
├── SnippetRejected          the learner's files are not run, and why
├── JournalError             the journal cannot be read or written; nothing of it was changed
└── SandboxUnavailable       this machine cannot run code safely, and what would help
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file somebody wrote, with the place and the remedy."""

    file: str
    line: int
    message: str
    rule: str = ""

    def __str__(self) -> str:
        rule = f"{self.rule} " if self.rule else ""
        return f"{self.file}:{self.line}: {rule}{self.message}"


class BotError(Exception):
    """A sentence for the person who reads it."""


class UsageError(BotError):
    """The command was used in a way it cannot work."""


class ProblemsError(BotError):
    """A file somebody wrote has problems; all of them are reported together."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ConfigError(ProblemsError):
    """The operator's configuration has problems."""


class ContentError(ProblemsError):
    """The curated content has problems."""


class SnippetRejected(BotError):
    """The learner's files are not run, and why."""


class JournalError(BotError):
    """The journal cannot be read or written; nothing of it was changed."""

    def __init__(
        self, sentence: str = "I cannot write that down just now. Nothing was changed; please try again soon."
    ) -> None:
        super().__init__(sentence)


class SandboxUnavailable(BotError):
    """This machine cannot run code safely, and what would help."""
