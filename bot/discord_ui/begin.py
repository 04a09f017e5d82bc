"""What work tells whoever waits for it: that it begins, and that it takes a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any

from bot.reply import Reply

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.5
"""After so long it is told that something slow goes on."""


class Begin:
    """What work that takes its time says about itself."""

    def __init__(
        self,
        begin: Callable[[Hashable], Awaitable[None]],
        show: Callable[[Reply], Coroutine[Any, Any, None]],
        *,
        going_on: Reply | None = None,
    ) -> None:
        """`going_on` is shown after a while, unless the work has said something itself."""
        self._begin = begin
        self._show = show
        self._going_on = going_on
        self._shown: asyncio.Task[None] | None = None
        self._patience: asyncio.Task[None] | None = None

    async def __call__(self, request: Hashable) -> None:
        """Something slow begins, for this request; an edit that asks for the same ends here."""
        await self._begin(request)
        if self._going_on is not None:
            self._patience = asyncio.create_task(self._in_a_while(self._going_on))

    def meanwhile(self, reply: Reply) -> None:
        """Show this until the answer is there; left out while the one before is still on its way."""
        if self._shown is None or self._shown.done():
            self._shown = asyncio.create_task(self._show(reply))

    async def shown(self) -> None:
        """Nothing more will be said; wait until nothing is on its way any more."""
        if self._patience is not None:
            self._patience.cancel()
        if self._shown is not None:
            await asyncio.wait([self._shown])
            if (problem := self._shown.exception()) is not None:
                log.info("It could not be shown that an answer takes a while: %s", problem)

    async def _in_a_while(self, going_on: Reply) -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        if self._shown is None:
            self.meanwhile(going_on)


Work = Callable[[Begin], Awaitable[Reply | None]]
