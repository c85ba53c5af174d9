"""Tests a model with one small call of each kind that an interview makes."""

from collections.abc import AsyncIterator, Awaitable, Callable

from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from agents.model.client import ChatModel, Connection, Usage
from agents.model.faults import ModelFault

ASKED = [HumanMessage("Are you ready? Answer with the one word: ready")]


class Ready(BaseModel):
    """The smallest possible structured answer."""

    ready: bool


async def trials(to: Connection) -> AsyncIterator[tuple[str, str]]:
    """Yields each kind of call and a sentence about what is wrong with it, which is empty if it works."""
    model = ChatModel(to)

    async def streamed() -> None:
        async for _ in model.stream(ASKED, Usage()):
            pass

    kinds: dict[str, Callable[[], Awaitable[object]]] = {
        "whole answers": lambda: model.whole(ASKED, Usage()),
        "streamed answers": streamed,
        "answers in a form": lambda: model.structured(ASKED, Ready, Usage()),
    }
    try:
        for kind, call in kinds.items():
            try:
                await call()
                yield kind, ""
            except ModelFault as fault:
                yield kind, str(fault)
    finally:
        await model.close()
