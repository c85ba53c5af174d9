"""Every suite, on the plain runner: cases run, figures are numbers, and what goes wrong is seen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from math import isnan
from pathlib import Path

import pytest

from agents.errors import DataError
from evals.environment import EngineChoice, Environment, open_environment
from evals.kinds import KINDS
from evals.running.cases import chosen_cases, plain_run
from evals.statistics import measured
from evals.suite import Case, Result, Sample, Suite
from evals.suite_files import chosen, suites
from simulator.paths import Paths


@pytest.fixture
async def env(paths: Paths) -> AsyncIterator[Environment]:
    async with open_environment(paths, EngineChoice()) as opened:
        yield opened


def suite(name: str, paths: Paths, **changed: object) -> Suite:
    return suites(paths.library)[name].model_copy(update=changed)


async def samples(of: Suite, env: Environment) -> list[Sample]:
    return [sample async for sample in plain_run(of, env)]


@pytest.mark.parametrize("name", [name for name in suites(Path("nowhere")) if name != "calibration-test"])
async def test_a_suite_runs_and_its_figures_are_numbers(name: str, env: Environment, paths: Paths) -> None:
    of = suite(name, paths, limit=4, repeats=1, weights="shipped")
    found = await samples(of, env)
    assert [sample.error for sample in found] == [""] * 4
    figures = [measured(figure, found) for figure in KINDS[of.kind].figures(of)]
    assert any(not isnan(one.value) for one in figures)
    assert all(one.low <= one.value <= one.high for one in figures if one.value == one.value)
    assert all(len(row) == len(table.rows[0]) for table in KINDS[of.kind].tables(found) for row in table.rows)


async def test_the_same_seed_gives_the_same_sample(env: Environment, paths: Paths) -> None:
    of = suite("conduct", paths, limit=2, repeats=2)
    one, other = await samples(of, env), await samples(of, env)
    of_the_machine = {"seconds", "memory_mb"}
    assert [s.model_dump(exclude=of_the_machine) for s in one] == [s.model_dump(exclude=of_the_machine) for s in other]


async def test_a_case_that_fails_says_why_and_costs_no_other(
    env: Environment, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = KINDS["conduct"], count()

    async def observe(of: Suite, case: Case, repeat: int, on: Environment) -> Result:
        if next(tries) == 1:
            raise ValueError("lost")
        return await real.observe(of, case, repeat, on)

    monkeypatch.setitem(KINDS, "conduct", replace(real, observe=observe))
    found = await samples(suite("conduct", paths, limit=3, repeats=1), env)
    assert [sample.error for sample in found] == ["", "ValueError: lost", ""]


async def test_answers_of_ones_own_are_judged(env: Environment, paths: Paths) -> None:
    folder = paths.library / "suites"
    folder.mkdir(parents=True)
    marks = '{"dimensions": {"context": 1, "impact": 1, "ownership": 1, "mitigation": 1, "growth": 1}, "overall": 1}'
    (folder / "mine.jsonl").write_text(f'{{"id": "a", "text": "I never fail.", "marks": {marks}}}\n', encoding="utf-8")
    (folder / "mine.toml").write_text(
        'title = "Mine"\nsummary = "My answers."\nkind = "calibration"\nanswers = "mine.jsonl"\n', encoding="utf-8"
    )
    (found,) = await samples(suite("mine", paths), env)
    assert (found.error, found.data["true"]["overall"], found.data["given"]["overall"]) == ("", 1, 1)
    (folder / "mine.jsonl").write_text('{"id": "a", "text": "I never fail."}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.jsonl, line 1: "):
        chosen_cases(suite("mine", paths), env)


def test_a_suite_that_is_wrong_is_named_with_its_field(paths: Paths) -> None:
    folder = paths.library / "suites"
    folder.mkdir(parents=True)
    file = folder / "mine.toml"
    file.write_text('title = "Mine"\nsummary = "x"\nkind = "charm"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.toml: kind: 'charm' does not exist"):
        suites(paths.library)
    file.write_text('title = "Mine"\nsummary = "x"\nkind = "conduct"\nrepeat = 3\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"mine.toml: repeat: "):
        suites(paths.library)


def test_all_suites_are_run_but_the_look_at_the_test_part(paths: Paths) -> None:
    names = [suite.name for suite in chosen([], paths.library)]
    assert "calibration" in names
    assert "calibration-test" not in names
    with pytest.raises(DataError, match="There is no suite called 'charm'"):
        chosen(["charm"], paths.library)
    assert set(KINDS) == {suite.kind for suite in suites(paths.library).values()}
