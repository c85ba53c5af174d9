"""What could be said next: words that can be given back, and what fits by what readers thought of such turns."""

import pytest

from agents.interviewer.echo import echoes
from agents.interviewer.hooks import hooks_of
from agents.interviewer.options import Stage, load_fit, options
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import shipped_reader


def given_back(sentence: str, last: bool = True) -> set[str]:
    return set(echoes(sentence, last))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I typed complete, because she likes it complete.", "You typed complete."),
        ("So I wiped it and put it back on the charger.", "You put it back on the charger."),
        ("She took the call and walked out of the room.", "She walked out of the room."),
        ("Nobody laughed.", "Nobody laughed."),
        ("And he had the paper, with a little tooth emoji.", "With a little tooth emoji."),
        ("I said nothing.", "You said nothing."),
    ],
)
def test_words_that_stand_on_their_own_are_given_back(said: str, words: str) -> None:
    assert words in given_back(said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I never took my coat and walked down there.", "You walked down there."),
        ("He said it wasn't me.", "He said it wasn't you."),
        ("I says no pet.", "You says no pet."),
        ("Have you ever done that?", "Have you ever done that."),
        ("I mean, whatever.", "Whatever."),
        ("If I signed it, they'd all go.", "You signed it."),
    ],
)
def test_words_that_would_be_wrong_are_not(said: str, words: str) -> None:
    assert words not in given_back(said)


def test_the_last_words_stand_for_the_turn_only_at_its_end() -> None:
    assert "The smiley." in given_back("It came with the form, the smiley.")
    assert "The smiley." not in given_back("It came with the form, the smiley.", last=False)


def best(text: str, told: frozenset[Dimension], turns: int) -> dict[str, float]:
    """How well the best of each kind fits."""
    reading = shipped_reader().read(text)
    stage = Stage("answer", told, frozenset(), happening_told="impact" in told, turns=turns)
    found: dict[str, float] = {}
    for fit, option in load_fit().of(text, hooks_of().places(reading), stage):
        found[option.kind] = max(fit, found.get(option.kind, -9.0))
    return found


def test_a_story_that_has_only_begun_is_let_go_on() -> None:
    fits = best("So I was new, I ran the night desk at a hotel by the station, two hundred rooms.", frozenset(), 1)
    assert fits["next"] > fits["hook"]


def test_an_admission_is_not_passed_over() -> None:
    fits = best("I saw the alarm and I turned it off. I told nobody.", frozenset(DIMENSIONS[:3]), 5)
    assert max(fits["hook"], fits["echo"]) > fits["next"] + 0.3


def test_a_story_that_is_over_is_not_asked_to_go_on() -> None:
    end = "These days I read every line out loud before it goes, and the new ones do too."
    assert best(end, frozenset(DIMENSIONS), 9)["next"] < 0


@pytest.mark.parametrize(
    "said",
    [
        "Was I wrong?",
        "Whose fault was it",
        "I wanted to kill myself.",
        "Maybe I killed her.",
        "I'd've told her.",
        "He was me brother.",
        "I should have rung him and told him.",
        "I nearly crashed it and ran.",
        "Fuck off.",
    ],
)
def test_what_nobody_would_give_back_is_not(said: str) -> None:
    assert given_back(said) == set()


def test_an_amount_is_not_cut_and_no_mark_or_control_character_comes_back() -> None:
    assert given_back("I lost 3,000 pounds.") == {"You lost 3,000 pounds."}
    assert given_back("1. \x07I sent it.") == {"You sent it."}
    assert "Smith was there." not in given_back("Dr. Smith was there.")
    assert "She asked you." not in given_back("She asked me if I was okay.")


def test_a_question_about_a_person_needs_one() -> None:
    reading = shipped_reader().read("And then it was asked why I hadn't rung.")
    asks = [option.ask for option in options(reading.text, hooks_of().places(reading)) if option.thread is not None]
    assert asks
    assert not [ask for ask in asks if "{" in ask]
