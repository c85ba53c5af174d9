"""What a listener would hold against an interviewer's turns, judged from the words alone: nothing the program says of itself.

These are floors: a turn without a blunder may still be a poor one, which only readers can tell.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from agents.library.files import load_all, load_named, read_toml
from agents.library.personas import Persona
from agents.library.phrases import Phrases, Probe
from agents.moves import DIMENSIONS
from agents.rubric import load_rubric
from evals.labels.talks import LISTENING, Said, Talk
from knowledge.passages import read_corpus

BLUNDERS = ("told-again", "deaf", "cut-quote", "early-growth", "repeat", "idle", "stock")
SURE = 0.5
"""How likely a question must be about a dimension to count as asking about it."""
SAME = 60.0
"""How similar two turns must be, 0 to 100, for one to be the other asked again (rapidfuzz's partial_ratio)."""
STOCK_SHARE = 1 / 3
"""In what share of an interviewer's talks the same question may come."""
SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+")
ASKS = re.compile(r"\?|(?:^|[.!…] )(?:so |and |please |okay, )?(?:tell|walk|take|show|describe|give|help|explain)\b", re.I)
JOINTS = "and|but|so|because|that|then|which"
STARTS = re.compile(rf"(?:^|\n|[.,;:!?…—–(\[\"]|\s-|(?:^|\s)'|\b(?:{JOINTS}))\s*$")
ENDS = re.compile(r"[^\S\n]*(?:$|\n|[.,;:!?…—–)\]\"]|-\s|'(?!\w))")


class Words(BaseModel):
    """What the measure goes by, from its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heard: dict[str, str]
    """For some acts, an expression of what shows in the next turn that it was heard."""
    common: frozenset[str]
    """Words that many turns share, so that they do not show what was taken up."""


@cache
def words() -> Words:
    """The words in `words.toml`."""
    data = read_toml(LISTENING / "words.toml")
    return Words(heard=data["heard"], common=frozenset(data["common"]["words"].split()))


@dataclass(frozen=True)
class Heard:
    """An answer, what the interviewer said next, and what is wrong with that."""

    answer: Said
    said: str
    blunders: tuple[str, ...]
    hook_taken: bool | None
    """Whether what the answer offers was taken up; None if it offers nothing."""


def judged(talk: Talk, turns: Sequence[str]) -> list[Heard]:
    """Judges what the interviewer said: `turns` begins with the opening, then one turn for each answer that got one."""
    found, answers, idle = [], [said.text for said in talk.answers], 0
    for number, (answer, said) in enumerate(zip(talk.answers, turns[1:], strict=False)):
        before, about, last = turns[: number + 1], topic(said), number == len(turns) - 2
        asks, told, taken = bool(ASKS.search(said)), answer.told, takes_up(answer, said)
        waits = answer.act == "answer" and bool(answer.hook) and not asks and not last
        idle += waits
        wrong = {
            "told-again": about is not None and told.get(about, False) and not all(told.values()) and not taken,  # type: ignore[call-overload]
            "deaf": not last and deaf(answer, said, before),
            "cut-quote": any(whole(q, answers[: number + 1]) is False for q in re.findall(r"“([^”]+)”", said)),
            "early-growth": about == "growth" and not told["impact"] and not told["mitigation"],
            "repeat": answer.act != "ask_repeat" and any(_key(said) == _key(text) for text in before),
            "idle": waits and idle > 1,
        }
        blunders = tuple(name for name in BLUNDERS if wrong.get(name))
        found.append(Heard(answer, said, blunders, taken if answer.hook and not last else None))
    return found


def deaf(answer: Said, said: str, before: Sequence[str]) -> bool:
    """Whether an ordinary question followed a wish to finish, or nothing shows that a request or a correction was heard."""
    plain = _plain(said)
    if answer.served or any(_plain(word) in plain for word in answer.heard_by):
        return False
    if answer.act == "ask_repeat":
        return all(fuzz.partial_ratio(_plain(question(text)), plain) < SAME for text in before)
    if answer.act == "ask_meaning":
        return not ASKS.search(said) or _key(said) in map(_key, before)
    if answer.act == "ask_time" and "?" in said:
        return True
    if answer.act == "not_finished":
        return asks_anew(said)
    shows = words().heard.get(answer.act)
    if answer.act in ("correction", "ask_interviewer"):  # a question may follow once it has been replied to
        return asks_anew(said) and shows is not None and not re.search(shows, plain, re.I)
    return shows is not None and (not re.search(shows, plain, re.I) or topic(said) is not None)


def takes_up(answer: Said, said: str) -> bool:
    """Whether a turn shares a telling word with what there is to take up, or with what a good interviewer would say."""
    return bool(_telling(said) & _telling(" ".join([answer.hook or "", *answer.good])))


def stock(turns: Iterable[tuple[str, str]]) -> Counter[str]:
    """The questions that come in more than a third of the talks: pairs of a talk's id and a turn, without repeats asked for."""
    pairs = {(talk, question(text).lower()) for talk, text in turns if "?" in question(text)}
    talks = len({talk for talk, _ in pairs})
    return Counter({text: n for text, n in Counter(q for _, q in pairs).items() if n > max(1.0, talks * STOCK_SHARE)})


def question(text: str) -> str:
    """The last sentence of a turn, where its question is."""
    sentences = [part for part in SENTENCE.split(text.strip()) if part]
    return sentences[-1] if sentences else ""


def whole(quote: str, texts: Sequence[str]) -> bool | None:
    """Whether a quotation begins and ends where a clause does; None if nobody said it."""
    said, found = _plain(quote).strip(' .,;:!?…"'), False
    for text in map(_plain, texts):
        for match in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", text):
            found = True
            if (STARTS.search(text[: match.start()]) or re.match(rf"(?:{JOINTS})\b", said)) and ENDS.match(text[match.end() :]):
                return True
    return False if found else None


def topic(text: str) -> str | None:
    """The dimension that a turn surely asks about, from its words; None if it asks about none."""
    best, likely = _likeliest(text)
    return None if best == "none" or likely < SURE else best


def asks_anew(text: str) -> bool:
    """Whether a turn asks an ordinary question, one that does more than let the candidate go on."""
    return _likeliest(text)[0] != "none"


def _likeliest(text: str) -> tuple[str, float]:
    if not ASKS.search(text):
        return "none", 1.0
    model = _topics()
    likely = dict(zip(model.classes_, model.predict_proba([_plain(question(text))])[0], strict=True))
    best = max(likely, key=lambda name: likely[name])
    return str(best), float(likely[best])


@cache
def _topics() -> Pipeline:
    """Which dimension a question is about, learned from every question that the program, its guidance and its rubric know."""
    known = dict(_known_questions())
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True), LogisticRegression(C=30, max_iter=1000))
    return model.fit([*known], [*known.values()])


def _known_questions() -> Iterator[tuple[str, str]]:
    phrases = load_named("phrases", "common", Phrases, None)
    personas = load_all("personas", Persona, None)[0]
    replies = chain(*phrases.replies.values(), *(said for persona in personas for said in persona.replies.values()))
    for text in (*phrases.go_on, *replies):
        yield _plain(question(text)), "none"
    for part, probe in chain(phrases.probes.items(), *(persona.probes.items() for persona in personas)):
        for one in probe:
            for text in (one.ask, one.plain) if isinstance(one, Probe) else (one,):
                yield _plain(text), part.partition(".")[0]
    for dimension, scale in load_rubric().dimensions.items():
        for known in scale.parts.values():
            yield _plain(known.question), dimension
    for passage in read_corpus():
        if passage.kind == "probe" and passage.dimension in DIMENSIONS:
            for text in re.findall(r"[^.!?\n]*\?", passage.text):
                yield _plain(text), passage.dimension


def _key(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", _plain(question(text))))


def _plain(text: str) -> str:
    return text.translate(str.maketrans("‘’“”", "''\"\"")).lower().strip()


def _telling(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z']+|\d[\d,]*", _plain(text)) if word not in words().common and len(word) > 2}
