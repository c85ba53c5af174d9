"""Prints every sentence that the program can show, with where it stands: `make sentences`. For readers who go over the words.

Strings of the code that are no patterns, statements or keys; the help of the commands; and the texts of the data files.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = ("agents", "evals", "knowledge", "simulator", "tui")
COMMANDS = ("tui/commands", "evals/cli.py")
DATA = ("agents/data", "knowledge/corpus")
NO_SENTENCE = re.compile(r"\\[bsdw]|\(\?|^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN)\b|^\s*[.#\-$\w]+ \{|^<|^https?:")
WORDS = re.compile(r"[A-Za-z]{2,}.* .*[A-Za-z]|^[A-Z][a-z]{3,}$")


def in_code(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences of a module; docstrings only where they are a command's help."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings, named = set[int](), str(path.relative_to(ROOT))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        body = body if isinstance(body, list) else []
        for part in body:
            if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
                docstrings.add(id(part.value))
                if part is body[0] and isinstance(node, ast.FunctionDef) and named.startswith(COMMANDS):
                    yield part.lineno, str(part.value.value).strip()
        if isinstance(node, ast.JoinedStr):
            docstrings |= {id(value) for value in ast.walk(node)}
            yield node.lineno, "".join(_piece(value) for value in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def _piece(value: ast.expr) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else "{…}"


def in_data(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a data file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from enumerate(text.splitlines(), start=1)
    else:
        yield from ((1, found) for found in _texts(tomllib.loads(text)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def sentences() -> Iterator[str]:
    """Every sentence once, after where it stands."""
    seen = set[str]()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield from _new(path, sorted(in_code(path)), seen)
    for folder in DATA:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".toml", ".md") and "cues" not in path.parts and path.name != "asked.toml":
                yield from _new(path, in_data(path), seen)


def _new(path: Path, found: Any, seen: set[str]) -> Iterator[str]:
    for line, text in found:
        words = " ".join(text.split())
        if WORDS.search(words) and not NO_SENTENCE.search(words) and words not in seen:
            seen.add(words)
            yield f"{path.relative_to(ROOT)}:{line}: {words}"


if __name__ == "__main__":
    only = sys.argv[1:]
    print(*(line for line in sentences() if not only or line.startswith(tuple(only))), sep="\n")
