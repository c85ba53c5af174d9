"""A scripted chat-model server on loopback that speaks OpenAI's protocol, with a queue of replies and a history of requests.

Tests talk to it over real HTTP and `make bench` measures against it. Each thing that goes wrong with real servers is a field.
"""

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

NAME = "scripted"
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


@dataclass(frozen=True)
class Reply:
    """How the server responds to one request."""

    text: str = "What did you do then?"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    """Delay before the first byte."""
    gap_s: float = 0.0
    """Delay before each further word of a stream."""
    body: bytes | None = None
    """Sent as is instead of a completion."""
    error_code: str | None = None
    finish: str | None = "stop"
    done: bool = True
    """Whether a stream ends with [DONE]."""
    cut_after: int | None = None
    """Number of streamed words after which the connection breaks."""
    stream_tail: bytes = b""
    """Sent in a stream after its words."""
    usage: bool = True
    refusal: str | None = None
    content_list: bool = False
    """Whether content is a list of parts, as in the Responses API."""


Answer = Callable[[dict[str, Any]], Reply]


class ModelServer:
    """Serves on its own thread until the context exits; requests without a scripted reply get the default one."""

    def __init__(self, replies: Iterable[Reply] = (), otherwise: Answer = lambda _request: Reply()) -> None:
        self.replies, self.otherwise = deque(replies), otherwise
        self.history: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, name="model-server", daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _main(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._talking: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)
        await asyncio.sleep(0.01)  # sockets close one pass of the loop later, even if waiting for them was cut short

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talking.add(task)
        try:
            while (request := await self._request(reader)) is not None:
                self.history.append(request)
                reply = self.replies.popleft() if self.replies else self.otherwise(request)
                await asyncio.sleep(reply.delay_s)
                if not await self._send(writer, request, reply):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()  # otherwise the loop can end before the socket is closed
            self._talking.discard(task)

    async def _request(self, reader: asyncio.StreamReader) -> dict[str, Any] | None:
        """The JSON of one request, or None if the client has gone."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        self.keys.append(headers.get("authorization", "").removeprefix("bearer "))
        body: dict[str, Any] = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
        return body

    async def _send(self, writer: asyncio.StreamWriter, request: dict[str, Any], reply: Reply) -> bool:
        """Sends the reply; returns False if the connection should end."""
        if reply.status == 200 and reply.body is None and request.get("stream"):
            return await self._stream(writer, request, reply)
        if reply.body is not None:
            body = reply.body
        elif reply.status != 200:
            what = {"message": reply.text, "type": "error", "code": reply.error_code, "param": None}
            body = json.dumps({"error": what}).encode()
        else:
            body = json.dumps(completion(request, reply)).encode()
        self._head(writer, reply, {"Content-Type": "application/json", "Content-Length": str(len(body))})
        writer.write(body)
        await writer.drain()
        return True

    @staticmethod
    def _head(writer: asyncio.StreamWriter, reply: Reply, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Whatever')}"]
        lines += [f"{name}: {value}" for name, value in (headers | reply.headers).items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def _stream(self, writer: asyncio.StreamWriter, request: dict[str, Any], reply: Reply) -> bool:
        """Streams the words one at a time as server-sent events; returns False if the connection was cut."""
        self._head(writer, reply, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        words = reply.text.split(" ")
        for number, word in enumerate(words):
            if reply.cut_after is not None and number >= reply.cut_after:
                writer.transport.abort()
                return False
            content = f"{word} " if number + 1 < len(words) else word
            writer.write(chunk(event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": content}}]})))
            await writer.drain()
            if reply.gap_s:
                await asyncio.sleep(reply.gap_s)
        tail = [reply.stream_tail]
        if reply.finish:
            tail.append(event({"choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish}]}))
        if reply.usage and request.get("stream_options", {}).get("include_usage"):
            tail.append(event({"choices": [], "usage": used(request, reply)}))
        if reply.done:
            tail.append(b"data: [DONE]\n\n")
        writer.write(b"".join(chunk(part) for part in tail if part) + b"0\r\n\r\n")
        await writer.drain()
        return True


def event(data: dict[str, Any]) -> bytes:
    """A piece of a streamed completion, as a server-sent event."""
    whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": NAME} | data
    return f"data: {json.dumps(whole)}\n\n".encode()


def chunk(data: bytes) -> bytes:
    """A part of an HTTP body whose length is not known in advance."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def completion(request: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """A reply that is not streamed, either as arguments of the requested tool or as content."""
    message: dict[str, Any] = {"role": "assistant", "content": None if reply.refusal else reply.text, "refusal": reply.refusal}
    if request.get("tools") and not reply.refusal:
        name = request["tools"][0]["function"]["name"]
        call = {"id": "call", "type": "function", "function": {"name": name, "arguments": reply.text}}
        message |= {"content": None, "tool_calls": [call]}
    elif reply.content_list:
        message["content"] = [{"type": "text", "text": reply.text}]
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    usage = used(request, reply) if reply.usage else None
    return {"id": "x", "object": "chat.completion", "created": 0, "model": NAME, "choices": [choice], "usage": usage}


def used(request: dict[str, Any], reply: Reply) -> dict[str, int]:
    """Token usage, counting words as tokens."""
    asked = sum(len(str(message["content"]).split()) for message in request.get("messages", ()))
    said = len(reply.text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
