"""What is said of a standard module beside its card's prose, in the words of content/texts.yaml."""

from bot.content.schema import ModuleCard, Platform
from bot.content.texts.learners import ModuleTexts
from bot.live_module import LiveModule
from bot.quote import Curated, fill, inline


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


def live(found: LiveModule, version: str, asked: str, texts: ModuleTexts) -> str:
    """What this Python says of the module that was asked for; its words are shown as code."""
    words = {"version": Curated(version), "name": asked}
    if found.missing:
        return fill(texts.missing, words)
    if found.error or found.kind is None:
        return fill(texts.failed, {**words, "error": found.error})
    lines = [fill(texts.heading, words)]
    if found.about:
        lines.append(fill(texts.about, {"about": Curated(inline(found.about, limit=200))}))
    lines.append("- " + fill(texts.kinds[found.kind.value], {"ending": found.ending}))
    if found.name != asked:
        lines.append("- " + fill(texts.really, {"name": found.name}))
    for sort, template in texts.names.items():
        names: tuple[str, ...] = getattr(found, sort)
        if names:
            lines.append("- " + fill(template, {"count": len(names), "names": names}))
    return "\n".join(lines)
