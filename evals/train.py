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


Weights = tuple[Path, Path, Path]
GROUPS = 4
"""Groups of writers that are left out together, where the evaluator is measured on writers it has not seen."""


def learn(answers: Sequence[LabelledAnswer], folder: Path) -> None:
    """Writes the files into a folder, each learned with those before it in use, and leaves them in use."""
    files = _files(folder)
    use(files)
    files[0].write_text(learned_borders(answers), encoding="utf-8")
    _forget()
    variants = [*with_variants(answers), *with_clauses_out(answers)]
    read = read_unseen(variants)
    files[1].write_text(learned_reading(read), encoding="utf-8")
    files[2].write_text(learned_marks(variants, read), encoding="utf-8")
    _forget()


def _files(folder: Path) -> Weights:
    return folder / SHIPPED[0].name, folder / SHIPPED[1].name, folder / SHIPPED[2].name


def use(files: Weights) -> None:
    """From now on the evaluator reads and marks with these."""
    if files != (borders.BORDERS, weights.READING, marking.MARKS):
        borders.BORDERS, weights.READING, marking.MARKS = files
        _forget()


@contextmanager
def learned_from(answers: Sequence[LabelledAnswer]) -> Iterator[None]:
    """Within it, the evaluator is one that learned from these answers only."""
    with TemporaryDirectory() as folder:
        try:
            learn(answers, Path(folder))
            yield
        finally:
            use(SHIPPED)


@contextmanager
def without_writer(writer: str) -> Iterator[None]:
    """Within it, the evaluator is one that learned from the training part without a group of writers, that one among them.

    What a group needs is learned once a process.
    """
    known = [answer for answer in read_labelled() if not answer.in_test]
    group = {name for name in {a.writer for a in known} if group_of(name) == group_of(writer)}
    try:
        if group_of(writer) not in _without:
            folder = _without[group_of(writer)] = TemporaryDirectory()
            learn([answer for answer in known if answer.writer not in group], Path(folder.name))
        use(_files(Path(_without[group_of(writer)].name)))
        yield
    finally:
        use(SHIPPED)


def group_of(writer: str) -> int:
    """Writers who are left out together: neighbours in the alphabet, so that a part in that order needs few groups."""
    writers = sorted({answer.writer for answer in read_labelled()} | {writer})
    return writers.index(writer) * GROUPS // len(writers)


_without: dict[int, "TemporaryDirectory[str]"] = {}


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
