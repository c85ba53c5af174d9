"""The host's thread: a front end gets events, and problems as sentences."""

import queue
from collections.abc import Iterator

import pytest

from simulator.events import Answered, AwaitingAnswer, Event, Failed, Finished
from simulator.host import Host
from simulator.paths import Paths
from tests.cast import REPAIR, STORY, setup


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
    host.play(setup(), events.put)
    assert isinstance(wait_for(events, AwaitingAnswer), AwaitingAnswer)
    host.do(lambda session: session.answer(STORY))
    assert isinstance(wait_for(events, AwaitingAnswer), AwaitingAnswer)
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


def test_a_store_that_cannot_be_opened_is_a_sentence(paths: Paths) -> None:
    paths.sessions.parent.mkdir(parents=True)
    paths.sessions.write_bytes(b"no database" * 100)
    host, events = Host(paths), queue.Queue[Event]()
    host.start()
    host.play(setup(), events.put)
    failed = wait_for(events, Finished)
    host.close()
    assert isinstance(failed, Failed)
    assert "move that file away" in failed.sentence
