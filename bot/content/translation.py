"""What the bot says in other languages: one file for each, beside the English texts.yaml."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.texts import Texts
from bot.errors import Problem, ProblemsError
from bot.strict_yaml import Place, read, validate

ENGLISH = "en"
RULE = "T16"
_PLACEHOLDER = re.compile(r"\{\w+\}")


def texts_file(root: Path, language: str) -> Path:
    """Where the texts of a language are, like `texts.de.yaml`."""
    return root / ("texts.yaml" if language == ENGLISH else f"texts.{language}.yaml")


def problems(root: Path, english: Texts) -> list[Problem]:
    """Whatever another language says less, more or with other things filled in than the English."""
    found: list[Problem] = []
    for file in sorted(root.glob("texts.*.yaml")):
        name = f"{root.name}/{file.name}"
        try:
            document = read(file, name)
            texts = validate(Texts, document)
        except ProblemsError as error:
            found += error.problems
            continue
        found += [
            Problem(name, document.line_of(place), message, RULE)
            for place, message in _differences(_sentences(english), _sentences(texts))
        ]
    return found


def _differences(english: Mapping[Place, str], other: Mapping[Place, str]) -> Iterator[tuple[Place, str]]:
    for place in sorted(english.keys() ^ other.keys()):
        key = ".".join(map(str, place))
        yield place, f"`{key}` is {'missing' if place in english else 'unknown in English'}."
    for place in sorted(english.keys() & other.keys()):
        wanted, given = (_filled_in(said[place]) for said in (english, other))
        if wanted != given:
            yield place, f"It has {given} in braces, not {wanted}."


def _filled_in(sentence: str) -> str:
    return ", ".join(sorted(set(_PLACEHOLDER.findall(sentence)))) or "nothing"


def _sentences(texts: Texts) -> dict[Place, str]:
    def walk(value: object, place: Place) -> Iterator[tuple[Place, str]]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield from walk(inner, (*place, key))
        elif isinstance(value, str):
            yield place, value

    return dict(walk(texts.model_dump(), ()))
