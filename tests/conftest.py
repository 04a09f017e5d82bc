"""What several rooms' tests need: the project's own content, a small content folder, and a canned sandbox."""

import inspect
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.content.load import load
from bot.content.schema import Content
from bot.discord_ui.render import render
from bot.sandbox.queue import Asker
from bot.sandbox.run import Outcome, Run
from bot.sandbox.snippet import Snippet
from bot.tutor import Tutor
from tests.discord_ui.checks import assert_sendable

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
EXAMPLES = int(os.environ.get("MODULO_EXAMPLES", "300"))
"""How many hostile records and names are tried; `make soak` tries 10,000."""
# A busy machine is no defect: no example has to be done in time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TOPIC = """\
slug: boats
title: Boats in a `harbour`
level: beginner
group: basics
questions:
  - where do boats sleep
  - harbour meaning
  - what is a pier for
  - how do I tie a boat up
  - boat drifting away help
  - NameError name 'boat' is not defined
answer: |
  ```py
  print("boat")
  ```
  A boat sleeps in a `harbour`. It is tied to a pier.
why: |
  Boats drift when nobody holds them.
mistake: |
  People forget the rope. Bring one.
examples:
  - name: boats
    goal: Print a boat.
    files:
      main.py: |
        print("boat")
    output: |
      boat
    explanation: |
      Line 1 prints it.
  - name: boats-lost
    goal: Look for a boat nobody made.
    files:
      main.py: |
        print(dinghy)
    error: "NameError: name 'dinghy' is not defined"
    explanation: |
      There is no `dinghy`.
follow_ups:
  - asks: [why?, how come?]
    answer: Because of the wind.
see_also:
  - ropes
sources:
  - https://docs.python.org/3/tutorial/modules.html
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two topics and the texts."""
    target = tmp_path / "content"
    (target / "topics").mkdir(parents=True)
    shutil.copy(CONTENT / "texts.yaml", target)
    (target / "topics/boats.yaml").write_text(TOPIC, "utf-8")
    ropes = TOPIC
    for of_boats, of_ropes in ROPES.items():
        assert of_boats in ropes
        ropes = ropes.replace(of_boats, of_ropes)
    (target / "topics/ropes.yaml").write_text(ropes, "utf-8")
    return target


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; the number of the line it began on."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def calls(work: Callable[[], object]) -> int:
    """How many Python functions the work calls: what it costs, however busy the machine is."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


# What makes the first topic the second one.
ROPES = {
    "slug: boats": "slug: ropes",
    "Boats in a `harbour`": "Knots and `cords`",
    "where do boats sleep": "strongest knot",
    "harbour meaning": "cord torn",
    "what is a pier for": "which cord for climbing",
    "how do I tie a boat up": "how are knots made",
    "boat drifting away help": "untie a wet knot",
    "name 'boat' is not defined\nanswer": "name 'knot' is not defined\nanswer",
    "A boat sleeps in a `harbour`. It is tied to a pier.": "A knot holds a `cord`.",
    "Boats drift when nobody holds them.": "Cords slip.",
    "  - ropes": "  - boats",
    "name: boats": "name: ropes",
}


class CannedSandbox:
    """Answers every snippet with the same run, and remembers what it was given."""

    pythons: Sequence[str] = ("3.13", "3.11")

    def __init__(self, run: Run) -> None:
        self.answer = run
        self.asked: list[tuple[Snippet, str | None]] = []

    async def run(self, snippet: Snippet, *, python: str | None = None, asker: Asker | None = None) -> Run:
        self.asked.append((snippet, python))
        return self.answer

    async def aclose(self) -> None:
        pass


def canned_run(
    outcome: Outcome = Outcome.FINISHED, *, stdout: bytes = b"", stderr: bytes = b"", code: int | None = 0
) -> Run:
    return Run(outcome, code, stdout, stderr, truncated=False, millis=12.0, python="3.13.0")


@pytest.fixture(scope="session")
def content() -> Content:
    """The project's own content."""
    return load(CONTENT)


ANSWERING = ("ask", "example", "run", "module", "explain", "explain_traceback", "topic", "topics", "help")


@pytest.fixture(autouse=True)
def every_reply_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test makes the tutor say is checked against Discord's limits, live pings and open blocks."""
    for name in ANSWERING:
        monkeypatch.setattr(Tutor, name, checked(getattr(Tutor, name)))


def checked(method: Callable[..., Any]) -> Callable[..., Any]:
    def check(answer: Any) -> Any:
        reply = getattr(answer, "reply", answer)
        for message in render(reply) if reply is not None else ():
            assert_sendable(message.content)
        return answer

    async def awaited(*args: Any, **named: Any) -> Any:
        return check(await method(*args, **named))

    def called(*args: Any, **named: Any) -> Any:
        return check(method(*args, **named))

    return awaited if inspect.iscoroutinefunction(method) else called
