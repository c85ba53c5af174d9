"""The host's thread: a front end gets events, and problems as sentences."""

import queue
import shutil
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from simulator.events import Answered, AwaitingAnswer, Event, Failed, Finished
from simulator.host import Host
from simulator.paths import Paths
from tests.fakes import REPAIR, STORY, setup


@pytest.fixture
def host(paths: Paths) -> Iterator[Host]:
    host = Host(paths)
    host.start()
    yield host
    host.close()


def wait_for(events: "queue.Queue[Event]", kind: type) -> Event:
    while True:
        event = events.get(timeout=60)
        if isinstance(event, kind | Failed):
            return event


def test_an_interview_on_a_thread_of_its_own(host: Host) -> None:
    events: queue.Queue[Event] = queue.Queue()
    threads: set[str] = set()

    def deliver(event: Event) -> None:
        threads.add(threading.current_thread().name)
        events.put(event)

    host.play(setup(), deliver)
    assert wait_for(events, AwaitingAnswer) == AwaitingAnswer(1)
    host.do(lambda session: session.answer(STORY))
    assert wait_for(events, AwaitingAnswer) == AwaitingAnswer(3)
    assert threads == {"interviews"}
    host.do(lambda session: session.draft(REPAIR))
    host.do(lambda session: session.end())
    finished = wait_for(events, Finished)
    assert isinstance(finished, Finished)
    assert finished.ended == "candidate"


def test_leaving_and_coming_back(host: Host) -> None:
    events: queue.Queue[Event] = queue.Queue()
    host.play(setup(), events.put)
    wait_for(events, AwaitingAnswer)
    host.do(lambda session: session.answer(STORY))
    first = wait_for(events, AwaitingAnswer)
    host.leave()
    again: queue.Queue[Event] = queue.Queue()
    from simulator.store import Store

    store = Store(host._paths.sessions)
    host.play(store.unfinished().id, again.put)
    store.close()
    answered = wait_for(again, Answered)
    assert isinstance(answered, Answered)
    assert answered.turn.text == STORY
    assert wait_for(again, AwaitingAnswer) == first


def test_what_cannot_be_resumed_is_a_sentence(host: Host) -> None:
    events: queue.Queue[Event] = queue.Queue()
    host.play("nothing-like-it", events.put)
    failed = wait_for(events, Finished)
    assert isinstance(failed, Failed)
    assert "interview sessions" in failed.sentence


def damage_the_sessions(paths: Paths, _: pytest.MonkeyPatch) -> None:
    paths.sessions.write_bytes(b"no database" * 100)


def spoil_the_rubric(paths: Paths, _: pytest.MonkeyPatch) -> None:
    (paths.library / "rubrics").mkdir(parents=True)
    (paths.library / "rubrics" / "antifragility.toml").write_text("version = 1")


def put_a_file_where_the_folder_of_locks_belongs(paths: Paths, _: pytest.MonkeyPatch) -> None:
    paths.locks.write_text("")


def break_the_engines(_: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "/no/such/certificate.pem")  # as SSL_CERT_FILE makes it

    monkeypatch.setattr("simulator.agent_factory.load_rubric", broken)


def make_it_unimportable(_: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simulator.interviews", None)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damage_the_sessions, "sessions.sqlite is damaged. Move it"),
        (spoil_the_rubric, "antifragility.toml: title: is missing; add it"),
        (put_a_file_where_the_folder_of_locks_belongs, "locks needs a folder, but there is a file"),
        (break_the_engines, "/no/such/certificate.pem does not exist"),
        (make_it_unimportable, "Run with --debug or check the log"),
    ],
)
def test_whatever_is_raised_while_it_starts_is_a_sentence_and_mended_the_next_start_asks(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Paths, pytest.MonkeyPatch], None], sentence: str
) -> None:
    paths.data.mkdir(parents=True)
    host, events = Host(paths), queue.Queue[Event]()
    with monkeypatch.context() as broken:
        spoil(paths, broken)
        host.start()
        host.play(setup(), events.put)
        failed = wait_for(events, Finished)
        assert isinstance(failed, Failed)
        assert sentence in failed.sentence
    shutil.rmtree(paths.data)
    shutil.rmtree(paths.library, ignore_errors=True)
    host.play(setup(), events.put)
    assert isinstance(wait_for(events, AwaitingAnswer), AwaitingAnswer)
    host.close()


def test_left_before_it_began_it_does_not_begin_and_the_next_one_does(paths: Paths) -> None:
    host, left, events = Host(paths), queue.Queue[Event](), queue.Queue[Event]()
    host.play(setup(), left.put)
    host.leave()
    host.play(setup(), events.put)
    host.start()
    assert isinstance(wait_for(events, AwaitingAnswer), AwaitingAnswer)
    assert left.empty()
    host.close()
