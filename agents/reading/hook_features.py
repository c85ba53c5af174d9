"""What the learned part of the hooks sees of a sentence: its words, what they may mean, and which hooks' ways it matches."""

from collections.abc import Iterable
from itertools import pairwise

from agents.reading.cues import kinds_of
from agents.reading.features import STEM, tokens

REACH = 4
"""How far apart two words may stand to count as said together."""
PERSON = frozenset("i me my he she they him her them his their we us our you your nobody everybody everyone someone it".split())


def hook_features(sentence: str, hits: Iterable[str]) -> set[str]:
    """The features of a sentence, by name; `hits` are the hooks of which it matches a way."""
    said = [*tokens(sentence.lower())]
    found = {f"w:{word}" for word in said} | {f"p:{word[:STEM]}" for word in said if len(word) > STEM}
    edged = ["^", *said, "$"]
    found |= {f"b:{one} {two}" for one, two in pairwise(edged)}
    found |= {f"t:{' '.join(three)}" for three in zip(edged, edged[1:], edged[2:], strict=False)}
    for place, word in enumerate(said):
        for other in said[place + 1 : place + REACH]:
            found.add(f"s:{word} {other}")
        if word in PERSON:
            found |= {f"k:{word} {kind}" for later in said[place + 1 : place + REACH] for kind in kinds_of(later)}
    found |= {f"k:{kind}" for word in said for kind in kinds_of(word)}
    return found | {f"way:{name}" for name in hits}
