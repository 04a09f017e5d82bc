"""What the content claims of Pythons that are not here, so that no run can prove it."""

from collections.abc import Iterable, Iterator

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from bot.content.load import Source
from bot.content.program import Demonstration
from bot.content.schema import ModuleCard


def of_program(name: str, program: Demonstration, pythons: Iterable[str]) -> Iterator[str]:
    """Runs and outputs that none of these Pythons, like `3.13`, can show."""
    here = tuple(pythons)
    if not any(map(program.holds_on, here)):
        yield f"`{name}` needs Python {program.python}"
    for other in program.differs:
        if not _any(other.python, here):
            yield f"what `{name}` prints on Python {other.python}"


def of_source(source: Source, pythons: Iterable[str]) -> Iterator[tuple[str, str]]:
    """File and claim: the Pythons a card, a module or a failure is said to belong to."""
    here = tuple(pythons)
    for card, document in source.cards():
        if not _any(card.python, here):
            yield document.file, f"it holds for Python {card.python}"
        if isinstance(card, ModuleCard):
            for key, version in (("since", card.since), ("removed", card.removed)):
                if version and all(Version(one) < Version(version) for one in here):
                    yield document.file, f"`{key}: {version}` needs Python {version}"
    for pattern, document in source.failures.entries:
        if not any(map(pattern.sample.holds_on, here)):
            yield document.file, f"the sample needs Python {pattern.sample.python}"


def _any(wanted: str, here: Iterable[str]) -> bool:
    return any(SpecifierSet(wanted).contains(version) for version in here)
