"""Hooks: what people say that is taken up, what only looks like it, and a hook of a user's own."""

from pathlib import Path

import pytest

from agents.errors import DataError
from agents.interviewer.echo import echo
from agents.interviewer.hooks import Hooks, hooks_of, pieces, with_person
from agents.interviewer.options import Stage, load_fit
from agents.interviewer.wording import problems
from agents.library.files import load
from agents.library.hooks import Hook, load_hooks
from agents.moves import Move
from agents.plain import joined
from agents.reading.answer import shipped_reader
from agents.reading.weights import load_hook_weights
from evals.labels.talks import talks
from simulator.hook_check import faults_of

OWN = """
title = "Lost the dog"
summary = "The candidate lost a dog."
about = "impact.consequence"
pull = 5
ways = ['<i> lost (?:the|my) dog', '<someone> lost (?:the|my|a) dog']
unless = ['hot dog']
examples = ["So I lost the dog."]
near_misses = ["I lost the dog-eared book.", "I lost my dog tag, the hot dog one."]
ask = ["Where did you look first?", "Who did you tell?", "What did {who} say?", "When did you last see the dog?"]
"""


def heard(text: str, hooks: Hooks | None = None) -> dict[str, str]:
    """The hooks in a text, each with who it is about."""
    return {thread.hook.name: thread.who for thread in (hooks or hooks_of()).threads(shipped_reader().read(text))}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "hooks").mkdir()
    file = tmp_path / "hooks" / "lost-the-dog.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def test_there_are_sixty_hooks_and_all_can_be_read() -> None:
    hooks, problems = load_hooks(None)
    assert problems == []
    assert len(hooks) >= 60
    assert all(len(hook.ask) >= 4 for hook in hooks)


@pytest.mark.parametrize("hook", load_hooks(None)[0], ids=lambda hook: hook.name)
def test_every_hook_is_right_about_its_own_sentences(hook: Hook) -> None:
    assert faults_of(hook) == []


@pytest.mark.parametrize(
    ("said", "hook"),
    [
        ("I told nobody, not even my wife.", "told-nobody"),
        ("So I signed it and sent it on.", "signed-it"),
        ("And he just asked me, why didn't you ring?", "they-asked-me"),
        ("I never once looked in the tray.", "did-not-look"),
        ("I drove out there on the Sunday.", "went-to-see-them"),
    ],
)
def test_what_people_say_is_heard(said: str, hook: str) -> None:
    assert hook in heard(said)


def test_the_opposite_is_not_heard() -> None:
    assert "told-nobody" not in heard("We told everyone straight away, the whole ward.")
    assert "signed-it" not in heard("I refused to sign it.")


def test_whom_it_is_about_is_the_one_person_that_is_named() -> None:
    assert heard("So my manager asked me where the file was.")["they-asked-me"].lower() == "my manager"
    assert set(heard("And she asked me why I hadn't rung.").values()) == {"she"}
    assert "Whoever" not in heard("Whoever did that sent me the bill.").values()


@pytest.mark.parametrize(
    ("who", "asked"),
    [("my manager", "What did your manager say?"), ("her", "What did she say?"), ("Denise", "What did Denise say?"), ("", "")],
)
def test_a_question_names_the_person_as_people_do(who: str, asked: str) -> None:
    assert with_person("What did {who} say?", who) == asked


def test_a_question_begins_with_a_capital_letter() -> None:
    assert with_person("{who} asked you that?", "she") == "She asked you that?"


def test_a_hook_of_a_users_own_is_heard_by_its_ways(own: Path) -> None:
    hooks = hooks_of(own.parent.parent)
    assert heard("Well, my brother lost the dog.", hooks)["lost-the-dog"] == "my brother"
    assert "lost-the-dog" not in heard("I lost my dog tag, the hot dog one.", hooks)
    assert faults_of(load(own, Hook)) == ["taken for it, but a near miss: I lost the dog-eared book."]


def test_a_users_own_hook_is_followed_the_sooner_the_more_it_pulls(own: Path) -> None:
    def fits(pull: int) -> float:
        own.write_text(OWN.replace("pull = 5", f"pull = {pull}"), encoding="utf-8")
        hooks_of.cache_clear()
        hooks, reading = hooks_of(own.parent.parent), shipped_reader().read("I was new there. So I lost the dog.")
        stage = Stage("answer", frozenset(), frozenset(), happening_told=False, turns=2)
        found = load_fit().of(reading.text, hooks.places(reading), stage)
        return max(fit for fit, option in found if option.thread is not None and option.thread.hook.name == "lost-the-dog")

    assert fits(5) > fits(3) > fits(1)


def test_a_users_own_hook_is_judged_as_their_own_even_under_a_name_of_ours(own: Path) -> None:
    own.rename(own.with_stem("signed-it"))
    hooks_of.cache_clear()
    places = hooks_of(own.parent.parent).places(shipped_reader().read("So I lost the dog."))
    assert [thread.learned for thread in places[0].threads if thread.hook.name == "signed-it"] == [False]


def test_a_users_own_hook_replaces_ours(own: Path) -> None:
    own.rename(own.with_stem("signed-it"))
    hooks = hooks_of(own.parent.parent)
    assert "signed-it" not in heard("So I signed it and sent it on.", hooks)
    assert "signed-it" in heard("So I lost the dog.", hooks)


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("ways = ", "ways = ['(']", "no regular expression"),
        ("ways = ", "ways = ['<nonsense> lost it']", "no shorthand <nonsense>"),
        ("about = ", 'about = "weather.rain"', "about"),
        ("ask = ", 'ask = ["One?", "Two?"]', "ask"),
        ("ask = ", 'ask = ["One?", "Two?", "Three?", "Four"]', "one question"),
        ("ask = ", 'ask = ["One?", "Two?", "Three?", "What did {him} say?"]', "slot that is not known"),
        ("ask = ", 'ask = ["One?", "Two?", "Three?", "one?"]', "twice"),
        ("pull = ", "pull = 9", "pull"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(own: Path, field: str, wrong: str, says: str) -> None:
    lines = [wrong if line.startswith(field) else line for line in OWN.splitlines()]
    own.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load(own, Hook)


def test_a_long_sentence_is_listened_to_in_pieces() -> None:
    text = "so i was at the depot and the lorry came and we loaded it and the gaffer rang and i went in " * 4
    found = list(pieces(shipped_reader().read(text)))
    assert len(found) > 2
    assert all(len(text[start:end].split()) <= 40 for start, end in found)


def test_nothing_learned_is_heard_where_nothing_is_shipped() -> None:
    assert Hooks((), load_hook_weights()).threads(shipped_reader().read("I told nobody.")) == ()


def test_questions_and_echoes_filled_from_real_answers_are_well_worded() -> None:
    reader, wrong = shipped_reader(), set[str]()
    for talk in talks("tuned-on")[::3]:
        for said in talk.answers:
            for thread in hooks_of().threads(reader.read(said.text)):
                move = Move(kind="dig", dimension=thread.hook.dimension)
                back = echo(said.text[thread.start : thread.end], thread.words)
                for ask in thread.hook.ask:
                    text = joined(back, with_person(ask, thread.who) or "And then?")
                    wrong |= {f"{fault.sentence}: {text}" for fault in problems(text, move)}
    assert wrong == set()
