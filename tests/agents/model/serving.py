"""Models that speak to a scripted server, with deadlines short enough to wait for."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel, SecretStr

from agents.model.client import ChatModel, Connection
from evals.speed.model_server import ModelServer, Reply

KEY = "sk-not-to-be-seen"


class Verdict(BaseModel):
    """A form."""

    reason: str
    score: int


GOOD = json.dumps({"reason": "because", "score": 3})


@asynccontextmanager
async def model(server: ModelServer | str, **other: Any) -> AsyncIterator[ChatModel]:
    url = server if isinstance(server, str) else server.url
    settings: dict[str, Any] = {"timeout_s": 1.0, "deadline_s": 3.0, "temperature": 0.0, "key": SecretStr(KEY)} | other
    opened = ChatModel(Connection(model="scripted", base_url=url, **settings))
    try:
        yield opened
    finally:
        await opened.close()


def marks(score: int, turn: int, quote: str) -> str:
    """What an evaluator answers about one dimension."""
    return json.dumps(
        {
            "reason": "You told it.",
            "evidence": [{"turn": turn, "quote": quote}],
            "score": score,
            "confidence": 0.8,
            "missing": "a number",
            "question": "How many?",
        }
    )


NO_FLAGS = json.dumps({"flags": [], "irreparable": False})
NOTE = json.dumps({"heard": ["impact"], "missing": "whom you told", "missing_in": "mitigation", "red_flags": []})
QUESTIONS = [
    "Thank you for coming in. Would you tell me about a failure of yours?",
    "Who was hit hardest by that?",
    "Which choice of yours led there?",
    "What had you not looked at?",
    "How did you keep it from spreading?",
    "Whom did you call first?",
    "What is different since that day?",
    "When did the new way last catch something?",
    "Where were you standing when you noticed?",
    "Why did that week matter so much?",
    "How large was the damage by then?",
    "Anything that you would like to add?",
    "Which hour of that day do you remember best?",
    "What did the first complaint say?",
    "Who else could have seen the warning?",
    "Where did the money go in the end?",
    "How often had that list been checked before?",
    "What would the night shift say about it?",
    "When was the last honest conversation with your manager?",
    "Why was nobody else in the room?",
    "Which part did you keep to yourself?",
    "How was the letter to them worded?",
    "What took longer than you had thought?",
    "Who signs that page today?",
    "Which other team has copied it?",
    "Where would it break first if you left?",
    "What do new people ask about it?",
]


def played(quote: str) -> Any:
    """Plays the whole server: asks one question after another, notes, and marks with that quote."""
    asked = iter(QUESTIONS * 3)

    def answer(request: dict[str, Any]) -> Reply:
        if request.get("stream"):
            return (
                Reply(next(asked))
                if "Ask nothing" not in str(request["messages"][0]["content"])
                else Reply("Thank you. Goodbye.")
            )
        form = json.dumps(request.get("response_format") or request.get("tools"))
        if "missing_in" in form:
            return Reply(NOTE)
        return Reply(NO_FLAGS if "irreparable" in form else marks(4, 1, quote))

    return answer
