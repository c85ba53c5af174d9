"""Makes text from people and models safe to show, and joins what is said into sentences."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Removes control characters, so that no text can control the terminal; tabs and line breaks are kept.

    Bidirectional overrides are removed too, and lone surrogates, which cannot be written to a file, become question marks.
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.encode("utf-8", "replace").decode("utf-8")


def straight(text: str) -> str:
    """The text with straight apostrophes, as our expressions have them."""
    return text.replace("’", "'").replace("‘", "'")


LOGIN = re.compile(r"(?<=://)[^/\s?#]*@")
QUERY = re.compile(r"(https?://[^\s?#'\"]+)\?[^\s'\"]*")


def without_login(text: str) -> str:
    """Removes user, password and query string from URLs in the text, so that no secret is stored, logged or shown."""
    return QUERY.sub(r"\1", LOGIN.sub("", text))


def joined(*parts: str) -> str:
    """Joins what is said into one text; after a colon or comma, the next part begins with a small letter, except for "I"."""
    said = ""
    for part in parts:
        small = part[:1].lower() + part[1:] if said.endswith((":", ",")) and not re.match(r"I\b", part) else part
        said = f"{said} {small}" if said and small else said or small
    return said
