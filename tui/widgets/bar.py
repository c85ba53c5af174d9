"""A mark as a bar that can be read without colour."""

from textual.content import Content
from textual.widgets import Static

from agents.scorecard import Mark
from simulator.report import mark_text

CELLS = 20


class MarkBar(Static):
    """The title of a dimension, its mark as a bar, and the mark in words."""

    def __init__(self, title: str, mark: Mark) -> None:
        filled = round(CELLS * (mark.score or 0) / 5)
        line = Content.assemble(
            (f"{title:<12}", "bold"), ("█" * filled, "$primary"), ("░" * (CELLS - filled), "$text-muted"), f" {mark_text(mark)}"
        )
        super().__init__(line, markup=False, classes="bar")
