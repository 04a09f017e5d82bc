"""Reads YAML the strict way: nothing is guessed, nothing is lost, every value knows its line.

Plain YAML takes `no` for False, `3.10` for 3.1, keeps the last of two equal keys and lets a few lines
expand to gigabytes. Here a plain scalar is text unless it is `true`, `false`, `null` or a decimal
integer; equal keys, anchors, aliases, tags and merge keys are refused; size and depth are bounded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import Problem, ProblemsError

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one where there is one: libyaml is not on every platform."""
MAX_BYTES = 64 * 1024
MAX_DEPTH = 8
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "": None}

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """What a document is read into: frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed YAML text: its value, and the line each place in it starts on."""

    file: str
    value: object
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Line of the place, or of the nearest place around it."""
        for end in range(len(place), -1, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 1


def parse(text: bytes, file: str) -> Document:
    """Parse one YAML document.

    Raises ProblemsError with the line of the first thing that is not strict YAML.
    """
    try:
        if len(text) > MAX_BYTES:
            raise _Refused(1, f"The file is larger than {MAX_BYTES // 1024} KiB; split it.")
        if text.startswith(b"\xef\xbb\xbf"):
            raise _Refused(1, "The file starts with a byte order mark; save it as UTF-8 without BOM.")
        source = text.decode("utf-8")
        reader = _Reader(source)
        value = reader.document()
    except _Refused as refused:
        raise ProblemsError([Problem(file, refused.line, refused.message)]) from None
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise ProblemsError(
            [Problem(file, line, "This is not UTF-8 text; save the file as UTF-8.")]
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ProblemsError([Problem(file, line, f"This is not valid YAML: {error.problem}.")]) from None
    except yaml.YAMLError as error:
        reason = str(error).partition("\n")[0]
        raise ProblemsError([Problem(file, 1, f"This is not valid YAML: {reason}.")]) from None
    return Document(file, value, reader.lines)


def read(path: Path, file: str = "") -> Document:
    """Parse the file; `file` is the name problems are reported under."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ProblemsError([Problem(file or str(path), 1, f"Cannot be read: {error.strerror}.")]) from None
    return parse(text, file or str(path))


def validate(model: type[Model], document: Document) -> Model:
    """Build the model from the document, or raise ProblemsError naming every wrong line."""
    try:
        return model.model_validate(document.value if document.value is not None else {})
    except ValidationError as error:
        raise ProblemsError(list(_problems(error, document))) from None


def _problems(error: ValidationError, document: Document) -> Iterator[Problem]:
    for detail in error.errors():
        place = detail["loc"]
        name = ".".join(str(part) for part in place) or "the file"
        yield Problem(
            document.file, document.line_of(place), f"`{name}`: {_remedy(detail['type'], detail['msg'])}"
        )


def _remedy(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "There is no such key here; look for a typing mistake."
        case "missing":
            return "This key is missing."
        case "string_type":
            return "This must be text; put it in quotes."
        case _:
            return message.removeprefix("Value error, ").rstrip(".") + "."


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message


class _Reader:
    """Builds the value straight from the parser's events, so that nothing is expanded before it is judged."""

    def __init__(self, source: str) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(source, Loader=LOADER)
        self.lines: dict[Place, int] = {(): 1}

    def document(self) -> object:
        self._next()
        value: object = None
        if isinstance(self._next(), yaml.DocumentStartEvent):
            value = self._value(self._next(), ())
            self._next()
            if isinstance(again := self._next(), yaml.DocumentStartEvent):
                raise _Refused(_line(again), "One file holds one document; remove the `---`.")
        return value

    def _next(self) -> yaml.Event:
        event = next(self.events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Refused(
                _line(event), "Anchors and aliases (`&`, `*`) are not used here; write the value out."
            )
        if getattr(event, "tag", None) is not None:
            raise _Refused(_line(event), "Tags (`!`) are not used here.")
        return event

    def _value(self, event: yaml.Event, place: Place) -> object:
        if len(place) > MAX_DEPTH:
            raise _Refused(_line(event), f"Nested deeper than {MAX_DEPTH} levels.")
        match event:
            case yaml.ScalarEvent():
                return _scalar(event)
            case yaml.SequenceStartEvent():
                return self._sequence(place)
            case _:
                return self._mapping(place)

    def _sequence(self, place: Place) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            inner = (*place, len(items))
            self.lines[inner] = _line(event)
            items.append(self._value(event, inner))
        return items

    def _mapping(self, place: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(_line(event), "A key must be plain text.")
            key = str(event.value)
            if key == "<<" and not event.style:
                raise _Refused(_line(event), "Merge keys (`<<`) are not used here; write the values out.")
            if key in found:
                raise _Refused(_line(event), f"The key `{key}` stands here twice; keep one.")
            inner = (*place, key)
            self.lines[inner] = _line(event)
            found[key] = self._value(self._next(), inner)
        return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    text = str(event.value)
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
