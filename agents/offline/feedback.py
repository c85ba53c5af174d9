"""The reason under a mark as a coach would say it: what was heard, in the candidate's words, and how far it carries."""

from collections.abc import Sequence

from agents.findings import Finding
from agents.rubric import Scale
from agents.transcript import Transcript

LONGEST_QUOTE_WORDS = 16
MOST_QUOTED = 2
NOTHING = "Nothing was heard about it."
NOT_YET = "What was said about it does not yet answer the question."


def reason_for(scale: Scale, score: int, transcript: Transcript, found: Sequence[tuple[int, Finding]]) -> str:
    """One or two sentences; the surest parts are quoted, and what is vague or only wished is said so."""
    if not found:
        return NOTHING if score == 1 else NOT_YET
    surest = sorted(found, key=lambda item: -item[1].strength)[:MOST_QUOTED]
    pieces = []
    for number, finding in sorted(surest, key=lambda item: (item[0], item[1].clause.start)):
        quote = _short(transcript[number].text[finding.clause.start : finding.clause.end])
        pieces.append(f"{scale.parts[finding.part].heard} (“{quote}”)")
    heard = f"You told {' and '.join(pieces)}."
    wished = all(finding.clause.hypothetical for _, finding in found)
    vague = all(finding.vague for _, finding in found)
    limits = [" It is a wish so far, not something done."] if wished and score < 4 else []
    limits += [" It stays general."] if vague and not wished and score < 4 else []
    return heard + "".join(limits)


def _short(quote: str) -> str:
    said = quote.strip(" .,;:!…—–-").split()
    return " ".join(said[:LONGEST_QUOTE_WORDS]) + (" …" if len(said) > LONGEST_QUOTE_WORDS else "")
