"""A kept interview on the real host, as a front end holds it: sends again what was not stored, and tells what it is shown."""

import queue
from collections.abc import Callable, Iterable

from simulator.events import Answered, AwaitingAnswer, Event, Failed, Finished, NotStored, Spoke, Trouble
from simulator.host import Host
from simulator.paths import Paths
from simulator.setup import Setup

PATIENCE_S = 30.0
"""How long a person waits for something to happen."""


def play(paths: Paths, what: Setup | str, answers: Iterable[str], told: Callable[..., None]) -> None:
    """Plays to the end or to a failure, answering in order; answers that are in the transcript already are passed over."""
    host, events, left = Host(paths), queue.Queue[Event](), list(answers)
    host.start()
    host.play(what, events.put)
    tries = 3
    while True:
        try:
            event = events.get(timeout=PATIENCE_S)
        except queue.Empty:
            told(hung=True)
            break
        match event:
            case Spoke(_, turn):
                told(asked=turn.text)
            case Answered(_, turn):
                told(kept=turn.text)
                left = [answer for answer in left if answer != turn.text]
            case AwaitingAnswer():
                _send(host, left)
            case NotStored(sentence) if tries:
                told(shown=sentence)
                tries -= 1
                _send(host, left)
            case Trouble(sentence):
                told(shown=sentence)
            case Failed(sentence):
                told(shown=sentence, failed=True)
                break
            case Finished():
                told(finished=True)
                break
            case _:
                pass
    host.close()


def _send(host: Host, left: list[str]) -> None:
    if left:
        text = left[0]
        host.do(lambda session: session.answer(text))
    else:
        host.do(lambda session: session.end(""))
