"""The candidate's own words, cut so that a question can pick up on them: a quote, an amount, a party or a decision.

Quotes stay as they were said. A decision changes person ("I skipped the test" → "you skipped the test"), because the
interviewer says it to the candidate.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agents.reading.answer import Reading
from agents.reading.findings import Finding
from agents.reading.mentions import mentions_in

LONGEST_QUOTE_WORDS = 12
SHORTEST_QUOTE_WORDS = 3

LEAD = re.compile(
    r"^(?:(?:and|but|so|because|then|well|um+|uh+|er+|erm|like|you know|i mean|which|after that|okay|ok|yes|yeah|no"
    r"|right|honestly|basically|actually|anyway|in the end|right so"
    r"|as I (?:said|say|mentioned)|as far as I (?:may|can|could|know|remember)(?: (?:say|tell|recall)(?: it)?)?)\b[, ]*)+",
    re.I,
)
BORDER = re.compile(
    r"[,;:]\s|\s(?=(?:and|but|so|because|which|that|who|when|while|where|after|before|until|if|as|to|for|with|in|on|at|from|by"
    r"|about|without|of)\b)"
)
NEVER_LAST = r"a|an|the|of|to|and|but|or|with|because|which|my|our|your|their|its|is|was|were|if|very|um+|uh+|like"
NO_END = re.compile(rf"\s+(?:{NEVER_LAST})$", re.I)
NO_END_OF_A_CUT = re.compile(
    rf"\s+(?:{NEVER_LAST}|so|in|on|at|for|that|who|his|her|this|had|have|has|by|from|as|when|while|I|we|they|he|she|it|really"
    r"|about|not|after|before|until|then|be|been|would|could|told)$",
    re.I,
)
DEED = re.compile(
    r"\bI (?:just |simply |then |also |never |did ?n.t |did not )?[a-z]+(?:ed|t|ew|aid|ose|ut|ent|ave|ot|ook|an)?\b.*",
    re.I | re.S,
)


@dataclass(frozen=True)
class Detail:
    """Words to pick up on: their kind, the words as said to the candidate, and the clause they come from."""

    kind: str
    text: str
    source: str
    about: frozenset[str] = frozenset()
    """The dimensions that the clause is about."""


def quote(clause: str) -> str:
    """The clause without its joining words, cut at phrase borders to at most twelve words; empty if nothing usable is left."""
    words = whole = LEAD.sub("", " ".join(clause.split())).strip(' .,;:!…—–-"“”‘’()[]{}')
    while len(words.split()) > LONGEST_QUOTE_WORDS:
        borders = [m.start() for m in BORDER.finditer(words) if len(words[: m.start()].split()) > SHORTEST_QUOTE_WORDS]
        fitting = [b for b in borders if len(words[:b].split()) <= LONGEST_QUOTE_WORDS]
        if not fitting:
            return ""
        words = words[: fitting[-1]].strip(" .,;:")
    no_end = NO_END if words == whole else NO_END_OF_A_CUT
    while no_end.search(words):
        words = no_end.sub("", words).strip(" .,;:")
    fits = len(words.split()) >= SHORTEST_QUOTE_WORDS and "?" not in words and "“" not in words and '"' not in words
    return words if fits else ""


PERSON = {
    "i was": "you were", "i wasn't": "you weren't", "i am": "you are", "i'm": "you're", "i've": "you've", "i'd": "you'd",
    "i'll": "you'll", "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "us": "you",
    "we're": "you're", "we've": "you've", "we'd": "you'd", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
FIRST_PERSON = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, PERSON), key=len, reverse=True)) + r")(?![\w'])", re.I)


def said_to_you(text: str) -> str:
    """One of the candidate's clauses, put into the second person."""
    return FIRST_PERSON.sub(lambda m: PERSON[m.group().lower().replace("’", "'")], text.replace("’", "'"))


@lru_cache(maxsize=4096)  # every question looks at every answer
def details(reading: Reading) -> tuple[Detail, ...]:
    """What a question can pick up on, starting with the clauses that carry most; nothing if the turn is not an answer."""
    return tuple(_details(reading))


def _details(reading: Reading) -> Iterator[Detail]:
    if reading.act != "answer":
        return
    carrying: dict[tuple[int, int], list[Finding]] = {}
    for finding in reading.plain:
        carrying.setdefault((finding.clause.start, finding.clause.end), []).append(finding)
    for (start, end), findings in sorted(carrying.items(), key=lambda item: (-len(item[1]), item[0])):
        clause = reading.text[start:end]
        about = frozenset(f.dimension for f in findings if f.dimension is not None)
        owned = any((f.dimension, f.part) == ("ownership", "decision") for f in findings)
        for kind, words in _cut(clause, owned):
            if words:
                yield Detail(kind, words, clause, about)


def _cut(clause: str, owned: bool) -> Iterator[tuple[str, str]]:
    """The amounts, parties, decision and quote in a clause; the decision and the quote are empty if there is none."""
    for amount in mentions_in(clause, "amount"):
        yield "amount", " ".join(clause[amount.start : amount.end].split())
    for party in mentions_in(clause, "party"):
        words = said_to_you(" ".join(clause[party.start : party.end].split()))
        yield "party", words[0].lower() + words[1:]
    deed = DEED.search(clause) if owned else None
    words = quote(deed.group()) if deed else ""
    yield "decision", "" if re.search(r"\b(?:guess|suppose|think|mean|know)\b", words) else said_to_you(words)
    yield "quote", quote(clause)
