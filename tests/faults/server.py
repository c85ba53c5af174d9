"""The scripted model server in a process of its own: a fork must not share its thread."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, cast

from evals.speed.model_server import Answer, ModelServer, Reply
from tests.agents.model.serving import played


def endless(quote: str) -> Answer:
    """Plays one interview after another."""
    one = played(quote)

    def answer(request: dict[str, Any]) -> Reply:
        nonlocal one
        try:
            return cast(Reply, one(request))
        except StopIteration:
            one = played(quote)
            return cast(Reply, one(request))

    return answer


def serve(pipe: Connection) -> None:
    """Serves until the other side has gone."""
    with ModelServer(otherwise=endless("we lost 80,000 euros")) as server:
        pipe.send(server.url)
        pipe.recv()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server that talks and judges."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join(5)
