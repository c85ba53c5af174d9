"""Stores passages in a persistent Chroma collection; this is the only module that touches Chroma's store."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.embed import Embedding
from knowledge.passages import Passage
from knowledge.surroundings import surroundings_left_out

with surroundings_left_out():
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import NotFoundError

BATCH = 256
"""How many entries are embedded and stored at a time."""
LAYOUT = 6
"""Part of the collection's name, like the embedding's: under an old name, Chroma would silently accept a change to either."""
KEPT = ("source", "heading", "kind", "part", "own", "place")
"""The fields of a passage that are stored along with its text."""
FAN = 8
"""Entries fetched for each passage wanted: one for its own words, and some for the ways people ask for it."""
WORDS, ASKED = 1.0, 0.5
"""How much weight goes to the nearness of a passage's own words, and to that of the closest ways of asking for it."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found; `score` says how near it is to the query: higher is nearer, on the embedding's own scale."""

    passage: Passage
    score: float


class Store:
    """The guidance collection in a folder."""

    def __init__(self, folder: Path, embedding: Embedding) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._embed, self._ask, self._name = embedding.embed, embedding.ask, f"guidance-{embedding.name}-{LAYOUT}"
        with surroundings_left_out():
            self._client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = self._open()

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "ip"}}
        )

    def _call(self, method: str, **arguments: Any) -> Any:
        """Calls the collection, reopening it if another program has replaced it in the meantime."""
        try:
            return getattr(self._collection, method)(**arguments)
        except NotFoundError:
            self._collection = self._open()
            return getattr(self._collection, method)(**arguments)

    def close(self) -> None:
        """Closes the store; a program that exits while Chroma still has one open may crash and be killed by a signal."""
        self._client.close()

    @staticmethod
    def forget_clients() -> None:
        """Clears Chroma's per-path cache of stores, which keeps an entry even for a store that could not be opened."""
        SharedSystemClient.clear_system_cache()

    def ids(self) -> set[str]:
        """The ids of the passages in the store."""
        return {meta["passage"] for meta in self._call("get", where={"main": True}, include=["metadatas"])["metadatas"]}

    def put(self, passages: list[Passage]) -> None:
        """Adds passages, replacing those with the same id; the entry that makes a passage count as stored is written last."""
        rows = [(p, place, words) for p in passages for place, words in enumerate(p.entries)]
        for start in range(0, len(rows), BATCH):
            batch = sorted(rows[start : start + BATCH], key=lambda row: row[1] == 0)
            self._call(
                "upsert",
                ids=[f"{p.id}-{place}" for p, place, _ in batch],
                documents=[p.text for p, *_ in batch],
                embeddings=self._embed([words for *_, words in batch]),
                metadatas=[
                    {name: getattr(p, name) for name in KEPT}
                    | {"dimension": p.dimension or "", "passage": p.id, "main": place == 0}
                    for p, place, _ in batch
                ],
            )

    def drop(self, ids: set[str]) -> None:
        """Removes the passages with these ids."""
        if ids:
            self._call("delete", where={"passage": {"$in": sorted(ids)}})

    def all(self) -> list[Passage]:
        """Every passage, source by source, in the source's order."""
        got = self._call("get", where={"main": True}, include=["documents", "metadatas"])
        found = [_passage(text, meta) for text, meta in zip(got["documents"], got["metadatas"], strict=True)]
        return sorted(found, key=lambda p: (p.source, p.place))

    def search(
        self,
        query: str,
        *,
        dimension: str | None = None,
        part: str | None = None,
        kinds: tuple[str, ...] = (),
        own: bool | None = None,
        k: int = 3,
    ) -> list[Hit]:
        """The k passages nearest to the query, best first.

        The user's own passages that name no dimension can be about any of them; probes for another part are left out.
        """
        mine = {"$and": [{"own": True}, {"dimension": ""}]}
        clauses: list[Any] = [{"$or": [{"dimension": dimension}, mine]}] if dimension else []
        clauses += [{"part": {"$in": [part, ""]}}] if part else []
        clauses += [{"kind": {"$in": [*kinds]}}] if kinds else []
        clauses += [{"own": own}] if own is not None else []
        where = {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)
        got = self._call(
            "query",
            query_embeddings=[self._ask(query)],
            n_results=k * FAN,
            where=where,
            include=["documents", "metadatas", "distances"],
        )
        words: dict[str, float] = {}
        asked: dict[str, float] = {}
        passages: dict[str, Passage] = {}
        near = [1 - distance for distance in got["distances"][0]]
        for text, meta, score in zip(got["documents"][0], got["metadatas"][0], near, strict=True):
            name = meta["passage"]
            passages.setdefault(name, _passage(text, meta))
            kind = words if meta["main"] else asked
            kind.setdefault(name, score)  # results come nearest first
        far, best = min(near, default=0.0), max(asked.values(), default=0.0)
        for name in passages.keys() - asked.keys():
            if passages[name].own:  # nobody wrote ways of asking for it, which should neither help nor hurt it
                asked[name] = (words[name] + best) / 2
        hits = [Hit(p, round(nearness(words.get(name, far), asked.get(name, far)), 4)) for name, p in passages.items()]
        return sorted(hits, key=lambda hit: -hit.score)[:k]


def nearness(words: float, asked: float) -> float:
    """How near a passage is, judged by its own words and by the closest ways of asking for it."""
    return (WORDS * words + ASKED * asked) / (WORDS + ASKED)


def _passage(text: str, meta: dict[str, Any]) -> Passage:
    return Passage(text=text, dimension=meta["dimension"] or None, **{name: meta[name] for name in KEPT})
