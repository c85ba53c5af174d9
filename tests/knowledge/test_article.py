"""No sentence of the article is in the corpus; the article is not in the repository, so its path is given or it is skipped."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = 8
"""Words in a row that nobody writes twice by chance."""
ARTICLE = Path(os.environ.get("ARTICLE", ROOT.parent / "shared" / "article.txt"))
QUESTION = "tell me about a time when you failed"


def runs(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not here; ARTICLE=path names it")
@pytest.mark.parametrize("folder", ["knowledge/corpus", "agents/data", "README.md"])
def test_no_run_of_eight_words_is_the_articles(folder: str) -> None:
    known = runs(ARTICLE.read_text(encoding="utf-8"))
    place = ROOT / folder
    files = [place] if place.is_file() else [p for p in place.rglob("*") if p.suffix in (".md", ".toml")]
    shared = {run for path in files for run in runs(path.read_text(encoding="utf-8")) & known}
    assert {run for run in shared if QUESTION not in run} == set()
