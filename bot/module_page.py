"""What is said of a standard module beside its card's prose, in the words of content/texts.yaml."""

from bot.content.schema import ModuleCard, Platform
from bot.content.texts import ModuleTexts


def facts(card: ModuleCard, texts: ModuleTexts) -> str:
    """One line: how the module is imported, and which Pythons and systems have it."""
    found = [texts.import_line.format(line=card.import_line)]
    if card.since:
        found.append(texts.since.format(version=card.since))
    if card.removed:
        found.append(texts.removed.format(version=card.removed, replacement=card.replacement))
    match card.only_on:
        case Platform.WINDOWS:
            found.append(texts.only_windows)
        case Platform.UNIX:
            found.append(texts.only_unix)
    return " · ".join(found)
