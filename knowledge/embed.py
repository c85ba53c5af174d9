"""The local embedding: deterministic, with no model and nothing to download.

The inner product of a text and a query is their BM25 score (Robertson and Zaragoza 2009) over stems and four-letter runs. The
runs and unknown stems share a fixed number of places, each with a sign (feature hashing, Weinberger et al. 2009).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.errors import KnowledgeError

HASHED = 2048
"""Places in the vector shared by letter runs and by rare or unknown words; every other word has a place of its own."""
OWN_PLACE = 3
"""How often a word must occur in the known texts to get a place of its own."""
RUN = 0.2
"""How much a four-letter run weighs compared with a word; runs match other forms and misspellings of words."""
SATURATION, LENGTH = 1.2, 0.75
"""BM25's k1 and b: how soon repeating a word stops adding to the score, and how much long texts are penalised."""

Vectors = npt.NDArray[np.float32]

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
ENDING = re.compile(r"(?:ingly|edly|ings|ing|ied|ies|ed|es|ly|s|e)$")
STOP_WORDS = frozenset(
    """a an and are as at be been but by did do does for from had has have he her him his how i if in into is it its me my no
    not of on or our she so than that the their them then there they this to was we were what when which who why will with
    would you your""".split()
)


@dataclass(frozen=True)
class Embedding:
    """How texts and queries become vectors; the name, part of the collection's name, changes whenever the vectors would."""

    name: str
    embed: Callable[[list[str]], Vectors]
    ask: Callable[[str], Vectors]


def local(known: Iterable[str]) -> Embedding:
    """The embedding that needs no model; what is rare in the known texts weighs more (inverse document frequency)."""
    texts = list(known)
    counts = Counter(feature for text in texts for feature in _features(text))
    own_place = {
        stem: HASHED + k for k, stem in enumerate(sorted(f for f in counts if not f.startswith("#") and counts[f] >= OWN_PLACE))
    }
    usual = (sum(map(_length, texts)) / len(texts) if texts else 0.0) or 1.0
    name = f"hashed-words-7-{crc32(chr(31).join(texts).encode()):08x}"

    def saturated(text: str) -> dict[str, float]:
        held_back = SATURATION * (1 - LENGTH + LENGTH * _length(text) / usual)
        return {feature: count / (count + held_back) * _weight(feature) for feature, count in _features(text).items()}

    def rarity(text: str) -> dict[str, float]:
        few = {feature: counts.get(feature, 0) for feature in _features(text)}
        return {feature: log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for feature, count in few.items()}

    def vector(weights: dict[str, float]) -> Vectors:
        found = np.zeros(HASHED + len(own_place), dtype=np.float32)
        for feature, weight in weights.items():
            number = crc32(feature.encode())
            place = own_place.get(feature, number % HASHED)
            found[place] += -weight if place < HASHED and number >> 31 else weight
        return found

    def embed(new: list[str]) -> Vectors:
        """Returns one row per text; a text without words is all zeros."""
        return np.stack([vector(saturated(text)) for text in new])

    def ask(query: str) -> Vectors:
        """Returns a vector of length one, or all zeros for a query without words."""
        found = vector(rarity(query))
        return found / (float(np.linalg.norm(found)) or 1.0)

    return Embedding(name, embed, ask)


def _weight(feature: str) -> float:
    return RUN if feature.startswith("#") else 1.0


def _length(text: str) -> float:
    return sum(count * _weight(feature) for feature, count in _features(text).items())


def _features(text: str) -> Counter[str]:
    words = [word for word in WORD.findall(text.lower().replace("’", "'")) if word not in STOP_WORDS]
    stems = [ENDING.sub("", word) if len(word) > 4 else word for word in words]
    found = Counter(stems)
    for stem in stems:
        found.update(f"#{stem[i : i + 4]}" for i in range(max(0, len(stem) - 3)))
    return found


MINILM = "all-minilm-l6-v2"


def minilm() -> Embedding:
    """Chroma's own small model; raises KnowledgeError if it is not on this machine and cannot be downloaded."""
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    model = ONNXMiniLM_L6_V2()
    try:
        model(["is it there?"])
    except Exception as error:
        raise KnowledgeError(f"The embedding model {MINILM} is not installed and cannot be downloaded ({error}).") from error

    def embed(texts: list[str]) -> Vectors:
        """Returns one row of length one per text."""
        return np.asarray(model(texts), dtype=np.float32)

    return Embedding(MINILM, embed, lambda query: embed([query])[0])
