"""The local embedding: deterministic, without a model or a download.

Words, their stems and their letter trigrams are hashed into a fixed number of places with a sign each (feature
hashing, Weinberger et al. 2009), damped by the logarithm of their count, weighed by rarity, and scaled to length one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.passages import KnowledgeError

SIZE = 4096
TRIGRAM = 0.8
"""What a run of four letters weighs against a word; it finds other forms and misspellings of words."""

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
ENDING = re.compile(r"(?:ingly|edly|ings|ing|ied|ies|ed|es|ly|s|e)$")
STOP_WORDS = frozenset(
    """a an and are as at be been but by did do does for from had has have he her him his how i if in into is it its me my no
    not of on or our she so than that the their them then there they this to was we were what when which who why will with
    would you your""".split()
)


@dataclass(frozen=True)
class Embedding:
    """How texts become vectors; the name, which goes into the collection's, changes whenever the vectors would."""

    name: str
    embed: Callable[[list[str]], npt.NDArray[np.float32]]


def local(known: Iterable[str]) -> Embedding:
    """The embedding without a model; words that are rare among the known texts weigh more (inverse document frequency)."""
    texts = list(known)
    counts = Counter(feature for text in texts for feature in _features(text))
    rarity = {feature: float(np.log(1 + len(texts) / (1 + count))) for feature, count in counts.items()}
    unknown = float(np.log(1 + len(texts)))
    name = f"hashed-words-3-{crc32(chr(31).join(texts).encode()):08x}"

    def embed(new: list[str]) -> npt.NDArray[np.float32]:
        """One row of SIZE numbers and length one for each text; a text without words is all zeros."""
        vectors = np.zeros((len(new), SIZE), dtype=np.float32)
        for row, text in enumerate(new):
            for feature, count in _features(text).items():
                place = crc32(feature.encode())
                weight = (1 + np.log(count)) * rarity.get(feature, unknown) * (TRIGRAM if feature.startswith("#") else 1.0)
                vectors[row, place % SIZE] += (1 if place >> 31 else -1) * weight
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors

    return Embedding(name, embed)


def _features(text: str) -> Counter[str]:
    words = [word for word in WORD.findall(text.lower().replace("’", "'")) if word not in STOP_WORDS]
    stems = [ENDING.sub("", word) if len(word) > 4 else word for word in words]
    found = Counter(stems)
    for stem in stems:
        found.update(f"#{stem[i : i + 4]}" for i in range(max(0, len(stem) - 3)))
    return found


MINILM = "all-minilm-l6-v2"


def minilm() -> Embedding:
    """Chroma's own small model; raises KnowledgeError where this machine does not have it and cannot fetch it."""
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    model = ONNXMiniLM_L6_V2()
    try:
        model(["is it there?"])
    except Exception as error:
        raise KnowledgeError(f"The embedding model {MINILM} is not here and cannot be fetched ({error}).") from error
    return Embedding(MINILM, lambda texts: np.asarray(model(texts), dtype=np.float32))
