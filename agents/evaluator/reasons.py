"""The reason for a score as a coach would put it: what was said, in the candidate's words, and how far it goes."""

from collections.abc import Sequence

from agents.evaluator.quotes import Quote
from agents.reading.text import plainly
from agents.rubric import Scale

LONGEST_QUOTE_WORDS = 24
MOST_QUOTED = 2
"""How many clauses a reason quotes; the rest are listed below it as evidence."""
NOTHING = "Nothing specific about it came across."
AS_A_WHOLE = "This comes from the answer as a whole; no single sentence decided it."


def reason_for(scale: Scale, score: int, quotes: Sequence[Quote]) -> str:
    """One or two sentences that quote what shows the score best, and point out what is vague or only wished for.

    What a quote shows is only named where that is sure.
    """
    if not quotes:
        return NOTHING if score == 1 else AS_A_WHOLE
    if score == 1:
        return f"The closest you came was “{short(quotes[0].evidence.quote)}”, which is too little to score."
    sure = [quote for quote in quotes if quote.sure]
    if not sure:
        return f"The clearest words about it were “{short(quotes[0].evidence.quote)}”."
    shown = sorted(sure[:MOST_QUOTED], key=lambda one: (one.evidence.turn, one.evidence.start))
    said = "; ".join(f"{listed([scale.parts[p].heard for p in one.parts])} (“{short(one.evidence.quote)}”)" for one in shown)
    limits = ""
    if score < 4 and all(one.wished for one in sure):
        limits = " So far it is a wish, not something done."
    elif score < 4 and all(one.vague for one in sure):
        limits = " It stays general."
    return f"You said {said}.{limits}"


def listed(parts: Sequence[str]) -> str:
    """Phrases as a list: "a, b and c"."""
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def short(quote: str, most: int = LONGEST_QUOTE_WORDS) -> str:
    """A quote on one line, with at most this many of its words."""
    said = plainly(quote).strip(" .,;:!…—–-").split()
    return " ".join(said[:most]) + (" …" if len(said) > most else "")
