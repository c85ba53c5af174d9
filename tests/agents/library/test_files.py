"""Files that people add: found, preferred to the built-in ones, and refused with a sentence that helps."""

from pathlib import Path

import pytest

from agents.errors import DataError
from agents.library.candidates import Ledger
from agents.library.files import Entry, load, load_all, load_named
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.rubric import Rubric

GOOD = """
title = "Mine"
summary = "My own."
wordings = ["Tell me about a day that went wrong."]
rephrased = "What went wrong?"
another = "And a bigger one?"
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "questions" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "schema", "least"),
    [("personas", Persona, 2), ("questions", Question, 2), ("candidates", Ledger, 3), ("rubrics", Rubric, 1)],
)
def test_everything_that_ships_is_right(kind: str, schema: type[Entry], least: int) -> None:
    entries, problems = load_all(kind, schema, None)
    assert problems == []
    assert len(entries) >= least


def test_a_file_of_mine_stands_beside_the_built_in_ones_and_in_place_of_its_namesake(tmp_path: Path) -> None:
    write(tmp_path, "mine", GOOD)
    write(tmp_path, "failure", GOOD)
    assert load_named("questions", "mine", Question, tmp_path).title == "Mine"
    assert load_named("questions", "failure", Question, tmp_path).title == "Mine"
    assert load_named("questions", "failure", Question, None).title != "Mine"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", GOOD)
    assert load_named("questions", "mine", Question, tmp_path).title == "Mine"
    path.write_text(GOOD.replace('"Mine"', '"Changed"'), encoding="utf-8")
    assert load_named("questions", "mine", Question, tmp_path).title == "Changed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD.replace("rephrased", "rephrase"), "rephrase"),
        (GOOD.replace('title = "Mine"\n', ""), "title: is missing; add it"),
        (GOOD + "colour = 1\n", "colour: is not a known field"),
        (GOOD.replace('["Tell me about a day that went wrong."]', "[]"), "wordings: "),
        ("title = ", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_field_and_what_was_expected(tmp_path: Path, text: str, expected: str) -> None:
    path = write(tmp_path, "mine", text)
    with pytest.raises(DataError) as caught:
        load(path, Question)
    assert str(path) in str(caught.value)
    assert expected in str(caught.value)


def test_one_wrong_file_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, "bad", "title = 3")
    write(tmp_path, "good", GOOD)
    entries, problems = load_all("questions", Question, tmp_path)
    assert "good" in [entry.name for entry in entries]
    assert len(problems) == 1


def test_text_that_is_not_utf8_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(DataError, match="UTF-8"):
        load(path, Question)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match="failure"):
        load_named("questions", "nope", Question, None)


def test_a_persona_of_an_earlier_version_is_still_read() -> None:
    built_in = load_named("personas", "bar-raiser", Persona, None).model_dump(mode="json")
    lines = {"reask": ["Another one."], "give_time": ["Take it."], "clarify": ["Again."], "redirect": ["Back."]}
    old = built_in | {"takes_up": {"quote": ["On “{quote}”."]}, "takes_up_share": 0.4, "lines": lines, "replies": {}}
    persona = Persona.model_validate(old)
    assert persona.lines == {"re_ask": ("Another one.",), "redirect": ("Back.",)}
    assert persona.replies == {"ask_time": ("Take it.",)}
