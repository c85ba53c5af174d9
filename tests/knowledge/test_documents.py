"""A person's own documents: what can be read is read, what cannot is said, and nothing in them is markup."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.chroma import Store
from knowledge.documents import PASSAGE_WORDS, read_document
from knowledge.errors import KnowledgeError
from knowledge.ingest import add_documents, documents, open_guidance, remove_document
from knowledge.passages import Passage

ROOT = Path(__file__).parent.parent.parent
SHOWN = b"BT /F1 12 Tf 20 100 Td (We tell our customers before the press does.) Tj ET"
OBJECTS = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(SHOWN), SHOWN),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
]


def pdf() -> bytes:
    """The smallest document with a page of text."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(OBJECTS, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(OBJECTS) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        count,
        table,
        count,
        len(body),
    )


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_is_cut_at_its_headings_and_to_a_length_one_can_quote(tmp_path: Path) -> None:
    long = " ".join(f"word{n}" for n in range(40)) + "."
    path = written(tmp_path, "values.txt", f"Our values\n\nWe say it first.\n\nHow we work\n\n{long}\n\n{long}\n\n{long}\n")
    passages = read_document(path)
    assert [p.heading for p in passages] == ["Our values", "How we work", "How we work"]
    assert all(len(p.text.split()) <= PASSAGE_WORDS for p in passages)
    assert all(p.own and p.source == "your values.txt" for p in passages)


def test_a_heading_that_names_a_dimension_is_about_it(tmp_path: Path) -> None:
    path = written(tmp_path, "guide.md", "# Mitigations\n\nSay what you did.\n\n# Our house\n\nWe say it first.\n")
    assert [p.dimension for p in read_document(path)] == ["mitigation", None]


def test_a_short_line_alone_is_text(tmp_path: Path) -> None:
    (passage,) = read_document(written(tmp_path, "notes.txt", "the audit that we had in May"))
    assert passage.text == "the audit that we had in May"


def test_markdown_keeps_its_headings_and_our_kinds_where_it_has_them(tmp_path: Path) -> None:
    free = read_document(written(tmp_path, "role.md", "# The role\n\nYou own the roadmap.\n\n## Team\n\nFive engineers.\n"))
    assert [(p.heading, p.kind) for p in free] == [("The role", "principle"), ("Team", "principle")]
    ours = read_document(written(tmp_path, "growth.md", "# Mine\n\n## Probe: held\n\n### Proof\n\nWho checks it?\n"))
    assert [(p.dimension, p.kind, p.part, p.own) for p in ours] == [("growth", "probe", "held", True)]


def test_a_page_is_read_without_its_scripts_and_markup(tmp_path: Path) -> None:
    page = "<h1>Values</h1><script>alert(1)</script><p>Own the <b>outcome</b>.<ul><li>Say it early.</li></ul>"
    (passage,) = read_document(written(tmp_path, "values.html", page))
    assert passage.heading == "Values"
    assert passage.text == "Own the outcome. Say it early."


def test_a_pdf_is_read(tmp_path: Path) -> None:
    (passage,) = read_document(written(tmp_path, "code.pdf", pdf()))
    assert passage.text == "We tell our customers before the press does."
    assert passage.heading == "page 1"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.txt", b"  \n ", "contains no text"),
        ("a.pdf", b"no pdf at all", "a.pdf: cannot be read"),
        ("a.docx", b"PK", "use one of"),
        ("a.html", b"<script>x()</script>", "contains no text"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(KnowledgeError, match=sentence):
        read_document(written(tmp_path, name, content))


def test_terminal_escapes_do_not_survive(tmp_path: Path) -> None:
    (passage,) = read_document(written(tmp_path, "x.txt", "Say it early\x1b[31m and\x07 plainly."))
    assert passage.text.isprintable()


def test_a_folder_is_added_file_by_file_and_one_is_taken_away(tmp_path: Path) -> None:
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    written(given, "values.txt", "We tell those who are hurt before anybody else hears of it.")
    written(given, "broken.pdf", "nothing")
    (given / "z-older").mkdir()
    written(given / "z-older", "values.txt", "We told nobody.")
    store = open_guidance(tmp_path / "store", own)
    added, problems = add_documents(store, own, [given, tmp_path / "missing.md"])
    assert [path.name for path in added] == ["values.txt"]
    assert len(problems) == 3
    assert any("another values.txt" in problem for problem in problems)
    best = store.search("tell those who are hurt before anybody else", dimension="mitigation", k=1)
    assert best[0].passage.source == "your values.txt"
    ids = store.ids()
    assert open_guidance(tmp_path / "store", own).ids() == ids
    remove_document(own, "values")
    assert documents(own) == []
    assert open_guidance(tmp_path / "store", own).search("who hears of it first?", own=True) == []
    with pytest.raises(KnowledgeError, match="Your documents: none"):
        remove_document(own, "values")


def test_a_long_ingest_is_told_as_it_goes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    open_guidance(tmp_path / "store", progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1][0] == seen[-1][1] > 64
    assert len(seen) == 2


def encrypted() -> bytes:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf()))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_what_is_wrong_with_a_document_is_that_documents_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.foreign.LONGEST_S", 2.0)
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    written(given, "locked.pdf", encrypted())
    written(given, "endless.html", "<h1>" * 40_000)
    written(given, "good.pdf", pdf())
    written(given, "page.html", "<h1>Our house</h1><p>We say it first.")
    os.mkfifo(given / "fifo.txt")
    (given / "zero.txt").symlink_to("/dev/zero")
    (given / os.fsdecode(b"na\xefve.txt")).write_text("We say it first.")
    store = open_guidance(tmp_path / "store", own)
    added, problems = add_documents(store, own, [given, given / "fifo.txt", given / "zero.txt"])
    assert sorted(path.name for path in added) == ["good.pdf", "page.html"]
    assert len(problems) == 7
    assert any("takes longer than 2 s" in problem for problem in problems)
    assert any("the file name is not valid UTF-8; rename it" in problem for problem in problems)
    assert sum("is not a file; choose a document" in problem for problem in problems) == 4
    assert all(problem.isprintable() for problem in problems)
    assert len({p.source for p in open_guidance(tmp_path / "store", own).all() if p.own}) == 2


def test_a_document_is_read_once_and_again_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, read = tmp_path / "own", list[str]()
    own.mkdir()
    written(own, "values.txt", "We tell those who are hurt first.")

    def counted(path: Path) -> list[Passage]:
        read.append(path.name)
        return read_document(path)

    monkeypatch.setattr("knowledge.ingest.read_document", counted)
    for _ in range(2):
        open_guidance(tmp_path / "store", own).close()
    assert read == ["values.txt"]
    written(own, "values.txt", "We tell everybody first.")
    (found,) = (p for p in open_guidance(tmp_path / "store", own).all() if p.own)
    assert found.text == "We tell everybody first."


def test_a_full_disk_is_no_damage_and_nothing_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_guidance(tmp_path / "store").close()
    kept = {path.name for path in (tmp_path / "store").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "chroma.sqlite3")

    monkeypatch.setattr(Store, "search", full)
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        open_guidance(tmp_path / "store")
    assert {path.name for path in (tmp_path / "store").iterdir()} == kept


HOSTILE = {
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "CHROMA_SERVER_HOST": "127.0.0.1",
    "CHROMA_SERVER_SSL_ENABLED": "false",
    "IS_PERSISTENT": "false",
    "ANONYMIZED_TELEMETRY": "true",
    "CHROMA_SERVER_GRPC_PORT": "no number",
}
CHILD = """
import sys
from pathlib import Path
from knowledge.ingest import open_guidance
store = open_guidance(Path(sys.argv[1]))
print(len(store.ids()), store.search("whom did you tell?", k=1)[0].passage.heading)
store.close()
"""


@pytest.mark.parametrize("where", ["environment", "dotenv", "a dotenv that cannot be read"])
def test_chroma_is_told_by_us_alone_and_never_calls_anybody(tmp_path: Path, where: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = HOSTILE | {"CHROMA_SERVER_HTTP_PORT": str(listener.getsockname()[1])}
        dotenv = "\n".join(f"{name}={value}" for name, value in settings.items()).encode()
        if where != "environment":
            written(tmp_path, ".env", dotenv if where == "dotenv" else b"\xff\xfe=\x00")
        environment = os.environ | (settings if where == "environment" else {}) | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", CHILD, str(tmp_path / "store")]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout.split()[0]) > 100
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
