"""Passages in a persistent Chroma collection; the only module that knows Chroma."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import NotFoundError

from knowledge.embed import Embedding
from knowledge.passages import Passage

LAYOUT = 4
"""Goes into the collection's name beside the embedding's: Chroma takes a change of either under an old name without a word."""
KEPT = ("source", "heading", "kind", "part", "asked", "own", "place")
"""What is kept of a passage beside its text."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found; `score` is the cosine similarity to the query, -1 to 1."""

    passage: Passage
    score: float


class Store:
    """The guidance collection in a folder."""

    def __init__(self, folder: Path, embedding: Embedding) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embed, self._name = embedding.embed, f"guidance-{embedding.name}-{LAYOUT}"
        self._client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = self._open()

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _call(self, method: str, **arguments: Any) -> Any:
        """Calls the collection, and opens it anew where another program has replaced it meanwhile."""
        try:
            return getattr(self._collection, method)(**arguments)
        except NotFoundError:
            self._collection = self._open()
            return getattr(self._collection, method)(**arguments)

    @staticmethod
    def forget_clients() -> None:
        """Lets go of what Chroma keeps of stores by path, which outlives a store that could not be opened."""
        SharedSystemClient.clear_system_cache()

    def ids(self) -> set[str]:
        """The ids of the passages that are there."""
        return set(self._call("get", include=[])["ids"])

    def put(self, passages: list[Passage]) -> None:
        """Adds passages, or replaces those of the same id."""
        if passages:
            self._call(
                "upsert",
                ids=[p.id for p in passages],
                documents=[p.text for p in passages],
                embeddings=self._embed([p.embedded for p in passages]),
                metadatas=[{name: getattr(p, name) for name in KEPT} | {"dimension": p.dimension or ""} for p in passages],
            )

    def drop(self, ids: set[str]) -> None:
        """Removes passages."""
        if ids:
            self._call("delete", ids=sorted(ids))

    def all(self) -> list[Passage]:
        """Every passage, source by source in order."""
        got = self._call("get", include=["documents", "metadatas"])
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

        Passages of the person's own that name no dimension may be about any; probes after another part are left out.
        """
        mine = {"$and": [{"own": True}, {"dimension": ""}]}
        clauses: list[Any] = [{"$or": [{"dimension": dimension}, mine]}] if dimension else []
        clauses += [{"part": {"$in": [part, ""]}}] if part else []
        clauses += [{"kind": {"$in": [*kinds]}}] if kinds else []
        clauses += [{"own": own}] if own is not None else []
        where = {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)
        got = self._call(
            "query",
            query_embeddings=self._embed([query]),
            n_results=k,
            where=where,
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(got["documents"][0], got["metadatas"][0], got["distances"][0], strict=True)
        return [Hit(_passage(text, meta), round(1 - distance, 4)) for text, meta, distance in rows]


def _passage(text: str, meta: dict[str, Any]) -> Passage:
    return Passage(text=text, **{**meta, "dimension": meta["dimension"] or None})
