"""A simulated candidate run by a chat model: it words what its ledger lets it tell now, and code audits the result."""

import logging
import re

from langchain_core.messages import HumanMessage, SystemMessage
from rapidfuzz import fuzz

from agents.candidate.offline import OfflineCandidate
from agents.engine import Candidate
from agents.library.candidates import Ledger
from agents.library.prompts import Prompts
from agents.model.client import ChatModel, Usage
from agents.model.faults import ModelFault
from agents.plain import plain
from agents.transcript import Transcript, candidate_turns

log = logging.getLogger(__name__)
TOLD = 85.0
"""How similar a fact and what was said must be for the fact to count as told, 0 to 100 (rapidfuzz's partial_ratio)."""
NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


class ModelCandidate(Candidate):
    """Says what the offline candidate would say, in a model's words, or in the ledger's own if those fail the audit."""

    def __init__(self, model: ChatModel, prompts: Prompts, ledger: Ledger) -> None:
        self._model, self._prompts, self._ledger, self._offline = model, prompts, ledger, OfflineCandidate(ledger)
        self.audit: list[str] = []
        """What was wrong with what the model said, turn by turn."""

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the last turn."""
        facts = await self._offline.answer(transcript)
        if not facts:
            return facts
        words = {"title": self._ledger.title, "manner": self._ledger.manner.style, "facts": facts}
        asked = HumanMessage(transcript[-1].text if transcript else "Please begin.")
        try:
            said = await self._model.whole([SystemMessage(self._prompts.filled("candidate", words)), asked], Usage())
        except ModelFault as fault:
            log.warning("the candidate speaks offline: %s", fault)
            return facts
        faults = audited(said, facts, self._ledger, transcript)
        self.audit += faults
        return facts if faults else plain(said).strip()


def audited(said: str, allowed: str, ledger: Ledger, transcript: Transcript) -> list[str]:
    """What is wrong with an answer: numbers it could not know, facts it should not tell yet, or no words at all."""
    before = " ".join(turn.text for turn in transcript)
    known = set(NUMBER.findall(f"{allowed} {before}"))
    made_up = [f"made up: {number}" for number in NUMBER.findall(said) if number not in known]
    told = " ".join([allowed, *(turn.text for _, turn in candidate_turns(transcript))])
    early = [
        f"told early: {fact.text}"
        for fact in ledger.facts
        if fuzz.partial_ratio(fact.text.lower(), said.lower()) >= TOLD > fuzz.partial_ratio(fact.text.lower(), told.lower())
    ]
    return made_up + early + ([] if said.strip() else ["said nothing"])
