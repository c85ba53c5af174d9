"""Setting up: what is missing is said in one sentence, before anything is made."""

import os
import shutil
import subprocess
import sys
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


ELSEWHERE = """
import platform, sys, sysconfig
sys.platform, machine, mac, sys.version_info, musl = {place}
platform.machine, platform.mac_ver = lambda: machine, lambda: (mac, ("", "", ""), machine)
sysconfig.get_config_var = lambda name: "x86_64-pc-linux-musl" if musl else "x86_64-pc-linux-gnu"
exec(sys.stdin.read())
"""


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (("linux", "x86_64", "", (3, 12), True), "no packages for musl"),
        (("win32", "ARM64", "", (3, 12), False), "Windows on ARM"),
        (("darwin", "x86_64", "15.1", (3, 14), False), "Python 3.14 on this Mac"),
        (("darwin", "arm64", "13.6", (3, 14), False), "Python 3.14 on this Mac"),
        (("linux", "riscv64", "", (3, 12), False), "this processor (riscv64)"),
        (("linux", "x86_64", "", (3, 15), False), "Python 3.15"),
        (("darwin", "x86_64", "13.6", (3, 13), False), ""),
        (("darwin", "arm64", "14.1", (3, 14), False), ""),
    ],
    ids=str,
)
def test_where_packages_are_missing_it_is_said_before_anything_is_fetched(
    tmp_path: Path, place: tuple[object, ...], says: str
) -> None:
    (tmp_path / "elsewhere.py").write_text(ELSEWHERE.format(place=place))
    run = f'case $1 in -) exec "{sys.executable}" "{tmp_path}/elsewhere.py" ;; -m) exit 1 ;; esac'
    code, said = set_up(tmp_path, f"#!/bin/sh\n{run}\n")
    assert code == 1
    assert says in said
    assert said.count("\n") == (1 if says else 0)


def test_a_second_make_interview_does_no_set_up() -> None:
    if not (ROOT / ".venv" / ".app").exists() or shutil.which("make") is None:
        pytest.skip("this copy was not set up by make")
    command = ["make", "--no-print-directory", "-n", "interview"]  # as under `make test`, which is a make, too
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"MAKEFLAGS": ""}, check=True)
    assert done.stdout.strip() == '".venv/bin/interview"'
