"""Markdown as a single, self-contained HTML page."""

from html import escape

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }}
blockquote {{ margin: .5rem 0; padding-left: 1rem; border-left: 3px solid; opacity: .85 }}
h2 {{ margin-top: 2rem }}
</style></head><body>
{body}</body></html>
"""


def page(title: str, text: str) -> str:
    """Renders Markdown as a single page, escaping any HTML in it."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).render(text)
    return PAGE.format(title=escape(title), body=body)
