"""What can go wrong with a model server: one table that maps what the client raises to whether to retry and what to say.

ModelFault
├── NoAnswer         the server failed, could not be reached, or took too long
└── UnusableAnswer   it answered, but the answer cannot be used
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import openai
from langchain_core import exceptions as langchain
from langchain_core.exceptions import OutputParserException
from pydantic import ValidationError


class ModelFault(Exception):
    """A call to a model failed; the message is one sentence for the user and never contains a key."""


class NoAnswer(ModelFault):
    """No answer arrived, or only part of one."""


class UnusableAnswer(ModelFault):
    """The answer cannot be used: it is empty, refused, cut off, or not in the requested form."""


class Incomplete(Exception):
    """An answer ended before the model was done."""


class Refused(Exception):
    """The model declined."""


@dataclass(frozen=True)
class Row:
    """One kind of failure: how to recognise it, whether to retry, and what to say."""

    kind: str
    applies: Callable[[Exception], bool]
    retried: bool
    sentence: str
    """What to say, with {where} for the base URL and {model}."""
    usable: bool = False
    """Whether the server answered at all."""
    repairable: bool = False
    """Whether it may help to tell the model, once, what was wrong."""


def _code(error: Exception) -> str:
    return f"{getattr(error, 'code', '')} {error}".lower()


def _status(*codes: int) -> Callable[[Exception], bool]:
    return lambda error: isinstance(error, openai.APIStatusError) and error.status_code in codes


def _is(*kinds: type[Exception]) -> Callable[[Exception], bool]:
    return lambda error: isinstance(error, kinds)


def _too_long(error: Exception) -> bool:
    """Whether the context window overflowed, whatever the server calls it."""
    said = _code(error)
    return isinstance(error, langchain.ContextOverflowError) or (
        isinstance(error, openai.BadRequestError)
        and any(words in said for words in ("context_length", "context size", "maximum context"))
    )


def _is_a_page(error: Exception) -> bool:
    """Whether the reply was a web page, or empty, instead of JSON."""
    return isinstance(error, json.JSONDecodeError) and error.doc.strip()[:1] in ("", "<")


NO_COMPLETION = "{where} did not return a chat completion. Check the base URL (does it end in /v1?)."
TABLE: tuple[Row, ...] = (
    Row(
        "quota",
        lambda e: "insufficient_quota" in _code(e),
        False,
        "The account at {where} is out of credit. Top it up or use another model.",
    ),
    Row(
        "too long",
        _too_long,
        False,
        "The interview no longer fits in the context window of {model}. Use a model with a larger one.",
    ),
    Row(
        "key",
        _is(langchain.ModelAuthenticationError, openai.AuthenticationError),
        False,
        "{where} rejected the API key. Set OPENAI_API_KEY to a valid one.",
    ),
    Row(
        "permission",
        _is(langchain.ModelPermissionDeniedError, openai.PermissionDeniedError),
        False,
        "Your API key does not have access to {model} at {where}. Choose another model.",
    ),
    Row(
        "unknown model",
        _is(langchain.ModelNotFoundError, openai.NotFoundError),
        False,
        "{where} has no model called {model}. Set INTERVIEW_MODEL to one it offers, and check the base URL.",
    ),
    Row(
        "rate limit",
        _is(langchain.ModelRateLimitError, openai.RateLimitError),
        True,
        "{where} is not accepting more requests right now. Wait a moment and try again.",
    ),
    Row(
        "stall",
        _is(langchain.ModelTimeoutError, openai.APITimeoutError, TimeoutError),
        True,
        "{model} at {where} took too long to respond. It may still be loading; if not, set a longer timeout.",
    ),
    Row(
        "unreachable",
        _is(langchain.ModelConnectionError, openai.APIConnectionError),
        True,
        "Cannot reach {where}. Check that the server is running and the base URL is right.",
    ),
    Row("busy", _status(408, 409), True, "{where} could not handle the request. Try again."),
    Row(
        "server error",
        _is(langchain.ModelAPIError, openai.InternalServerError),
        True,
        "{where} had an internal error. Check the server's log.",
    ),
    Row("payment", _status(402), False, "{where} requires payment. Check your account."),
    Row(
        "refused request",
        _is(openai.APIStatusError, langchain.ModelInvalidRequestError),
        False,
        "{where} rejected the request for {model}. Is it a chat model?",
    ),
    Row("cut off", _is(Incomplete), True, "{model} stopped in the middle of an answer.", usable=True),
    Row("refusal", _is(langchain.ModelRefusalError, Refused), False, "{model} declined to answer.", usable=True),
    Row(
        "length",
        _is(openai.LengthFinishReasonError),
        False,
        "{model} ran out of room to finish its answer. Raise max_tokens.",
        usable=True,
    ),
    Row(
        "filtered",
        _is(openai.ContentFilterFinishReasonError),
        False,
        "A content filter at {where} blocked the answer.",
        usable=True,
    ),
    Row(
        "wrong form",
        _is(ValidationError, OutputParserException),
        True,
        "{model} did not answer in the requested format.",
        usable=True,
        repairable=True,
    ),
    Row(
        "no completion",
        _is_a_page,
        False,
        NO_COMPLETION,
    ),
    Row(
        "broken stream",
        _is(openai.APIError, json.JSONDecodeError, UnicodeDecodeError),
        True,
        "The connection to {where} dropped in the middle of an answer.",
    ),
    Row(
        "bad reply",
        _is(ValueError, IndexError, TypeError, KeyError, AttributeError),
        False,
        NO_COMPLETION,
    ),
    Row("client", _is(openai.OpenAIError), False, "The request to {where} failed before it was sent."),
)
"""The first row that applies is used."""


def row_for(error: Exception) -> Row | None:
    """The row for a failure, or None if it is not the model's failure but a bug of ours."""
    return next((row for row in TABLE if row.applies(error)), None)


def fault(row: Row, where: str, model: str) -> ModelFault:
    """The failure as the user is told about it."""
    sentence = row.sentence.format(where=where, model=model)
    return (UnusableAnswer if row.usable else NoAnswer)(sentence)


def unsupported(error: Exception) -> bool:
    """Whether a server may have failed because it does not support the way in which a structured answer was requested."""
    row = row_for(error)
    return _status(400, 404, 422, 500, 501)(error) and row is not None and row.kind in ("refused request", "server error")


def retry_after(error: Exception) -> float | None:
    """The seconds that the server asks us to wait, or None if it does not say."""
    response = getattr(error, "response", None)
    try:
        return max(0.0, float(response.headers.get("retry-after"))) if response is not None else None
    except (TypeError, ValueError):
        return None
