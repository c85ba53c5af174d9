"""Learns the evaluator's weights from the training part of our labelled answers: `make train`.

And, to measure, the evaluator as it would be without some of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from agents import weights
from agents.offline import marking
from agents.reading import read_answer
from evals.labelled import LabelledAnswer, read_labelled, with_variants
from evals.reading_clauses import read_unseen
from evals.train_marks import learned_marks
from evals.train_reading import learned_reading


def learn(answers: Sequence[LabelledAnswer], reading: Path, marks: Path) -> None:
    """Writes both files."""
    variants = with_variants(answers)
    read = read_unseen(variants)
    reading.write_text(learned_reading(read), encoding="utf-8")
    marks.write_text(learned_marks(variants, read), encoding="utf-8")


@contextmanager
def learned_from(answers: Sequence[LabelledAnswer]) -> Iterator[None]:
    """Within it, the evaluator is one that learned from these answers only."""
    shipped = weights.READING, marking.MARKS
    with TemporaryDirectory() as folder:
        try:
            weights.READING, marking.MARKS = Path(folder, "reading.json"), Path(folder, "marks.json")
            learn(answers, weights.READING, marking.MARKS)
            _forget()
            yield
        finally:
            weights.READING, marking.MARKS = shipped
            _forget()


def _forget() -> None:
    """What was read with other weights is read again."""
    for read in (weights.reading_weights, marking.mark_weights, read_answer):
        read.cache_clear()


def main() -> None:
    """Writes the weights that are shipped."""
    answers = tuple(answer for answer in read_labelled() if not answer.in_test)
    learn(answers, weights.READING, marking.MARKS)
    sizes = ", ".join(f"{path.name} {path.stat().st_size // 1000} kB" for path in (weights.READING, marking.MARKS))
    print(f"{len(answers)} answers: {sizes}")


if __name__ == "__main__":
    main()
