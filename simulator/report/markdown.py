"""A report in Markdown, escaped so that nothing anyone wrote acts as markup."""

import re
from collections.abc import Iterable, Iterator

from simulator.report.content import CardReport, DimensionReport, Quote, Report, cite, duration

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def literal(text: str) -> str:
    """Escapes someone's words for Markdown, on one line, so that nothing in them acts as markup."""
    text = MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+=]|\d+[.)])", r"\\\1", text)


def markdown(report: Report) -> str:
    """The whole report."""
    about = f"{report.when}, {literal(report.persona)}, {report.duration}"
    lines = [f"# {literal(report.question)}", "", f"{about} ({report.session})", ""]
    if report.card is None:
        lines += [f"Not finished: `interview resume {report.session}` goes on.", ""]
    else:
        lines += [*_card(report.card), f"Ended because {report.ended}. {_marked_by(report.card)}", "", report.cost, ""]
        lines += [f"- Marked again: {literal(later.headline)} {_marked_by(later)}" for later in report.later]
    return "\n".join([*lines, "", *_transcript(report)]) + "\n"


def _card(card: CardReport) -> Iterator[str]:
    yield from (f"**{literal(card.headline)}**", "")
    for dimension in card.dimensions:
        yield from _dimension(dimension)
    practise = [f"**{title}.** {literal(text)}\n" for title, text in card.advice]
    yield from _section("What to practise", practise)
    yield from (line for note in card.left_out for line in (literal(note), ""))
    flags = [f"- **{flag.name}**: {flag.meaning}{_quoted(flag.quotes)}{_asked(flag.question)}" for flag in card.flags]
    yield from _section("Red flags", flags)
    yield from _section("To read", [f"- {literal(passage.text)} ({literal(cite(passage))})" for passage in card.reading])


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _dimension(dimension: DimensionReport) -> Iterator[str]:
    yield from (f"## {literal(dimension.title)}: {dimension.result}", "", literal(dimension.reason), "")
    yield from (f"> “{literal(quote.words)}” (turn {quote.turn})\n>" for quote in dimension.quotes)
    if dimension.missing:
        yield from ("", f"Missing: {literal(dimension.missing)}.")
    if dimension.passage:
        yield from ("", f"Why it matters: {literal(dimension.passage.text)} ({literal(cite(dimension.passage))})")
    if dimension.question:
        yield from ("", f"A question that would have drawn this out: *{literal(dimension.question)}*")
    yield ""


def _marked_by(card: CardReport) -> str:
    return " ".join(filter(None, (literal(card.marked_by), literal(card.fallback))))


def _quoted(quotes: Iterable[Quote]) -> str:
    return "".join(f" “{literal(quote.words)}”" for quote in quotes)


def _asked(question: str) -> str:
    return f" You were asked: “{literal(question)}”" if question else ""


def _transcript(report: Report) -> Iterator[str]:
    yield from ("## Transcript", "")
    for number, turn in enumerate(report.turns):
        cut = " (cut)" if turn.cut else ""
        yield from (
            f"**{number}. {turn.speaker}, {duration(turn.at_s)}{cut}:** {literal(turn.text) or '(nothing)'}",
            "",
        )
