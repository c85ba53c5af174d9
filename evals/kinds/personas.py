"""Gives every persona the same answers: the questions must differ, the scores must not, and each must stay in character."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from sklearn.feature_extraction.text import TfidfVectorizer

from agents.interviewer.checks import SAME
from agents.library.candidates import Ledger
from agents.library.personas import Persona
from agents.scorecard import Scorecard
from agents.transcript import Transcript
from evals.environment import Environment
from evals.rollouts import all_given, minutes_of, result_of, rollout, transcript_in
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, mean_of
from simulator.persona_check import wordings
from simulator.simulation import Line, Reader


def cases(suite: Suite, env: Environment) -> list[Case]:
    """Candidates with something to tell, each with all the personas."""
    personas = env.personas(suite.personas)
    return [Case(c.name, c.name, (c, personas)) for c in env.candidates(suite.candidates) if c.facts]


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Has the first persona interview the candidate, then replays the same answers to every persona."""
    ledger, personas = case.given
    minutes = minutes_of(suite, case, repeat)
    answers = await _answers(env, personas[0], ledger, minutes, repeat)
    talks, marks, tokens = {}, {}, 0
    for persona in personas:
        document = await rollout(env, persona, Reader(iter(answers)), minutes, repeat)
        talks[persona.name] = transcript_in(document)
        tokens += result_of(document, {}).tokens
        marks[persona.name] = all_given(Scorecard.model_validate(document["scorecard"]), env)
    overall = [mark["overall"] for mark in marks.values() if mark["overall"] is not None]
    step = max(overall) - min(overall) if overall else None
    data = {"marks": marks, "step": step, "same question": _same_question(list(talks.values()))}
    data |= _character({persona.name: persona for persona in personas}, talks)
    turns = [turn.model_dump(mode="json") | {"persona": name} for name, talk in talks.items() for turn in talk]
    return Result(data=data, turns=tuple(turns), tokens=tokens)


async def _answers(env: Environment, persona: Persona, ledger: Ledger, minutes: float, seed: int) -> list[Line]:
    """The candidate's answers to one persona."""
    document = await rollout(env, persona, ledger, minutes, seed)
    return [Line(text=turn["text"]) for turn in document["turns"] if turn["speaker"] == "candidate"]


def _questions(talk: Transcript) -> list[str]:
    return [turn.text for turn in talk if turn.move is not None and turn.move.kind not in ("open", "close", "wrap_up")]


def _same_question(talks: Sequence[Transcript]) -> float:
    """Of the questions that two personas ask at the same point, the share that are worded the same."""
    same = [
        fuzz.token_sort_ratio(a, b) >= SAME
        for one, other in combinations(map(_questions, talks), 2)
        for a, b in zip(one, other, strict=False)
    ]
    return sum(same) / len(same) if same else 0.0


def _character(personas: dict[str, Persona], talks: dict[str, Transcript]) -> dict[str, float]:
    """How often each half of an interview is closer to its own persona's file than to any other's (TF-IDF)."""
    names = tuple(personas)
    vectors, files = _files(tuple(" ".join(wordings(personas[name].model_dump())) for name in names))
    right: dict[str, list[bool]] = {"character, first half": [], "character, second half": []}
    for place, name in enumerate(names):
        said = [turn.text for turn in talks[name] if turn.speaker == "interviewer"]
        middle = (len(said) + 1) // 2
        for half, words in zip(right, (said[:middle], said[middle:]), strict=True):
            near = (vectors.transform([" ".join(words)]) @ files.T).toarray()[0]
            right[half].append(int(np.argmax(near)) == place)
    return {half: float(np.mean(found)) for half, found in right.items()}


@lru_cache(maxsize=4)
def _files(texts: tuple[str, ...]) -> tuple[Any, Any]:
    vectors = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)
    return vectors, vectors.fit_transform(texts)


def largest(samples: Sequence[Sample]) -> float:
    """The largest difference in one candidate's overall score between personas."""
    steps = [sample.data["step"] for sample in samples if sample.data["step"] is not None]
    return float(max(steps)) if steps else float("nan")


def figures(_suite: Suite) -> list[Figure]:
    """How much wording personas share, how far their scores differ, and how well they stay in character."""
    return [
        Figure("same wording in the same place, across two personas", mean_of("same question"), "less"),
        Figure("mean difference in overall score between personas", mean_of("step"), "less"),
        Figure("maximum difference in overall score between personas", largest, "less"),
        Figure("identified by wording, first half", mean_of("character, first half")),
        Figure("identified by wording, second half", mean_of("character, second half")),
    ]


KIND = Kind(cases, observe, figures)
