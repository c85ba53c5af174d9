"""The house keeps its shape: small rooms, a light front door, clean locks."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("agents", "evals", "knowledge", "simulator", "tui")
MODULES = [path for package in (*PACKAGES, "tests") for path in sorted((ROOT / package).rglob("*.py"))]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
HEAVY = {"langgraph", "langchain_core", "langchain_openai", "chromadb", "numpy", "inspect_ai", "pydantic", "typer"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_small_and_functions_fit_a_screen(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


def test_half_of_the_modules_have_at_most_a_hundred_lines() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES if "tests" not in path.parts)
    written = [length for length in lengths if length > 1]
    assert written[len(written) // 2] <= 100


@pytest.mark.parametrize("module", ["tui.cli", "tui.terminal", "tui.app"])
def test_the_first_screen_is_there_before_anything_heavy_is_imported(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not HEAVY & {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_record_no_address_and_a_hash_for_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pins = re.findall(r"^[a-z0-9._-]+==[^ \n]+", text, re.M)
    assert len(pins) > 20
    assert len(re.findall(r"^[a-z0-9._-]+==[^\n]*\\\n +--hash=sha256:", text, re.M)) == len(pins)


def test_the_app_runs_on_the_pins_that_are_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==[^ \n]+", (ROOT / name).read_text(encoding="utf-8"), re.M))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
