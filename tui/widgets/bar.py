"""A mark as a bar that can be read without colour."""

from textual.content import Content
from textual.widgets import Static

from simulator.report.content import DimensionReport

CELLS = 20


class MarkBar(Static):
    """The title of a dimension, its mark as a bar, and the mark in words."""

    def __init__(self, dimension: DimensionReport) -> None:
        filled = round(CELLS * (dimension.score or 0) / 5)
        line = Content.assemble(
            (f"{dimension.title:<12}", "bold"),
            ("█" * filled, "$primary"),
            ("░" * (CELLS - filled), "$text-muted"),
            f" {dimension.result}",
        )
        super().__init__(line, markup=False, classes="bar")
