"""Every test has a home of its own and no way out of this machine."""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from simulator.paths import Paths, locate

for name in ("NO_COLOR", "COLUMNS", "LINES"):  # snapshots show colours, and a terminal is as large as a test makes it
    os.environ.pop(name, None)
os.environ["TZ"] = "UTC"
time.tzset()
OUTSIDE = [name for name in os.environ if name.startswith(("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "INTERVIEW_"))]


@pytest.fixture(autouse=True)
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "home"))
    yield locate()
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not str(address[0] if isinstance(address, tuple) else "").startswith("127."):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


async def until(condition: object, what: str = "it") -> None:
    """Waits for workers: gives the loop its turn until the condition holds."""
    assert callable(condition)
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110  (a screen has no event to wait for)
            await asyncio.sleep(0.01)


settings.register_profile("tests", max_examples=40, deadline=None, database=None, suppress_health_check=[*HealthCheck])
settings.register_profile("faults", settings.get_profile("tests"), max_examples=5_000)
settings.load_profile(os.environ.get("FUZZ", "tests"))
