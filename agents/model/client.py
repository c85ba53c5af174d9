"""A chat model behind OpenAI's protocol: streamed text and structured answers, with retries under one deadline."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.utils.function_calling import convert_to_openai_function
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, ConfigDict, SecretStr

from agents.model.faults import Incomplete, Refused, fault, retry_after, row_for, unsupported
from agents.plain import without_login

warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
"""The client gives this warning for content that arrives as a list of parts, although we read it correctly."""
VENDOR = "https://api.openai.com/v1"
"""Passed to the client explicitly, so that no other environment variable overrides it."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TRIES = 3
FIRST_PAUSE_S = 0.5
"""Wait before the second try; the next wait is twice as long, unless the server says how long to wait."""
Method = Literal["json_schema", "function_calling", "json_mode"]
METHODS: tuple[Method, ...] = ("json_schema", "function_calling", "json_mode")
"""Ways to request a structured answer, strictest first."""
SHAPE = "Answer with one JSON object and nothing else. Its JSON schema: {schema}"
NOT_THE_FORM = "That did not have the form that was asked for. Answer again, in that form only."
Form = TypeVar("Form", bound=BaseModel)


class Connection(BaseModel):
    """Where a chat model is and how to call it; the key is never shown."""

    model_config = ConfigDict(frozen=True)

    model: str
    base_url: str = VENDOR
    key: SecretStr = SecretStr("")
    temperature: float = 0.7
    timeout_s: float = 60.0
    """How long to wait for the first word, and for each one after it."""
    deadline_s: float = 120.0
    """How long one answer may take, including all its retries."""
    max_tokens: int = 1000


@dataclass
class Usage:
    """What answers used in tokens and time."""

    input_tokens: int = 0
    output_tokens: int = 0
    first_word_s: float | None = None
    """From the request to the first word, including retries."""

    def add(self, message: AIMessage) -> None:
        """Adds the tokens of a message, if the server reports them."""
        if said := message.usage_metadata:
            self.input_tokens += said["input_tokens"]
            self.output_tokens += said["output_tokens"]


@dataclass
class ChatModel:
    """One model, created once per process, shared, and used on one event loop."""

    connection: Connection
    method: Method | None = field(default=None, init=False)
    """The way to request a structured answer that worked with this server."""

    def __post_init__(self) -> None:
        """Creates the client; we do the retries ourselves, so that the deadline covers them."""
        to = self.connection
        local = urlsplit(to.base_url).hostname in LOOPBACK  # never use a proxy for this computer
        self._http = openai.DefaultAsyncHttpxClient(trust_env=not local)
        self._client = ChatOpenAI(
            model=to.model,
            base_url=to.base_url,
            api_key=SecretStr(to.key.get_secret_value().strip() or "none"),
            temperature=to.temperature,
            timeout=openai.Timeout(to.timeout_s, connect=min(10.0, to.timeout_s)),
            stream_chunk_timeout=to.timeout_s,
            max_retries=0,
            max_completion_tokens=to.max_tokens,
            stream_usage=True,
            use_responses_api=False,
            http_async_client=self._http,
        )

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def stream(self, messages: Sequence[BaseMessage], usage: Usage) -> AsyncGenerator[str, None]:
        """Yields the words as they arrive; raises ModelFault, even after some words, which are then not the whole answer."""
        began = monotonic()
        for attempt in count():
            words = self._once(messages, usage)
            try:
                while True:
                    async with asyncio.timeout(self._left(began)):  # per word: a timeout must not hit the consumer
                        said = await anext(words)
                    usage.first_word_s = usage.first_word_s or round(monotonic() - began, 3)
                    yield said
            except StopAsyncIteration:
                return
            except Exception as error:
                await self._again(error, began, attempt, give_up=usage.first_word_s is not None)
            finally:
                await words.aclose()

    async def _once(self, messages: Sequence[BaseMessage], usage: Usage) -> Any:
        finish = None
        async for chunk in self._client.astream(list(messages)):
            usage.add(chunk)
            finish = chunk.response_metadata.get("finish_reason") or finish
            _raise_refusal(chunk)
            if words := str(chunk.text):
                yield words
        if finish != "stop":
            raise Incomplete(f"it ended with {finish}")

    async def whole(self, messages: Sequence[BaseMessage], usage: Usage) -> str:
        """The whole answer at once; raises ModelFault."""
        began = monotonic()
        for attempt in count():
            try:
                async with asyncio.timeout(self._left(began)):
                    return _complete(await self._client.ainvoke(list(messages)), usage)
            except Exception as error:
                await self._again(error, began, attempt, give_up=False)
        raise AssertionError("the tries are counted")

    async def structured(self, messages: Sequence[BaseMessage], form: type[Form], usage: Usage) -> Form:
        """An answer in the given form, which it must match exactly; raises ModelFault."""
        began, attempt = monotonic(), 0
        methods = [self.method] if self.method else list(METHODS)
        while True:
            try:
                async with asyncio.timeout(self._left(began)):
                    answer = await self._formed(messages, form, methods[0], usage)
                self.method = methods[0]
                return answer
            except Exception as error:
                if len(methods) > 1 and unsupported(error):
                    methods.pop(0)
                    continue
                row = row_for(error)
                repairable = row is not None and row.repairable
                await self._again(error, began, attempt, give_up=repairable and attempt > 0)
                if repairable:
                    messages = [*messages, HumanMessage(NOT_THE_FORM)]
                attempt += 1

    async def _formed(self, messages: Sequence[BaseMessage], form: type[Form], method: Method, usage: Usage) -> Form:
        """Asks once, using the given method."""
        function = convert_to_openai_function(form, strict=True)
        client: Any
        if method == "json_schema":
            shape = {"name": function["name"], "schema": function["parameters"], "strict": True}
            client = self._client.bind(response_format={"type": "json_schema", "json_schema": shape})
        elif method == "function_calling":
            client = self._client.bind_tools([form], tool_choice=function["name"])
        else:
            client = self._client.bind(response_format={"type": "json_object"})
            messages = [*messages, HumanMessage(SHAPE.format(schema=form.model_json_schema()))]
        message: AIMessage = await client.ainvoke(list(messages))
        text = _complete(message, usage)
        calls = message.additional_kwargs.get("tool_calls") or ()
        return form.model_validate_json(calls[0]["function"]["arguments"] if calls else text)

    def _left(self, began: float) -> float:
        return max(0.0, self.connection.deadline_s - (monotonic() - began))

    async def _again(self, error: Exception, began: float, attempt: int, *, give_up: bool) -> None:
        """Waits before another try if that may help and there is time left; otherwise raises ModelFault."""
        row, asked = row_for(error), retry_after(error)
        wait = FIRST_PAUSE_S * 2**attempt if asked is None else asked
        if row is None:
            raise error
        if give_up or not row.retried or attempt + 1 >= TRIES or wait >= self._left(began):
            raise fault(row, without_login(self.connection.base_url), self.connection.model) from None
        await asyncio.sleep(wait)


def _complete(message: AIMessage, usage: Usage) -> str:
    """The text of a message; raises Refused or Incomplete if the model declined or was cut off."""
    usage.add(message)
    _raise_refusal(message)
    if message.response_metadata.get("finish_reason") == "length":
        raise Incomplete("it ended with length")
    return str(message.text)


def _raise_refusal(message: AIMessage) -> None:
    if refusal := message.additional_kwargs.get("refusal"):
        raise Refused(str(refusal))
