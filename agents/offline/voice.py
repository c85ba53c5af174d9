"""The interviewer's voice without a model: phrases, the guidance's own questions, and the candidate's words."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from random import Random

from agents.engine import Brief
from agents.library import load_named
from agents.moves import Move
from agents.personas import Phrases
from agents.policy import Situation, missing_parts
from agents.reading import Reading, read_answer
from agents.transcript import Transcript, candidate_turns

LONGEST_QUOTE_WORDS = 12
QUESTION = re.compile(r"[^.!?\n]*\?")
Pick = Callable[[Iterable[str]], str]
SENTENCE = re.compile(r".+?(?:[.!?…]+[”\"']?(?=\s|$)|$)", re.S)


class OfflineVoice:
    """Says a move deterministically under a seed, and never in the same words twice in an interview."""

    def __init__(self, user_folder: Path | None = None) -> None:
        self._phrases = load_named("phrases", "common", Phrases, user_folder)

    async def say(self, brief: Brief) -> AsyncIterator[str]:
        """The words, sentence by sentence."""
        for sentence in sentences(self.words(brief)):
            yield sentence

    def words(self, brief: Brief) -> str:
        """The whole turn."""
        said = " ".join(turn.text for turn in brief.transcript if turn.speaker == "interviewer")
        random = Random(f"{brief.seed} {len(brief.transcript)}")

        def pick(options: Iterable[str]) -> str:
            """One of the options, of those that were not said yet where there are any."""
            options = list(options)
            return random.choice([o for o in options if o.split("{")[0].strip() not in said or not o] or options)

        kind = brief.move.kind
        lines = brief.persona.lines.get(kind) or self._phrases.moves.get(kind, ("",))
        if kind == "open":
            return f"{pick(brief.persona.greetings)} {pick(brief.question.wordings)}"
        if kind == "close":
            return pick(brief.persona.closings)
        if kind == "reask":
            return f"{pick(lines)} {brief.question.another}"
        if kind in ("repeat", "rephrase"):
            return f"{pick(lines)} {self._same_question(brief, kind)}".strip()
        if kind == "challenge":
            return f"{self._hook(brief, pick)} {pick(self._challenges(brief))}".strip()
        if brief.move.is_probe:
            opening = pick(lines) if kind in ("redirect", "skip", "hurry") else self._hook(brief, pick)
            return f"{opening} {self._question(brief, said)}".strip()
        return pick(lines)

    def _challenges(self, brief: Brief) -> tuple[str, ...]:
        flags = read_answer(brief.transcript[-1].text).flags()
        return next(
            (self._phrases.challenges[f] for f in self._phrases.challenges if f in flags),
            self._phrases.challenges["blame"],
        )

    def _same_question(self, brief: Brief, kind: str) -> str:
        """The last question again: to the letter, or in other words."""
        asked = next(t for t in reversed(brief.transcript) if t.move and t.move.kind not in ("repeat", "rephrase", "give_time"))
        last: str = (QUESTION.findall(asked.text) or [asked.text])[-1].strip()
        if kind == "repeat":
            return last
        if asked.move is None or asked.move.dimension is None:
            return brief.question.rephrased
        return self._question(brief, " ".join(t.text for t in brief.transcript))

    def _question(self, brief: Brief, said: str) -> str:
        """The question of a probe: the guidance's angle, then the rubric's for what is missing, then a common phrase."""
        dimension = brief.move.dimension
        assert dimension is not None, "a probe is about a dimension"
        now = Situation(brief.transcript, brief.persona, brief.rubric)
        parts = brief.rubric.dimensions[dimension].parts
        options: list[str] = [q.strip() for p in brief.passages if p.kind == "probe" for q in QUESTION.findall(p.text)[:1]]
        options += [parts[part].question for part in missing_parts(now, dimension)]
        options += self._phrases.probes[dimension]
        return next((option for option in options if option not in said), options[-1])

    def _hook(self, brief: Brief, pick: Pick) -> str:
        """Takes up the candidate's own words, or says something bare where none fit in a question."""
        quote = quote_for(brief.transcript, brief.move)
        return pick(brief.persona.hooks).replace("{quote}", quote) if quote else pick(brief.persona.bare)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with the space that follows it."""
    found = [match.group().strip() for match in SENTENCE.finditer(text) if match.group().strip()]
    for place, sentence in enumerate(found):
        yield sentence + (" " if place + 1 < len(found) else "")


def quote_for(transcript: Transcript, move: Move) -> str:
    """A clause of the last answer, at most twelve words, nearest to what the move asks about; empty where none fits."""
    answers = candidate_turns(transcript)
    if not answers:
        return ""
    _, turn = answers[-1]
    reading = read_answer(turn.text)
    for start, end in _by_worth(reading, move):
        quote = _trimmed(turn.text[start:end])
        quoted_before = any(quote in t.text for t in transcript if t.speaker == "interviewer")
        if 3 <= len(quote.split()) <= LONGEST_QUOTE_WORDS and not quoted_before and "?" not in quote:
            return quote
    return ""


def _by_worth(reading: Reading, move: Move) -> list[tuple[int, int]]:
    """Spans of clauses: those about the move's dimension first, then any that carry something, then none."""

    def worth(finding_dimension: str | None, part: str) -> int:
        if move.kind == "challenge":
            return 0 if finding_dimension is None else 1
        return 0 if finding_dimension == move.dimension else 1 if part in ("decision", "consequence", "repair", "size") else 2

    ranked = sorted(reading.findings, key=lambda f: (worth(f.dimension, f.part), f.clause.start))
    return [(f.clause.start, f.clause.end) for f in ranked if f.dimension is not None or move.kind == "challenge"]


LEAD = re.compile(r"^(?:(?:and|but|so|because|then|well|um+|uh+|er+|like|you know|i mean|which|after that)\b[, ]*)+", re.I)


def _trimmed(clause: str) -> str:
    """A clause without its joining words, quotation marks and end stop; one line."""
    clause = LEAD.sub("", " ".join(clause.split()))
    return clause.strip(" .,;:!…—–-\"“”'’()[]{}")
