"""A small content folder that keeps every rule, for tests to break."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import CONTENT

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
        print(boat)
    error: "NameError: name 'boat' is not defined"
    explanation: |
      There is no `boat`.
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
    ropes = (
        TOPIC.replace("slug: boats", "slug: ropes")
        .replace("  - ropes", "  - boats")
        .replace("name: boats", "name: ropes")
    )
    for wording in (
        "where do boats sleep",
        "harbour meaning",
        "what is a pier for",
        "how do I tie a boat up",
    ):
        ropes = ropes.replace(wording, f"{wording} with a rope")
    ropes = ropes.replace("boat drifting away help", "rope torn").replace(
        "name 'boat' is not defined\nanswer", "name 'rope'\nanswer"
    )
    (target / "topics/ropes.yaml").write_text(ropes, "utf-8")
    return target


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; the number of the line it began on."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1
