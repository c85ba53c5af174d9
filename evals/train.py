"""Learns the evaluator's weights from the training part of our labelled answers: `make train`.

And, to measure, the evaluator as it would be without some of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from agents import borders, weights
from agents.offline import marking
from agents.reading import read_answer
from evals.labelled import LabelledAnswer, read_labelled
from evals.reading_clauses import read_unseen
from evals.train_borders import learned_borders
from evals.train_marks import learned_marks
from evals.train_reading import learned_reading
from evals.variants import with_clauses_out, with_variants

SHIPPED = borders.BORDERS, weights.READING, marking.MARKS


def learn(answers: Sequence[LabelledAnswer], folder: Path) -> None:
    """Writes the files into a folder, each learned with those before it in use."""
    borders.BORDERS, weights.READING, marking.MARKS = (folder / path.name for path in SHIPPED)
    borders.BORDERS.write_text(learned_borders(answers), encoding="utf-8")
    _forget()
    variants = [*with_variants(answers), *with_clauses_out(answers)]
    read = read_unseen(variants)
    weights.READING.write_text(learned_reading(read), encoding="utf-8")
    marking.MARKS.write_text(learned_marks(variants, read), encoding="utf-8")
    _forget()


@contextmanager
def learned_from(answers: Sequence[LabelledAnswer]) -> Iterator[None]:
    """Within it, the evaluator is one that learned from these answers only."""
    with TemporaryDirectory() as folder:
        try:
            learn(answers, Path(folder))
            yield
        finally:
            borders.BORDERS, weights.READING, marking.MARKS = SHIPPED
            _forget()


def _forget() -> None:
    """What was read with other weights is read again."""
    for read in (borders.border_weights, weights.reading_weights, marking.mark_weights, read_answer):
        read.cache_clear()


def main() -> None:
    """Writes the weights that are shipped."""
    answers = tuple(answer for answer in read_labelled() if not answer.in_test)
    learn(answers, SHIPPED[0].parent)
    sizes = ", ".join(f"{path.name} {path.stat().st_size // 1000} kB" for path in SHIPPED)
    print(f"{len(answers)} answers: {sizes}")


if __name__ == "__main__":
    main()
