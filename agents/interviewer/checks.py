"""The checks that an interviewer's turn from a model must pass before it counts as asked."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from agents.interviewer.limits import TOLERATED_TURN_WORDS
from agents.interviewer.wording import LEADING, LEAKS, PRAISE, QUESTION, QUOTED, Fault
from agents.moves import Move
from agents.plain import CONTROL

SAME = 90.0
"""How similar two questions must be, 0 to 100, to count as the same one (rapidfuzz's token_sort_ratio)."""
ASKS_NOTHING = frozenset({"give_time", "close", "reply", "continue", "acknowledge"})
MARKUP = re.compile(r"^\s*(?:[#>*-]\s|\d+[.)]\s|```)|\*\*|__|</?\w+>|\[[^\]]*\]\(|\{\w+\}", re.M)
SPEAKER = re.compile(r"^\s*(?:interviewer|candidate|assistant|user|system|evaluator|me|you)\s*:", re.I | re.M)
OUT_OF_ROLE = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant)|i(?:'m| am) (?:an ai|a language model)|in my previous (?:role|job)"
    r"|when i failed|my own failure)\b",
    re.I,
)
COACHING = re.compile(
    r"\b(?:you (?:should|could|might want to) (?:say|mention|talk about|add|explain|include)|a (?:good|better|strong) answer"
    r"|try to (?:mention|say|include)|for example,? you|(?:remember|make sure) to)\b",
    re.I,
)
ORDERS = 8
"""How many words in a row a turn may not share with the prompt."""


SENTENCE = (
    ("control", "control characters", CONTROL),
    ("markup", "markup", MARKUP),
    ("speaker", "a speaker's name", SPEAKER),
)
"""What no sentence may contain, quoted or not."""
OWN_WORDS = (
    ("leak", "it reveals the scoring criteria", LEAKS),
    ("leading", "it leads the candidate", LEADING),
    ("praise", "it praises or blames the candidate", PRAISE),
    ("coaching", "it coaches the candidate", COACHING),
    ("role", "it breaks character", OUT_OF_ROLE),
)
"""What the interviewer may not say itself, although it may quote the candidate saying it."""


def sentence_faults(sentence: str) -> list[Fault]:
    """What is wrong with a single sentence, which is then not even shown."""
    own = QUOTED.sub("“”", re.sub(r'"[^"]*"', "“”", sentence))
    checks = [*((check, sentence) for check in SENTENCE), *((check, own) for check in OWN_WORDS)]
    return [Fault(code, what) for (code, what, pattern), text in checks if pattern.search(text)]


def turn_faults(text: str, move: Move, earlier: Iterable[str], prompt: str) -> list[Fault]:
    """What is wrong with a whole turn, apart from what its sentences were checked for."""
    questions, words = text.count("?"), len(text.split())
    repeated = move.kind not in ASKS_NOTHING | {"repeat", "open"} and any(_same(text, said) for said in earlier)
    checks = {
        ("empty", "it is empty"): not text.strip(),
        ("questions", f"it asks {questions} questions"): questions > 1 if move.kind in ASKS_NOTHING else questions != 1,
        ("length", f"it is {words} words long"): words > TOLERATED_TURN_WORDS,
        ("repeated", "it has already been asked"): repeated,
        ("instructions", "it repeats its instructions"): bool(_runs(text) & _runs(prompt)),
    }
    return [Fault(code, sentence) for (code, sentence), wrong in checks.items() if wrong]


def _same(text: str, said: str) -> bool:
    return fuzz.token_sort_ratio(_question(text), _question(said)) >= SAME


def _question(text: str) -> str:
    """The question in a turn, or the whole turn if there is none."""
    asked: list[str] = QUESTION.findall(text)
    return (asked or [text])[-1].strip().lower()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z']+", text.lower())
    return {tuple(words[k : k + ORDERS]) for k in range(len(words) - ORDERS + 1)}
