"""The reason for a score as a coach would put it: what was heard, in the candidate's words, and how far it goes."""

from collections.abc import Sequence

from agents.reading.findings import Finding
from agents.rubric import Scale
from agents.transcript import Transcript

LONGEST_QUOTE_WORDS = 16
MOST_QUOTED = 2
"""How many clauses a reason quotes; the rest are listed below it as evidence."""
NOTHING = "Nothing was heard about it."
NOT_YET = "What was said about it does not yet answer the question."


def reason_for(scale: Scale, score: int, transcript: Transcript, found: Sequence[tuple[int, Finding]]) -> str:
    """One or two sentences that quote the strongest parts and point out what is vague or only wished for."""
    if not found:
        return NOTHING if score == 1 else NOT_YET
    carried: dict[tuple[int, int, int], list[str]] = {}
    for number, finding in sorted(found, key=lambda item: -item[1].strength):
        place = number, finding.clause.start, finding.clause.end
        carried.setdefault(place, []).append(scale.parts[finding.part].heard)
    quoted = [
        (_short(transcript[number].text[start:end]), parts)
        for (number, start, end), parts in sorted(list(carried.items())[:MOST_QUOTED])
    ]
    if score == 1:
        return f"What comes nearest is “{quoted[0][0]}”, and that is not enough for a mark."
    heard = "You told " + "; ".join(f"{_listed(parts)} (“{quote}”)" for quote, parts in quoted) + "."
    wished = all(finding.clause.hypothetical for _, finding in found)
    vague = all(finding.vague for _, finding in found)
    limits = [" It is a wish so far, not something done."] if wished and score < 4 else []
    limits += [" It stays general."] if vague and not wished and score < 4 else []
    return heard + "".join(limits)


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]


def _short(quote: str) -> str:
    said = quote.strip(" .,;:!…—–-").split()
    return " ".join(said[:LONGEST_QUOTE_WORDS]) + (" …" if len(said) > LONGEST_QUOTE_WORDS else "")
