"""How well the evaluator's scores agree with labels (ours or a user's own), next to word-count and TF-IDF + ridge baselines."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from agents.engine import Evaluator
from agents.evaluator.offline import OfflineEvaluator
from agents.rubric import NO_REAL_FAILURE, load_rubric
from agents.scorecard import Scorecard
from evals.environment import Environment
from evals.labels.answers import LabelledAnswer, read_answers, read_labelled, said_by, transcript_of
from evals.labels.baselines import by_word_count, by_words
from evals.rollouts import SCALES, all_given, mark_of, marked, unscored
from evals.statistics import agreement
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, Table, by_case
from evals.training.learn import group_of, learned_without

BANDS = {"40 to 250 words": (40, 250), "40 to 200 words": (40, 200)}
BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Lower edges of the confidence bins."""
BASELINES = ("word count", "TF-IDF + ridge regression")
LONG_WORD, PLAIN = 8, 0.12
"""An answer counts as told plainly if at most this share of its words have more than eight letters."""
Of = Callable[[Sequence[Sample]], float]


def cases(suite: Suite, env: Environment) -> list[Case]:
    """The labelled answers, grouped by writer, with the predictions of baselines trained on other writers' answers."""
    ours = [answer for answer in read_labelled() if answer.in_test == (suite.part == "test")]
    answers = read_answers(env.paths.library / "suites" / Path(suite.answers)) if suite.answers else ours
    known = [answer for answer in read_labelled() if not answer.in_test]
    return [Case(a.id, a.story, (a, guessed)) for a, guessed in _guesses(answers, known)]


def _guesses(
    answers: Sequence[LabelledAnswer], known: Sequence[LabelledAnswer]
) -> Iterator[tuple[LabelledAnswer, dict[str, dict[str, int]]]]:
    """Yields each answer with its baseline predictions, one group at a time, trained on the others."""
    for group in sorted({group_of(answer) for answer in answers}):
        own = [answer for answer in answers if group_of(answer) == group]
        others = [answer for answer in known if group_of(answer) != group]
        labels = {scale: [mark_of(a.marks, scale) for a in others] for scale in SCALES}
        guesses = ({scale: by_word_count(labels[scale], own) for scale in SCALES}, by_words(others, labels, own))
        for place, answer in enumerate(own):
            named = zip(BASELINES, guesses, strict=True)
            yield answer, {name: {scale: marks[scale][place] for scale in SCALES} for name, marks in named}


async def observe(suite: Suite, case: Case, _repeat: int, env: Environment) -> Result:
    """Scores one answer; offline, with weights that have not seen its writer unless the suite says otherwise."""
    answer, guesses = case.given
    card = await _evaluator(suite, answer, env).score(transcript_of(answer), (), case.id)
    data = {
        "true": {scale: mark_of(answer.marks, scale) for scale in SCALES},
        "given": all_given(card, env),
        "guessed": guesses,
        "confidence": {d: mark.confidence for d, mark in card.dimensions.items() if mark.state == "scored"},
        "flags": list(answer.marks.flags),
        "raised": [flag.flag for flag in card.red_flags],
        "words": answer.words,
        "writer": answer.writer,
        "kind": answer.kind,
        "quoted": _quoted(card, answer),
        "plain": told_plainly(answer),
    }
    turns = tuple(turn.model_dump() for turn in answer.turns)
    return Result(data=data, turns=turns, scorecard=card.model_dump(mode="json"), tokens=sum(card.tokens or ()))


def _evaluator(suite: Suite, answer: LabelledAnswer, env: Environment) -> Evaluator:
    """The engine's evaluator or, where an offline suite asks for unseen weights, one trained without the answer's writer."""
    ours = env.engine.name == "offline" and suite.weights == "unseen" and suite.part == "training" and not suite.answers
    return unseen_evaluator(group_of(answer)) if ours else env.evaluator


@cache
def unseen_evaluator(group: int) -> OfflineEvaluator:
    """An evaluator trained without this group of answers."""
    return learned_without(group).evaluator(load_rubric())


def _quoted(card: Scorecard, answer: LabelledAnswer) -> list[bool]:
    """For each dimension above 1 for which a reader named the best quote: whether the evaluator quotes some of it."""
    return [
        any(e.turn == best.turn and e.start < best.end and best.start < e.end for e in card.dimensions[d].evidence)
        for d, best in answer.quotes.items()
        if (card.dimensions[d].score or 0) > 1
    ]


def told_plainly(answer: LabelledAnswer) -> bool:
    """Whether the answer uses few long words."""
    words = [word.strip(".,;:!?\"'()") for word in said_by(answer).split()]
    return sum(len(word) > LONG_WORD for word in words) <= PLAIN * len(words)


def marks_of(samples: Sequence[Sample], scale: str) -> tuple[list[int], list[int]]:
    """Labels and scores on a scale, for the samples that have a score."""
    return marked(samples, "given", scale, "true")


def agrees(scale: str, least: int = 0, most: int = 1_000_000) -> Of:
    """Agreement on a scale, for answers of `least` to `most` words."""
    return lambda samples: agreement(*marks_of([s for s in samples if least <= s.data["words"] <= most], scale))


def guesses_agree(name: str, scale: str) -> Of:
    """Agreement between a baseline's predictions and the labels."""
    return lambda samples: agreement(
        [s.data["true"][scale] for s in samples], [s.data["guessed"][name][scale] for s in samples]
    )


def close(scale: str, most_off: int) -> Of:
    """Share of scores within `most_off` points of the label."""
    return lambda samples: _mean(np.abs(np.subtract(*marks_of(samples, scale))) <= most_off)


def bias(samples: Sequence[Sample]) -> float:
    """Mean overall score minus label."""
    true, given = marks_of(samples, "overall")
    return _mean(np.subtract(given, true))


def _mean(values: Any) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def flags_f1(samples: Sequence[Sample]) -> float:
    """Micro-F1 of the red flags."""
    hits = sum(len(set(s.data["flags"]) & set(s.data["raised"])) for s in samples)
    of = sum(len(s.data["flags"]) + len(set(s.data["raised"])) for s in samples)
    return 2 * hits / of if of else float("nan")


def flags_right(of: str) -> Of:
    """Share of the red flags raised that are labelled, or of those labelled that are raised."""

    def ratio(samples: Sequence[Sample]) -> float:
        hits = sum(len(set(s.data["flags"]) & set(s.data["raised"])) for s in samples)
        return _mean([1] * hits + [0] * (sum(len(set(s.data[of])) for s in samples) - hits))

    return ratio


def quoted_well(samples: Sequence[Sample]) -> float:
    """Share of the dimensions scored above 1 whose evidence has the words that a reader would quote."""
    return _mean([hit for s in samples for hit in s.data["quoted"]])


def kept(wanted: Callable[[Sample], bool], good: Callable[[int], bool]) -> Of:
    """Of the answers that `wanted` selects, the share whose overall score is `good`."""

    def ratio(samples: Sequence[Sample]) -> float:
        marks = [s.data["given"]["overall"] for s in samples if wanted(s) and s.data["given"]["overall"] is not None]
        return sum(map(good, marks)) / len(marks) if marks else float("nan")

    return ratio


def nothing_real(sample: Sample) -> bool:
    """Whether, by the labels, no real failure was told and the overall score is 1."""
    return bool(NO_REAL_FAILURE & set(sample.data["flags"])) and sample.data["true"]["overall"] == 1


def strong_and_plain(sample: Sample) -> bool:
    """Whether this is a strong answer (labelled 4 or higher) told plainly."""
    return sample.data["true"]["overall"] >= 4 and bool(sample.data["plain"])


def confidences(samples: Sequence[Sample]) -> list[tuple[float, bool]]:
    """The confidence of each dimension's score, and whether that score matches the label."""
    return [(sure, s.data["given"][d] == s.data["true"][d]) for s in samples for d, sure in s.data["confidence"].items()]


def calibration_error(samples: Sequence[Sample]) -> float:
    """Expected calibration error of the dimensions' confidence over the bins (Naeini 2015)."""
    pairs = confidences(samples)
    gaps = [len(b) * abs(float(np.mean([c for c, _ in b])) - float(np.mean([r for _, r in b]))) for _, b in _binned(pairs)]
    return sum(gaps) / len(pairs) if pairs else float("nan")


def _binned(pairs: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, list[tuple[float, bool]]]]:
    for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
        if inside := [pair for pair in pairs if low <= pair[0] < high]:
            yield low, inside


def spread(samples: Sequence[Sample]) -> float:
    """Mean gap between the highest and lowest overall score across repeats of the same answer."""
    marks = [marks_of(repeats, "overall")[1] for repeats in by_case(samples)]
    return _mean([max(own) - min(own) for own in marks if own])


def figures(suite: Suite) -> list[Figure]:
    """Agreement, baselines, red flags, required scores, and confidence."""
    return [
        *(Figure(f"agreement (QWK): {scale}", agrees(scale)) for scale in SCALES),
        *(Figure(f"agreement (QWK), {band}: {s}", agrees(s, *ends)) for band, ends in BANDS.items() for s in SCALES),
        *(Figure(f"{name} (QWK): overall", guesses_agree(name, "overall"), "neither") for name in BASELINES),
        unscored("given"),
        Figure("exact agreement: overall", close("overall", 0)),
        Figure("agreement within 1 point: overall", close("overall", 1)),
        Figure("mean error (score minus label): overall", bias, "neither"),
        Figure("red flags, micro-F1", flags_f1),
        Figure("red flags, precision", flags_right("raised")),
        Figure("red flags, recall", flags_right("flags")),
        Figure("quotes of what a reader would quote", quoted_well),
        Figure("overall score of 1 for answers with nothing real in them", kept(nothing_real, lambda mark: mark == 1)),
        Figure("score of 4 or higher for strong answers told plainly", kept(strong_and_plain, lambda mark: mark >= 4)),
        Figure("confidence calibration error", calibration_error, "less"),
        *([Figure("spread across repeats: overall", spread, "less")] if suite.repeats > 1 else []),
    ]


def tables(samples: Sequence[Sample]) -> list[Table]:
    """Confusion matrix, agreement next to baselines, results by writer, confidence, red flags, and length correlations."""
    true, given = marks_of(samples, "overall")
    marks = range(1, 6)
    confusion = [
        (str(t), *(str(sum(a == t and b == g for a, b in zip(true, given, strict=True))) for g in marks)) for t in marks
    ]
    kinds = sorted({s.data["kind"] for s in samples})
    by_kind = [(k, *_numbers([s for s in samples if s.data["kind"] == k])) for k in kinds]
    writers = sorted({s.data["writer"] for s in samples})
    by_writer = [(w, *_numbers([s for s in samples if s.data["writer"] == w])) for w in writers]
    ours = ("evaluator", *(f"{agrees(s)(samples):.2f}" for s in SCALES))
    guesses = [(name, *(f"{guesses_agree(name, s)(samples):.2f}" for s in SCALES)) for name in BASELINES]
    sure = [
        (f"from {low:.1f}", f"{np.mean([c for c, _ in b]):.2f}", f"{np.mean([r for _, r in b]):.2f}", str(len(b)))
        for low, b in _binned(confidences(samples))
    ]
    return [
        Table("confusion matrix, labels (rows) vs scores (columns): overall", [("", *map(str, marks)), *confusion]),
        Table("agreement (QWK) vs baselines", [("", *SCALES), ours, *guesses]),
        Table("agreement (QWK), by kind of writing", [("kind", "answers", *SCALES, "exact", "mean error"), *by_kind]),
        Table("agreement (QWK), by writer", [("writer", "answers", *SCALES, "exact", "mean error"), *by_writer]),
        Table("confidence", [("", "said", "right", "marks"), *sure]),
        Table("red flags", [("", "precision", "recall", "labelled"), *_by_flag(samples)]),
        Table("correlation between length and label, 40 to 250 words (Spearman)", [SCALES, tuple(_lengths(samples))]),
    ]


def _numbers(samples: Sequence[Sample]) -> tuple[str, ...]:
    figures = [*(agrees(scale)(samples) for scale in SCALES), close("overall", 0)(samples)]
    return str(len(samples)), *(f"{figure:.2f}" for figure in figures), f"{bias(samples):+.2f}"


def _by_flag(samples: Sequence[Sample]) -> Iterator[tuple[str, ...]]:
    for flag in sorted({flag for s in samples for flag in (*s.data["flags"], *s.data["raised"])}):
        hit = sum(flag in s.data["flags"] and flag in s.data["raised"] for s in samples)
        raised, labelled = (sum(flag in s.data[which] for s in samples) for which in ("raised", "flags"))
        yield flag, *(f"{hit / n:.2f}" if n else "-" for n in (raised, labelled)), str(labelled)


def _lengths(samples: Sequence[Sample]) -> Iterator[str]:
    chosen = [s for s in samples if 40 <= s.data["words"] <= 250]
    words: list[Any] = [s.data["words"] for s in chosen]
    for scale in SCALES:
        true = [s.data["true"][scale] for s in chosen]
        yield f"{spearmanr(words, true).statistic:.2f}" if len(set(true)) > 1 and len(set(words)) > 1 else "-"


KIND = Kind(cases, observe, figures, tables)
