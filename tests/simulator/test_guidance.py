"""It is the store that speaks: another corpus asks other questions and stands behind other marks."""

import asyncio
from pathlib import Path

from agents.engine import Brief
from agents.evaluator.offline import OfflineEvaluator
from agents.interviewer.hooks import hooks_of
from agents.interviewer.offline import OfflineVoice
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.scorecard import Note
from knowledge.ingest import open_guidance
from simulator import guide
from simulator.guidance import READING_LIST, StoredGuidance
from simulator.interviews import simulated_interviews
from simulator.paths import Paths, locate
from simulator.settings import load_settings
from simulator.simulation import Line, Reader, simulate
from tests.fakes import RUBRIC, STORY, persona, said, setup

MINE = """# House rules

## Principle

### Ask the night watchman

Somebody who was awake saw it first, and can say what it cost.

## Probe: {part}

### The watchman

What would the night watchman have written into his book?
"""


def another_corpus(folder: Path) -> Path:
    folder.mkdir()
    parts = {"context": "role", "impact": "size", "ownership": "why", "mitigation": "tell", "growth": "measure"}
    for dimension, part in parts.items():
        (folder / f"{dimension}.md").write_text(MINE.format(part=part), encoding="utf-8")
    return folder


def test_another_corpus_asks_other_questions_and_stands_behind_other_marks(tmp_path: Path) -> None:
    ours = StoredGuidance(open_guidance(tmp_path / "ours"))
    theirs = StoredGuidance(open_guidance(tmp_path / "theirs", corpus=another_corpus(tmp_path / "corpus")))
    move = Move(kind="dig", dimension="ownership", part="why", why="")
    transcript = said(STORY)
    for guidance, heard in ((ours, False), (theirs, True)):
        passages = guidance.for_move(move, "what made it seem right I decided to skip the load test")
        briefs = (Brief(move, transcript, persona(), setup().question, RUBRIC, passages, seed) for seed in range(12))
        words = [OfflineVoice(shipped_reader(), hooks_of()).words(brief) for brief in briefs]
        assert any("night watchman" in text for text in words) == heard
        card = guidance.cited(OfflineEvaluator.shipped(RUBRIC).scorecard(transcript, "x"))
        cited = [mark.passage.text for mark in card.dimensions.values() if mark.passage]
        assert cited
        assert any("Somebody who was awake" in text for text in cited) == heard


def test_a_note_stands_on_a_passage_and_a_report_has_three_to_read(tmp_path: Path) -> None:
    guidance = StoredGuidance(open_guidance(tmp_path / "store"))
    note = guidance.behind(Note(turn=1, missing="who bore it", missing_in="impact"))
    assert note.passage is not None
    assert note.passage.source == "Impact"
    card = guidance.cited(OfflineEvaluator.shipped(RUBRIC).scorecard(said("I made a mistake and it was fixed."), "x"))
    weak = [mark for mark in card.dimensions.values() if (mark.score or 5) < 4]
    assert all(mark.passage for mark in weak)
    every = [(c.source, c.heading) for c in [*(m.passage for m in weak if m.passage), *card.reading]]
    assert len(card.reading) == READING_LIST
    assert len(set(every)) == len(every)


def test_the_guide_is_read_in_order_and_nothing_in_it_is_markup(tmp_path: Path) -> None:
    passages = guide.in_reading_order(open_guidance(tmp_path / "store").all())
    text = guide.markdown(passages)
    assert text.index("# The whole question") < text.index("# Context") < text.index("# Growth")
    assert {p["kind"] for p in guide.document(passages)} == set(guide.KIND_TITLES)
    only = guide.in_reading_order(passages, "growth")
    assert {p.dimension for p in only} == {"growth"}
    assert "<h1>Growth</h1>" in guide.html(only)


def test_the_local_embedding_is_the_default(paths: Paths) -> None:
    assert load_settings(paths).embedding == "local"


def test_the_same_hooks_are_followed_without_guidance() -> None:
    """Hooks are found by words: the store only ranks what may be said besides."""
    said = (STORY, "The hotel rang and I told nobody at all.", "And she asked me why I hadn't rung her myself.")

    async def followed(guided: bool) -> list[tuple[str | None, int | None]]:
        async with simulated_interviews(locate(), guided=guided) as interviews:
            lines = [Line(text=text, seconds=20) for text in said]
            document = await simulate(interviews, setup(), Reader(iter(lines)), f"guided-{guided}")
            return [(turn["move"]["thread"], turn["move"]["turn"]) for turn in document["turns"] if turn["move"]]

    with_it, without = asyncio.run(followed(True)), asyncio.run(followed(False))
    assert with_it == without
    assert any(thread for thread, _ in with_it)
