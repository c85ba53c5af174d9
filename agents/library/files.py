"""Finds the files that people can read and add to: the built-in ones first, then those in the user's folder.

A user's file with the same name as a built-in one replaces it.
"""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.errors import DataError, first_fault

LARGEST_BYTES = 1_000_000
BUILT_IN = Path(__file__).parents[1] / "data"


class Entry(BaseModel):
    """What every file has in common: a name to refer to it by, a title and a one-line summary."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)


EntryT = TypeVar("EntryT", bound=Entry)
ModelT = TypeVar("ModelT", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """Parses a TOML file; raises DataError naming the file and what is wrong with it."""
    try:
        if not path.is_file() and path.exists():
            raise DataError(f"{path}: not a regular file; use a TOML file.")
        if path.stat().st_size > LARGEST_BYTES:
            raise DataError(
                f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB, which is far more than it needs; make it smaller."
            )
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: cannot be read (it is not UTF-8 text).") from None
    except RecursionError:
        raise DataError(f"{path}: not valid TOML: its values are nested too deeply.") from None
    except ValueError as error:  # from tomllib, or from Python if a number has thousands of digits
        raise DataError(f"{path}: not valid TOML: {str(error).partition(';')[0]}.") from None


def load(path: Path, schema: type[ModelT]) -> ModelT:
    """Reads one TOML file; raises DataError naming the file, the line or field, and what was expected."""
    data = read_toml(path)
    try:
        return schema.model_validate({"name": path.stem, **data} if issubclass(schema, Entry) else data)
    except ValidationError as error:
        raise DataError(f"{path}: {first_fault(error, 'the file')}.") from None


def paths(kind: str, user_folder: Path | None) -> dict[str, Path]:
    """The files of a kind, sorted by name: the built-in ones, overridden by the user's; hidden files of editors are ignored."""
    found: dict[str, Path] = {}
    for folder in (BUILT_IN, user_folder):
        if folder is not None:
            found |= {path.stem: path for path in sorted((folder / kind).glob("*.toml")) if not path.name.startswith(".")}
    return dict(sorted(found.items()))


def load_all(kind: str, schema: type[EntryT], user_folder: Path | None) -> tuple[list[EntryT], list[str]]:
    """Every entry of a kind that can be read, and a sentence for every file that cannot."""
    entries, problems = [], []
    for path in paths(kind, user_folder).values():
        try:
            entries.append(load_cached(path, schema))
        except DataError as error:
            problems.append(str(error))
    return entries, problems


def load_named(kind: str, name: str, schema: type[EntryT], user_folder: Path | None) -> EntryT:
    """The entry with that name; raises DataError listing the available names."""
    found = paths(kind, user_folder)
    if name not in found:
        raise DataError(f"There is no {kind[:-1]} called '{name}'. Available: {', '.join(found)}.")
    return load_cached(found[name], schema)


def load_cached(path: Path, schema: type[EntryT]) -> EntryT:
    """Like `load`, but reads each version of a file only once."""
    try:
        modified_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None
    known = _cache.get(path)
    if known is None or known[0] != modified_ns or not isinstance(known[1], schema):
        known = _cache[path] = (modified_ns, load(path, schema))
    entry = known[1]
    assert isinstance(entry, schema)
    return entry


_cache: dict[Path, tuple[int, Entry]] = {}
