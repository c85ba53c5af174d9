"""Text that is never interpreted as markup, no matter who wrote it."""

from textual.content import Content
from textual.widgets import Static

from agents.plain import plain


class Text(Static):
    """Shows words as they are: brackets, tags and escapes are just characters."""

    def __init__(self, text: str = "", *, classes: str = "", id: str | None = None) -> None:
        super().__init__(Content(plain(text)), markup=False, classes=classes, id=id)

    def show(self, text: str) -> None:
        """Replaces the words."""
        self.update(Content(plain(text)))
