"""Syncs the guidance store with the corpus and the user's own documents: adds what is missing, removes what is gone.

Passages are identified by their content, so nothing is embedded twice and an interrupted ingest is finished at the next
start. Everything in the store can be recreated, so a damaged one is simply rebuilt.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.chroma import Store
from knowledge.documents import SUFFIXES, read_document
from knowledge.embed import Embedding, local
from knowledge.errors import KnowledgeError
from knowledge.passages import CORPUS, KINDS, Passage, read_corpus

log = logging.getLogger(__name__)
LONGEST_WAIT_S = 60.0
"""How long to wait while another program prepares the same store."""
ROOM_BYTES = 20_000_000
"""The most disk space that a store needs while it is being built."""
READ_VERSION = 1
"""Increased whenever the way documents are read changes."""
BATCH = 64
"""How many passages are embedded and stored at a time; an interruption does not lose what is already stored."""
Progress = Callable[[int, int], None]
"""Called with the number of passages done and the total."""


def open_guidance(
    folder: Path,
    own: Path | None = None,
    *,
    corpus: Path = CORPUS,
    embedding: Embedding | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Store:
    """Opens a folder's store and brings it up to date, by default with the local embedding; one program ingests at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    passages = read_corpus(corpus)
    embedding = embedding or local(entry for passage in passages for entry in passage.entries)
    try:
        with FileLock(folder.with_suffix(".lock"), timeout=LONGEST_WAIT_S):
            return _opened(folder, embedding, passages, own, progress)
    except Timeout:
        raise KnowledgeError("Another program is preparing the guidance. Try again when it is done.") from None


def _opened(folder: Path, embedding: Embedding, passages: list[Passage], own: Path | None, progress: Progress) -> Store:
    try:
        return _up_to_date(Store(folder, embedding), passages, own, progress)
    except (KnowledgeError, MemoryError):
        raise
    except Exception:
        _check_room(folder)
        log.exception("the guidance store in %s is damaged and is being rebuilt", folder)
        Store.forget_clients()
        shutil.rmtree(folder)
        return _up_to_date(Store(folder, embedding), passages, own, progress)


def _check_room(folder: Path) -> None:
    """Raises the system's error if the folder is not writable or the disk is full, because then the store is not to blame."""
    probe = folder / ".room"
    try:
        probe.write_bytes(bytes(ROOM_BYTES))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error
    finally:
        probe.unlink(missing_ok=True)


def _up_to_date(store: Store, corpus: list[Passage], own: Path | None, progress: Progress) -> Store:
    """Adds what is missing and removes what is gone, then returns the store; closes it if that fails."""
    try:
        _bring_up(store, corpus, own, progress)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up(store: Store, corpus: list[Passage], own: Path | None, progress: Progress) -> None:
    there = store.ids()
    _put(store, [p for p in corpus if p.id not in there], progress)
    wanted = {p.id for p in corpus}
    for passages in _own_passages(own, store.folder.with_name("documents.json")):
        wanted |= {p.id for p in passages}
        _put(store, [p for p in passages if p.id not in there], progress)
    store.drop(there - wanted)
    store.search("can it be searched?", kinds=KINDS, k=1)


def _own_passages(own: Path | None, read: Path) -> Iterator[list[Passage]]:
    """The passages of the user's own documents; `read` caches them, so that each version of a document is read only once."""
    try:
        known = json.loads(read.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    now = {}
    for path in documents(own):
        stat = path.stat()
        version = f"{path.name} {stat.st_size} {stat.st_mtime_ns} {READ_VERSION}"
        if version not in known:
            try:
                known[version] = [asdict(passage) for passage in read_document(path)]
            except KnowledgeError as error:
                log.warning("%s", error)
                known[version] = []
        now[version] = known[version]
        yield [Passage(**{**fields, "asked": tuple(fields["asked"])}) for fields in known[version]]
    if now:
        read.write_text(json.dumps(now), encoding="utf-8")
    else:
        read.unlink(missing_ok=True)


def documents(own: Path | None) -> list[Path]:
    """The user's own documents, sorted by name."""
    found = sorted(own.iterdir()) if own is not None and own.is_dir() else []
    return [path for path in found if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith(".")]


def _put(store: Store, passages: list[Passage], progress: Progress) -> None:
    passages = list({passage.id: passage for passage in passages}.values())
    for start in range(0, len(passages), BATCH):
        store.put(passages[start : start + BATCH])
        progress(min(start + BATCH, len(passages)), len(passages))


def add_documents(store: Store, own: Path, given: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Adds every readable file to the store and then copies it into the user's own documents.

    Returns the copies, and a sentence for each file that cannot be read or saved.
    """
    own.mkdir(parents=True, exist_ok=True)
    added: list[Path] = []
    problems: list[str] = []
    for path in given:
        files = (
            sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not p.is_dir()) if path.is_dir() else [path]
        )
        if not files:
            problems.append(f"{path}: contains no readable files ({', '.join(SUFFIXES)}).")
        for file in files:
            target = own / file.name
            try:
                if target in added:
                    raise KnowledgeError(f"{file}: another {file.name} was just added; rename this one.")
                _put(store, read_document(file), lambda _done, _all: None)
                if file.resolve() != target.resolve():
                    shutil.copyfile(file, target)
            except KnowledgeError as error:
                problems.append(str(error))
            except Exception as error:  # one bad document must not stop the others
                log.exception("%s cannot be saved", target)
                problems.append(f"{os.fsencode(file).decode('utf-8', 'replace')}: cannot be saved ({error}).")
            else:
                added.append(target)
    return added, problems


def remove_document(own: Path, name: str) -> Path:
    """Deletes one of the user's own documents, by file name with or without its extension; raises KnowledgeError."""
    found = [path for path in documents(own) if name in (path.name, path.stem, f"your {path.name}")]
    if len(found) != 1:
        there = ", ".join(path.name for path in documents(own)) or "none"
        which = "More than one" if found else "None"
        raise KnowledgeError(f"{which} of your documents is called '{name}'. Your documents: {there}.")
    found[0].unlink()
    return found[0]
