"""The linter of the interviewer's wording finds what is wrong, and nothing in what is right."""

import pytest

from agents.interviewer.wording import Fault, problems
from agents.moves import Move

DIG = Move(kind="dig", dimension="growth")
GOOD = [
    "You said “we were late”, and I'd like to stay near that. What did you change?",
    "So you skipped the test. What were you counting on?",
    "“I don't know what's right?” was your word for it. What would an honest answer have been?",
    "One detail: an hour later, who knew about it?",
]
WRONG = [
    ("", "empty"),
    ("And then.", "asks 0 questions"),
    ("What happened? And why?", "asks 2 questions"),
    (f"What {'very ' * 50}happened?", "words"),
    ("So {decision}, and then what?", "placeholder"),
    ("What does “the thing mean?", "quotation marks"),
    ("You said “we left the”. What then?", "cut off"),
    ("You said “and we left it there”. What then?", "conjunction"),
    ("well, what then?", "lowercase"),
    ("What then ?", "spacing"),
    ("What would raise your score on ownership?", "leaks"),
    ("Don't you think that was wrong?", "leads"),
    ("It was your fault, right?", "leads"),
    ("Great answer. What then?", "praises"),
    ("What was a outcome of it?", "article"),
    ("What did the the team say?", "repeated"),
    ("When you was there, what did you see?", "agree"),
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_passes(text: str) -> None:
    assert problems(text, DIG) == []


@pytest.mark.parametrize(("text", "what"), WRONG, ids=[what for _, what in WRONG])
def test_what_is_wrong_is_named(text: str, what: str) -> None:
    assert any(what in fault.sentence for fault in problems(text, DIG)), problems(text, DIG)


def test_a_turn_that_was_said_before_is_a_repeat() -> None:
    assert problems(GOOD[0], DIG, [GOOD[0]]) == [Fault("repeated", "it has already been said")]
