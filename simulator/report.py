"""The report of a session: what was heard, quoted; what was not; and what to do about it."""

import re
from html import escape as escape_html

from agents.moves import DIMENSIONS, Dimension
from agents.rubric import Rubric
from agents.scorecard import Citation, Evidence, Mark, RedFlag, Scorecard
from agents.transcript import Transcript
from simulator.store import Record

VERDICTS = {
    "fragile": "A failure leaves you weaker here, or the story does not show otherwise.",
    "resilient": "You recover from a failure; what got stronger by it is not shown yet.",
    "antifragile": "You and your team came out stronger, and it shows.",
}
ENDED = {"covered": "everything was asked", "time": "the time was over", "candidate": "you ended it"}
THINGS_TO_WORK_ON = 2


def headline(card: Scorecard) -> str:
    """Overall mark and verdict in one line."""
    if not card.scored:
        return f"Not scored: {card.unscored_reason}"
    if card.overall is None or card.verdict is None:
        return "No overall mark: without ownership and growth there is none."
    return f"Overall {card.overall} of 5, {card.verdict}. {VERDICTS[card.verdict]}"


def marked_by(card: Scorecard) -> str:
    """Who marked it by what, and what could not be judged as it was meant to be."""
    who = f"{card.model} ({card.engine})" if card.model else f"the {card.engine} evaluator"
    line = f"Marked by {literal(who)}, rubric version {card.rubric_version}."
    return f"{line} {literal(card.fallback)}" if card.fallback else line


def cost(transcript: Transcript, card: Scorecard) -> str:
    """Tokens in all and a turn, and the usual time to the first word; empty where no model spoke or judged."""
    turns = [turn.tokens for turn in transcript if turn.tokens]
    spent = turns + ([card.tokens] if card.tokens else [])
    if not spent:
        return ""
    read, wrote = (sum(column) for column in zip(*spent, strict=True))
    words = f"Tokens: {read:,} read and {wrote:,} written"
    words += f", {sum(map(sum, turns)) // len(turns):,} a turn of the interviewer." if turns else "."
    waits = sorted(turn.first_word_s for turn in transcript if turn.first_word_s is not None)
    return f"{words} The first word came after {waits[len(waits) // 2]:.1f} s (median)." if waits else words


def mark_text(mark: Mark) -> str:
    """A mark as it is shown: its number, or why there is none."""
    return {"scored": f"{mark.score} of 5", "not_reached": "not reached", "unscored": "not scored"}[mark.state]


def to_work_on(card: Scorecard, rubric: Rubric) -> list[Dimension]:
    """The two dimensions in which the next story can gain most: how far below 5, times the weight."""

    def gain(dimension: Dimension) -> float:
        return (5 - (card.dimensions[dimension].score or 5)) * rubric.dimensions[dimension].weight

    return [d for d in sorted(DIMENSIONS, key=gain, reverse=True) if gain(d) > 0][:THINGS_TO_WORK_ON]


def duration(seconds: float) -> str:
    """Minutes and seconds as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def literal(text: str) -> str:
    """Somebody's words in Markdown: one line, and nothing in them is markup."""
    text = MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+=]|\d+[.)])", r"\\\1", text)


def markdown(record: Record, transcript: Transcript, rubric: Rubric) -> str:
    """The whole report in Markdown."""
    card, setup = record.scorecard, record.setup
    about = f"{record.created.astimezone():%Y-%m-%d %H:%M}, {literal(setup.persona.title)}, {duration(record.seconds)}"
    lines = [f"# {literal(setup.question.title)}", "", f"{about} ({record.id})", ""]
    if card is None:
        lines += [f"Not finished: `interview resume {record.id}` goes on.", ""]
    else:
        lines += [
            f"**{literal(headline(card))}**",
            "",
            *_marks(card, rubric),
            *_red_flags(card, rubric),
            *_work(card, rubric),
            *_reading(card),
        ]
        ended = ENDED[record.ended] if record.ended else "unknown"
        lines += [f"Ended because {ended}. {marked_by(card)}", "", cost(transcript, card), ""]
        lines += [f"- Marked again: {literal(headline(later))} {marked_by(later)}" for later in record.later]
    return "\n".join([*lines, "", *_transcript(transcript)]) + "\n"


def _marks(card: Scorecard, rubric: Rubric) -> list[str]:
    lines = []
    for dimension in DIMENSIONS:
        mark = card.dimensions[dimension]
        lines += [
            f"## {literal(rubric.dimensions[dimension].title)}: {mark_text(mark)}",
            "",
            literal(mark.reason),
            "",
        ]
        lines += [f"> “{literal(piece.quote)}” (turn {piece.turn})\n>" for piece in mark.evidence]
        if mark.missing:
            lines += ["", f"Missing: {literal(mark.missing)}."]
        if mark.passage:
            lines += ["", f"Why it matters: {literal(mark.passage.text)} ({literal(cite(mark.passage))})"]
        if mark.question:
            lines += ["", f"It would have come out with: *{literal(mark.question)}*"]
        lines += [""]
    return lines


def _red_flags(card: Scorecard, rubric: Rubric) -> list[str]:
    if not card.red_flags:
        return []
    flags = [
        f"- **{flag.flag.replace('_', ' ')}**: {flag_text(flag, rubric)}{_quoted(flag.evidence)}" for flag in card.red_flags
    ]
    return ["## Red flags", "", *flags, ""]


def flag_text(flag: RedFlag, rubric: Rubric) -> str:
    """What a red flag means."""
    return rubric.red_flags.get(flag.flag, "")


def _quoted(evidence: tuple[Evidence, ...]) -> str:
    return "".join(f" “{literal(piece.quote)}”" for piece in evidence)


def cite(citation: Citation) -> str:
    """Where a passage stands."""
    return f"{citation.source}, “{citation.heading}”"


def _work(card: Scorecard, rubric: Rubric) -> list[str]:
    lines: list[str] = []
    for dimension in to_work_on(card, rubric):
        mark = card.dimensions[dimension]
        lines += [
            f"### {rubric.dimensions[dimension].title}",
            "",
            f"Bring in {literal(mark.missing or 'more')}.",
            "",
        ]
    return ["## What to work on", "", *lines] if lines else []


def _reading(card: Scorecard) -> list[str]:
    lines = [f"- {literal(passage.text)} ({literal(cite(passage))})" for passage in card.reading]
    return ["## To read", "", *lines, ""] if lines else []


def _transcript(transcript: Transcript) -> list[str]:
    lines = ["## Transcript", ""]
    for number, turn in enumerate(transcript):
        cut = " (cut)" if turn.cut else ""
        lines += [
            f"**{number}. {turn.speaker}, {duration(turn.at_s)}{cut}:** {literal(turn.text) or '(nothing)'}",
            "",
        ]
    return lines


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }}
blockquote {{ margin: .5rem 0; padding-left: 1rem; border-left: 3px solid; opacity: .85 }}
h2 {{ margin-top: 2rem }}
</style></head><body>
{body}</body></html>
"""


def page(title: str, text: str) -> str:
    """Markdown as one page that needs nothing else; nothing in it is markup of its own."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).render(text)
    return PAGE.format(title=escape_html(title), body=body)


def html(record: Record, transcript: Transcript, rubric: Rubric) -> str:
    """The report as one page that needs nothing else."""
    return page(record.setup.question.title, markdown(record, transcript, rubric))


def document(record: Record, transcript: Transcript) -> dict[str, object]:
    """The session as one JSON document."""
    return {
        "session": record.id,
        "created": record.created.isoformat(),
        "persona": record.setup.persona.name,
        "question": record.setup.question.name,
        "engine": record.setup.engine,
        "mode": record.setup.mode,
        "minutes": record.setup.minutes,
        "turns": [turn.model_dump(mode="json") for turn in transcript],
        "ended": record.ended,
        "elapsed_s": round(record.seconds, 1),
        "scorecard": record.scorecard.model_dump(mode="json") if record.scorecard else None,
    }


def cells(record: Record) -> tuple[str, str, str, str, str]:
    """A session in a row: when, who asked, what, how long, with what result."""
    card = record.scorecard
    if card is None:
        result = "unfinished"
    elif card.overall is None:
        result = "no overall mark"
    else:
        result = f"{card.overall} of 5, {card.verdict}"
    when = f"{record.created.astimezone():%Y-%m-%d %H:%M}"
    return when, record.setup.persona.title, record.setup.question.title, duration(record.seconds), result
