"""How well the guidance is found by questions in people's own words: `python -m evals.retrieval`.

Beside ours through Chroma: the same vectors searched exactly with NumPy, BM25, and Chroma's MiniLM where this machine has it.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bm25s
import numpy as np

from knowledge.chroma import Store, nearness
from knowledge.embed import Embedding, local, minilm
from knowledge.ingest import open_guidance
from knowledge.passages import KnowledgeError, Passage, read_corpus

CASES = Path(__file__).parent / "cases" / "retrieval"
"""Two sets of queries: those after which the ways to ask were written, and those of somebody who had not seen them."""
DEEP = 10
"""Ranks that are looked at for the mean reciprocal rank."""
Key = tuple[str, str]
Search = Callable[[str], list[Key]]


def cases(name: str) -> list[tuple[str, set[Key]]]:
    """Queries, and the passages that answer each by our labels, as title and heading."""
    lines = [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(line["query"], {(source, heading) for source, heading in line["relevant"]}) for line in lines]


def key(passage: Passage) -> Key:
    """What a label names a passage by."""
    return passage.source, passage.heading


def through(store: Store) -> Search:
    """The store's own search."""
    return lambda query: [key(hit.passage) for hit in store.search(query, k=DEEP)]


def exactly(passages: list[Passage], embedding: Embedding) -> Search:
    """The same vectors, compared one by one."""
    matrix = embedding.embed([entry for passage in passages for entry in passage.entries])
    ends = np.cumsum([len(passage.entries) for passage in passages])

    def search(query: str) -> list[Key]:
        near = np.split(matrix @ embedding.ask(query), ends[:-1])
        scores = [nearness(words, max(asked, default=0.0)) for words, *asked in near]
        return [key(passages[place]) for place in np.argsort(scores)[::-1][:DEEP]]

    return search


def by_words(passages: list[Passage]) -> Search:
    """BM25 over the same words."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize([p.entries[0] for p in passages], stopwords="en", show_progress=False), show_progress=False)

    def search(query: str) -> list[Key]:
        found, _ = index.retrieve(bm25s.tokenize(query, stopwords="en", show_progress=False), k=DEEP, show_progress=False)
        return [key(passages[int(place)]) for place in found[0]]

    return search


def measured(search: Search, queries: list[tuple[str, set[Key]]]) -> tuple[float, float, float, float]:
    """hit@1, hit@3, mean reciprocal rank within the first ten, and the median seconds of a query."""
    ranks, seconds = [], []
    for query, relevant in queries:
        started = time.perf_counter()
        found = search(query)
        seconds.append(time.perf_counter() - started)
        ranks.append(next((rank for rank, place in enumerate(found, start=1) if place in relevant), None))
    count = len(ranks)
    hits = [sum(rank is not None and rank <= k for rank in ranks) / count for k in (1, 3)]
    return hits[0], hits[1], sum(1 / rank for rank in ranks if rank) / count, statistics.median(seconds)


def main() -> None:
    """A line a way to search; with --wrong, what ours does not find among the first three."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_guidance(Path(folder) / "local")
        passages = read_corpus()
        exact = exactly(passages, local(entry for passage in passages for entry in passage.entries))
        ways = {"ours": through(store), "ours, exact search": exact, "BM25": by_words(passages)}
        try:
            ways["MiniLM"] = through(open_guidance(Path(folder) / "minilm", embedding=minilm()))
        except KnowledgeError as error:
            print(error)
        for kind in ("tuned-on", "unseen"):
            queries = cases(kind)
            print(f"\n{kind}: {len(queries)} queries, {len(passages)} passages")
            for name, search in ways.items():
                one, three, mrr, seconds = measured(search, queries)
                print(f"{name:<20} hit@1 {one:.2f}  hit@3 {three:.2f}  MRR {mrr:.2f}  {seconds * 1000:.1f} ms a query")
        if "--wrong" in sys.argv:
            for query, relevant in cases("tuned-on"):
                found = ways["ours"](query)[:3]
                if not relevant & set(found):
                    print(f"{query}\n   wanted {sorted(relevant)}\n   found  {found}")


if __name__ == "__main__":
    main()
