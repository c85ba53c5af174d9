"""What can be wrong with a file, a name or a value that a person gave."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class DataError(Exception):
    """A file, a name or a value that a person gave is wrong; the message says what to do."""


def first_fault(error: "ValidationError", whole: str = "") -> str:
    """The first thing that pydantic found wrong, as "field: what was expected"; `whole` names what has no field."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or whole
    expected = {
        "missing": "is missing; add it",
        "extra_forbidden": "is not a known field; check its spelling or remove it",
    }.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    return f"{field}: {expected[0].lower()}{expected[1:]}" if field else expected
