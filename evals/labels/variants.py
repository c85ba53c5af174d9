"""Variants of labelled answers: changed so that no score may move, or with clauses removed so that one must drop."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from agents.moves import DIMENSIONS, Dimension
from evals.labels.answers import LabelledAnswer, Said

NOTHING_SAID = Path(__file__).parents[1] / "cases" / "nothing-said.txt"
"""Sentences that say nothing, one per line."""
IDLE_SENTENCES = 3
STOP = re.compile(r"[.!?]\s+|$")
STOPS = re.compile(r"[.,;:!?…]+(?=\s|$)")
CUTS: tuple[tuple[tuple[str, ...], Dimension, int], ...] = (
    *(((dimension,), dimension, 1) for dimension in DIMENSIONS),
    (("impact.size",), "impact", 3),
    (("ownership.why",), "ownership", 4),
    (("mitigation.tell",), "mitigation", 4),
    (("growth.held",), "growth", 4),
    (("growth.held", "growth.team"), "growth", 3),
)
"""Labels whose clauses are removed, the dimension this affects, and its highest possible score then by the rubric's anchors."""
BLAME = "flag.blame"
LONG_ENOUGH = 30
"""Number of characters above which a blaming clause can stand as a sentence of its own."""


def as_transcribed(answer: LabelledAnswer) -> LabelledAnswer:
    """The answer as a poor transcription would have it, with blanks in place of punctuation so that all offsets still hold."""
    turns = tuple(turn.model_copy(update={"text": STOPS.sub(lambda m: " " * len(m[0]), turn.text)}) for turn in answer.turns)
    return answer.model_copy(update={"id": f"{answer.id} as transcribed", "turns": turns})


def with_idle_talk(answer: LabelledAnswer) -> LabelledAnswer:
    """The answer with sentences added that say nothing, where they split no label; the result is the same every time."""
    rng = Random(answer.id)
    for _ in range(IDLE_SENTENCES):
        turn = rng.choice([k for k, said in enumerate(answer.turns) if said.speaker == "candidate"])
        labels = [label for label in answer.clauses if label.turn == turn]
        text, idle = answer.turns[turn].text, rng.choice(nothing_said())
        stops = [m.end() for m in STOP.finditer(text)]
        place = rng.choice([s for s in stops if not any(label.start < s < label.end for label in labels)] or [len(text)])
        text = f"{text[:place].rstrip()} {idle} {text[place:]}".strip()
        moved = len(text) - len(answer.turns[turn].text)
        clauses = tuple(
            label.model_copy(update={"start": label.start + moved, "end": label.end + moved})
            if label.turn == turn and label.start >= place
            else label
            for label in answer.clauses
        )
        turns = (*answer.turns[:turn], answer.turns[turn].model_copy(update={"text": text}), *answer.turns[turn + 1 :])
        answer = answer.model_copy(update={"turns": turns, "clauses": clauses})
    return answer.model_copy(update={"id": f"{answer.id} with small talk"})


def with_variants(answers: Sequence[LabelledAnswer]) -> list[LabelledAnswer]:
    """The answers, plus variants of each that must not change its scores."""
    return [*answers, *map(as_transcribed, answers), *map(with_idle_talk, answers)]


def without(answer: LabelledAnswer, labels: tuple[str, ...]) -> tuple[Said, ...] | None:
    """The turns without the clauses that have these labels; None if there are none or nothing is left."""
    turns, cut = list(answer.turns), False
    for label in sorted(answer.clauses, key=lambda label: -label.start):
        if any(name.startswith(labels) for name in label.labels):
            text = turns[label.turn].text
            text = f"{text[: label.start].rstrip()} {text[label.end :].lstrip()}".strip()
            turns[label.turn] = turns[label.turn].model_copy(update={"text": text})
            cut = True
    left = tuple(turn for turn in turns if turn.text)
    return left if cut and any(turn.speaker == "candidate" for turn in left) else None


def with_clauses_out(answers: Sequence[LabelledAnswer]) -> Iterator[LabelledAnswer]:
    """Yields each answer once per cut, without clause labels, and once with another answer's blame in place of ownership."""
    blame = [clause for answer in answers for clause in _blaming(answer)]
    for answer in answers:
        for labels, dimension, most in CUTS:
            if turns := without(answer, labels):
                yield _known(answer, dimension, most, turns, f"without {', '.join(labels)}")
        if blame and (turns := without(answer, ("ownership",))):
            blaming = Said(speaker="candidate", text=Random(answer.id).choice(blame))
            yield _known(answer, "ownership", 1, (*turns, blaming), "with blame")


def _blaming(answer: LabelledAnswer) -> Iterator[str]:
    """Yields an answer's blaming clauses as sentences."""
    for label in answer.clauses:
        if BLAME in label.labels and label.end - label.start > LONG_ENOUGH:
            clause = answer.turns[label.turn].text[label.start : label.end].strip(" ,.;")
            yield f"{clause[0].upper()}{clause[1:]}."


def _known(answer: LabelledAnswer, dimension: Dimension, most: int, turns: tuple[Said, ...], how: str) -> LabelledAnswer:
    marks = dict(answer.marks.dimensions)
    marks[dimension] = min(most, marks[dimension])
    changed = {
        "turns": turns,
        "clauses": (),
        "about": dimension,
        "marks": answer.marks.model_copy(update={"dimensions": marks}),
    }
    return answer.model_copy(update=changed | {"id": f"{answer.id} {how}"})


def nothing_said() -> list[str]:
    """Sentences that people say in an answer without conveying anything."""
    lines = NOTHING_SAID.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
