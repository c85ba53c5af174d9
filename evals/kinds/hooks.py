"""How well hooks are heard in our unseen examples and near misses, which are by writers that nothing was learned from."""

from collections.abc import Sequence

from agents.interviewer.hooks import hooks_of
from agents.library.hooks import load_hooks
from agents.reading.answer import shipped_reader
from evals.environment import Environment
from evals.labels.hooks import hook_examples
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, Table, share

MOST_WRONG = 1
"""How many of a hook's unseen examples and near misses may be wrong for it to count as reliable."""


def cases(_suite: Suite, _env: Environment) -> list[Case]:
    """Every unseen example of a hook that we ship."""
    shipped = {hook.name for hook in load_hooks(None)[0]}
    return [Case(f"{e.hook}: {e.text}", e.hook, e) for e in hook_examples("unseen") if e.hook in shipped]


async def observe(_suite: Suite, case: Case, _repeat: int, _env: Environment) -> Result:
    """Listens to one example."""
    example = case.given
    heard = [thread.hook.name for thread in hooks_of().threads(shipped_reader().read(example.text))]
    taken = example.hook in heard
    right, near = example.says and taken, not example.says and taken
    return Result(data={"hook": example.hook, "says": example.says, "heard": heard} | _counts(example.says, right, near))


def _counts(says: bool, right: bool, near: bool) -> dict[str, int]:
    return {"said": says, "right": right, "taken": right or near, "near": near, "near misses": not says}


def reliable(samples: Sequence[Sample]) -> float:
    """How many hooks have at most `MOST_WRONG` of their examples and near misses wrong."""
    return float(sum(wrong <= MOST_WRONG for wrong in wrong_of(samples).values()))


def wrong_of(samples: Sequence[Sample]) -> dict[str, int]:
    """How many examples of each hook went unheard or near misses were taken for it."""
    found: dict[str, int] = {}
    for sample in samples:
        data = sample.data
        found[data["hook"]] = found.get(data["hook"], 0) + (data["says"] != bool(data["taken"]))
    return found


def figures(_suite: Suite) -> list[Figure]:
    """Precision against near misses, recall, and how many hooks are reliable."""
    return [
        Figure("precision: of what was heard", share("right", "taken")),
        Figure("recall: of what was said", share("right", "said")),
        Figure("near misses taken for the hook", share("near", "near misses"), "less"),
        Figure(f"hooks with at most {MOST_WRONG} wrong", reliable),
    ]


def tables(samples: Sequence[Sample]) -> list[Table]:
    """For each hook, how many of its examples were heard and near misses taken for it."""
    rows: list[tuple[str, ...]] = [("hook", "heard", "near misses taken")]
    for name in sorted({sample.data["hook"] for sample in samples if not sample.error}):
        mine = [sample.data for sample in samples if not sample.error and sample.data["hook"] == name]
        heard, said, near, missed = (sum(data[key] for data in mine) for key in ("right", "said", "near", "near misses"))
        rows.append((name, f"{heard} of {said}", f"{near} of {missed}"))
    return [Table("hooks", rows)]


KIND = Kind(cases, observe, figures, tables)
