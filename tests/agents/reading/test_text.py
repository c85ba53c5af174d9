"""Text before meaning: layout changes no words, and every word is found again in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.reading.answer import shipped_reader
from agents.reading.speakers import turns_in
from agents.reading.text import words_of
from evals.labels.layouts import LAYOUTS, Layout

SAID = (
    "Three winters ago I ran the night desk of a ferry line, four people and a radio. In February I let the morning boat sail"
    " without the second ice report, because the first had been clean and we were already late. It came back after 1,200 metres"
    " with a torn plate, and eighty passengers sat in the hall until noon. Nobody had told me to do that. I rang the harbour"
    " master within five minutes and stayed until the last of them had a bed."
)
INTERVIEW = "Interviewer: How bad was it, eighty people?\nMe: Yes.\n\nInterviewer: And then?\nMe: I rang the harbour master.\n"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_changes_no_word(layout: Layout) -> None:
    assert words_of(layout(SAID)).text.split() == SAID.split()


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_clause_is_a_span_of_the_original(layout: Layout) -> None:
    text = layout(SAID)
    reading = shipped_reader().read(text)
    for clause in reading.clauses:
        start, end = reading.span(clause)
        assert words_of(text[start:end]).text.split()[0] == reading.text[clause.start : clause.end].split()[0]


def test_it_says_what_was_removed() -> None:
    assert words_of(LAYOUTS[".srt"](SAID)).removed == ("subtitle times",)
    assert words_of(LAYOUTS["quoted in mail"](SAID)).removed == ("mail quote marks", "line breaks")
    assert words_of(SAID).removed == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Situation: I ran a shop. Task: open it by May.", "I ran a shop. open it by May."),
        ("S: I ran a shop.\nA: I shut it.", "I ran a shop.\nI shut it."),
        ("**Result**\nWe lost 3,000 euros.", "\nWe lost 3,000 euros."),
        ("Fish &amp; chips&nbsp;shop, <b>gone</b>.", "Fish & chips shop, gone."),
        ("[00:12] I ran a shop.", "I ran a shop."),
        ("The of\ufb01ce was \uff36ery cold.", "The office was Very cold."),
        ("Cafe\u0301 owner", "Café owner"),
        ("Skipped the tests\nBroke the site\nRolled it back", "Skipped the tests\nBroke the site\nRolled it back"),
        ("Me: I ran a shop.", "I ran a shop."),
        ("Is 3 < 4 and 5 > 4? a*b", "Is 3 < 4 and 5 > 4? a*b"),
        ("The comma was wrong in the file.", "The comma was wrong in the file."),
    ],
)
def test_what_belongs_to_the_layout_goes_and_the_rest_stays(text: str, words: str) -> None:
    assert words_of(text).text == words


def test_labels_become_turns_and_only_the_candidates_are_read() -> None:
    assert [(speaker, INTERVIEW[start:end]) for speaker, start, end in turns_in(INTERVIEW)] == [
        ("interviewer", "How bad was it, eighty people?"),
        ("candidate", "Yes."),
        ("interviewer", "And then?"),
        ("candidate", "I rang the harbour master."),
    ]
    assert words_of(INTERVIEW).text.split() == ["Yes.", "I", "rang", "the", "harbour", "master."]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz  0:03\nWhat did you do?\nJo Marsh  0:08\nI shut the valve.\nAna Ruiz  0:15\nAnd then?\n"
        "Jo Marsh  0:19\nI rang home.\n",
        "Ana: What did you do?\nJo: I shut the valve.\nAna: And then?\nJo: I rang home.\n",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana Ruiz>What did you do?</v>\n\n2\n00:00:03.000 --> 00:00:04.000\n"
        "<v Jo Marsh>I shut the valve. I rang home.</v>\n",
        "Q: What did you do?\nA: I shut the valve.\nI rang home.\n",
    ],
)
def test_whoever_asks_is_the_interviewer(text: str) -> None:
    said = " ".join(words_of(text[start:end]).text for speaker, start, end in turns_in(text) if speaker == "candidate")
    assert " ".join(said.split()) == "I shut the valve. I rang home."


@pytest.mark.parametrize(
    "text", [SAID, LAYOUTS["Otter"](SAID), "Situation: a.\nTask: b.\nAction: c.", "Note: I ran it.\nWell: fine."]
)
def test_one_voice_is_no_conversation(text: str) -> None:
    assert turns_in(text) == ()


def test_what_is_not_english_is_left_out_and_counted() -> None:
    text = "I skipped the check. Das hat uns etwa 40000 Pfund gekostet und wir haben den Kunden verloren. I told my boss."
    reading = shipped_reader().read(text)
    assert reading.foreign == 1
    assert "Pfund" not in " ".join(text[slice(*reading.span(clause))] for clause in reading.clauses)


@given(st.text(alphabet=st.sampled_from(list("ab .,\n\t>*<&;:-#1•\u00a0\u200b\u00adIQA?[]()0")), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    words = words_of(text)
    assert all(0 <= start < end <= len(text) for start, end in words.places or ())
    assert words.places is None or len(words.places) == len(words.text)


@pytest.mark.parametrize("text", ["\u00a0" * 40_000, "- " * 40_000, "\n" * 40_000, "> " * 40_000, "<" * 40_000, "a: " * 40_000])
@pytest.mark.timeout(20)
def test_the_time_grows_with_the_length_only(text: str) -> None:
    assert len(words_of(text).text) <= len(text)
