"""Every row of what servers do to clients: tried again or not, said in a sentence without the key, over by the deadline."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from agents.model.client import TRIES, Usage
from agents.model.faults import ModelFault, NoAnswer, UnusableAnswer
from evals.speed.model_server import ModelServer, Reply
from tests.agents.model.serving import GOOD, KEY, Verdict, model

ASKED = [HumanMessage("Say something.")]
FINE = Reply("All is well.")


async def streamed(server: ModelServer | str, **seconds: float) -> str:
    async with model(server, **seconds) as speaker:
        return "".join([words async for words in speaker.stream(ASKED, Usage())])


def status(code: int, **other: Any) -> Reply:
    return Reply("something is wrong", status=code, **other)


@dataclass(frozen=True)
class Fault:
    """What a server does, what a person is told, and whether another try is made."""

    reply: Reply
    says: str
    retried: bool = False
    kind: type[ModelFault] = NoAnswer
    seconds: dict[str, float] = field(default_factory=dict)


FAULTS = {
    "slow first word": Fault(Reply(delay_s=9), "took too long", True, seconds={"timeout_s": 0.2}),
    "rate limit": Fault(status(429), "is not accepting more requests", True),
    "rate limit with a time": Fault(status(429, headers={"Retry-After": "0.1"}), "is not accepting more requests", True),
    "no credit": Fault(status(429, error_code="insufficient_quota"), "out of credit"),
    "500": Fault(status(500), "had an internal error", True),
    "502": Fault(status(502), "had an internal error", True),
    "503": Fault(status(503), "had an internal error", True),
    "529": Fault(status(529), "had an internal error", True),
    "401": Fault(status(401), "rejected the API key"),
    "403": Fault(status(403), "does not have access to scripted"),
    "404": Fault(status(404), "has no model called scripted"),
    "400": Fault(status(400), "rejected the request"),
    "context overflow": Fault(status(400, error_code="context_length_exceeded"), "no longer fits in the context"),
    "402": Fault(status(402), "requires payment"),
    "408": Fault(status(408), "could not handle the request", True),
    "409": Fault(status(409), "could not handle the request", True),
    "413": Fault(status(413), "rejected the request"),
    "422": Fault(status(422), "rejected the request"),
    "killed in mid-stream": Fault(Reply("One two three.", cut_after=0), "Cannot reach", True),
    "stream without an end": Fault(Reply("", finish=None, done=False), "stopped in the middle", True, UnusableAnswer),
    "error event": Fault(
        Reply("", stream_tail=b'data: {"error": {"message": "out of memory"}}\n\n'), "dropped in the middle", True
    ),
    "bad JSON in a stream": Fault(Reply("", stream_tail=b"data: {not json\n\n"), "dropped in the middle", True),
    "bad UTF-8 in a stream": Fault(Reply("", stream_tail=b"data: \xff\xfe\n\n"), "dropped in the middle", True),
    "cut at its length": Fault(Reply("", finish="length"), "stopped in the middle", True, UnusableAnswer),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_talk_that_fails(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.model.client.FIRST_PAUSE_S", 0.01)
    fault = FAULTS[name]
    with ModelServer([fault.reply] * TRIES) as server:
        with pytest.raises(fault.kind, match=fault.says) as caught:
            await streamed(server, **fault.seconds)
        assert len(server.history) == (TRIES if fault.retried else 1)
        assert KEY not in f"{caught.value!r} {caught.value}"
    with ModelServer([fault.reply, FINE]) as server:
        if fault.retried:
            assert await streamed(server, **fault.seconds) == FINE.text


BODIES = {
    "HTML": (b"<html>welcome</html>", "did not return a chat completion"),
    "an empty body": (b"", "did not return a chat completion"),
    "no choices": (
        b'{"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": []}',
        "did not return a chat completion",
    ),
    "half a JSON": (b'{"choices": [{"mess', "dropped in the middle|did not return a chat completion"),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_no_completion(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.model.client.FIRST_PAUSE_S", 0.01)
    body, says = BODIES[name]
    with ModelServer(otherwise=lambda _request: Reply(body=body)) as server:
        async with model(server) as speaker:
            with pytest.raises(NoAnswer, match=says):
                await speaker.structured(ASKED, Verdict, Usage())


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "https://127.0.0.1:9/v1"])
async def test_a_server_that_is_not_there(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.model.client.FIRST_PAUSE_S", 0.01)
    with pytest.raises(NoAnswer, match=f"Cannot reach {url}"):
        await streamed(url)


async def test_a_stall_in_a_stream_is_noticed_and_what_was_said_is_not_said_twice() -> None:
    with ModelServer([Reply("One two three.", gap_s=9)]) as server:
        said: list[str] = []
        async with model(server, timeout_s=0.3) as speaker:
            stream = speaker.stream(ASKED, Usage())
            said.append(await anext(stream))
            with pytest.raises(NoAnswer, match="took too long"):
                await anext(stream)
        assert said == ["One "]
        assert len(server.history) == 1


async def test_nothing_lasts_longer_than_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    began = asyncio.get_running_loop().time()
    with ModelServer(otherwise=lambda _request: status(429, headers={"Retry-After": "100"})) as server:
        with pytest.raises(NoAnswer, match="is not accepting more requests"):
            await streamed(server)
        async with model(server) as speaker:
            with pytest.raises(NoAnswer):
                await speaker.structured(ASKED, Verdict, Usage())
    assert asyncio.get_running_loop().time() - began < 3


async def test_a_key_with_a_line_break_and_a_proxy_that_is_not_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/other")
    with ModelServer([FINE]) as server:
        async with model(server, key=SecretStr(f"{KEY}\n")) as speaker:
            assert "".join([words async for words in speaker.stream(ASKED, Usage())]) == FINE.text
            assert KEY not in repr(speaker.connection)
        assert server.keys == [KEY]


FORMS = {
    "prose": (Reply("I would say three."), "did not answer in the requested format", 2),
    "truncated JSON": (Reply('{"reason": "beca'), "did not answer in the requested format", 2),
    "another schema": (Reply('{"reason": "because", "score": "many"}'), "did not answer in the requested format", 2),
    "empty": (Reply(""), "did not answer in the requested format", 2),
    "refusal": (Reply(refusal="I cannot do that."), "declined to answer", 1),
    "length": (Reply('{"reason": "beca', finish="length"), "ran out of room|stopped in the middle", None),
    "filtered": (Reply("", finish="content_filter"), "content filter|did not answer", None),
}


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
@pytest.mark.parametrize("name", FORMS)
async def test_a_form_that_is_not_filled(name: str, method: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.model.client.FIRST_PAUSE_S", 0.01)
    reply, says, tries = FORMS[name]
    with ModelServer(otherwise=lambda _request: reply) as server:
        async with model(server) as speaker:
            speaker.method = method
            with pytest.raises(UnusableAnswer, match=says):
                await speaker.structured(ASKED, Verdict, Usage())
        assert tries in (None, len(server.history))


async def test_a_form_that_is_wrong_once_is_asked_for_again() -> None:
    with ModelServer([Reply("Three."), Reply(GOOD)]) as server:
        async with model(server) as speaker:
            assert (await speaker.structured(ASKED, Verdict, Usage())).score == 3
        assert "did not have the form" in str(server.history[1]["messages"])


@pytest.mark.parametrize("code", [400, 422, 500])
async def test_ways_to_ask_for_a_form_are_tried_in_turn_and_the_one_that_works_is_remembered(code: int) -> None:
    def answer(request: dict[str, Any]) -> Reply:
        plain = request.get("response_format", {}).get("type") == "json_object"
        return Reply(GOOD) if plain else status(code)

    with ModelServer(otherwise=answer) as server:
        async with model(server) as speaker:
            for _ in range(2):
                assert (await speaker.structured(ASKED, Verdict, Usage())).score == 3
        assert speaker.method == "json_mode"
        assert len(server.history) == 4
        assert "tools" in server.history[1]


async def test_tokens_are_counted_and_a_server_may_leave_them_out() -> None:
    with ModelServer([FINE, Reply(GOOD), Reply("Fine.", usage=False), Reply(GOOD, content_list=True)]) as server:
        usage = Usage()
        async with model(server) as speaker:
            assert [words async for words in speaker.stream(ASKED, usage)]
            assert (usage.input_tokens, usage.output_tokens) == (2, 3)
            assert usage.first_word_s is not None
            await speaker.structured(ASKED, Verdict, usage)
            assert usage.output_tokens == 3 + len(GOOD.split())
            assert [words async for words in speaker.stream(ASKED, usage)]
            assert usage.output_tokens == 3 + len(GOOD.split())
            assert (await speaker.structured(ASKED, Verdict, usage)).reason == "because"
