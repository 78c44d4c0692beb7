"""HTML to readable text, with lxml: blocks as lines, quotes marked with "> ", pictures by their Content-ID."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "dl",
        "dt",
        "dd",
        "hr",
    ]
)
_SILENT = frozenset(["script", "style", "head", "title", "meta", "link", "template", "noscript", "object"])
_SPACES = re.compile(r"[ \t\r\n\f]+")
DEPTH = 500
PICTURE = "\ufffc"


def html_to_text(source: str) -> str:
    """The text a reader sees. A picture stands as a line of its own: its Content-ID between two U+FFFC."""
    if not source.strip():
        return ""
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", source).replace("\0", ""))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]{0,500}>", " ", source)
    text = "".join(_text(root, quoted=0, pre=False, depth=0))
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _text(node: etree._Element, *, quoted: int, pre: bool, depth: int) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in _SILENT or depth > DEPTH:
        return
    tag = node.tag.rpartition(":")[2].lower()
    if tag == "br":
        yield "\n" + "> " * quoted
    elif tag == "img":
        yield _picture(node)
    else:
        quote = quoted + _quotes(node, tag)
        block = tag in _BLOCKS
        mark = "\n" + "> " * quote
        if block:
            yield mark
        if tag in ("td", "th"):
            yield " "
        yield _said(node.text, mark, pre=pre or tag == "pre")
        for child in node:
            yield from _text(child, quoted=quote, pre=pre or tag == "pre", depth=depth + 1)
            yield _said(child.tail, mark, pre=pre or tag == "pre")
        if block:
            yield "\n" + "> " * quoted


def _said(text: str | None, mark: str, *, pre: bool) -> str:
    if not text:
        return ""
    return text.replace("\n", mark) if pre else _SPACES.sub(" ", text)


def _quotes(node: etree._Element, tag: str) -> int:
    if tag == "blockquote":
        return 1
    return 0


def _picture(node: etree._Element) -> str:
    source = str(node.get("src") or "")
    return f"\n{PICTURE}{source.removeprefix('cid:')}{PICTURE}\n" if source.startswith("cid:") else ""
