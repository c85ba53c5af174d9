"""LangGraph's checkpoints on disk, closed only when every write has come to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from simulator.paths import Paths


class Checkpoints(AsyncSqliteSaver):
    """A saver that knows its unfinished writes: a run that is cancelled leaves some behind, and their lock with them."""

    _unfinished = 0

    async def aput(self, *arguments: Any) -> RunnableConfig:
        """Saves a checkpoint."""
        self._unfinished += 1
        try:
            return await super().aput(*arguments)
        finally:
            self._unfinished -= 1

    async def aput_writes(self, *arguments: Any) -> None:
        """Saves what a node has written."""
        self._unfinished += 1
        try:
            await super().aput_writes(*arguments)
        finally:
            self._unfinished -= 1

    async def settle(self) -> None:
        """Waits for the writes that are under way, and takes back one that was cut off."""
        await asyncio.sleep(0)  # writes that were only scheduled begin
        while self._unfinished:  # noqa: ASYNC110  (they belong to LangGraph's tasks, which nobody else can wait for)
            await asyncio.sleep(0.005)
        await self.conn.rollback()


@asynccontextmanager
async def open_checkpoints(paths: Paths) -> AsyncIterator[Checkpoints]:
    """The checkpoints of this user."""
    async with Checkpoints.from_conn_string(str(paths.checkpoints)) as saver:
        assert isinstance(saver, Checkpoints)
        await saver.setup()
        await saver.conn.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes is rebuilt from the transcript
        yield saver
