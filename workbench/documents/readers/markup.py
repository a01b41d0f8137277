"""HTML cut into tags and text in one pass, in time linear in its length whatever it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Possessive throughout: a tag that is never closed is given up at the next "<" or after a bounded stretch.
_DOUBLE, _SINGLE = (rf"{q}(?:[^{q}<]*+|[^{q}]{{0,4000}}+){q}" for q in "\"'")
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40}+)"
    rf"((?:[^<>\"']{{0,2000}}+(?:{_DOUBLE}|{_SINGLE})){{0,80}}+[^<>\"']{{0,2000}}+)>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]{0,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_RAW = frozenset({"script", "style", "noscript", "template", "svg", "textarea", "title"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
])
BLOCK = frozenset(
    [
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "td", "th", "tr", "ul",
    ]
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag."""

    name: str
    closing: bool
    written: str

    def attribute(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        for found in _ATTRIBUTE.finditer(self.written):
            if found[1].lower() == name:
                return unescape(next((value for value in found.groups()[1:] if value is not None), ""))
        return ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its classes."""
        return tuple(self.attribute("class").split())


def pieces(html: str) -> Iterator[Tag | str]:
    """The tags and the texts between them, unescaped; comments and the content of scripts are left out."""
    at, text_from, no_comment_end = 0, 0, False
    unclosed: set[str] = set()
    lowered = html.lower()
    lowered = lowered if len(lowered) == len(html) else html
    while (start := html.find("<", at)) >= 0:
        if html.startswith("<!--", start) and not no_comment_end:
            end = html.find("-->", start + 4)
            no_comment_end = end < 0
            if end >= 0:
                yield unescape(html[text_from:start])
                at = text_from = end + 3
                continue
        found = _TAG.match(html, start)
        if found is None:
            at = start + 1
            end = html.find(">", start, start + 1000) if html.startswith(("<!", "<?"), start) else -1
            if end >= 0:
                yield unescape(html[text_from:start])
                at = text_from = end + 1
            continue
        yield unescape(html[text_from:start])
        name = found[2].lower()
        at = text_from = found.end()
        tag = Tag(name, bool(found[1]), found[3])
        yield tag
        if name in _RAW and not tag.closing and name not in unclosed:
            end = lowered.find(f"</{name}", at)
            if end < 0:
                unclosed.add(name)
            else:
                if name == "title":
                    yield unescape(html[at:end])
                at = text_from = end
    yield unescape(html[text_from:])


def plain_text(html: str) -> str:
    """All the text of a page, a line for each block."""
    parts: list[str] = []
    for piece in pieces(html):
        if isinstance(piece, str):
            parts.append(_SPACE.sub(" ", piece))
        elif piece.name == "br" or piece.name in BLOCK:
            parts.append("\n")
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Lines without spaces at their ends, and at most one empty line between two."""
    lines = [line.strip() for line in text.split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip()
