"""Whole interviews in simulated time: the same graph, milliseconds long, the same under a seed."""

from typing import Any

import pytest

from agents.candidate.offline import OfflineCandidate
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.moves import DIMENSIONS
from simulator.errors import InputError
from simulator.interviews import simulated_interviews
from simulator.paths import Paths
from simulator.simulation import Line, Reader, read_lines, simulate
from tests.fakes import STORY, setup


async def simulated(paths: Paths, name: str, minutes: float | None = 15, seed: int = 1) -> dict[str, Any]:
    async with simulated_interviews(paths) as interviews:
        ledger = load_named("candidates", name, Ledger, None)
        return await simulate(interviews, setup(minutes, seed=seed), OfflineCandidate(ledger), f"simulated-{name}")


async def played(paths: Paths, lines: list[Line], minutes: float | None = 15) -> dict[str, Any]:
    async with simulated_interviews(paths) as interviews:
        return await simulate(interviews, setup(minutes), Reader(iter(lines)), "played")


@pytest.mark.parametrize("name", ["weak", "middling", "strong"])
async def test_a_simulated_interview_keeps_the_contract(paths: Paths, name: str) -> None:
    done = await simulated(paths, name)
    assert {"session", "persona", "question", "engine", "turns", "ended", "elapsed_s", "scorecard"} <= set(done)
    assert [turn["speaker"] for turn in done["turns"][:2]] == ["interviewer", "candidate"]
    assert all((turn["move"] is None) == (turn["speaker"] == "candidate") for turn in done["turns"])
    times = [turn["at_s"] for turn in done["turns"]]
    assert times == sorted(times)
    assert done["elapsed_s"] >= times[-1]
    assert done["ended"] == "covered"


async def test_better_ledgers_earn_better_marks(paths: Paths) -> None:
    overall = [(await simulated(paths, name))["scorecard"]["overall"] for name in ("weak", "middling", "strong")]
    assert overall == sorted(overall)
    assert overall[0] < overall[-1]


async def test_the_same_seed_gives_the_same_interview(paths: Paths) -> None:
    assert await simulated(paths, "middling") == await simulated(paths, "middling")
    assert await simulated(paths, "middling", seed=2) != await simulated(paths, "middling")


@pytest.mark.parametrize("minutes", [1, 3, 10])
async def test_no_interview_takes_longer_than_its_limit_and_the_grace(paths: Paths, minutes: float) -> None:
    done = await simulated(paths, "strong", minutes)
    assert done["elapsed_s"] <= minutes * 60 + 20.1


async def test_it_ends_early_when_the_answers_run_out(paths: Paths) -> None:
    done = await played(paths, [Line(text=STORY)])
    assert done["ended"] == "candidate"
    assert sum(turn["speaker"] == "candidate" for turn in done["turns"]) == 1
    assert "not_reached" in [done["scorecard"]["dimensions"][d]["state"] for d in DIMENSIONS]


async def test_an_answer_that_takes_too_long_is_cut_at_the_grace(paths: Paths) -> None:
    done = await played(paths, [Line(text=f"{STORY} {STORY}", seconds=640)], minutes=5)
    cut = done["turns"][1]
    assert cut["cut"]
    assert cut["text"] == f"{STORY} {STORY}"[: len(cut["text"])]
    assert len(cut["text"]) < len(STORY) + 20
    assert done["ended"] == "time"
    assert done["elapsed_s"] == 320


async def test_an_untimed_interview_never_runs_out(paths: Paths) -> None:
    done = await played(paths, [Line(text=STORY, seconds=100_000)] * 3, minutes=None)
    assert done["ended"] == "candidate"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"nope", "line 2: "),
        (b'{"texts": "x"}', "line 2: text: is missing; add it"),
        (b'{"text": 5}', "line 2: text: "),
        (b'{"text": "x", "seconds": -1}', "line 2: seconds: "),
        (b'"just words"', "line 2: "),
        (b"\xff\xfe", "line 2: "),
    ],
)
def test_a_wrong_line_is_named(line: bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_lines([b'{"text": "fine"}', line], "answers.jsonl")
    assert f"answers.jsonl, {says}" in str(caught.value)


def test_empty_lines_are_passed_over() -> None:
    assert read_lines([b"\n", b'{"text": "a"}\n', b"  "], "x") == [Line(text="a")]
