"""Has blind readers judge reasons, quotes and advice: `python -m evals.reasons make FOLDER [SEED]`, then `… report FOLDER`.

`make` scores answers of the test part, drawn by lot, and writes sheets; each reader writes an .out file beside their sheet, and
`report` counts what they wrote. Readers see rubric, answer, reasons and quotes, and neither the labels nor the program.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from scipy.stats import binomtest

from agents.evaluator.offline import OfflineEvaluator
from agents.rubric import Rubric, load_rubric
from agents.scorecard import Scorecard
from evals.labels.answers import LabelledAnswer, read_labelled, transcript_of
from simulator.report.content import DimensionReport, card_report

ANSWERS, SHEETS, CHOICES = 60, 4, 5
"""How many answers are drawn, over how many sheets, and how many stories a piece of advice is matched to."""
REASONS = """Marks were given to the answers below, each with a reason. Read each answer, then write one line for each numbered
reason to your output file: its number, and y or n twice.
First: is the reason true? Does the answer say what the reason says it says, and is each quoted piece really about that?
Second: are the quotes the right ones? Would a careful reader show these words for this dimension, or words as good?
Where the reason says that nothing was said, both are y if that is so, and n if it was said.
"""
ADVICE = """Each piece of advice below was given on one of the five stories above it. Write one line for each to your output
file: its number and the letter of the story."""
WRITTEN = re.compile(r"^(\d+)[ .:]+([a-z])(?: +([a-z]))?\s*$", re.I | re.M)


def drawn(seed: int = 0) -> list[tuple[LabelledAnswer, Scorecard]]:
    """The answers, by lot, with their scorecards."""
    evaluator = OfflineEvaluator.shipped(load_rubric())
    answers = Random(seed).sample([answer for answer in read_labelled() if answer.in_test], ANSWERS)
    return [(answer, evaluator.scorecard(transcript_of(answer), answer.id)) for answer in answers]


def reasons(cards: Iterable[tuple[LabelledAnswer, Scorecard]], rubric: Rubric) -> Iterator[str]:
    """Each answer with its numbered reasons; the numbers count up over all answers."""
    number = 0
    for answer, card in cards:
        yield f"\n# {answer.id}\n{_told(answer)}\n"
        for dimension in card_report(card, rubric).dimensions:
            number += 1
            yield f"{number}. {dimension.title}, {dimension.result}. {dimension.reason}{_quotes(dimension)}"


def advice(cards: list[tuple[LabelledAnswer, Scorecard]], rubric: Rubric, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Each piece of advice after five stories in a random order, one of which it was given on, and the letter of that one."""
    rng = Random(seed)
    for number, (answer, card) in enumerate(cards, start=1):
        others = [other for other, _ in cards if other is not answer]
        stories = rng.sample([answer, *rng.sample(others, CHOICES - 1)], CHOICES)
        letters = "abcde"[: len(stories)]
        told = "\n\n".join(f"{letter}) {_told(story)}" for letter, story in zip(letters, stories, strict=True))
        lines = "\n".join(f"{title}: {text}" for title, text in card_report(card, rubric).advice)
        yield f"\n# stories {number}\n{told}\n\n{number}. {lines}", letters[stories.index(answer)]


def make(folder: Path, seed: int = 0) -> None:
    """Writes the sheets, and the answers to the matching."""
    folder.mkdir(parents=True, exist_ok=True)
    rubric, cards = load_rubric(), drawn(seed)
    size = ANSWERS // SHEETS
    lines = list(reasons(cards, rubric))
    each = len(lines) // SHEETS
    for sheet in range(SHEETS):
        text = [REASONS, *lines[sheet * each : (sheet + 1) * each]]
        (folder / f"reasons-{sheet + 1}.txt").write_text("\n".join(text), encoding="utf-8")
    asked = list(advice(cards[:size], rubric, seed))
    (folder / "advice.txt").write_text("\n".join([ADVICE, *(text for text, _ in asked)]), encoding="utf-8")
    (folder / "advice.key").write_text("".join(letter for _, letter in asked), encoding="utf-8")


def report(folder: Path) -> Iterator[str]:
    """What the readers wrote, as shares with 95 % intervals."""
    written = [m.groups() for path in sorted(folder.glob("reasons-*.out")) for m in WRITTEN.finditer(path.read_text("utf-8"))]
    for name, place in (("reasons that are true", 1), ("quotes that are the right ones", 2)):
        yield share(name, [line[place] == "y" for line in written])
    key = (folder / "advice.key").read_text("utf-8")
    for path in sorted(folder.glob("advice*.out")):
        found = {int(m[1]): m[2].lower() for m in WRITTEN.finditer(path.read_text("utf-8"))}
        yield share("advice matched to its story", [found.get(k) == letter for k, letter in enumerate(key, start=1)])


def share(name: str, right: list[bool]) -> str:
    """A share with its exact interval."""
    if not right:
        return f"{name}: nobody has read any"
    ends = binomtest(sum(right), len(right)).proportion_ci()
    return f"{name}: {sum(right) / len(right):.2f} ({ends.low:.2f} to {ends.high:.2f}) of {len(right)}"


def _told(answer: LabelledAnswer) -> str:
    spoken = (f"Q: {turn.text}" if turn.speaker == "interviewer" else turn.text for turn in answer.turns)
    return "\n".join(spoken)


def _quotes(dimension: DimensionReport) -> str:
    more = [f"“{quote.words}”" for quote in dimension.unquoted]
    return f" Also quoted: {' '.join(more)}" if more else ""


def main() -> None:
    """Makes the sheets or reports what was written."""
    doing, folder = sys.argv[1], Path(sys.argv[2])
    if doing == "make":
        make(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    else:
        print("\n".join(report(folder)))


if __name__ == "__main__":
    main()
