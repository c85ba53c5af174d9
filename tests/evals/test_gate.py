"""The gate: what the agents could do on the day that a floor names, they can still do."""

import pytest

from evals.gate import Floor, Held, held, parts
from simulator.paths import Paths

PARTS = parts()


@pytest.mark.parametrize("suite", PARTS)
async def test_no_figure_falls_under_its_floor(suite: str, paths: Paths) -> None:
    fallen = [str(one) for one in await held(paths, suite, PARTS[suite]) if not one.kept]
    assert fallen == []


def test_a_figure_that_falls_or_is_no_number_is_not_kept() -> None:
    floor = Floor(figure="facts", least=0.5, measured=0.6, on="2026-11-25")  # type: ignore[arg-type]
    assert Held("conduct", floor, 0.5).kept
    assert not Held("conduct", floor, 0.49).kept
    assert not Held("conduct", floor, float("nan")).kept
    assert str(Held("conduct", floor, 0.49)) == "conduct, facts: 0.490, at least 0.5 (0.6 on 2026-11-25)"
