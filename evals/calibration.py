"""How far the offline evaluator's marks agree with our labels, beside two baselines: `python -m evals.calibration [--test]`.

Each writer's answers are judged with weights learned from the others'. With --test the shipped weights are measured on the
test part, which nobody tunes on, and the look is logged.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from agents.moves import DIMENSIONS
from agents.offline.judge import OfflineJudge
from agents.rubric import NO_REAL_FAILURE, load_rubric
from agents.scorecard import Scorecard
from evals.baselines import by_word_count, by_words
from evals.labelled import LabelledAnswer, Marks, log_look, read_labelled, said_by, transcript_of
from evals.train import learned_from

SCALES = ("overall", *DIMENSIONS)
BANDS = {"all lengths": (0, 10_000), "40 to 250 words": (40, 250), "40 to 200 words": (40, 200)}
RESAMPLES = 1000
SEED = 7
LONG_WORD = 8
PLAIN = 0.12
"""Share of words of more than eight letters up to which an answer counts as told in plain words."""

Guess = Mapping[str, list[int]]
"""Marks by scale, in the order of the answers."""


@dataclass(frozen=True)
class Judged:
    """Answers, what the evaluator made of them, and what the baselines guess."""

    answers: tuple[LabelledAnswer, ...]
    cards: tuple[Scorecard, ...]
    guesses: Mapping[str, Guess]

    def where(self, wanted: Callable[[LabelledAnswer], bool]) -> "Judged":
        """Those of the answers that are wanted."""
        places = [k for k, answer in enumerate(self.answers) if wanted(answer)]
        return Judged(
            tuple(self.answers[k] for k in places),
            tuple(self.cards[k] for k in places),
            {
                name: {scale: [marks[k] for k in places] for scale, marks in guess.items()}
                for name, guess in self.guesses.items()
            },
        )


def mark_of(marks: Marks, scale: str) -> int:
    """The label on a scale."""
    return marks.overall if scale == "overall" else next(mark for name, mark in marks.dimensions.items() if name == scale)


def given(card: Scorecard, scale: str) -> int:
    """The evaluator's mark on a scale; what it left unscored counts as a 1, so that silence never helps it."""
    score = card.overall if scale == "overall" else next(m.score for name, m in card.dimensions.items() if name == scale)
    return score or 1


def judged(answers: Sequence[LabelledAnswer], known: Sequence[LabelledAnswer]) -> Judged:
    """The answers by the evaluator as it is loaded now, and by the baselines that know the known answers."""
    judge = OfflineJudge(load_rubric())
    cards = tuple(judge.scorecard(transcript_of(answer), answer.id) for answer in answers)
    labels = {scale: [mark_of(answer.marks, scale) for answer in known] for scale in SCALES}
    return Judged(
        tuple(answers),
        cards,
        {
            "offline evaluator": {scale: [given(card, scale) for card in cards] for scale in SCALES},
            "word count": {scale: by_word_count(labels[scale], answers) for scale in SCALES},
            "TF-IDF and ridge": {scale: by_words(known, labels[scale], answers) for scale in SCALES},
        },
    )


def training_part() -> Judged:
    """The training part, each writer judged by an evaluator that has not seen them."""
    answers = [answer for answer in read_labelled() if not answer.in_test]
    parts = []
    for writer in sorted({answer.writer for answer in answers}):
        known = [answer for answer in answers if answer.writer != writer]
        with learned_from(known):
            parts.append(judged([answer for answer in answers if answer.writer == writer], known))
    return Judged(
        tuple(answer for part in parts for answer in part.answers),
        tuple(card for part in parts for card in part.cards),
        {
            name: {scale: [mark for part in parts for mark in part.guesses[name][scale]] for scale in SCALES}
            for name in parts[0].guesses
        },
    )


def test_part() -> Judged:
    """The test part with the weights that are shipped."""
    every = read_labelled()
    return judged([answer for answer in every if answer.in_test], [answer for answer in every if not answer.in_test])


def agreement(true: Sequence[int], guessed: Sequence[int]) -> float:
    """Quadratic weighted kappa: 1 is agreement, 0 is what chance gives (Cohen 1968)."""
    if len(set(true) | set(guessed)) < 2:
        return float("nan")
    return float(cohen_kappa_score(true, guessed, weights="quadratic", labels=[1, 2, 3, 4, 5]))


def interval(true: Sequence[int], guessed: Sequence[int], stories: Sequence[str]) -> tuple[float, float]:
    """The middle 95 % of agreement over resampled stories (bootstrap, seeded)."""
    rng = np.random.default_rng(SEED)
    places = {story: [k for k, name in enumerate(stories) if name == story] for story in dict.fromkeys(stories)}
    groups, found = list(places.values()), []
    for _ in range(RESAMPLES):
        drawn = [k for number in rng.integers(len(groups), size=len(groups)) for k in groups[number]]
        found.append(agreement([true[k] for k in drawn], [guessed[k] for k in drawn]))
    low, high = np.nanquantile(found, [0.025, 0.975])
    return float(low), float(high)


def print_agreement(part: Judged) -> None:
    """A block a length band: the evaluator with its intervals, the baselines, exact and within one."""
    for band, (least, most) in BANDS.items():
        chosen = part.where(lambda answer, least=least, most=most: least <= answer.words <= most)  # type: ignore[misc]
        stories = [answer.story for answer in chosen.answers]
        true = {scale: [mark_of(answer.marks, scale) for answer in chosen.answers] for scale in SCALES}
        print(f"\n{band}, {len(stories)} answers: agreement with our labels (QWK)")
        print(f"{'':<20}" + "".join(f"{scale:<12}" for scale in SCALES))
        for name, guess in chosen.guesses.items():
            print(f"{name:<20}" + "".join(f"{agreement(true[s], guess[s]):<12.2f}" for s in SCALES))
        ours = chosen.guesses["offline evaluator"]
        ends = [interval(true[s], ours[s], stories) for s in SCALES]
        print(f"{'  95 % interval':<20}" + "".join(f"{f'{low:.2f} to {high:.2f}':<12}" for low, high in ends))
        for words, most_off in (("  exact", 0), ("  within one", 1)):
            close = [np.mean(np.abs(np.subtract(true[s], ours[s])) <= most_off) for s in SCALES]
            print(f"{words:<20}" + "".join(f"{share:<12.2f}" for share in close))


def print_readings() -> None:
    """How far the writer's intent and a second reading, which saw only rubric and text, agree."""
    pairs = [(answer.intent, answer.second) for answer in read_labelled() if answer.second]
    print(f"\nthe two readings of {len(pairs)} of our labelled answers (none by a human marker): QWK, exact, within one")
    for scale in SCALES:
        first, second = ([mark_of(marks, scale) for marks in column] for column in zip(*pairs, strict=True))
        off = np.abs(np.subtract(first, second))
        print(f"{scale:<12}{agreement(first, second):.2f}  {np.mean(off == 0):.2f}  {np.mean(off <= 1):.2f}")


def print_lengths(part: Judged) -> None:
    """How much of the labels length alone gives away, 40 to 250 words (Spearman's rank correlation)."""
    answers = [answer for answer in part.answers if 40 <= answer.words <= 250]
    words = [answer.words for answer in answers]
    found = {s: spearmanr(words, [mark_of(answer.marks, s) for answer in answers]).statistic for s in SCALES}
    print("\nlength and our labels, 40 to 250 words, rank correlation: " + ", ".join(f"{s} {r:.2f}" for s, r in found.items()))


def print_confidence(part: Judged) -> None:
    """How often the marks of a confidence are right."""
    pairs = [
        (mark.confidence, mark.score == answer.marks.dimensions[d])
        for answer, card in zip(part.answers, part.cards, strict=True)
        for d, mark in card.dimensions.items()
        if mark.state == "scored"
    ]
    print("\nconfidence   said  right  marks")
    for low in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = 1.01 if low == 0.9 else 0.3 if low == 0.0 else low + 0.1
        inside = [(said, right) for said, right in pairs if low <= said < high]
        if inside:
            said, right = (float(np.mean(column)) for column in zip(*inside, strict=True))
            print(f"{low:.1f} to {min(high, 1):.1f}   {said:.2f}   {right:.2f}  {len(inside)}")


def flags_f1(part: Judged, *, show: bool = True) -> float:
    """Micro-F1 of the red flags; prints a line a flag."""
    hits = raised = there = 0
    pairs = [
        (set(a.marks.flags), {flag.flag for flag in card.red_flags}) for a, card in zip(part.answers, part.cards, strict=True)
    ]
    if show:
        print("\nred flag              precision  recall  labelled")
    for flag in sorted({flag for true, seen in pairs for flag in true | seen}):
        hit = sum(flag in true and flag in seen for true, seen in pairs)
        seen_, true_ = sum(flag in seen for _, seen in pairs), sum(flag in true for true, _ in pairs)
        hits, raised, there = hits + hit, raised + seen_, there + true_
        if show:
            precision, recall = (f"{hit / n:.2f}" if n else "-" for n in (seen_, true_))
            print(f"{flag:<22}{precision:<11}{recall:<8}{true_}")
    return 2 * hits / max(1, raised + there)


def print_promises(part: Judged) -> None:
    """Who must get a 1, and who must get a 4 or a 5."""
    known = {
        "overall 1 where nothing real was told": lambda a: bool(NO_REAL_FAILURE & set(a.marks.flags)) and a.marks.overall == 1
    }
    known["at least 4 where a strong answer is told in plain words"] = lambda a: a.marks.overall >= 4 and told_plainly(a)
    for words, wanted in known.items():
        chosen = part.where(wanted)
        got = chosen.guesses["offline evaluator"]["overall"]
        kept = sum(mark == 1 if words.startswith("overall 1") else mark >= 4 for mark in got)
        print(f"{words}: {kept} of {len(got)}")


def told_plainly(answer: LabelledAnswer) -> bool:
    """Whether long words are rare in it."""
    words = [word.strip(".,;:!?\"'()") for word in said_by(answer).split()]
    return sum(len(word) > LONG_WORD for word in words) <= PLAIN * len(words)


def by_writer(part: Judged) -> Iterable[tuple[str, int, float]]:
    """Agreement on overall, a writer at a time."""
    for writer in sorted({answer.writer for answer in part.answers}):
        own = part.where(lambda answer, writer=writer: answer.writer == writer)  # type: ignore[misc]
        true = [answer.marks.overall for answer in own.answers]
        yield writer, len(true), agreement(true, own.guesses["offline evaluator"]["overall"])


def main() -> None:
    """Prints everything; with --test, of the test part."""
    looking = "--test" in sys.argv
    part = test_part() if looking else training_part()
    how = "test part, shipped weights" if looking else "training part, each writer judged with weights learned from the others"
    print(f"{len(part.answers)} answers: {how}")
    print_agreement(part)
    print("\noverall, by writer: " + ", ".join(f"{name} {kappa:.2f} of {count}" for name, count, kappa in by_writer(part)))
    print_lengths(part)
    print_readings()
    print_confidence(part)
    flags = flags_f1(part)
    print(f"all red flags: micro-F1 {flags:.2f}")
    print_promises(part)
    if looking:
        true = {scale: [mark_of(answer.marks, scale) for answer in part.answers] for scale in SCALES}
        ours = part.guesses["offline evaluator"]
        figures = ", ".join(f"{scale} {agreement(true[scale], ours[scale]):.2f}" for scale in SCALES)
        log_look("marks", f"{len(part.answers)} answers, QWK {figures}; red flags F1 {flags:.2f}")


if __name__ == "__main__":
    main()
