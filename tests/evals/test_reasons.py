"""Readers' sheets: every reason is numbered once, no label is on them, and what readers wrote is counted."""

import re
from pathlib import Path

import pytest

from evals.reasons import ANSWERS, SHEETS, make, report


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reasons")
    make(made)
    return made


def test_every_reason_is_numbered_once_over_all_sheets(folder: Path) -> None:
    text = "\n".join((folder / f"reasons-{k + 1}.txt").read_text("utf-8") for k in range(SHEETS))
    numbers = [int(n) for n in re.findall(r"^(\d+)\. (?:Context|Impact|Ownership|Mitigation|Growth), ", text, re.M)]
    assert numbers == list(range(1, 5 * ANSWERS + 1))


def test_what_readers_wrote_is_counted(folder: Path) -> None:
    key = (folder / "advice.key").read_text("utf-8")
    wrong = "b" if key[0] == "a" else "a"
    (folder / "reasons-1.out").write_text("1 y y\n2. y n\n3 n n\nWHY\n2: second, it is another part\n", encoding="utf-8")
    (folder / "advice.out").write_text("\n".join([f"1 {wrong}", *(f"{k + 2} {c}" for k, c in enumerate(key[1:]))]), "utf-8")
    true, right, matched = report(folder)
    assert true.startswith("reasons that are true: 0.67")
    assert right.startswith("quotes that are the right ones: 0.33")
    assert matched.startswith("advice matched to its story: 0.93")
