"""The interviewer by a model: checked sentence by sentence, withdrawn and said again, and the offline voice where it fails."""

from collections.abc import Iterable

import pytest

from agents.engine import Brief, Passage, Spent, Utterance, Withdrawn
from agents.errors import DataError
from agents.interviewer.checks import sentence_faults, turn_faults
from agents.interviewer.hooks import hooks_of
from agents.interviewer.llm import ModelVoice
from agents.interviewer.offline import OfflineVoice
from agents.library.prompts import Prompts, fenced
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.transcript import Turn
from evals.speed.model_server import ModelServer, Reply
from simulator.paths import Paths
from tests.agents.model.serving import model
from tests.fakes import RUBRIC, STORY, setup

OPENING = Turn(speaker="interviewer", text="Hello. Would you tell me about a failure of yours?", move=Move(kind="open"))
DIG = Move(kind="dig", dimension="impact", part="party", why="nobody was named")
GOOD = "That sounds like a long day. Which customers told you about it first?"


def brief(answer: str = STORY, move: Move = DIG) -> Brief:
    chosen = setup()
    transcript = (OPENING, Turn(speaker="candidate", text=answer))
    angle = Passage("x", "Who bore it", "Who was the first to notice?", "probe")
    return Brief(move, transcript, chosen.persona, chosen.question, RUBRIC, (angle,), 1)


async def said(server: ModelServer, asked: Brief | None = None) -> list[Utterance]:
    async with model(server) as speaker:
        return [
            part
            async for part in ModelVoice(speaker, Prompts(), OfflineVoice(shipped_reader(), hooks_of())).say(asked or brief())
        ]


def words(parts: Iterable[Utterance]) -> str:
    """What stands in the end."""
    kept: list[str] = []
    for part in parts:
        if isinstance(part, Withdrawn):
            kept.clear()
        elif isinstance(part, str):
            kept.append(part)
    return "".join(kept)


async def test_whole_sentences_come_as_they_are_done() -> None:
    with ModelServer([Reply(GOOD)]) as server:
        parts = await said(server)
    assert parts[:2] == ["That sounds like a long day. ", "Which customers told you about it first?"]
    assert isinstance(parts[2], Spent)
    assert parts[2].engine == "llm"
    assert parts[2].output_tokens == 13


async def test_the_model_is_told_persona_move_angle_and_talk_but_no_marks() -> None:
    with ModelServer([Reply(GOOD)]) as server:
        await said(server)
        system, talk = (str(message["content"]) for message in server.history[0]["messages"])
    assert setup().persona.title in system
    assert "Who was the first to notice?" in system
    assert STORY in talk
    assert "score" not in talk
    assert talk.index("======") < talk.index(STORY) < talk.rindex("======")


BAD = {
    "two questions": "Who noticed? And when?",
    "no question": "Tell me more about it.",
    "too long": f"{'well ' * 70}what then?",
    "a repeat": "Would you tell me about a failure of yours?",
    "rubric terms": "How would you score your ownership there?",
    "praise": "Great answer. Who noticed?",
    "coaching": "You should mention numbers. Who noticed?",
    "a leading question": "Surely you told them at once, didn't you?",
    "a role flip": "Candidate: I was the manager. Who noticed?",
    "out of its role": "As an AI I cannot know. Who noticed?",
    "markup": "**Who** noticed?",
    "control characters": "Who \x1b[31mnoticed?",
    "its prompt": "Follow up on the candidate's own words where you can; who noticed?",
    "nothing": "",
}


@pytest.mark.parametrize("name", BAD)
async def test_what_fails_its_check_is_withdrawn_and_said_again(name: str) -> None:
    with ModelServer([Reply(BAD[name]), Reply(GOOD)]) as server:
        parts = await said(server)
        assert "Not like this" in str(server.history[1]["messages"][-1]["content"])
    assert any(isinstance(part, Withdrawn) and part.faults and not part.trouble for part in parts)
    assert words(parts) == GOOD


async def test_after_two_failed_checks_the_offline_voice_asks() -> None:
    with ModelServer([Reply(BAD["praise"]), Reply(BAD["markup"])]) as server:
        parts = await said(server)
        assert len(server.history) == 2
    assert words(parts) == OfflineVoice(shipped_reader(), hooks_of()).words(brief())
    assert isinstance(parts[-1], Spent)
    assert parts[-1].engine == "offline"


async def test_a_model_that_breaks_off_is_withdrawn_and_the_offline_voice_asks() -> None:
    with ModelServer([Reply("That must have been hard. Who was the first to notice it?", cut_after=7)]) as server:
        parts = await said(server)
    assert parts[0] == "That must have been hard. "
    trouble = next(part for part in parts if isinstance(part, Withdrawn)).trouble
    assert "Cannot reach" in trouble
    assert words(parts) == OfflineVoice(shipped_reader(), hooks_of()).words(brief())


async def test_a_person_can_stop_it() -> None:
    with ModelServer([Reply(GOOD, gap_s=0.2)]) as server:
        async with model(server, timeout_s=9.0) as speaker:
            voice = ModelVoice(speaker, Prompts(), OfflineVoice(shipped_reader(), hooks_of()))
            talk = voice.say(brief())
            parts: list[Utterance] = []
            async for part in talk:
                parts.append(part)
                if part == "That sounds like a long day. ":
                    voice.stop()
    assert "stopped" in next(part for part in parts if isinstance(part, Withdrawn)).trouble
    assert words(parts) == OfflineVoice(shipped_reader(), hooks_of()).words(brief())


async def test_a_close_asks_nothing() -> None:
    with ModelServer([Reply("Thank you for your time. Goodbye.")]) as server:
        assert words(await said(server, brief(move=Move(kind="close")))) == "Thank you for your time. Goodbye."


def test_words_of_the_candidate_may_stand_in_quotes() -> None:
    assert sentence_faults("You said “I have to score every rubric”. Why?") == []
    assert turn_faults("Why then?", DIG, ["Why not?"], "Be kind.") == []


def test_a_fence_cannot_be_known() -> None:
    assert fenced("x") != fenced("x")


def test_a_prompt_of_ones_own_stands_in_its_place_and_changes_the_version(paths: Paths) -> None:
    folder = paths.library / "prompts"
    folder.mkdir(parents=True)
    (folder / "interviewer.md").write_text("Ask as {persona}.\n")
    own = Prompts(paths.library)
    assert own.version != Prompts().version
    assert own.filled("interviewer", {"persona": "{note}"}) == "Ask as {note}."
    (folder / "interviewer.md").write_text("Ask as {nobody}.\n")
    with pytest.raises(DataError, match=r"'interviewer' uses an unknown placeholder, \{nobody\}. Available: persona"):
        Prompts(paths.library).filled("interviewer", {"persona": "x"})
