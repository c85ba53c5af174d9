"""What is handed in and where output goes: bounded, never waited for in vain, and always a sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.inputs import LARGEST_BYTES
from simulator.paths import Paths
from tests.fakes import STORY
from tests.tui.test_cli import CAPTURE, call, one_document
from tui.cli import run

ROOT = Path(__file__).parent.parent.parent


def program(*words: str, shell: str = "", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The real command, its output through a shell's redirections."""
    command = f'"{sys.executable}" -c "from tui.cli import main; main()" {" ".join(words)} {shell}'
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=env, timeout=100)


def fifo(tmp_path: Path) -> str:
    os.mkfifo(tmp_path / "fifo")
    return str(tmp_path / "fifo")


def test_a_fifo_that_nobody_writes_to_is_empty_and_not_waited_for(capsys: CAPTURE, tmp_path: Path) -> None:
    name = fifo(tmp_path)
    code, out, _ = call(capsys, "score", name, "--json")
    assert (code, one_document(out)["scored"]) == (0, False)
    code, _, err = call(capsys, "play", "--answers", name)
    assert code == 2
    assert "has no answers in it" in err
    assert call(capsys, "score", "--batch", name)[0] == 0
    code, _, err = call(capsys, "personas", "check", name)
    assert code == 2
    assert "not a regular file" in err


def test_a_pipe_that_somebody_writes_to_is_read(tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text(STORY)
    done = program("score", "/dev/fd/3", "--json", shell=f"3<<'END'\n{STORY}\nEND\n")
    assert json.loads(done.stdout)["scored"]


def test_what_is_too_large_is_said_and_the_other_lines_are_judged(capsys: CAPTURE, tmp_path: Path) -> None:
    large, batch = tmp_path / "large.txt", tmp_path / "batch.jsonl"
    large.write_text("x" * (LARGEST_BYTES + 1))
    code, _, err = call(capsys, "score", str(large))
    assert code == 2
    assert "is larger than 1 MB" in err
    good = json.dumps({"id": "good", "text": STORY})
    batch.write_text(f'{{"id": "long", "text": "{"x" * (LARGEST_BYTES * 2)}"}}\n{good}\n')
    code, out, _ = call(capsys, "score", "--batch", str(batch))
    cards = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [card["scored"] for card in cards] == [False, True]
    assert "too long for an answer" in cards[0]["unscored_reason"]


def test_a_line_that_the_evaluator_fails_on_costs_that_line(
    capsys: CAPTURE, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agents.evaluator.offline import OfflineEvaluator

    real = OfflineEvaluator.scorecard

    def failing(self: OfflineEvaluator, transcript: object, card_id: str) -> object:
        if card_id == "bad":
            raise ValueError("not enough values")
        return real(self, transcript, card_id)  # type: ignore[arg-type]

    monkeypatch.setattr(OfflineEvaluator, "scorecard", failing)
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(json.dumps({"id": id, "text": STORY}) for id in ("a", "bad", "c")))
    code, out, _ = call(capsys, "score", "--batch", str(batch))
    assert code == 2
    assert [json.loads(line)["scored"] for line in out.splitlines()] == [True, False, True]


def test_a_mark_of_byte_order_is_no_part_of_an_answer(capsys: CAPTURE, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_bytes(b"\xef\xbb\xbf" + json.dumps({"text": STORY}).encode())
    code, out, _ = call(capsys, "play", "--answers", str(answers), "--json")
    assert code == 0
    assert one_document(out)["turns"][1]["text"] == STORY


def test_an_empty_file_of_answers_is_said(capsys: CAPTURE, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n\n")
    code, _, err = call(capsys, "play", "--answers", str(tmp_path / "none.jsonl"))
    assert code == 2
    assert "has no answers in it" in err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_redirected_output_is_utf_8_whatever_python_is_told(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "answer.txt").write_text("I left it running – “on purpose” – and we lost 80,000 € ✓", encoding="utf-8")
    done = program("score", f"'{tmp_path}/answer.txt'", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "“" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("redirected", "sentence"),
    [(">&-", "Standard output is closed"), (">/dev/full", "The disk is full, so standard output cannot be written")],
)
def test_output_that_is_closed_or_full_is_a_sentence_and_exit_1(redirected: str, sentence: str) -> None:
    done = program("questions", "--json", shell=redirected)
    assert done.returncode == 1
    assert sentence in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_everything_else_may_be_closed() -> None:
    done = program("questions", "--json", shell="2>&- <&-")
    assert done.returncode == 0
    assert json.loads(done.stdout)


def modes(folder: Path) -> set[str]:
    found = ((path.relative_to(folder), path.stat().st_mode) for path in folder.rglob("*"))
    return {f"{path} {mode & 0o777:o}" for path, mode in found if mode & 0o077}


def test_nobody_else_can_read_what_is_kept_and_an_older_home_is_mended(capsys: CAPTURE, paths: Paths) -> None:
    os.umask(0o022)
    (paths.data / "knowledge").mkdir(parents=True)
    (paths.data / "old.sqlite").write_text("")
    (paths.data / "checkpoints.sqlite").write_text("garbage")
    paths.config.mkdir(parents=True)
    (paths.config / "settings.toml").write_text('api_key = "sk-x"')
    (paths.data / "link").symlink_to(ROOT)
    assert run(["knowledge", "search", "whom did you tell?"]) == 0
    assert run(["sessions"]) == 0
    assert modes(paths.data.parent) == {"data/link 755"} or ROOT.stat().st_mode & 0o077 == 0
    assert not (paths.data / "checkpoints.sqlite").exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nested.toml", b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deep"),
        ("digits.toml", b"a = " + b"9" * 5000, "not valid TOML"),
        ("large.toml", b"#" * 1_000_001, "larger than 1 MB"),
        ("latin.toml", b"a = '\xe9'", "not UTF-8"),
    ],
)
def test_a_file_of_the_library_that_cannot_be_is_named_and_the_rest_is_there(
    capsys: CAPTURE, paths: Paths, name: str, content: bytes, says: str
) -> None:
    folder = paths.library / "personas"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    (folder / ".#warm-mentor.toml").symlink_to("/nowhere/at/all")  # as Emacs makes one while a file is edited
    (folder / "dangling.toml").symlink_to("/nowhere/at/all")
    os.mkfifo(folder / "fifo.toml")
    code, out, err = call(capsys, "personas", "--json")
    assert code == 0
    assert len(one_document(out)) >= 6
    assert says in err
    assert err.count("\n") == 3
    (paths.config / "settings.toml").write_bytes(content)
    code, _, err = call(capsys, "doctor")
    assert says in err + capsys.readouterr().out or code == 1


def test_a_rubric_of_ones_own_may_change_wording_and_weights_only(capsys: CAPTURE, paths: Paths) -> None:
    built_in = (ROOT / "agents/data/rubrics/antifragility.toml").read_text(encoding="utf-8")
    folder = paths.library / "rubrics"
    folder.mkdir(parents=True)
    own = folder / "antifragility.toml"
    own.write_text(
        built_in.replace("A slogan.", "A slogan!")
        .replace("weight = 0.10", "weight = 0.15")
        .replace("weight = 0.20", "weight = 0.175")
    )
    (paths.data / "answer.txt").parent.mkdir(parents=True)
    (paths.data / "answer.txt").write_text(STORY)
    assert call(capsys, "score", str(paths.data / "answer.txt"))[0] == 0
    for change, says in (
        (
            ("[dimensions.growth.parts]\nmeasure", "[dimensions.growth.parts]\nmechanism"),
            "dimensions.growth.parts.mechanism: is not recognised",
        ),
        (("hero_ending = ", "heroism = "), "red_flags.heroism: is not recognised"),
    ):
        own.write_text(built_in.replace(*change))
        code, _, err = call(capsys, "score", str(paths.data / "answer.txt"))
        assert code == 2
        assert f"{own}: {says}" in err
        assert "only change wording and weights" in err


def test_neither_keys_nor_passwords_are_logged(paths: Paths) -> None:
    import logging

    from simulator.log import log_to_file

    log_to_file(paths)
    logging.getLogger("x").warning("http://me:secret-word@host/v1 and Bearer abc123 and sk-live-4711 \x1b[31m")
    written = paths.log.read_text()
    assert "http://host/v1" in written
    for secret in ("secret-word", "abc123", "4711", "\x1b"):
        assert secret not in written
