"""A module asked for by its name: its card, what the running Python says, or what to install instead."""

import sys
from dataclasses import dataclass, replace

from bot import catalogue, compose, module_page
from bot.content.schema import AnyCard, Content, ModuleCard
from bot.errors import SandboxUnavailable, UsageError
from bot.explain.near import near
from bot.live_module import LiveModule, is_name, live_module, snippet_of
from bot.quote import fill
from bot.reply import Reply, Text
from bot.sandbox.queue import Asker
from bot.sandbox.run import Sandbox

MAIN = "__main__"
TOPICS = {MAIN: "if-name-main", "__future__": "future-imports"}
"""Modules that a topic says more about than a card could."""

KNOWN = frozenset({MAIN, *sys.stdlib_module_names})


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found out about a name, and the reply.

    `package` is what to install when the name is of no standard module; `near` is a similar name.
    """

    name: str
    reply: Reply
    card: AnyCard | None = None
    live: LiveModule | None = None
    package: str | None = None
    near: str | None = None

    @property
    def found(self) -> bool:
        """Whether there is anything to say of a module of this name."""
        return self.card is not None or (self.live is not None and not self.live.missing)


async def look_up(
    name: str, content: Content, sandbox: Sandbox, *, python: str | None = None, asker: Asker | None = None
) -> Looked:
    """Find out about a module; only names of the standard library are asked about in the sandbox.

    Raises UsageError for what cannot be a module's name, and for a Python there is not.
    """
    wanted = name.strip()
    card = catalogue.find_module(content, wanted)
    asked = card.name if card else wanted
    if not is_name(asked) or (card is None and asked.partition(".")[0] not in KNOWN):
        return _elsewhere(asked, content)
    shown: AnyCard | None = card or content.cards.get(TOPICS.get(asked, ""))
    reply = compose.card_reply(shown, content) if shown else Reply(())
    if asked == MAIN:
        return Looked(asked, reply, shown)
    found, said = await _ask_python(asked, content, sandbox, python, asker)
    if shown is None and (found is None or found.missing):
        return _unknown(asked, content, found)
    return Looked(asked, replace(reply, parts=(*reply.parts, Text(said))), shown, found)


async def _ask_python(
    name: str, content: Content, sandbox: Sandbox, python: str | None, asker: Asker | None
) -> tuple[LiveModule | None, str]:
    texts = content.texts.module
    try:
        run = await sandbox.run(snippet_of(name), python=python, asker=asker)
    except SandboxUnavailable as error:
        return None, texts.no_look.format(reason=error)
    found = live_module(run)
    if found is None:
        return None, texts.no_look.format(reason=run.reason or run.outcome.value.replace("_", " "))
    return found, module_page.live(found, run.python, name, texts)


def _elsewhere(name: str, content: Content) -> Looked:
    """A name that is not in the standard library: of a package to install, or nobody's."""
    texts, packages = content.texts.module, content.packages.packages
    for module, package in packages.items():
        if name.casefold() == package.casefold() != module.casefold():
            said = fill(texts.install_name, {"name": module, "package": package})
            return Looked(name, Reply((Text(said),)), package=package)
    if not is_name(name):
        raise UsageError(fill(texts.not_a_name, {"name": name}))
    parts = name.split(".")
    around = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    if needed := next((packages[module] for module in around if module in packages), None):
        said = fill(texts.install, {"name": name, "package": needed})
        return Looked(name, Reply((Text(said),)), package=needed)
    return _unknown(name, content, None)


def _unknown(name: str, content: Content, found: LiveModule | None) -> Looked:
    texts, packages = content.texts.module, content.packages.packages
    if (other := near(name, module_names(content))) and (card := catalogue.find_module(content, other)):
        said = fill(texts.did_you_mean, {"name": name})
        reply = Reply((Text(said),), choices=compose.choices([card.slug], content))
    elif other := near(name, packages):
        said = fill(texts.did_you_mean_package, {"name": name, "near": other, "package": packages[other]})
        reply = Reply((Text(said),))
    else:
        reply = Reply((Text(fill(texts.not_standard, {"name": name})),))
    return Looked(name, reply, live=found, near=other)


def module_names(content: Content) -> list[str]:
    """The names of all modules there is a card for."""
    return [card.name for card in content.cards.values() if isinstance(card, ModuleCard)]
