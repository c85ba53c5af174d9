"""The rubric as data, and the hiring judgement computed from the five scores and the red flags."""

from collections.abc import Collection, Iterator, Mapping
from math import floor
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agents.errors import DataError
from agents.library.files import Entry, load_named, paths
from agents.moves import DIMENSIONS, Dimension
from agents.scorecard import Verdict


class Part(BaseModel):
    """One thing that an answer should say about a dimension."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heard: str
    """How it is described once it has been heard: "what it led to"."""
    missing: str
    question: str
    drill: str = ""
    """An exercise that practises telling it."""


class Practice(BaseModel):
    """What a candidate can still practise when nothing is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    drill: str = ""
    question: str = ""


class Scale(BaseModel):
    """One dimension: its weight, its anchors at 1, 3 and 5, and its parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    weight: float = Field(gt=0, le=1)
    share: tuple[int, int] = (0, 100)
    """How much of the telling it should take, in per cent: from, to."""
    anchors: dict[int, str]
    parts: dict[str, Part] = Field(min_length=1)


class Rubric(Entry):
    """What an evaluator scores by."""

    version: str
    dimensions: dict[Dimension, Scale]
    red_flags: dict[str, str]
    story: tuple[tuple[str, ...], ...] = ()
    """The parts ("impact.size") in the order in which a story is asked for, step by step; parts left out come last."""
    complete: Practice = Practice()
    own_part: Dimension = "ownership"
    """The dimension about the candidate's own part, to which a dodge or blame is brought back."""

    @property
    def steps(self) -> Iterator[tuple[int, Dimension, str]]:
        """Every part of every dimension with the step at which it is asked for."""
        place = {part: step for step, parts in enumerate(self.story) for part in parts}
        for dimension, scale in self.dimensions.items():
            for part in scale.parts:
                yield place.get(f"{dimension}.{part}", len(self.story)), dimension, part

    @model_validator(mode="after")
    def _complete(self) -> "Rubric":
        missing = [name for name in DIMENSIONS if name not in self.dimensions]
        if missing:
            raise ValueError(f"dimensions: must include {', '.join(missing)}")
        total = sum(scale.weight for scale in self.dimensions.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the dimension weights must add up to 1, not {total:g}")
        return self


def load_rubric(user_folder: Path | None = None, name: str = "antifragility") -> Rubric:
    """Loads a rubric by name; the user's own version replaces the built-in one, but may only change wording and weights."""
    found, built_in = load_named("rubrics", name, Rubric, user_folder), load_named("rubrics", name, Rubric, None)
    for field, given, known in _fixed(found, built_in):
        for wrong, what in ((given - known, "is not recognised; remove it"), (known - given, "is missing; add it")):
            if wrong:
                path = paths("rubrics", user_folder)[name]
                raise DataError(f"{path}: {field}.{min(wrong)}: {what}: your own rubric can only change wording and weights.")
    return found if found.story else found.model_copy(update={"story": built_in.story})


def _fixed(found: Rubric, built_in: Rubric) -> Iterator[tuple[str, set[str], set[str]]]:
    """The names of parts, anchors and red flags, which a rubric cannot change because the evaluator has learned them."""
    for dimension in DIMENSIONS:
        ours, theirs = built_in.dimensions[dimension], found.dimensions[dimension]
        yield f"dimensions.{dimension}.parts", {*theirs.parts}, {*ours.parts}
        yield f"dimensions.{dimension}.anchors", {*map(str, theirs.anchors)}, {*map(str, ours.anchors)}
    yield "red_flags", {*found.red_flags}, {*built_in.red_flags}
    story, known = ({part for step in rubric.story for part in step} for rubric in (found, built_in))
    yield "story", story, story & known


NO_REAL_FAILURE = frozenset({"no_failure", "fake_failure", "non_answer", "off_topic", "gibberish"})


def overall_mark(
    rubric: Rubric,
    marks: Mapping[Dimension, int | None],
    flags: Collection[str],
    *,
    irreparable: bool = False,
) -> int | None:
    """The hiring judgement, 1 to 5: the weighted mean, raised to a floor, cut to the lowest cap, less one for contradictions.

    It is None if ownership or growth has no score. `irreparable` means that the failure could no longer be repaired and
    the answer says so.
    """
    scored = {name: mark for name, mark in marks.items() if mark is not None}
    if "ownership" not in scored or "growth" not in scored:
        return None
    weight = sum(rubric.dimensions[name].weight for name in scored)
    mean = sum(rubric.dimensions[name].weight * mark for name, mark in scored.items()) / weight
    overall = floor(mean + 0.5 + 1e-9)
    strong = min(scored.get("mitigation", 0), scored["ownership"], scored["growth"]) >= 4
    if strong and scored.get("impact", 0) >= 3:
        overall = max(overall, 4)
    overall = min(overall, lowest_cap(scored, flags, irreparable=irreparable))
    if "inconsistent" in flags:
        overall -= 1
    return max(1, min(5, overall))


def lowest_cap(scored: Mapping[Dimension, int], flags: Collection[str], *, irreparable: bool) -> int:
    """The lowest of the rubric's caps that apply, or 5 if none does; a dimension without a score triggers no cap."""
    ownership, growth = scored["ownership"], scored["growth"]
    mitigation = scored.get("mitigation", 3)
    caps = [5 if ownership == growth == 5 and min(scored.values()) >= 3 else 4]
    if NO_REAL_FAILURE & set(flags):
        caps.append(1)
    if {"blame", "anger", "trivial"} & set(flags):
        caps.append(2)
    if ownership == 1:
        caps.append(1 if growth == 1 and mitigation < 4 else 2)
    if ownership == 2:
        caps.append(3)
    if growth <= 2:
        caps.append(3)
    if mitigation == 1:
        caps.append(4 if irreparable else 3)
    if ownership <= 2 and growth <= 2:
        caps.append(2)
    if mitigation == 1 and growth <= 2:
        caps.append(2)
    return min(caps)


def verdict(overall: int | None, growth: int | None) -> Verdict | None:
    """The verdict for an overall score; growth decides whether a 4 is resilient or antifragile."""
    if overall is None:
        return None
    if overall <= 2:
        return "fragile"
    return "antifragile" if overall == 5 or (overall == 4 and (growth or 0) >= 4) else "resilient"
