"""The candidate's own words, cut so that they can be quoted: as they were said, without joining words, at most twelve."""

import re
from collections import Counter
from functools import lru_cache

from agents.reading.answer import Reading

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


@lru_cache(maxsize=4096)  # every question looks at every answer
def quotes(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What can be quoted of a turn, each with its whole clause, starting with the clauses that carry most."""
    carrying = Counter((finding.clause.start, finding.clause.end) for finding in reading.plain)
    clauses = [reading.text[start:end] for (start, end), _ in sorted(carrying.items(), key=lambda item: (-item[1], item[0]))]
    return tuple((words, clause) for clause in clauses if (words := quote(clause)))
