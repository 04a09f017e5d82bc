"""Which picture fits: of a run, or of what is written."""

import logging
from collections.abc import Callable

from bot.content.texts.imports import DrawTexts
from bot.draw.circle import circle_graph
from bot.draw.graph import Graph
from bot.draw.loading import import_graph
from bot.draw.names import names_graph
from bot.explain.circle import circles
from bot.explain.program import Program
from bot.explain.story import Story

log = logging.getLogger(__name__)


def draw_run(story: Story, texts: DrawTexts) -> Graph | None:
    """What a run imported, or the circle its imports went in; None if it imported nothing."""

    def draw() -> Graph | None:
        circle = next(circles(story), None)
        return circle_graph(circle, story, texts) if circle else import_graph(story, texts)

    return _unless_it_fails(draw)


def draw_names(program: Program, texts: DrawTexts) -> Graph | None:
    """The names that the imports bind, as written; None if they bind none."""
    return _unless_it_fails(lambda: names_graph(program, texts))


def _unless_it_fails(draw: Callable[[], Graph | None]) -> Graph | None:
    """An answer never depends on its picture."""
    try:
        return draw()
    except Exception:
        log.exception("There is no picture")
        return None
