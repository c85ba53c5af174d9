"""Precision and recall of the acts that the reader detects, on our labels: `python -m evals.training.acts [--wrong]`."""

import json
import sys
from collections import Counter
from pathlib import Path

from agents.reading.answer import shipped_reader

CASES = Path(__file__).parents[1] / "cases" / "reading" / "acts.jsonl"


def measured() -> tuple[Counter[tuple[str, str]], list[tuple[str, str, str]]]:
    """Counts how often each labelled act was read as each act, and lists the misread cases."""
    pairs: Counter[tuple[str, str]] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = shipped_reader().read(case["text"]).act
        pairs[case["act"], got] += 1
        if got != case["act"]:
            wrong.append((case["act"], got, case["text"]))
    return pairs, wrong


def main() -> None:
    """Prints one line per act and the overall accuracy; with --wrong, also the misread cases."""
    pairs, wrong = measured()
    for act in sorted({act for pair in pairs for act in pair}):
        hit = pairs[act, act]
        labelled = sum(count for (label, _), count in pairs.items() if label == act)
        read = sum(count for (_, got), count in pairs.items() if got == act)
        precision, recall = (f"{hit / n:.2f}" if n else "  - " for n in (read, labelled))
        print(f"{act:<16} precision {precision}  recall {recall}  of {labelled}")
    print(f"right: {1 - len(wrong) / sum(pairs.values()):.2f} of {sum(pairs.values())}")
    if "--wrong" in sys.argv:
        for label, got, text in wrong:
            print(f"{label} read as {got}: {text[:110]}")


if __name__ == "__main__":
    main()
