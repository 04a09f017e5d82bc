"""What the examples import, drawn from runs made just now, for their pages."""

import asyncio
import struct
from dataclasses import dataclass
from typing import Self

from bot import catalogue
from bot.content.schema import Content, Example
from bot.content.texts.imports import DrawTexts
from bot.draw.draw import draw_run
from bot.draw.picture import Pictures
from bot.explain.story import Story
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.run import Outcome, Sandbox
from bot.tutor import snippet_of

_SIZE = struct.Struct(">16xII")
"""Where every PNG says its width and height."""


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG with the same said in words; its size is in pixels."""

    png: bytes
    alt: str
    width: int
    height: int

    @classmethod
    def of(cls, png: bytes, alt: str) -> Self:
        """Read the size from the PNG."""
        return cls(png, alt, *_SIZE.unpack_from(png))


async def draw_examples(content: Content, settings: SandboxSettings) -> dict[str, Image]:
    """Run every example, a box each, and draw those that show something; the images by example.

    Raises SandboxUnavailable where code cannot be run.
    """
    examples = [listed.example for listed in catalogue.examples(content)]
    pictures, free = Pictures(), asyncio.Semaphore(settings.boxes)
    async with open_sandbox(settings) as sandbox:

        async def one(example: Example) -> Image | None:
            async with free:
                return await _draw(example, sandbox, pictures, content.texts.draw)

        drawn = await asyncio.gather(*map(one, examples))
    return {example.name: image for example, image in zip(examples, drawn, strict=True) if image}


async def _draw(example: Example, sandbox: Sandbox, pictures: Pictures, texts: DrawTexts) -> Image | None:
    """None if no Python here is meant for it, its run was ended early, or there is nothing to see."""
    version = next(filter(example.holds_on, sandbox.pythons), None)
    if version is None:
        return None
    snippet = snippet_of(example)
    run = await sandbox.run(snippet, python=version)
    graph = draw_run(Story.of(snippet, run), texts)
    if graph is None or not graph.telling or run.outcome not in (Outcome.FINISHED, Outcome.RAISED):
        return None
    png = await pictures.png(graph)
    return Image.of(png, graph.alt) if png else None
