"""The commands, to the contracts: one JSON document on standard output, one sentence on standard error, exit 0, 1 or 2."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.paths import Paths
from simulator.store import Store
from tests.fakes import STORY, setup
from tui.cli import run

CAPTURE = pytest.CaptureFixture[str]


def call(capsys: CAPTURE, *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    code = run([*words])
    out, err = capsys.readouterr()
    return code, out, err


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def one_document(out: str) -> Any:
    assert out.count("\n") == 1
    assert out.isascii()
    return json.loads(out)


@pytest.mark.parametrize("kind", ["personas", "questions", "candidates"])
def test_lists_of_what_can_be_chosen(capsys: CAPTURE, kind: str) -> None:
    code, out, err = call(capsys, kind, "--json")
    assert (code, err) == (0, "")
    assert all({"name", "title", "summary"} <= set(entry) for entry in one_document(out))
    code, out, _ = call(capsys, kind)
    assert code == 0
    assert len(out.splitlines()) >= 2


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_listed(capsys: CAPTURE, paths: Paths) -> None:
    bad = paths.library / "personas" / "bad.toml"
    bad.parent.mkdir(parents=True)
    bad.write_text("title = 3")
    code, out, err = call(capsys, "personas", "--json")
    assert code == 0
    assert len(one_document(out)) >= 2
    assert "bad.toml" in err


def test_score_a_text_a_transcript_and_standard_input(capsys: CAPTURE, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, transcript = tmp_path / "answer.txt", tmp_path / "talk.json"
    text.write_text(STORY)
    transcript.write_text(json.dumps({"turns": [{"speaker": "candidate", "text": STORY}]}))
    code, out, err = call(capsys, "score", str(text), "--json")
    assert (code, err) == (0, "")
    card = one_document(out)
    assert card["id"] == "answer"
    _, out, _ = call(capsys, "score", str(transcript), "--json")
    assert one_document(out)["dimensions"] == card["dimensions"]
    stdin(monkeypatch, STORY.encode())
    code, out, _ = call(capsys, "score", "-")
    assert code == 0
    assert "Ownership: " in out


def test_score_a_batch(capsys: CAPTURE, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": "a", "text": "I failed."}\n')
    assert call(capsys, "score", "--batch", str(batch))[0] == 0
    batch.write_text('{"id": "a", "text": "I failed."}\nnope\n{"id": "c", "text": "I failed."}\n')
    code, out, _ = call(capsys, "score", "--batch", str(batch))
    assert code == 2
    cards = [json.loads(line) for line in out.splitlines()]
    assert [card["id"] for card in cards] == ["a", "line 2", "c"]
    assert not cards[1]["scored"]


def test_simulate(capsys: CAPTURE, tmp_path: Path) -> None:
    code, out, err = call(capsys, "simulate", "--candidate", "strong", "--seed", "4", "--json")
    assert (code, err) == (0, "")
    first = one_document(out)
    _, out, _ = call(capsys, "simulate", "--candidate", "strong", "--seed", "4", "--json")
    assert one_document(out) == first
    source = Path(__file__).parents[2] / "agents" / "data" / "candidates" / "weak.toml"
    mine = tmp_path / "mine.toml"
    mine.write_text(source.read_text(encoding="utf-8").replace('name = "weak"', 'name = "mine"'), encoding="utf-8")
    code, out, _ = call(capsys, "simulate", "--candidate", str(mine), "--persona", "sceptical-executive")
    assert code == 0
    assert "candidate: " in out
    assert "Overall " in out


def test_play_reads_answers(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, json.dumps({"text": STORY, "seconds": 60}).encode() + b"\n")
    code, out, _ = call(capsys, "play", "--answers", "-", "--json")
    document = one_document(out)
    assert code == 0
    assert document["ended"] == "candidate"
    assert document["turns"][1]["text"] == STORY


def test_sessions_reports_and_deletion(capsys: CAPTURE, paths: Paths) -> None:
    store = Store(paths.sessions)
    store.create("20260101-1200-abcd", setup())
    _, out, _ = call(capsys, "sessions", "--json")
    (kept,) = one_document(out)
    assert (kept["id"], kept["finished"]) == ("20260101-1200-abcd", False)
    for form in ("md", "html", "json"):
        code, out, _ = call(capsys, "report", "2026", "--format", form)
        assert code == 0
        assert "20260101-1200-abcd" in out
    code, out, err = call(capsys, "delete", "20260101-1200-abcd")
    assert (code, out) == (0, "")
    assert "20260101-1200-abcd" in err
    assert store.records() == []
    store.close()


def test_my_own_material_is_added_cited_as_mine_and_removed(capsys: CAPTURE, tmp_path: Path) -> None:
    mine = tmp_path / "values.md"
    mine.write_text("# Our values\n\nWhoever broke it tells the people who are hurt.\n", encoding="utf-8")
    code, out, _ = call(capsys, "knowledge", "add", str(mine))
    assert code == 0
    assert "values.md: 1 passage." in out
    _, out, _ = call(capsys, "knowledge", "search", "broke it, tell the people who are hurt", "-k", "1", "--json")
    assert one_document(out)[0]["source"] == "your values.md"
    _, out, _ = call(capsys, "guide", "--json")
    assert "your values.md" in {passage["source"] for passage in one_document(out)}
    code, _, err = call(capsys, "knowledge", "add", str(tmp_path / "gone.pdf"), str(mine))
    assert code == 2
    assert "does not exist" in err
    code, out, _ = call(capsys, "knowledge", "remove", "values.md")
    assert code == 0
    code, _, err = call(capsys, "knowledge", "remove", "values.md")
    assert code == 2
    assert "None of your documents" in err


def test_the_guide_is_text_a_page_or_json(capsys: CAPTURE) -> None:
    _, text, _ = call(capsys, "guide")
    assert text.startswith("# The whole question")
    _, page, _ = call(capsys, "guide", "growth", "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page


def test_a_setting_that_cannot_be_is_one_sentence(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_EMBEDDING", "magic")
    code, out, err = call(capsys, "knowledge", "list")
    assert (code, out) == (2, "")
    assert "INTERVIEW_EMBEDDING" in err


def test_knowledge(capsys: CAPTURE) -> None:
    code, out, _ = call(capsys, "knowledge", "search", "who was told?", "--dimension", "mitigation", "-k", "2", "--json")
    hits = one_document(out)
    assert code == 0
    assert len(hits) == 2
    assert {"text", "source", "heading", "dimension", "kind", "score"} <= set(hits[0])
    assert {hit["dimension"] for hit in hits} == {"mitigation"}
    code, out, _ = call(capsys, "knowledge", "list")
    assert code == 0
    assert "passages" in out


def test_doctor_and_locate(capsys: CAPTURE, paths: Paths) -> None:
    code, out, _ = call(capsys, "doctor")
    assert code == 0
    assert "NO" not in out
    _, out, _ = call(capsys, "locate")
    assert str(paths.sessions) in out
    rubric = paths.library / "rubrics" / "antifragility.toml"
    rubric.parent.mkdir(parents=True)
    rubric.write_text("title = 3")
    code, out, _ = call(capsys, "doctor")
    assert code == 1
    assert "antifragility.toml" in out


WRONG = [
    (["nonsense"], "No such command"),
    (["score"], "Give one file"),
    (["score", "/nowhere/at/all"], "/nowhere/at/all does not exist"),
    (["score", "x", "--engine", "llm"], "Use --model NAME or set INTERVIEW_MODEL"),
    (["score", "x", "--engine", "llm", "--model", "m"], "Set OPENAI_API_KEY, or point OPENAI_BASE_URL"),
    (["score", "x", "--engine", "llm", "--model", "m", "--base-url", "here"], "must begin with http"),
    (["score", "x", "--model", "m"], "only works with the llm engine"),
    (["report", "x", "--rescore"], "No session matches"),
    (["score", "--batch", "/nowhere"], "/nowhere does not exist"),
    (["simulate", "--candidate", "nobody"], "Available: "),
    (["simulate", "--candidate", "/nowhere/x.toml"], "cannot be read"),
    (["simulate", "--candidate", "weak", "--minutes", "0"], "greater than 0"),
    (["simulate", "--candidate", "weak", "--seed", "x"], "--seed"),
    (["simulate", "--candidate", "weak", "--seed", "9" * 23], "--seed"),
    (["score", "/dev/zero"], "is a device, not a file"),
    (["score", "--batch", "/dev/zero"], "is a device, not a file"),
    (["play", "--answers", "/dev/zero"], "is a device, not a file"),
    (["personas", "check", "/dev/zero"], "not a regular file"),
    (["simulate", "--candidate", "/dev/zero"], "Available: "),
    (["score", "/tmp"], "/tmp is "),
    (["score", "a\0b"], "is not a valid file name"),
    (["score", "x" * 5000], "too long"),
    (["play", "--answers", "/nowhere"], "/nowhere does not exist"),
    (["start", "--minutes", "5", "--untimed"], "not both"),
    (["start", "--minutes", ""], "--untimed"),
    (["start", "--persona", "ghost"], "Available: "),
    (["start"], "needs a terminal"),
    (["resume"], "no unfinished interview"),
    (["report", "nothing", "--format", "md"], "interview sessions"),
    (["report", "nothing", "--format", "pdf"], "--format"),
    (["delete", "nothing"], "interview sessions"),
    (["knowledge"], "Missing command"),
    (["knowledge", "search", "x", "--dimension", "luck"], "--dimension"),
    ([], "needs a terminal"),
]


@pytest.mark.parametrize(("words", "says"), WRONG, ids=[" ".join(words) or "bare" for words, _ in WRONG])
def test_a_wrong_call_is_one_sentence_and_exit_2(capsys: CAPTURE, words: list[str], says: str) -> None:
    code, out, err = call(capsys, *words)
    assert code == 2
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_debug_shows_the_traceback_and_may_stand_anywhere() -> None:
    with pytest.raises(Exception, match="Available: "):
        run(["simulate", "--debug", "--candidate", "nobody"])


def test_a_damaged_store_is_a_sentence_and_exit_1(capsys: CAPTURE, paths: Paths) -> None:
    paths.sessions.parent.mkdir(parents=True)
    paths.sessions.write_bytes(b"no database" * 100)
    code, _, err = call(capsys, "sessions")
    assert code == 1
    assert "sessions.sqlite is damaged. Move it" in err
    assert err.count("\n") == 1


def test_nobodys_words_steer_the_terminal(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, json.dumps({"text": f"\x1b[2J\x07{STORY}"}).encode())
    _, out, _ = call(capsys, "play", "--answers", "-")
    assert "\x1b" not in out
    assert "\x07" not in out


def test_every_file_is_written_under_the_home(capsys: CAPTURE, paths: Paths, tmp_path: Path) -> None:
    call(capsys, "knowledge", "list")
    call(capsys, "sessions")
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    assert paths.sessions.exists()


DOG = """
title = "Lost the dog"
summary = "The candidate lost a dog."
about = "impact.consequence"
pull = 5
ways = ['<i> lost the dog']
examples = ["So I lost the dog."]
near_misses = ["I lost the fight."]
ask = ["Where did you look first?", "Who did you tell?", "When did you last see it?", "What did {who} say?"]
"""


def test_a_persona_of_mine_is_copied_checked_and_listed(capsys: CAPTURE, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.persona_check.SEEDS", range(1))  # the whole of it takes ten seconds
    code, out, _ = call(capsys, "personas", "new", "my-boss", "--from", "bar-raiser")
    assert code == 0
    copy = Path(out.strip())
    assert copy == paths.library / "personas" / "my-boss.toml"
    assert "# Said before the question." in copy.read_text(encoding="utf-8")
    code, out, _ = call(capsys, "personas", "check", str(copy))
    assert code == 0
    assert "nothing wrong" in out
    _, out, _ = call(capsys, "personas", "--json")
    assert "my-boss" in [entry["name"] for entry in one_document(out)]
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("Okay. Thank you for your time.", "great answer"), encoding="utf-8"
    )
    code, out, err = call(capsys, "personas", "check", str(copy))
    assert code == 2
    assert "great answer" in out
    assert err.count("\n") == 1


def test_hooks_are_listed_and_one_of_mine_is_checked_and_followed(capsys: CAPTURE, paths: Paths, tmp_path: Path) -> None:
    mine = paths.library / "hooks" / "lost-the-dog.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text(DOG, encoding="utf-8")
    code, out, _ = call(capsys, "hooks", "check", str(mine))
    assert code == 0
    assert "1 examples" in out
    _, out, _ = call(capsys, "hooks", "list", "--json")
    assert {"lost-the-dog", "signed-it", "told-nobody"} <= {entry["name"] for entry in one_document(out)}
    answers = tmp_path / "answers.jsonl"
    said = [
        "I mind dogs for people, it was a storm, and the guests went hungry, and in the end I lost the dog.",
        "On the moor.",
    ]
    answers.write_text("".join(json.dumps({"text": text, "seconds": 20}) + "\n" for text in said), encoding="utf-8")
    code, out, _ = call(capsys, "play", "--answers", str(answers), "--json")
    assert code == 0
    follows = one_document(out)["turns"][2]
    assert follows["move"]["thread"] == "lost-the-dog"
    assert follows["text"].endswith(("first?", "tell?", "last see it?", "say?"))
    mine.write_text(DOG.replace("I lost the dog.", "I lost the cat."), encoding="utf-8")
    code, out, err = call(capsys, "hooks", "check", str(mine))
    assert code == 2
    assert "not recognised: So I lost the cat." in out
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["My Boss", "../boss", "bar-raiser", ""])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(capsys: CAPTURE, paths: Paths, name: str) -> None:
    code, _, err = call(capsys, "personas", "new", name, "--from", "bar-raiser")
    assert code == 2
    assert err.count("\n") == 1
    assert not paths.library.exists()
