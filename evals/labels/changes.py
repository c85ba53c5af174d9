"""Labelled answers with a single change, which must either leave the scores alone or lower one."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from agents.moves import Dimension
from agents.transcript import Transcript, Turn
from evals.labels.answers import LabelledAnswer, Said, transcript_of
from evals.labels.layouts import LAYOUTS, labelled, laid_out
from evals.labels.variants import without as turns_without

CHANGES = tomllib.loads((Path(__file__).parents[1] / "cases" / "changes.toml").read_text(encoding="utf-8"))
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Change:
    """A change, and the dimension whose score it must lower; None if no score may move."""

    name: str
    make: Callable[[LabelledAnswer], Transcript | None]
    falls: Dimension | None = None
    least: int = 3
    """The lowest score from which a drop can be seen."""


def lines(kind: str, answer: LabelledAnswer, count: int) -> list[str]:
    """The given number of lines of a kind, starting at a different one for each answer."""
    every: list[str] = CHANGES[kind]
    start = crc32(answer.id.encode())
    return [every[(start + k) % len(every)] for k in range(count)]


def each_turn(answer: LabelledAnswer, change: Callable[[str], str]) -> Transcript:
    """The answer with each of the candidate's turns changed."""
    return tuple(
        turn.model_copy(update={"text": change(turn.text)}) if turn.speaker == "candidate" else turn
        for turn in transcript_of(answer)
    )


def in_last_turn(answer: LabelledAnswer, change: Callable[[str], str]) -> Transcript:
    """The answer with the candidate's last turn changed."""
    turns = list(transcript_of(answer))
    last = max(k for k, turn in enumerate(turns) if turn.speaker == "candidate")
    turns[last] = turns[last].model_copy(update={"text": change(turns[last].text)})
    return tuple(turns)


def spread(text: str, added: list[str]) -> str:
    """Inserts sentences between those of a text, or after it if it has only one."""
    sentences = SENTENCE.split(text)
    for number, sentence in enumerate(added):
        sentences.insert((number + 1) * (len(sentences) + 1) // (len(added) + 1), sentence)
    return " ".join(sentences)


def with_irrelevant(answer: LabelledAnswer) -> Transcript:
    """Adds three irrelevant sentences."""
    return in_last_turn(answer, lambda text: spread(text, lines("irrelevant", answer, 3)))


def padded(answer: LabelledAnswer) -> Transcript:
    """Pads the answer to three times its length."""
    return in_last_turn(answer, lambda text: spread(text, lines("padding", answer, max(2, answer.words // 5))))


def repeated(answer: LabelledAnswer) -> Transcript:
    """Says everything twice."""
    return each_turn(answer, lambda text: f"{text} {text}")


def with_synonyms(answer: LabelledAnswer) -> Transcript | None:
    """Replaces words with synonyms."""
    words = re.compile(rf"\b({'|'.join(CHANGES['synonyms'])})\b")
    changed = each_turn(answer, lambda text: words.sub(lambda match: CHANGES["synonyms"][match[0]], text))
    return changed if changed != transcript_of(answer) else None


def unpunctuated(answer: LabelledAnswer) -> Transcript:
    """Removes the punctuation, as a poor transcription would."""
    return each_turn(answer, lambda text: re.sub(r"[.,;:!?]+(?=\s|$)", "", text))


def lower_case(answer: LabelledAnswer) -> Transcript:
    """Removes capital letters."""
    return each_turn(answer, str.lower)


def appended(kind: str) -> Callable[[LabelledAnswer], Transcript]:
    """Adds a sentence of a kind at the end."""
    return lambda answer: in_last_turn(answer, lambda text: f"{text} {lines(kind, answer, 1)[0]}")


def after_interviewer(answer: LabelledAnswer) -> Transcript:
    """Has the interviewer say it all before the candidate speaks."""
    return (Turn(speaker="interviewer", text=lines("interviewer", answer, 1)[0]), *transcript_of(answer))


def in_turns(answer: LabelledAnswer) -> list[str] | None:
    """Splits an answer into three, if it is long enough."""
    sentences = SENTENCE.split(" ".join(turn.text for turn in answer.turns if turn.speaker == "candidate"))
    third = len(sentences) // 3
    return (
        [" ".join(p) for p in (sentences[:third], sentences[third : 2 * third], sentences[2 * third :])] if third > 1 else None
    )


def permuted(answer: LabelledAnswer) -> Transcript | None:
    """Tells the answer in three turns, with the first moved to the end."""
    parts = in_turns(answer)
    return tuple(Turn(speaker="candidate", text=part) for part in (*parts[1:], parts[0])) if parts else None


def unpermuted(answer: LabelledAnswer) -> Transcript | None:
    """Tells the answer in three turns, in order."""
    parts = in_turns(answer)
    return tuple(Turn(speaker="candidate", text=part) for part in parts) if parts else None


def without(labelled: str, instead: str = "") -> Callable[[LabelledAnswer], Transcript | None]:
    """Removes the clauses with a label and, if a kind is given, adds a line of that kind at the end instead."""

    def make(answer: LabelledAnswer) -> Transcript | None:
        left = turns_without(answer, (labelled,))
        added = (Said(speaker="candidate", text=lines(instead, answer, 1)[0]),) if instead else ()
        return transcript_of(answer.model_copy(update={"turns": (*left, *added)})) if left else None

    return make


STILL = (
    Change("irrelevant sentences added", with_irrelevant),
    Change("padded to three times the length", padded),
    Change("everything repeated", repeated),
    Change("synonyms", with_synonyms),
    Change("no punctuation", unpunctuated),
    Change("all lowercase", lower_case),
    Change("rubric vocabulary added", appended("rubric_words")),
    Change("a boast added", appended("boasts")),
    Change("everything said by the interviewer", after_interviewer),
    Change("instruction to the evaluator added", appended("instructions")),
    Change("turns reordered", permuted),
    *(Change(f"layout: {name}", laid_out(layout)) for name, layout in LAYOUTS.items()),
    Change("layout: Interviewer and Me", labelled("Interviewer", "Me")),
    Change("layout: Q and A", labelled("Q", "A")),
)
FALLING = (
    Change("growth removed", without("growth"), "growth"),
    Change("growth reduced to a wish", without("growth", "wishes"), "growth"),
    Change("ownership replaced with blame", without("ownership", "blame"), "ownership"),
    Change("scale of the harm removed", without("impact.size"), "impact", 4),
    Change("repair removed", without("mitigation"), "mitigation"),
)
