"""The guidance as reading material, all of it or one dimension's, as Markdown, an HTML page or JSON."""

from collections.abc import Iterable

from agents.moves import DIMENSIONS
from knowledge.passages import KINDS, Passage
from simulator.report.markdown import literal
from simulator.report.page import page

WHOLE = "The whole question"
KIND_TITLES = {
    "principle": "What it is about",
    "example": "Examples",
    "pitfall": "Pitfalls",
    "practice": "Practice",
    "probe": "What you may be asked",
}
assert set(KIND_TITLES) == set(KINDS)


def in_reading_order(passages: Iterable[Passage], dimension: str | None = None) -> list[Passage]:
    """Sorts the passages for reading: the whole question first, then by dimension, with the user's own material after ours."""
    kinds = list(KIND_TITLES)
    chosen = [p for p in passages if dimension in (None, p.dimension)]
    return sorted(chosen, key=lambda p: (_place(p), kinds.index(p.kind), p.own))


def _place(passage: Passage) -> int:
    return DIMENSIONS.index(passage.dimension) + 1 if passage.dimension in DIMENSIONS else 0


def markdown(passages: Iterable[Passage]) -> str:
    """Renders the guide in Markdown, with a heading for each dimension and each kind."""
    lines: list[str] = []
    dimension: str | None = ""
    kind = ""
    for passage in passages:
        if passage.dimension != dimension:
            dimension, kind = passage.dimension, ""
            lines += [f"# {(dimension or WHOLE).capitalize()}", ""]
        if passage.kind != kind:
            kind = passage.kind
            lines += [f"## {KIND_TITLES[kind]}", ""]
        if kind == "probe":
            lines += [f"- {literal(passage.text)}"]
            continue
        own = f" ({literal(passage.source)})" if passage.own else ""
        lines += ["", f"**{literal(passage.heading)}**{own}", "", literal(passage.text), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def html(passages: Iterable[Passage]) -> str:
    """Renders the guide as a single, self-contained page."""
    return page("Guidance for the failure question", markdown(passages))


def document(passages: Iterable[Passage]) -> list[dict[str, object]]:
    """The guide as JSON values."""
    keys = ("dimension", "kind", "heading", "text", "source")
    return [{key: getattr(passage, key) for key in keys} for passage in passages]
