"""Nobody's words steer a terminal, and evidence is only what the candidate said."""

import pytest

from agents.plain import plain
from agents.scorecard import evidence_at
from agents.transcript import Turn
from tests.fakes import said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("bell\x07 null\x00 c1\x9b2J", "bell null c12J"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("right\u202eleft\u2066x\u2069", "rightleftx"),
        ("café 日本 👩‍🔧 – “quoted”", "café 日本 👩‍🔧 – “quoted”"),
        ("half \ud800", "half ?"),
    ],
)
def test_control_characters_go_and_everything_else_stays(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_evidence_is_cut_from_the_candidates_own_turn() -> None:
    transcript = (Turn(speaker="interviewer", text="I broke it."), *said("I broke the build."))
    piece = evidence_at(transcript, 1, 2, 17)
    assert piece.quote == "broke the build" == transcript[1].text[piece.start : piece.end]
    with pytest.raises(ValueError, match="interviewer"):
        evidence_at(transcript, 0, 0, 5)
    with pytest.raises(ValueError, match="no words"):
        evidence_at(transcript, 1, 5, 500)
