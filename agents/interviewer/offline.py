"""The interviewer's voice without a model: a reply to what the candidate did, or one question, in the persona's manner.

Several wordings are generated from the seed, and the first one without a fault is said.
"""

import re
from collections.abc import AsyncIterator, Iterable
from itertools import chain
from pathlib import Path
from random import Random
from typing import cast

from agents.engine import Brief
from agents.interviewer.agenda import END_OF_TURN, Agenda, in_context, last_question
from agents.interviewer.echo import echo
from agents.interviewer.hooks import SLOT, Hooks, Thread, with_person
from agents.interviewer.sentences import sentences
from agents.interviewer.wording import problems
from agents.library.files import load_named
from agents.library.phrases import Asked, Phrases, Probe, ReplyTo
from agents.moves import Move
from agents.plain import joined, straight
from agents.reading.answer import Reader, Reading
from agents.reading.contradictions import contradiction, standing
from agents.reading.cues import cues
from agents.reading.mentions import mentions_in
from agents.reading.quotes import quotes
from agents.reading.turn_features import SENTENCE
from agents.transcript import candidate_turns

QUESTION = re.compile(r"[^.!?\n]*\?")
FLOOR = re.compile(r"\b(?:go|carry|rest|continue|keep going|tell|take)\b", re.I)
"""What a prompt has that gives the floor back after a reply."""
EITHER = re.compile(r"[^.?!]*\bor (?!so\b|something\b|anything\b|whatever\b|what\b)[^?]*", re.I)
"""Asks which of two things was meant."""
ONESELF = re.compile(r"\b(?:i|i'm|i'd|me|my)\b", re.I)
TRIES = 24
BARE_SHARE = 0.3
"""How often a question gets one of the persona's lead-ins; otherwise it is asked on its own."""
LEAD_SHARE = {"hard": 0.6, "stung": 0.45, "plain": 0.35}
"""How often a question about something that was said begins with a few words of the persona's, by the tone of its hook."""
SHARES = (0.5, 0.2, 0.3)
"""How often a common question, one from the guidance, or one of the persona's own is tried first."""
OLD_AMOUNT = re.compile(r"\b(?:not|\w+n't|said|say|told|instead of|rather than|never)\b[^.,;]{0,20}$", re.I)
"""What stands before an amount that is being corrected, and so is the wrong one."""
AS_GOOD = 0.3
"""How much less than the best a question may fit to be asked in its place now and then."""
SHORT_CORRECTION = 12
"""Up to how many words a correction is surely only about the amount that it names."""
OPENING = 2
"""How many turns of the interviewer's belong to the opening, in which the candidate may ask what to tell."""
LEADS: frozenset[str] = frozenset({"said_already", "nothing_more", "cannot_share", "refusal"})
"""Acts that are replied to before the next question."""


class OfflineVoice:
    """Puts a move into words, deterministically for a given seed and never in the same words twice in an interview."""

    def __init__(self, reader: Reader, hooks: Hooks, user_folder: Path | None = None) -> None:
        self._reader, self._hooks, self._phrases = reader, hooks, load_named("phrases", "common", Phrases, user_folder)

    async def say(self, brief: Brief) -> AsyncIterator[str]:
        """Yields the turn sentence by sentence."""
        for sentence in sentences(self.words(brief)):
            yield sentence

    def stop(self) -> None:
        """Does nothing, because the turn is produced all at once."""

    def given_back(self, brief: Brief) -> str:
        """The candidate's words that a move gives back; empty if it gives none back."""
        return Wording(brief, self._phrases, self._reader, self._hooks, "", 0).given_back()

    def taken_up(self, brief: Brief) -> str:
        """The sentence of the candidate's that a move takes up; empty if it takes up none."""
        thread = thread_of(brief, self._reader, self._hooks)
        return thread.sentence(brief.transcript[brief.move.turn or 0].text) if thread else ""

    def words(self, brief: Brief) -> str:
        """The whole turn: the first well-worded one that the seed gives, or else the one with the fewest faults."""
        earlier = [turn.text for turn in brief.transcript if turn.speaker == "interviewer"]
        said = " ".join([*earlier, brief.said_before]).lower()
        tried = (Wording(brief, self._phrases, self._reader, self._hooks, said, attempt).words() for attempt in range(TRIES))
        best: tuple[int, str] | None = None
        for text in tried:
            faults = len(problems(text, brief.move, earlier))
            if faults == 0:
                return text
            if best is None or faults < best[0]:
                best = faults, text
        assert best is not None
        return best[1]


class Wording:
    """One attempt to put a move into words."""

    def __init__(self, brief: Brief, phrases: Phrases, reader: Reader, hooks: Hooks, said: str, attempt: int) -> None:
        """`said` is all that the interviewer has said, in lowercase."""
        self._brief, self._phrases, self._reader, self._hooks, self._said = brief, phrases, reader, hooks, said
        self._last = brief.transcript[-1].text if brief.transcript else ""
        before = brief.transcript[-2].move if len(brief.transcript) > 1 else None
        self._act = in_context(reader.read(self._last), before)
        self._kinds = [turn.move.kind for turn in brief.transcript if turn.move is not None]
        self._random = Random(f"{brief.seed} {brief.persona.name} {len(brief.transcript)} {self._last} {attempt}")

    def words(self) -> str:
        """The whole turn."""
        brief, kind = self._brief, self._brief.move.kind
        if kind == "open":
            return f"{self._pick(brief.persona.greetings)} {self._pick(brief.question.wordings)}"
        if kind == "close":
            return self._pick(brief.persona.closings)
        if kind == "re_ask":
            return joined(self._reply("no_failure") if self._act == "no_failure" else self._line(), brief.question.another)
        if kind in ("repeat", "rephrase"):
            return self._again()
        if kind == "give_time":
            return self._reply("ask_time")
        if kind == "reply":
            answer = self._answer()
            return joined(answer, self._prompt(answer))
        if kind == "continue":
            return self._go_on()
        if kind == "acknowledge":
            return self._acknowledgement()
        if kind == "challenge":
            return self._challenge()
        return self._probe() if brief.move.is_probe or kind in ("skip", "redirect") else self._line()

    def _pick(self, options: Iterable[str]) -> str:
        """Picks one of the options, from those not said yet if there are any."""
        options = list(options)
        return self._random.choice(self._fresh(options) or options)

    def _fresh(self, options: Iterable[str]) -> list[str]:
        """The options that have not been said yet."""
        return [o for o in options if not o or _longest_words(o).lower() not in self._said]

    def _line(self) -> str:
        kind = self._brief.move.kind
        if kind == "wrap_up" and self._act == "nothing_more":
            return self._reply("last_word")
        return self._pick(self._brief.persona.lines.get(kind) or self._phrases.moves.get(kind, ("",)))

    def _reply(self, *to: ReplyTo) -> str:
        """A reply to the first of these that the persona has words for, or else the common phrases."""
        pools = (self._brief.persona.replies, self._phrases.replies)
        replies = next((pool[name] for pool in pools for name in to if pool.get(name)), ())
        return self._pick(replies) if replies else ""

    def _answer(self) -> str:
        """Answers what the candidate asked: what they may tell, about the interviewer, the marks or the clock."""
        sentences = [part for part in SENTENCE.split(straight(self._last).strip()) if part]
        asked, last = " ".join(sentences[-2:]), "".join(sentences[-1:])
        about = [cast(Asked, name) for name, pattern in cues().asked.items() if pattern.search(asked)]
        others = [name for name in about if name.startswith("asked_")]
        if self._act == "ask_choice" and not (others and len(self._kinds) > OPENING):
            return self._reply(*(name for name in about if name.startswith("choice_")), "choice_which", "ask_choice")
        if cues().acts["how_am_i_doing"].search(last) and "asked_ok" not in about:
            return self._reply("ask_marks")
        if cues().acts["about_the_clock"].search(last):
            return self._reply("ask_clock")
        return self._reply(*others, "last_question" if "wrap_up" in self._kinds else "ask_interviewer")

    def _go_on(self) -> str:
        """Lets the story go on: by a prompt of the persona's, or by a question."""
        if self._act == "not_finished":
            return self._reply("not_finished")
        if self._act in LEADS:
            return joined(self._reply(self._act), self._next())
        if back := self.given_back():
            return back
        prompts = self._fresh(self._replies("continue")) if self._brief.move.part == "prompt" else []
        return self._random.choice(prompts) if prompts else self._next()

    def given_back(self) -> str:
        """The candidate's words that a move gives back, those that fit best at its place; empty if it gives none back."""
        move = self._brief.move
        waits = (move.kind == "continue" and move.part == "echo") or (move.kind == "acknowledge" and move.thread is None)
        if not waits or move.at is None:
            return ""
        return next((o.words for _, o in self._now().options if o.kind == "echo" and o.start == move.at), "")

    def _now(self) -> Agenda:
        """What the policy saw when it chose the move."""
        return Agenda(self._brief.transcript, self._brief.persona, self._brief.rubric, self._reader, self._hooks)

    def _next(self) -> str:
        """A question that lets the story go on."""
        return self._pick(self._brief.persona.replies.get("next") or self._phrases.go_on)

    def _acknowledgement(self) -> str:
        """Takes in a correction, in the candidate's words or with the new amount, and lets the candidate go on."""
        if back := self.given_back():
            return back
        short = len(self._last.split()) <= SHORT_CORRECTION
        amounts = [
            self._last[m.start : m.end]
            for m in mentions_in(self._last, "amount")
            if short and not OLD_AMOUNT.search(self._last[: m.start])
        ]
        thanks = _set_in(
            self._reply("correction_amount" if len(amounts) == 1 else "correction"), "amount", amounts[0] if amounts else ""
        )
        return joined(thanks, self._thread_question() or self._prompt(thanks))

    def _prompt(self, before: str) -> str:
        """A prompt to go on that asks nothing, once the story has begun; it begins unlike what is said before it."""
        first = before.partition(" ")[0]
        prompts = [p for p in self._replies("continue") if "?" not in p and FLOOR.search(p) and not p.startswith(first)]
        return self._pick(prompts) if prompts and self._act not in ("ask_choice", "ask_time") and self._begun else ""

    @property
    def _begun(self) -> bool:
        """Whether the candidate has begun to tell a story and has not been asked for the last word."""
        return len(self._kinds) > 1 and "wrap_up" not in self._kinds

    def _thread_question(self) -> str:
        """A question about what was said, the best fitting of those that its hook asks; empty if the move takes up nothing."""
        thread = thread_of(self._brief, self._reader, self._hooks)
        if thread is None:
            return ""
        asks = {text: ask for ask in thread.hook.ask if (text := with_person(ask, thread.who))}
        filled = dict.fromkeys(asks, 0.0)
        if self._brief.move.turn == len(self._brief.transcript) - 1:
            fits = {o.ask: fit for fit, o in reversed(self._now().options) if o.thread == thread}
            filled = {text: fits[ask] for text, ask in asks.items() if ask in fits}
        fresh = self._fresh(sorted(filled, key=lambda text: -filled[text]))
        best = [text for text in fresh if filled[text] > filled[fresh[0]] - AS_GOOD]
        return self._random.choice(best) if best else self._next()

    def _taking_up(self, thread: Thread) -> str:
        """What is said before a question about something that was said: sympathy, the candidate's words, or nothing."""
        move, persona = self._brief.move, self._brief.persona
        assert move.turn is not None, "a thread is in a turn"
        if move.turn != len(self._brief.transcript) - 1:
            back = echo(thread.sentence(self._brief.transcript[move.turn].text))
            return joined(self._reply("going_back"), back) if self._gone_by(move.turn) else ""
        leads = {"hard": persona.feelings, "stung": self._replies("admitted"), "plain": persona.bare}[thread.hook.tone]
        if (fresh := self._fresh(filter(None, leads))) and self._random.random() < LEAD_SHARE[thread.hook.tone]:
            return self._random.choice(fresh)
        return ""

    def _replies(self, to: ReplyTo) -> tuple[str, ...]:
        return self._brief.persona.replies.get(to) or self._phrases.replies.get(to, ())

    def _gone_by(self, turn: int) -> bool:
        """Whether the interviewer has asked about something else since that turn."""
        since = self._brief.transcript[turn + 1 :]
        return any(later.move is not None and later.move.is_probe for later in since)

    def _probe(self) -> str:
        """Replies to what the candidate did or said, if that is called for, and asks the question."""
        persona, kind = self._brief.persona, self._brief.move.kind
        thread = thread_of(self._brief, self._reader, self._hooks)
        if self._act in LEADS and kind != "hurry":
            lead = self._reply(self._act)
        elif kind in ("redirect", "hurry"):
            lead = self._line()
        elif thread is not None:
            lead = self._taking_up(thread)
        else:
            feelings = self._fresh(words for words in persona.feelings if words) if self._moved() else []
            bare = self._fresh(words for words in persona.bare if words) if self._random.random() < BARE_SHARE else []
            lead = self._random.choice(feelings or bare or [""])
        if thread is not None:
            return joined(lead, self._thread_question())
        return joined(lead, self._question().ask if self._brief.move.dimension else self._next())

    def _question(self) -> Probe:
        """A question about what is missing that has not been asked: a common one, from the guidance, or the persona's own."""
        move, persona = self._brief.move, self._brief.persona
        assert move.dimension is not None, "a probe is about a dimension"
        parts = self._brief.rubric.dimensions[move.dimension].parts
        part = f"{move.dimension}.{move.part if move.part in parts else next(iter(parts))}"
        common = self._phrases.probes.get(part, ())
        plain = common[0].plain if common else parts[part.partition(".")[2]].question
        found = [q.strip() for p in self._brief.passages if p.kind == "probe" for q in QUESTION.findall(p.text)[:1]][:2]
        pools = [
            [*common],
            [_probe(text, plain) for text in found],
            [_probe(own, plain) for own in persona.probes.get(part, ())],
        ]
        first = self._random.choices(pools, SHARES)[0]
        for pool in (first, *pools):
            if fresh := [probe for probe in pool if probe.ask.lower() not in self._said]:
                return self._random.choice(fresh)
        return self._random.choice([*chain(*pools)] or [_probe(parts[part.partition(".")[2]].question, plain)])

    def _challenge(self) -> str:
        """Puts two contradicting statements side by side, or asks about the candidate's own part."""
        persona, flag = self._brief.persona, self._brief.move.part or "blame"
        if flag == "dodge":
            return self._reply("dodge")
        options = persona.challenges.get(flag) or self._phrases.challenges.get(flag) or self._phrases.challenges["blame"]
        readings = [self._reader.read(turn.text) for _, turn in candidate_turns(self._brief.transcript)]
        both = contradiction(standing(readings)) if flag == "inconsistent" else None
        if both is not None:
            return self._pick(options).replace("{earlier}", both[0]).replace("{quote}", both[1])
        return self._pick(o for o in options if not SLOT.search(o))

    def _again(self) -> str:
        """Asks the last question again, word for word or in plainer words, after a reply to what the candidate did."""
        asked = last_question(self._brief.transcript, self._act == "try_again")
        lead = self._reply(self._act) or self._line()
        if self._brief.move.kind == "repeat":
            wordings = [
                wording for wording in (*self._brief.question.wordings, self._brief.question.another) if wording in asked.text
            ]
            last: str = (wordings or QUESTION.findall(asked.text) or [asked.text])[-1]
            return joined(lead, last.strip())
        if self._brief.move.kind == "rephrase" and (between := EITHER.search(self._last[-END_OF_TURN:])):
            return self._reply("either_you" if ONESELF.search(between[0]) and len(self._kinds) > 1 else "either")
        if self._kinds[-1:] == ["rephrase"]:
            return joined(self._reply("never_mind"), self._pick(self._phrases.go_on_plain))
        thread = thread_of(self._brief, self._reader, self._hooks)
        if thread is not None and (back := echo(thread.sentence(self._brief.transcript[self._brief.move.turn or 0].text))):
            return joined(lead, back, *QUESTION.findall(asked.text)[-1:])
        if asked.move is None or asked.move.dimension is None or thread is not None:
            opening = asked.move is None or asked.move.kind in ("open", "re_ask")
            return joined(lead, self._brief.question.rephrased if opening else self._pick(self._phrases.go_on_plain))
        return joined(lead, self._plainer(asked.text))

    def _plainer(self, asked: str) -> str:
        """The question that was asked, in plainer words."""
        persona, wanted = self._brief.persona, f"{self._brief.move.dimension}.{self._brief.move.part}"
        own = [probe for probe in persona.probes.get(wanted, ()) if isinstance(probe, Probe)]
        known = [*self._phrases.probes.get(wanted, ()), *own]
        same = [probe.plain for probe in known if probe.ask in asked]
        return same[0] if same else self._pick(probe.plain for probe in known) if known else self._question().plain

    def _moved(self) -> bool:
        """Whether the candidate expressed a feeling or was hard on themselves."""
        return any(mentions_in(self._last, "feeling")) or "self_attack" in self._reader.read(self._last).flags()


def thread_of(brief: Brief, reader: Reader, hooks: Hooks) -> Thread | None:
    """What a move takes up, found again where it was said."""
    move = brief.move
    if move.thread is None or move.turn is None:
        return None
    places = hooks.places(reader.read(brief.transcript[move.turn].text))
    found = (thread for place in places if place.start == move.at for thread in place.threads)
    return next((thread for thread in found if thread.hook.name == move.thread), None)


def _probe(question: Probe | str, plain: str) -> Probe:
    """A question with its plainer form, which is that of the part if it has none of its own."""
    return question if isinstance(question, Probe) else Probe.model_construct(ask=question, plain=plain)


def _longest_words(template: str) -> str:
    """The longest part of a template without a slot, by which it can be recognised once said."""
    return max(SLOT.split(template)[::2], key=len).strip()


def _set_in(template: str, slot: str, text: str) -> str:
    """Fills the words into the template, capitalised if they begin a sentence."""
    begins = re.search(r"(?:^|[.?!] )\{" + slot + r"\}", template)
    if text:
        text = (text[0].upper() if begins else text[0].lower()) + text[1:]
    return template.replace("{" + slot + "}", text)


def quote_for(last: Reading, move: Move) -> str:
    """A quote from the last answer, preferably about what the move asks about; empty if there is none."""
    spans = {last.text[f.clause.start : f.clause.end] for f in last.findings if f.dimension == move.dimension}
    return next((quote for quote, clause in sorted(quotes(last), key=lambda pair: pair[1] not in spans)), "")
