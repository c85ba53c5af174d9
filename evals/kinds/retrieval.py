"""How well questions in people's own words find guidance, and whether guidance changes an interview at all.

Our search through Chroma is compared with BM25 over the same words.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
from rapidfuzz import fuzz

from agents.interviewer.checks import SAME
from agents.scorecard import Scorecard
from evals.environment import Environment
from evals.rollouts import all_given, apart, minutes_of, result_of, rollout
from evals.suite import Better, Case, Figure, Kind, Result, Sample, Suite, mean_of
from knowledge.passages import Passage, read_corpus
from simulator.guidance import guidance_store
from simulator.interviews import simulated_interviews

CASES = Path(__file__).parents[1] / "cases" / "retrieval"
SETS = ("tuned-on", "unseen")
"""Queries that the passages' phrasings were written to match, and queries by someone who had not seen those."""
DEEP = 10
"""How many ranks are considered."""
Key = tuple[str, str]
"""How labels identify a passage: by title and heading."""
Search = Callable[[str], list[Key]]


def queries(name: str) -> list[tuple[str, set[Key]]]:
    """Each query with the passages that answer it according to our labels."""
    lines = [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(line["query"], {(source, heading) for source, heading in line["relevant"]}) for line in lines]


def cases(suite: Suite, env: Environment) -> list[Case]:
    """The queries, plus interviews to run with and without guidance."""
    store = guidance_store(env.paths)
    ways: dict[str, Search] = {
        "ours": lambda query: [_key(hit.passage) for hit in store.search(query, own=False, k=DEEP)],
        "BM25": by_words(read_corpus()),
    }
    asked = [
        Case(f"{name}: {query}", f"{name}: {query}", (name, query, relevant, ways))
        for name in SETS
        for query, relevant in queries(name)
    ]
    talks = [Case(f"interview with {c.name}", c.name, c) for c in env.candidates(suite.candidates) if c.facts]
    return asked + talks


def _key(passage: Passage) -> Key:
    return passage.source, passage.heading


def by_words(passages: list[Passage]) -> Search:
    """A BM25 search over the same words."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize([p.entries[0] for p in passages], stopwords="en", show_progress=False), show_progress=False)

    def search(query: str) -> list[Key]:
        found, _ = index.retrieve(bm25s.tokenize(query, stopwords="en", show_progress=False), k=DEEP, show_progress=False)
        return [_key(passages[int(place)]) for place in found[0]]

    return search


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Finds the rank of the first passage that answers a query, or how an interview differs without guidance."""
    if not isinstance(case.given, tuple):
        return await _with_and_without(suite, case, repeat, env)
    name, query, relevant, ways = case.given
    found = {way: search(query) for way, search in ways.items()}
    ranks = {way: next((r for r, key in enumerate(keys, start=1) if key in relevant), None) for way, keys in found.items()}
    return Result(data={"set": name, "ranks": ranks, "found": [" / ".join(key) for key in found["ours"][:3]]})


async def _with_and_without(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Runs the same candidate, persona and seed with and without guidance."""
    personas = env.personas(suite.personas)
    persona, minutes = personas[repeat % len(personas)], minutes_of(suite, case, repeat)
    document = await rollout(env, persona, case.given, minutes, repeat)
    async with simulated_interviews(env.paths, guided=False) as interviews:
        bare = await rollout(Environment(interviews, env.paths, env.engine), persona, case.given, minutes, repeat)
    asked, plain = ([turn["text"] for turn in one["turns"] if turn["speaker"] == "interviewer"] for one in (document, bare))
    other = [fuzz.token_sort_ratio(a, b) < SAME for a, b in zip(asked, plain, strict=False)]
    marks, bare_marks = (all_given(Scorecard.model_validate(one["scorecard"]), env) for one in (document, bare))
    data = {
        "different wording": sum(other) / len(other),
        "difference in overall score": apart(marks["overall"], bare_marks["overall"]),
        "with passages": sum(bool(turn["passages"]) for turn in document["turns"]),
    }
    return result_of(document, data)


def hit(way: str, name: str, k: int) -> Callable[[Sequence[Sample]], float]:
    """Share of a set's queries with an answer in the top k."""

    def ratio(samples: Sequence[Sample]) -> float:
        ranks = [s.data["ranks"][way] for s in samples if s.data.get("set") == name]
        return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else float("nan")

    return ratio


def reciprocal(way: str, name: str) -> Callable[[Sequence[Sample]], float]:
    """Mean reciprocal rank within the first ten."""

    def mean(samples: Sequence[Sample]) -> float:
        ranks = [s.data["ranks"][way] for s in samples if s.data.get("set") == name]
        return sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else float("nan")

    return mean


def figures(_suite: Suite) -> list[Figure]:
    """Search quality of ours and BM25 on each set, and what guidance changes."""
    ways: tuple[tuple[str, Better], ...] = (("ours", "more"), ("BM25", "neither"))
    both = [(name, way, better) for name in SETS for way, better in ways]
    return [
        *(Figure(f"{name}, {way}: hit@{k}", hit(way, name, k), better) for name, way, better in both for k in (1, 3)),
        *(Figure(f"{name}, {way}: MRR", reciprocal(way, name), better) for name, way, better in both),
        Figure("turns worded differently without guidance", mean_of("different wording"), "neither"),
        Figure("change in overall score without guidance", mean_of("difference in overall score"), "neither"),
    ]


KIND = Kind(cases, observe, figures)
