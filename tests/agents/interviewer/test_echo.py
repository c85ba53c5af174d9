"""What the interviewer echoes: a few whole words of the candidate's, turned to them, or nothing."""

import pytest

from agents.interviewer.echo import echo


@pytest.mark.parametrize(
    ("said", "echoed"),
    [
        ("And I signed it and I remember being kinda relieved.", "You signed it."),
        ("I never looked.", "You never looked."),
        ("Then I rang the supplier myself, before my boss did.", "You rang the supplier yourself."),
        ("So I'd left my phone in the van.", "You'd left your phone in the van."),
        ("I was watching the other screen.", "You were watching the other screen."),
        ("She sent me a photo of it.", "She sent you a photo of it."),
        ("i turned the whole service off", "You turned the whole service off."),
    ],
)
def test_what_the_candidate_did_or_what_was_done_to_them_is_echoed(said: str, echoed: str) -> None:
    assert echo(said) == echoed


@pytest.mark.parametrize(
    "said",
    [
        "It was the Friday before half term.",
        "I think I signed it?",
        "I was like, um, whatever.",
        "We switched it off.",
        "She rang her sister about the thing with the door.",
        "I told them that",
        "It was me gave them him.",
        "I said to him, wrap up well.",
        "",
    ],
)
def test_nothing_is_echoed_that_is_cut_vague_or_not_about_the_candidate(said: str) -> None:
    assert echo(said) == ""
