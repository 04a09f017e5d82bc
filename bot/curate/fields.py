"""The fields of a card as plain texts that somebody can change in a form, and back into its file."""

from collections.abc import Mapping

from bot.curate.yaml_edit import change
from bot.errors import UsageError
from bot.strict_yaml import parse

FIELDS = ("title", "questions", "answer", "why", "mistake", "confused_with", "what", "fix")
"""What can be changed without seeing YAML; `questions` has one in each line."""
IN_A_FORM = 5
"""A form on Discord has room for so many."""


def fields_of(text: bytes) -> dict[str, str]:
    """The card's fields as they would stand in a form, in its order."""
    value = parse(text, "").value
    document = value if isinstance(value, dict) else {}
    known = {name: document[name] for name in FIELDS if name in document}
    shown = {
        name: "\n".join(map(str, said)) if isinstance(said, list) else str(said).rstrip("\n")
        for name, said in known.items()
    }
    return dict(list(shown.items())[:IN_A_FORM])


def with_fields(text: bytes, fields: Mapping[str, str], *, file: str) -> bytes:
    """The file with these fields as they were filled in; those that say the same are left alone.

    Raises UsageError for a field the file does not have, EditRefused for what it cannot hold.
    """
    before = fields_of(text)
    for name, filled_in in fields.items():
        if name not in before:
            raise UsageError(f"There is no field `{name}` here.")
        lines = [line.rstrip() for line in filled_in.replace("\r\n", "\n").strip("\n").split("\n")]
        if "\n".join(lines) == before[name]:
            continue
        if name == "questions":
            text = change(text, (name,), [line.strip() for line in lines if line.strip()], file=file)
        else:
            text = change(text, (name,), _as_before(text, name, lines), file=file)
    return text


def _as_before(text: bytes, name: str, lines: list[str]) -> str:
    """The lines with the ending the field had: a block of text ends with its last line."""
    value = parse(text, "").value
    said = value[name] if isinstance(value, dict) else ""
    block = isinstance(said, str) and said.endswith("\n")
    return "\n".join(lines) + "\n" if block else " ".join(line for line in lines if line)
