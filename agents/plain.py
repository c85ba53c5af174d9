"""People's and models' words, made safe to show."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text without control characters, so that nobody's words can steer a terminal; tabs and line breaks stay.

    Bidirectional overrides go too, and lone surrogates, which no file can hold, become question marks.
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.encode("utf-8", "replace").decode("utf-8")


LOGIN = re.compile(r"(?<=://)[^/\s?#]*@")
QUERY = re.compile(r"(https?://[^\s?#'\"]+)\?[^\s'\"]*")


def without_login(text: str) -> str:
    """The text without user, password and query of the URLs in it, so that no secret is stored, logged or shown."""
    return QUERY.sub(r"\1", LOGIN.sub("", text))
