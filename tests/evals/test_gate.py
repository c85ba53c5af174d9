"""The gate: what the agents could do on the day that a floor names, they can still do."""

import pytest

from evals.gate import Check, Floor, check, parts
from simulator.paths import Paths

PARTS = parts()


@pytest.mark.parametrize("suite", PARTS)
async def test_no_figure_falls_under_its_floor(suite: str, paths: Paths) -> None:
    fallen = [str(one) for one in await check(paths, suite, PARTS[suite]) if not one.passed]
    assert fallen == []


def test_a_figure_that_falls_or_is_no_number_is_not_kept() -> None:
    floor = Floor(figure="facts", least=0.5, measured=0.6, on="2026-11-25")  # type: ignore[arg-type]
    assert Check("conduct", floor, 0.5).passed
    assert not Check("conduct", floor, 0.49).passed
    assert not Check("conduct", floor, float("nan")).passed
    assert str(Check("conduct", floor, 0.49)) == "conduct, facts: 0.490, at least 0.5 (0.6 on 2026-11-25)"
