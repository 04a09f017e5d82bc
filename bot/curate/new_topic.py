"""A topic that does not exist yet → its first file, which the gates then judge like any other."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml.scalarstring import LiteralScalarString

from bot.content.schema import Level
from bot.curate.yaml_edit import round_trip
from bot.errors import UsageError
from bot.sandbox.run import Sandbox
from bot.sandbox.snippet import Snippet

SOURCE = "https://docs.python.org/3/tutorial/modules.html"
GROUP = "import-syntax"
_FENCE = re.compile(r"```\w*\n.*?```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NewTopic:
    """What a curator says about a topic; the rest begins with what is usual."""

    title: str
    questions: Sequence[str]
    answer: str
    why: str
    mistake: str
    files: Mapping[str, str] = field(default_factory=dict)
    """A program that shows it; it is run, and what it prints becomes its stated output."""
    level: Level = Level.BEGINNER
    group: str = GROUP
    sources: Sequence[str] = (SOURCE,)

    @property
    def slug(self) -> str:
        """The title's words with dashes between them."""
        words = re.findall(r"[a-z0-9]+", self.title.lower())
        if not words:
            raise UsageError("Give the topic a title with letters in it.")
        return "-".join(words)[:48].rstrip("-")


async def file_of(topic: NewTopic, sandbox: Sandbox) -> bytes:
    """The topic as a file; its program is run once for its output.

    Raises SnippetRejected or SandboxUnavailable when the program cannot be run.
    """
    document: dict[str, object] = {
        "slug": topic.slug,
        "title": topic.title,
        "level": topic.level.value,
        "group": topic.group,
        "questions": list(topic.questions),
        "answer": block(topic.answer),
        "why": block(topic.why),
        "mistake": block(topic.mistake),
    }
    if topic.files:
        document["examples"] = [await _example(topic, sandbox)]
    document["sources"] = list(topic.sources)
    editor = round_trip()
    out = io.StringIO()
    editor.dump(document, out)
    return out.getvalue().encode("utf-8", "replace")


async def _example(topic: NewTopic, sandbox: Sandbox) -> dict[str, object]:
    entry = "main.py" if "main.py" in topic.files else list(topic.files)[-1]
    run = await sandbox.run(Snippet.of(topic.files.items(), entry=entry))
    example: dict[str, object] = {
        "name": topic.slug,
        "goal": topic.title,
        "files": {name: block(text) for name, text in topic.files.items()},
    }
    if entry != "main.py":
        example["entry"] = entry
    if run.stdout_text:
        example["output"] = block(run.stdout_text)
    if error := run.stderr_text.rstrip("\n").rpartition("\n")[2]:
        example["error"] = error
    example["explanation"] = block(first_sentence(topic.answer))
    return example


def block(text: str) -> object:
    """The text as a block of lines, without the blanks that end them."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip("\n").split("\n")]
    return LiteralScalarString("\n".join(lines) + "\n")


def first_sentence(markdown: str) -> str:
    """What the answer says first beside its code."""
    prose = " ".join(_FENCE.sub("", markdown).split())
    return prose.partition(". ")[0].rstrip(".") + "."
