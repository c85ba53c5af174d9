"""Brings the guidance store up to the corpus and a person's own documents: adds what is missing, removes what is gone.

Passages are known by their content, so nothing is embedded twice and an interrupted ingest is finished at the next start. The
store holds nothing that cannot be made again: one that is damaged is made anew.
"""

import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from filelock import FileLock

from knowledge.chroma import Store
from knowledge.documents import SUFFIXES, read_document
from knowledge.embed import Embedding, local
from knowledge.errors import KnowledgeError
from knowledge.passages import CORPUS, KINDS, Passage, read_corpus

log = logging.getLogger(__name__)
BATCH = 64
"""Passages that are embedded and kept at once; what is kept stays kept."""
Progress = Callable[[int, int], None]
"""Is told how many passages of how many are done."""


def open_guidance(
    folder: Path,
    own: Path | None = None,
    *,
    corpus: Path = CORPUS,
    embedding: Embedding | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Store:
    """The store in that folder, up to date, with the local embedding where no other is given; one program ingests at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    passages = read_corpus(corpus)
    embedding = embedding or local(entry for passage in passages for entry in passage.entries)
    with FileLock(folder.with_suffix(".lock")):
        try:
            return _up_to_date(Store(folder, embedding), passages, own, progress)
        except KnowledgeError:
            raise
        except Exception:
            log.exception("the guidance store in %s is damaged and is made anew", folder)
            Store.forget_clients()
            shutil.rmtree(folder)
            return _up_to_date(Store(folder, embedding), passages, own, progress)


def _up_to_date(store: Store, corpus: list[Passage], own: Path | None, progress: Progress) -> Store:
    there = store.ids()
    _put(store, [p for p in corpus if p.id not in there], progress)
    wanted = {p.id for p in corpus}
    for path in documents(own):
        try:
            passages = read_document(path)
        except KnowledgeError as error:
            log.warning("%s", error)
            continue
        wanted |= {p.id for p in passages}
        _put(store, [p for p in passages if p.id not in there], progress)
    store.drop(there - wanted)
    store.search("can it be searched?", kinds=KINDS, k=1)
    return store


def documents(own: Path | None) -> list[Path]:
    """A person's own documents, in order."""
    found = sorted(own.iterdir()) if own is not None and own.is_dir() else []
    return [path for path in found if path.suffix.lower() in SUFFIXES]


def _put(store: Store, passages: list[Passage], progress: Progress) -> None:
    passages = list({passage.id: passage for passage in passages}.values())
    for start in range(0, len(passages), BATCH):
        store.put(passages[start : start + BATCH])
        progress(min(start + BATCH, len(passages)), len(passages))


def add_documents(own: Path, given: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Copies what can be read into a person's own documents; the copies, and a sentence for each file that cannot be read."""
    own.mkdir(parents=True, exist_ok=True)
    added, problems = [], []
    for path in given:
        files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        if not files:
            problems.append(f"{path}: there is no file in it that can be read ({', '.join(SUFFIXES)}).")
        for file in files:
            try:
                if not file.is_file():
                    raise KnowledgeError(f"{file}: is not there; check its path.")
                if own / file.name in added:
                    raise KnowledgeError(f"{file}: another {file.name} has just been added; give it another name.")
                read_document(file)
            except KnowledgeError as error:
                problems.append(str(error))
                continue
            target = own / file.name
            if file.resolve() != target.resolve():
                shutil.copyfile(file, target)
            added.append(target)
    return added, problems


def remove_document(own: Path, name: str) -> Path:
    """Takes one of a person's own documents away, by file name with or without its ending; raises KnowledgeError."""
    found = [path for path in documents(own) if name in (path.name, path.stem, f"your {path.name}")]
    if len(found) != 1:
        there = ", ".join(path.name for path in documents(own)) or "none"
        which = "There is more than one" if found else "There is no"
        raise KnowledgeError(f"{which} document of yours called '{name}'. Yours are: {there}.")
    found[0].unlink()
    return found[0]
