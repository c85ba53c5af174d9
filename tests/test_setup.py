"""Setting up: what is missing is said in one sentence, before anything is made."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

OLD = """#!/bin/sh
case $1 in -V) echo Python 3.9.1;; *) exit 1;; esac
"""
NO_VENV = """#!/bin/sh
case $2 in *ensurepip*) exit 1;; *) exit 0;; esac
"""


def set_up(folder: Path, python: str | None) -> tuple[int, str]:
    """Exit code and standard error of setup.sh in an empty folder, without uv, with this script as the Python."""
    shutil.copy(ROOT / "setup.sh", folder)
    tools = folder / "tools"
    tools.mkdir()
    for name in ("sh", "cut", "printf"):
        (tools / name).symlink_to(str(shutil.which(name)))
    if python is not None:
        (tools / "python3").write_text(python)
        (tools / "python3").chmod(0o755)
    environment = {"PATH": str(tools), "HOME": str(folder)}
    done = subprocess.run(["sh", "./setup.sh", "x.lock"], cwd=folder, env=environment, capture_output=True, text=True)
    assert not (folder / ".venv").exists()
    return done.returncode, done.stderr.replace("Setting up .venv once; this takes a minute or two.\n", "")


@pytest.mark.parametrize(
    ("python", "says"),
    [(None, "No Python found"), (OLD, "Python 3.11 or newer is needed and 'python3' is 3.9.1"), (NO_VENV, "no venv module")],
    ids=["no Python", "an old Python", "no venv module"],
)
def test_what_is_missing_is_one_sentence(tmp_path: Path, python: str | None, says: str) -> None:
    code, said = set_up(tmp_path, python)
    assert code == 1
    assert says in said
    assert said.count("\n") == 1


def test_a_second_make_interview_does_no_set_up() -> None:
    if not (ROOT / ".venv" / ".app").exists() or shutil.which("make") is None:
        pytest.skip("this copy was not set up by make")
    command = ["make", "--no-print-directory", "-n", "interview"]  # as under `make test`, which is a make, too
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"MAKEFLAGS": ""}, check=True)
    assert done.stdout.strip() == '".venv/bin/interview"'
