"""What a report says: what was heard, with quotes, what was missing, and what to do about it.

The screen, Markdown, the HTML page and the command line each show this in their own form; none of them reads a scorecard.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agents.moves import DIMENSIONS, Dimension
from agents.reading.text import plainly
from agents.rubric import Rubric
from agents.scorecard import Advice, Citation, Evidence, Mark, Scorecard
from agents.transcript import Provenance, Transcript, Turn
from simulator.store import Record

VERDICTS = {
    "fragile": "A failure leaves you weaker here, or the story does not show otherwise.",
    "resilient": "You recover from a failure; what got stronger by it is not shown yet.",
    "antifragile": "You and your team came out stronger, and it shows.",
}
ENDED = {"covered": "everything was asked", "time": "the time was over", "candidate": "you ended it"}
LONGEST_QUOTE = 40
"""How many words of a quote the advice shows."""


@dataclass(frozen=True)
class Quote:
    """What the candidate said in a turn, without layout."""

    turn: int
    words: str


@dataclass(frozen=True)
class DimensionReport:
    """What the report says about one dimension."""

    name: Dimension
    title: str
    score: int | None
    result: str
    """The mark in words."""
    reason: str
    quotes: tuple[Quote, ...]
    missing: str
    question: str
    passage: Citation | None

    @property
    def unquoted(self) -> tuple[Quote, ...]:
        """The quotes that the reason does not already contain."""
        return tuple(quote for quote in self.quotes if quote.words.strip(" .,;:!") not in self.reason)


@dataclass(frozen=True)
class FlagReport:
    """A red flag, what it means, and the words that show it."""

    flag: str
    name: str
    meaning: str
    quotes: tuple[Quote, ...]
    question: str
    """The question that got no answer, if that is what the flag is about."""


@dataclass(frozen=True)
class CardReport:
    """What the report says about a scorecard."""

    headline: str
    scored: bool
    overall: int | None
    fallback: str
    marked_by: str
    dimensions: tuple[DimensionReport, ...]
    flags: tuple[FlagReport, ...]
    advice: tuple[tuple[str, str], ...]
    """What to practise, as titles and sentences."""
    left_out: tuple[str, ...]
    """What was removed before reading, or could not be read."""
    reading: tuple[Citation, ...]


@dataclass(frozen=True)
class Report:
    """What the report says about a session."""

    session: str
    question: str
    persona: str
    when: str
    duration: str
    card: CardReport | None
    """None if the session is not finished."""
    ended: str
    """Why the interview ended."""
    cost: str
    """What a model cost, as a sentence; empty if no model spoke or judged."""
    later: tuple[CardReport, ...]
    """The scorecards that other evaluators gave it afterwards, oldest first."""
    turns: tuple[Turn, ...]


def report_of(record: Record, transcript: Transcript, provenance: Sequence[Provenance], rubric: Rubric) -> Report:
    """Builds the report on a session."""
    card = record.scorecard
    return Report(
        session=record.id,
        question=record.setup.question.title,
        persona=record.setup.persona.title,
        when=f"{record.created.astimezone():%Y-%m-%d %H:%M}",
        duration=duration(record.seconds),
        card=card_report(card, rubric) if card else None,
        ended=ENDED[record.ended] if record.ended else "unknown",
        cost=cost(provenance, card) if card else "",
        later=tuple(card_report(later, rubric) for later in record.later),
        turns=transcript,
    )


def card_report(card: Scorecard, rubric: Rubric) -> CardReport:
    """Builds the report on a scorecard."""
    dimensions = {name: _dimension(name, rubric.dimensions[name].title, card.dimensions[name]) for name in DIMENSIONS}
    return CardReport(
        headline=headline(card),
        scored=card.scored,
        overall=card.overall,
        fallback=card.fallback or "",
        marked_by=marked_by(card),
        dimensions=tuple(dimensions.values()),
        flags=tuple(
            FlagReport(
                found.flag,
                found.flag.replace("_", " "),
                rubric.red_flags.get(found.flag, ""),
                _quotes(found.evidence),
                found.question,
            )
            for found in card.red_flags
        ),
        advice=tuple(advice_lines(card.advice, rubric)) if card.advice else (),
        left_out=card.left_out,
        reading=card.reading,
    )


def _dimension(name: Dimension, title: str, mark: Mark) -> DimensionReport:
    return DimensionReport(
        name, title, mark.score, mark_text(mark), mark.reason, _quotes(mark.evidence), mark.missing, mark.question, mark.passage
    )


def _quotes(evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
    return tuple(Quote(piece.turn, plainly(piece.quote)) for piece in evidence)


def headline(card: Scorecard) -> str:
    """Overall mark and verdict in one line."""
    if not card.scored:
        return f"Not scored: {card.unscored_reason}"
    if card.overall is None or card.verdict is None:
        return "No overall mark: without ownership and growth there is none."
    return f"Overall {card.overall} of 5, {card.verdict}. {VERDICTS[card.verdict]}"


def marked_by(card: Scorecard) -> str:
    """Says who scored it, and with which version of the rubric."""
    who = f"{card.model} ({card.engine})" if card.model else f"the {card.engine} evaluator"
    return f"Marked by {who}, rubric version {card.rubric_version}."


def cost(provenance: Sequence[Provenance], card: Scorecard) -> str:
    """Returns total tokens, tokens per turn and the median time to the first word; empty if no model spoke or judged."""
    turns = [turn.tokens for turn in provenance if turn.tokens]
    spent = turns + ([card.tokens] if card.tokens else [])
    if not spent:
        return ""
    read, wrote = (sum(column) for column in zip(*spent, strict=True))
    words = f"Tokens: {read:,} read and {wrote:,} written"
    words += f", {sum(map(sum, turns)) // len(turns):,} a turn of the interviewer." if turns else "."
    waits = sorted(turn.first_word_s for turn in provenance if turn.first_word_s is not None)
    return f"{words} The first word came after {waits[len(waits) // 2]:.1f} s (median)." if waits else words


def mark_text(mark: Mark) -> str:
    """Returns a mark as it is displayed: its number, or why there is none."""
    return {"scored": f"{mark.score} of 5", "not_reached": "not reached", "unscored": "not scored"}[mark.state]


def advice_lines(advice: Advice, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Yields the advice as titles and sentences."""
    if advice.strongest:
        yield "Your strongest sentence", f"“{_line(advice.strongest)}” It says {advice.strongest_shows}."
    if advice.weakest_in:
        title = rubric.dimensions[advice.weakest_in].title.lower()
        after = f"After “{_line(advice.weakest)}”, say" if advice.weakest else "Say"
        yield "The weakest place", f"{after} {advice.weakest_lacks}. That is what your {title} lacks most."
    if advice.drill:
        yield "One drill for tomorrow", advice.drill
    if advice.follow_up:
        yield "What a panel would ask next", advice.follow_up
    if advice.leave_out:
        yield "What you could leave out", f"“{_line(advice.leave_out)}”"
    if advice.shares:
        yield "Where the time went", "; ".join(_shares(advice, rubric)) + "."


def _line(evidence: Evidence) -> str:
    words = plainly(evidence.quote).split()
    return " ".join(words[:LONGEST_QUOTE]) + (" …" if len(words) > LONGEST_QUOTE else "")


def _shares(advice: Advice, rubric: Rubric) -> Iterator[str]:
    for dimension, share in advice.shares.items():
        title = rubric.dimensions[dimension].title
        yield f"{title} about {share.seconds} s, {share.given} % (aim for {share.least} to {share.most} %)"


def duration(seconds: float) -> str:
    """Minutes and seconds as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def cite(citation: Citation) -> str:
    """Says where a passage comes from."""
    return f"{citation.source}, “{citation.heading}”"


def cells(record: Record) -> tuple[str, str, str, str, str]:
    """Returns a session as a table row: when, who asked, what, how long, and the result."""
    card = record.scorecard
    if card is None:
        result = "unfinished"
    elif card.overall is None:
        result = "no overall mark"
    else:
        result = f"{card.overall} of 5, {card.verdict}"
    when = f"{record.created.astimezone():%Y-%m-%d %H:%M}"
    return when, record.setup.persona.title, record.setup.question.title, duration(record.seconds), result
