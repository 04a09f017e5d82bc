"""`modulo content`: for those who write topics in an editor."""

from collections.abc import Callable
from pathlib import Path

from bot.app import RefusingSandbox
from bot.compose import card_reply
from bot.content.load import load
from bot.curate.change import path_of
from bot.curate.new_topic import NewTopic, file_of
from bot.curate.yaml_edit import in_form
from bot.errors import UsageError
from bot.reply import Reply

LEFT = "Write this."


def bring_into_form(folder: Path, paths: list[Path], *, check: bool) -> bool:
    """Rewrite the files that are not in form and name them; with `check` only name them. Whether none was.

    Raises ProblemsError for a file that is not strict YAML.
    """
    files = paths or sorted(folder.rglob("*.yaml"))
    changed = [(file, text) for file in files if (text := in_form(file.read_bytes(), str(file))) is not None]
    for file, text in changed:
        print(file)  # noqa: T201 (the answer on standard output)
        if not check:
            file.write_bytes(text)
    return not (changed and check)


async def begin(folder: Path, title: str) -> Path:
    """Write a new topic's first file.

    Raises UsageError when there is a topic of this name.
    """
    topic = NewTopic(title, [f"{LEFT} ({number} of 6)" for number in range(1, 7)], LEFT, LEFT, LEFT)
    if path_of(folder, topic.slug):
        raise UsageError(f"There is a topic `{topic.slug}` already.")
    file = folder / "topics" / f"{topic.slug}.yaml"
    file.write_bytes(await file_of(topic, RefusingSandbox("Nothing is run.")))
    return file


def preview(folder: Path, name: str, *, reply_text: Callable[[Reply], str]) -> str:
    """The topic as members see it.

    Raises UsageError when there is none of this name, ContentError when the content cannot be read.
    """
    content = load(folder)
    if name not in content.cards:
        raise UsageError(f"There is no topic `{name}`.")
    return reply_text(card_reply(content.cards[name], content))
