"""Splits an interviewer's turn into sentences, because it is shown as it is said."""

import re
from collections.abc import Iterator

SENTENCE_END = re.compile(r"[.!?…]+[”\"')]*\s+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with the white space after it."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if text[start:].strip():
        yield text[start:]
