"""The JSON that scripts read and write: one object for an answer, a run, a check."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from bot.draw.graph import Graph
from bot.errors import Problem
from bot.lookup import Looked
from bot.reply import Reply
from bot.sandbox.run import Outcome, Run
from bot.sandbox.snippet import Snippet
from bot.sandbox.written import WrittenFile
from bot.search.decide import Abstain, Answer, Decision, DidYouMean
from bot.search.question import Question
from bot.tutor import Asked, Explained, Ran

Json = dict[str, JsonValue]
ReplyText = Callable[[Reply], str]
"""All the text a chat would show of a reply."""


class AskLine(BaseModel):
    """One line of `modulo ask --batch`; lines that share a `conversation` are turns of one talk."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    text: str
    conversation: str = ""
    overheard: bool = False

    def question(self) -> Question:
        """The line as a question; a talk has one asker."""
        return Question(self.text, self.conversation, self.conversation, self.overheard)


class RunLine(BaseModel):
    """One line of `modulo run --batch`; `argv` is what follows `python`, by default the entry."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    files: dict[str, str] | list[tuple[str, str]]
    argv: list[str] = Field(default_factory=list)
    stdin: str = ""

    def snippet(self) -> Snippet:
        """The line as a snippet; raises SnippetRejected."""
        pairs = self.files.items() if isinstance(self.files, Mapping) else self.files
        return Snippet.of(pairs, stdin=self.stdin, argv=self.argv)


def ask_answer(asked: Asked, reply: str) -> Json:
    """The answer of `modulo ask --json`; `reply` is the text a front end would show."""
    decision = asked.decision
    matches = decision.matches
    best = decision.match if isinstance(decision, Answer) else None
    return {
        "decision": _decision_name(decision),
        "topic": best.topic if best else None,
        "score": round((best or matches[0]).score, 4) if best or matches else 0.0,
        "matches": [
            {"topic": match.topic, "score": round(match.score, 4), "terms": list(match.terms)}
            for match in matches
        ],
        "reply": reply,
    }


def run_answer(ran: Ran, reply: str) -> Json:
    """The answer of `modulo run --json`."""
    explanation = dataclasses.asdict(ran.explanation)
    return {**_run(ran.run), "explanation": explanation, "graph": _graph(ran.graph), "reply": reply}


def explain_answer(explained: Explained, reply: str) -> Json:
    """The answer of `modulo explain --json`."""
    explanation = dataclasses.asdict(explained.explanation)
    return {"explanation": explanation, "graph": _graph(explained.graph), "reply": reply}


def refused_answer(reason: str) -> Json:
    """The answer of `modulo run --json` for a program that was never started."""
    run = Run(Outcome.REFUSED, None, b"", b"", truncated=False, millis=0.0, python="", reason=reason)
    return {
        **_run(run),
        "explanation": {"statements": [], "loaded": [], "failure": None, "notes": []},
        "graph": None,
        "reply": reason,
    }


def module_answer(looked: Looked, reply: str) -> Json:
    """The answer of `modulo module --json`."""
    return {
        "name": looked.name,
        "found": looked.found,
        "card": looked.card.slug if looked.card else None,
        "live": looked.live.model_dump(mode="json") if looked.live else None,
        "package": looked.package,
        "near": looked.near,
        "reply": reply,
    }


def check_answer(problems: Sequence[Problem], proved: int, not_proved: Sequence[str]) -> Json:
    """The answer of `modulo check --json`."""
    found: list[JsonValue] = [
        {"file": problem.file, "line": problem.line, "rule": problem.rule, "message": problem.message}
        for problem in problems
    ]
    return {"problems": found, "proved": proved, "not_proved": list(not_proved)}


def _graph(graph: Graph | None) -> Json | None:
    """The picture as data, and in words."""
    return None if graph is None else {**dataclasses.asdict(graph), "alt": graph.alt}


def _run(run: Run) -> Json:
    return {
        "outcome": run.outcome.value,
        "exit_code": run.exit_code,
        "stdout": run.stdout_text,
        "stderr": run.stderr_text,
        "truncated": run.truncated,
        "millis": round(run.millis, 1),
        "python": run.python,
        "imports": [dataclasses.asdict(event) for event in run.imports],
        "files": [_file(file) for file in run.files],
        "more_files": run.more_files,
    }


def _file(file: WrittenFile) -> Json:
    return {"path": file.path, "size": file.size, "kind": file.kind.value}


def _decision_name(decision: Decision) -> str:
    match decision:
        case Answer():
            return "answer"
        case DidYouMean():
            return "did_you_mean"
        case Abstain():
            return "abstain"
