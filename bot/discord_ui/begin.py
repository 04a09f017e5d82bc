"""What work tells whoever waits for it: that it begins, and that it takes a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any

from bot.reply import Reply

log = logging.getLogger(__name__)


class Begin:
    """What work that takes its time says about itself."""

    def __init__(
        self,
        begin: Callable[[Hashable], Awaitable[None]],
        show: Callable[[Reply], Coroutine[Any, Any, None]],
    ) -> None:
        self._begin = begin
        self._show = show
        self._shown: asyncio.Task[None] | None = None

    async def __call__(self, request: Hashable) -> None:
        """Something slow begins, for this request; an edit that asks for the same ends here."""
        await self._begin(request)

    def meanwhile(self, reply: Reply) -> None:
        """Show this until the answer is there; left out while the one before is still on its way."""
        if self._shown is None or self._shown.done():
            self._shown = asyncio.create_task(self._show(reply))

    async def shown(self) -> None:
        """Wait until nothing is on its way any more."""
        if self._shown is not None:
            await asyncio.wait([self._shown])
            if (problem := self._shown.exception()) is not None:
                log.info("It could not be shown that an answer takes a while: %s", problem)


Work = Callable[[Begin], Awaitable[Reply | None]]
