"""Every suite, on the plain runner: cases run, figures are numbers, and what goes wrong is seen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from math import isnan
from pathlib import Path

import pytest

from agents.errors import DataError
from evals.kinds import KINDS
from evals.plans import chosen, plans
from evals.runner import chosen_cases, plain_run
from evals.sample import Case, Plan, Sample, Seen
from evals.stage import Engine, Stage, open_stage
from evals.statistics import measured
from simulator.paths import Paths


@pytest.fixture
async def stage(paths: Paths) -> AsyncIterator[Stage]:
    async with open_stage(paths, Engine()) as opened:
        yield opened


def plan(name: str, paths: Paths, **changed: object) -> Plan:
    return plans(paths.library)[name].model_copy(update=changed)


async def samples(of: Plan, stage: Stage) -> list[Sample]:
    return [sample async for sample in plain_run(of, stage)]


@pytest.mark.parametrize("name", [name for name in plans(Path("nowhere")) if name != "calibration-test"])
async def test_a_suite_runs_and_its_figures_are_numbers(name: str, stage: Stage, paths: Paths) -> None:
    of = plan(name, paths, most=4, repeats=1, weights="shipped")
    found = await samples(of, stage)
    assert [sample.error for sample in found] == [""] * 4
    figures = [measured(figure, found) for figure in KINDS[of.kind].figures(of)]
    assert any(not isnan(one.value) for one in figures)
    assert all(one.low <= one.value <= one.high for one in figures if one.value == one.value)
    assert all(len(row) == len(table.rows[0]) for table in KINDS[of.kind].tables(found) for row in table.rows)


async def test_the_same_seed_gives_the_same_sample(stage: Stage, paths: Paths) -> None:
    of = plan("conduct", paths, most=2, repeats=2)
    one, other = await samples(of, stage), await samples(of, stage)
    of_the_machine = {"seconds", "memory_mb"}
    assert [s.model_dump(exclude=of_the_machine) for s in one] == [s.model_dump(exclude=of_the_machine) for s in other]


async def test_a_case_that_fails_says_why_and_costs_no_other(
    stage: Stage, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = KINDS["policy"], count()

    async def observe(of: Plan, case: Case, repeat: int, on: Stage) -> Seen:
        if next(tries) == 1:
            raise ValueError("lost")
        return await real.observe(of, case, repeat, on)

    monkeypatch.setitem(KINDS, "policy", replace(real, observe=observe))
    found = await samples(plan("policy", paths, most=3, repeats=1), stage)
    assert [sample.error for sample in found] == ["", "ValueError: lost", ""]


async def test_answers_of_ones_own_are_judged(stage: Stage, paths: Paths) -> None:
    folder = paths.library / "suites"
    folder.mkdir(parents=True)
    marks = '{"dimensions": {"context": 1, "impact": 1, "ownership": 1, "mitigation": 1, "growth": 1}, "overall": 1}'
    (folder / "mine.jsonl").write_text(f'{{"id": "a", "text": "I never fail.", "marks": {marks}}}\n', encoding="utf-8")
    (folder / "mine.toml").write_text(
        'title = "Mine"\nsummary = "My answers."\nkind = "calibration"\nanswers = "mine.jsonl"\n', encoding="utf-8"
    )
    (found,) = await samples(plan("mine", paths), stage)
    assert (found.error, found.data["true"]["overall"], found.data["given"]["overall"]) == ("", 1, 1)
    (folder / "mine.jsonl").write_text('{"id": "a", "text": "I never fail."}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.jsonl, line 1: "):
        chosen_cases(plan("mine", paths), stage)


def test_a_suite_that_is_wrong_is_named_with_its_field(paths: Paths) -> None:
    folder = paths.library / "suites"
    folder.mkdir(parents=True)
    file = folder / "mine.toml"
    file.write_text('title = "Mine"\nsummary = "x"\nkind = "charm"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.toml: kind: there is no 'charm'"):
        plans(paths.library)
    file.write_text('title = "Mine"\nsummary = "x"\nkind = "conduct"\nrepeat = 3\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.toml: repeat: "):
        plans(paths.library)


def test_all_suites_are_run_but_the_look_at_the_test_part(paths: Paths) -> None:
    names = [plan.name for plan in chosen([], paths.library)]
    assert "calibration" in names
    assert "calibration-test" not in names
    with pytest.raises(DataError, match="There is no suite 'charm'"):
        chosen(["charm"], paths.library)
    assert set(KINDS) == {plan.kind for plan in plans(paths.library).values()}
