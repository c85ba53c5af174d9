"""Learns the weights from the training part of our labelled answers and writes them to files: `make train`.

For measurement, it also learns weights without some kinds of writing and some writers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agents.evaluator.marking import MarkWeights, mark_weights
from agents.evaluator.offline import OfflineEvaluator
from agents.reading.answer import Reader
from agents.reading.story import story_weights
from agents.reading.weights import SHIPPED, ReadingWeights, border_weights, finding_weights, load_turn_weights
from agents.rubric import Rubric
from evals.labels.answers import FAMILIES, LabelledAnswer, read_labelled
from evals.labels.variants import with_clauses_out, with_variants
from evals.training.borders import learned_borders
from evals.training.clauses import read_unseen
from evals.training.findings import learned_reading
from evals.training.marks import learned_marks
from evals.training.story import learned_story

GROUPS = 4
"""Number of groups of answers left out together, to measure the evaluator on kinds of writing and writers it has not seen."""


@dataclass(frozen=True)
class Learned:
    """The learned weights, in the format of their files."""

    borders: str
    reading: str
    story: str
    marks: str

    def write(self, folder: Path) -> None:
        """Writes the files."""
        for name, text in vars(self).items():
            (folder / f"{name}.json").write_text(text, encoding="utf-8")

    @property
    def weights(self) -> tuple[ReadingWeights, MarkWeights]:
        """The weights for reading and for scoring."""
        turns = load_turn_weights()
        reading = ReadingWeights(border_weights(self.borders), finding_weights(self.reading), *turns, story_weights(self.story))
        return reading, mark_weights(self.marks)

    def evaluator(self, rubric: Rubric) -> OfflineEvaluator:
        """An evaluator that uses these weights."""
        reading, marks = self.weights
        return OfflineEvaluator(rubric, Reader(reading), marks)


def learn(answers: Sequence[LabelledAnswer]) -> Learned:
    """Learns all the weights, each stage using those learned before it."""
    borders_text = learned_borders(answers)
    borders = border_weights(borders_text)
    variants = [*with_variants(answers), *with_clauses_out(answers)]
    read = read_unseen(variants, borders)
    story, again = learned_story(read)
    return Learned(borders_text, learned_reading(read, borders), story, learned_marks(variants, again, borders))


@cache
def learned_without(group: int) -> Learned:
    """Weights learned from the training part without a group of answers; takes about two minutes, once per process.

    What a turn does and tells is read with the shipped weights, which have seen the texts (not the scores) of all of them.
    """
    return learn([answer for answer in read_labelled() if not answer.in_test and group_of(answer) != group])


def group_of(answer: LabelledAnswer) -> int:
    """What an answer is left out with: its whole family of kinds of writing or, for prose, its writer and their neighbours."""
    families = sorted(set(FAMILIES.values()))
    if answer.group in families:
        return families.index(answer.group) * GROUPS // len(families)
    writers = sorted({known.writer for known in read_labelled()} | {answer.writer})
    return writers.index(answer.writer) * GROUPS // len(writers)


def main() -> None:
    """Learns and writes the shipped weights."""
    answers = tuple(answer for answer in read_labelled() if not answer.in_test)
    learn(answers).write(SHIPPED)
    sizes = ", ".join(f"{path.name} {path.stat().st_size // 1000} kB" for path in sorted(SHIPPED.glob("*.json")))
    print(f"{len(answers)} answers: {sizes}")


if __name__ == "__main__":
    main()
