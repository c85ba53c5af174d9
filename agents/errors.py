"""Errors in a file, name or value that the user supplied."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class DataError(Exception):
    """A file, name or value that the user supplied is wrong; the message says how to fix it."""


def first_fault(error: "ValidationError", whole: str = "") -> str:
    """The first error that pydantic found, as "field: what was expected"; `whole` is used if the error has no field."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or whole
    expected = {
        "missing": "is missing; add it",
        "extra_forbidden": "is not a known field; check its spelling or remove it",
    }.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    return f"{field}: {expected[0].lower()}{expected[1:]}" if field else expected
