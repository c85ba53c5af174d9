"""The interviewer's voice without a model: picks up on the candidate's own words and asks one question.

A probe is built from what the candidate said, a question (from the guidance, the common phrases or the persona) and the
persona's manner. Several are generated from the seed, and the first one without a wording fault is said.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from agents.engine import Brief
from agents.interviewer.agenda import last_question
from agents.interviewer.sentences import sentences
from agents.interviewer.wording import problems
from agents.library.files import load_named
from agents.library.phrases import Phrases
from agents.moves import Dimension, Move
from agents.reading.answer import Reader, Reading
from agents.reading.contradictions import contradiction
from agents.reading.details import Detail, details
from agents.reading.mentions import mentions_in
from agents.transcript import candidate_turns

QUESTION = re.compile(r"[^.!?\n]*\?")
SLOT = re.compile(r"\{(\w+)\}")
TRIES = 24
GOES_WITH: dict[Dimension, frozenset[str]] = {
    "context": frozenset({"context", "ownership"}),
    "impact": frozenset({"impact"}),
    "ownership": frozenset({"ownership"}),
    "mitigation": frozenset({"impact", "mitigation"}),
    "growth": frozenset({"growth"}),
}
"""What the candidate's words must be about for a question about a dimension to follow from them."""
LOOKED_BACK = 12
"""How many recent answers the interviewer can pick up on; it does not go back to what was said before them."""
BARE_SHARE = 0.4
"""How often a question that picks up on nothing gets one of the persona's lead-ins; otherwise it is asked on its own."""
SHARES = (0.35, 0.4, 0.25)
"""How often a question with the candidate's words in it, one from the guidance, or one from the persona is tried first."""


class OfflineVoice:
    """Puts a move into words, deterministically for a given seed and never in the same words twice in an interview."""

    def __init__(self, reader: Reader, user_folder: Path | None = None) -> None:
        self._reader, self._phrases = reader, load_named("phrases", "common", Phrases, user_folder)

    async def say(self, brief: Brief) -> AsyncIterator[str]:
        """Yields the turn sentence by sentence."""
        for sentence in sentences(self.words(brief)):
            yield sentence

    def stop(self) -> None:
        """Does nothing, because the turn is produced all at once."""

    def words(self, brief: Brief) -> str:
        """The whole turn: the first well-worded one that the seed gives, or else the one with the fewest faults."""
        earlier = [turn.text for turn in brief.transcript if turn.speaker == "interviewer"]
        said = " ".join(earlier).lower()
        since = " ".join(earlier[-LOOKED_BACK:]).lower()
        found = cache(lambda: to_take_up(brief, since, self._reader))
        tried = (Wording(brief, self._phrases, self._reader, said, found, attempt).words() for attempt in range(TRIES))
        faults = ((len(problems(text, brief.move, earlier)), text) for text in tried)
        best: tuple[int, str] | None = None
        for fault, text in faults:
            if fault == 0:
                return text
            if best is None or fault < best[0]:
                best = fault, text
        assert best is not None
        return best[1]


class Wording:
    """One attempt to put a move into words."""

    def __init__(
        self, brief: Brief, phrases: Phrases, reader: Reader, said: str, found: Callable[[], tuple[Detail, ...]], attempt: int
    ) -> None:
        """`said` is all that the interviewer has said, in lowercase; `found` returns the candidate's words to pick up on."""
        self._brief, self._phrases, self._reader, self._said, self._found = brief, phrases, reader, said, found
        self._random = Random(f"{brief.seed} {len(brief.transcript)} {self._last_words()} {attempt}")

    def words(self) -> str:
        """The whole turn."""
        brief, kind = self._brief, self._brief.move.kind
        if kind == "open":
            return f"{self._pick(brief.persona.greetings)} {self._pick(brief.question.wordings)}"
        if kind == "close":
            return self._pick(brief.persona.closings)
        if kind == "reask":
            return _joined(self._reply() or self._line(), brief.question.another)
        if kind in ("repeat", "rephrase"):
            return self._again()
        if kind == "challenge":
            return self._challenge()
        if brief.move.is_probe:
            return self._probe()
        return self._line()

    def _pick(self, options: Iterable[str]) -> str:
        """Picks one of the options, from those not said yet if there are any."""
        options = list(options)
        return self._random.choice(self._fresh(options) or options)

    def _fresh(self, options: Iterable[str]) -> list[str]:
        """The options that have not been said yet."""
        return [o for o in options if not o or _longest_words(o).lower() not in self._said]

    def _line(self) -> str:
        kind = self._brief.move.kind
        return self._pick(self._brief.persona.lines.get(kind) or self._phrases.moves.get(kind, ("",)))

    def _probe(self) -> str:
        """Picks up on what was said, then asks the question."""
        persona, kind = self._brief.persona, self._brief.move.kind
        fresh = self._fresh(persona.feelings) if self._moved() else []
        if kind in ("redirect", "skip", "hurry") or (kind == "clarify" and len(self._brief.transcript) > 2):
            return _joined(self._line(), self._question(()))
        found = self._found()
        question = self._question(found)
        if SLOT.search(question):
            return self._filled(question, found)
        return _joined(self._random.choice(fresh) if fresh else self._taking_up(found), question)

    def _taking_up(self, found: tuple[Detail, ...]) -> str:
        """The persona's way of picking up on the candidate's words, or of going on without them."""
        persona = self._brief.persona
        usable = [d for d in found if d.kind in persona.takes_up]
        if not usable or self._random.random() > persona.takes_up_share:
            fresh = self._fresh(words for words in persona.bare if words)
            return self._random.choice(fresh) if fresh and self._random.random() < BARE_SHARE else ""
        detail = usable[min(len(usable) - 1, int(self._random.expovariate(1.2)))]
        return _set_in(self._pick(persona.takes_up[detail.kind]), detail)  # type: ignore[index]

    def _question(self, found: tuple[Detail, ...]) -> str:
        """A question about what is missing, not asked before: with the candidate's words, from the guidance, or another."""
        move, persona = self._brief.move, self._brief.persona
        assert move.dimension is not None, "a probe is about a dimension"
        known = self._brief.rubric.dimensions[move.dimension].parts
        part, kinds = f"{move.dimension}.{move.part if move.part in known else next(iter(known))}", {d.kind for d in found}
        templates = self._phrases.probes.get(part, ())
        slotted = [t for t in templates if SLOT.search(t) and set(SLOT.findall(t)) <= kinds]
        plain = [t for t in templates if not SLOT.search(t)]
        guidance = [q.strip() for p in self._brief.passages if p.kind == "probe" for q in QUESTION.findall(p.text)[:1]]
        pools: list[list[str]] = [slotted, guidance[:2], [*persona.probes.get(part, ())]]
        first = self._random.choices(pools, SHARES)[0]
        for pool in (first, *pools, guidance[2:], plain):
            if fresh := self._fresh(pool):
                return self._random.choice(fresh)
        return self._pick(plain)

    def _filled(self, template: str, found: tuple[Detail, ...]) -> str:
        for slot in SLOT.findall(template):
            template = _set_in(template, next(d for d in found if d.kind == slot))
        return template

    def _challenge(self) -> str:
        """Puts two contradicting statements side by side, or asks about the candidate's own part if others were blamed."""
        persona, flag = self._brief.persona, self._brief.move.part or "blame"
        options = persona.challenges.get(flag) or self._phrases.challenges.get(flag) or self._phrases.challenges["blame"]
        readings = [self._reader.read(turn.text) for _, turn in candidate_turns(self._brief.transcript)]
        both = contradiction(readings) if flag == "inconsistent" else None
        if both is not None:
            return self._pick(options).replace("{earlier}", both[0]).replace("{quote}", both[1])
        return _joined(self._taking_up(self._found()), self._pick(o for o in options if not SLOT.search(o)))

    def _again(self) -> str:
        """Asks the last question again, word for word or in other words, after a reply to what the candidate did."""
        again = self._reader.read(self._last_words()).act == "try_again"
        asked = last_question(self._brief.transcript, again)
        lead = self._reply() or self._line()
        if self._brief.move.kind == "repeat":
            last: str = (QUESTION.findall(asked.text) or [asked.text])[-1]
            return _joined(lead, last.strip())
        if asked.move is None or asked.move.dimension is None:
            return _joined(lead, self._brief.question.rephrased)
        return _joined(lead, self._question(()))

    def _reply(self) -> str:
        """The reply to what the candidate did instead of answering, if there is one."""
        replies = self._phrases.replies.get(self._reader.read(self._last_words()).act, ())
        return self._pick(replies) if replies else ""

    def _last_words(self) -> str:
        return self._brief.transcript[-1].text if self._brief.transcript else ""

    def _moved(self) -> bool:
        """Whether the candidate expressed a feeling or was hard on themselves."""
        last = self._last_words()
        return any(mentions_in(last, "feeling")) or "self_attack" in self._reader.read(last).flags()


def to_take_up(brief: Brief, said: str, reader: Reader) -> tuple[Detail, ...]:
    """What to pick up on: words of the last answer that the question follows from or moves on from, and earlier ones.

    `said` is what the interviewer has said since the earliest answer that is considered, in lowercase.
    """
    goes_with = GOES_WITH[brief.move.dimension or "ownership"]
    answers = [turn.text for _, turn in candidate_turns(brief.transcript)][-LOOKED_BACK:]
    fresh = [[d for d in details(reader.read(text)) if not _used(d, said, reader)] for text in reversed(answers)]
    fitting = [[d for d in found if d.about & goes_with] for found in fresh]
    if fresh and not fitting[0] and fresh[0]:
        heard = [replace(d, kind="heard") for d in fresh[0] if d.kind == "quote"]
        return tuple(sorted(heard, key=lambda d: d.about <= {"context"}))
    earlier = [replace(d, kind="earlier") for found in fitting[1:] for d in found if d.kind == "quote"]
    return (*fitting[0], *earlier) if fresh else ()


def _used(detail: Detail, said: str, reader: Reader) -> bool:
    """Whether the interviewer has already picked up on these words, or on others from the same clause."""
    return any(d.text.lower() in said for d in (detail, *details(reader.read(detail.source))))


def _longest_words(template: str) -> str:
    """The longest part of a template without a slot, by which it can be recognised once said."""
    return max(SLOT.split(template)[::2], key=len).strip()


def _joined(*parts: str) -> str:
    """Joins the parts into one text; after a colon, the next one starts with a lowercase letter."""
    said = ""
    for part in parts:
        small = part[:1].lower() + part[1:] if said.endswith(":") and not part.startswith("I ") else part
        said = f"{said} {small}" if said and small else said or small
    return said


def _set_in(template: str, detail: Detail) -> str:
    """Fills the detail into the template, capitalised if it begins a sentence."""
    text = detail.text
    if re.search(r"(?:^|[.?!:] )\{" + detail.kind + r"\}", template):
        text = text[0].upper() + text[1:]
    return template.replace("{" + detail.kind + "}", text)


def quote_for(last: Reading, move: Move) -> str:
    """A quote from the last answer, preferably about what the move asks about; empty if there is none."""
    spans = {last.text[f.clause.start : f.clause.end] for f in last.findings if f.dimension == move.dimension}
    quotes = [d for d in details(last) if d.kind == "quote"]
    return next((d.text for d in sorted(quotes, key=lambda d: d.source not in spans)), "")
