"""The folder content/ → Content, or ContentError with every problem of every file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.content import translation
from bot.content.paths import LearningPath
from bot.content.schema import (
    AnyCard,
    Content,
    FailurePattern,
    ModuleCard,
    Packages,
    QuestionSet,
    Synonyms,
    Topic,
)
from bot.content.texts import Texts
from bot.content.translation import ENGLISH
from bot.errors import ContentError, Problem, ProblemsError
from bot.strict_yaml import Document, read, validate

Model = TypeVar("Model", bound=BaseModel)


class Shelf(Generic[Model]):
    """The valid entries of one kind, each with its document, and what was wrong with the rest."""

    def __init__(self) -> None:
        self.entries: list[tuple[Model, Document]] = []
        self.problems: list[Problem] = []

    @classmethod
    def of(cls, model: type[Model], files: list[Path], root: Path) -> "Shelf[Model]":
        """Read the files; a file's problems are named relative to the folder that holds `root`."""
        shelf = cls()
        for file in files:
            try:
                document = read(file, name_of(file, root))
                shelf.entries.append((validate(model, document), document))
            except ProblemsError as error:
                shelf.problems += error.problems
        return shelf


class Source:
    """The parsed files of a content folder: what lint needs beside the Content they make."""

    def __init__(self, root: Path, language: str = ENGLISH) -> None:
        self.root = root
        self.topics = Shelf.of(Topic, _files(root / "topics"), root)
        self.modules = Shelf.of(ModuleCard, _files(root / "modules"), root)
        self.failures = Shelf.of(FailurePattern, _files(root / "failures"), root)
        self.paths = Shelf.of(LearningPath, _files(root / "paths"), root)
        self.texts = Shelf.of(Texts, [translation.texts_file(root, language)], root)
        self.synonyms = Shelf.of(Synonyms, _present(root / "synonyms.yaml"), root)
        self.packages = Shelf.of(Packages, _present(root / "packages.yaml"), root)

    def cards(self) -> Iterator[tuple[AnyCard, Document]]:
        """Topics and module cards alike."""
        yield from self.topics.entries
        yield from self.modules.entries

    def documents(self) -> Iterator[Document]:
        """The documents of cards and failure patterns."""
        for _, document in (*self.topics.entries, *self.modules.entries, *self.failures.entries):
            yield document

    def problems(self) -> list[Problem]:
        """What keeps the folder from being read: every problem of every file."""
        found: list[Problem] = []
        for shelf in (self.topics, self.modules, self.failures, self.paths):
            found += shelf.problems
        for single in (self.texts, self.synonyms, self.packages):
            found += single.problems
        if not self.root.is_dir():
            found.append(
                Problem(str(self.root), 1, "There is no such folder; set `content.folder` in the config.")
            )
        return found + _twice(self)

    def content(self) -> Content:
        """All of it, whole.

        Raises ContentError with every problem of every file.
        """
        if problems := self.problems():
            raise ContentError(problems)
        synonyms = [entry for entry, _ in self.synonyms.entries]
        packages = [entry for entry, _ in self.packages.entries]
        paths = [entry for entry, _ in self.paths.entries]
        return Content(
            cards={card.slug: card for card, _ in self.cards()},
            failures={pattern.slug: pattern for pattern, _ in self.failures.entries},
            paths={path.slug: path for path in sorted(paths, key=lambda path: path.order)},
            texts=self.texts.entries[0][0],
            synonyms=synonyms[0] if synonyms else Synonyms(),
            packages=packages[0] if packages else Packages(),
        )


def load(root: Path, language: str = ENGLISH) -> Content:
    """Read the content folder, with the bot's own texts in this language.

    Raises ContentError with every problem of every file.
    """
    return Source(root, language).content()


def load_questions(root: Path) -> Shelf[QuestionSet]:
    """The question set that measures search; it is never indexed."""
    return Shelf.of(QuestionSet, _files(root / "questions"), root)


def name_of(file: Path, root: Path) -> str:
    """How problems name the file: from the content folder on, like `content/topics/star-import.yaml`."""
    return f"{root.name}/{file.relative_to(root)}" if file.is_relative_to(root) else str(file)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _present(file: Path) -> list[Path]:
    return [file] if file.exists() else []


def _twice(source: Source) -> list[Problem]:
    slugs = [(card.slug, document) for card, document in source.cards()]
    slugs += [(f"failure {pattern.slug}", document) for pattern, document in source.failures.entries]
    slugs += [(f"path {path.slug}", document) for path, document in source.paths.entries]
    first: dict[str, str] = {}
    found: list[Problem] = []
    for slug, document in slugs:
        if slug in first:
            message = f"`{slug}` is the slug of {first[slug]} already; choose another."
            found.append(Problem(document.file, document.line_of(("slug",)), message, "T01"))
        first.setdefault(slug, document.file)
    return found
