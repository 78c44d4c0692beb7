"""Jinja2 with StrictUndefined: what a template lacks is an error that names it, never a hole in a letter."""

from __future__ import annotations

import re
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_chosen: Path | None = None


class LetterError(Exception):
    """A letter cannot be written; the message names the template, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """The words of a letter. The subject is one line; `html` says the same as `text`."""

    subject: str
    text: str
    html: str = ""


def use_templates(folder: Path | None) -> None:
    """Take the templates from another folder; None for those that were installed."""
    global _chosen
    _chosen = folder
    environment.cache_clear()


def _folder() -> Path:
    """The templates: the folder that was chosen, beside the sources, or where the installation put them."""
    beside = Path(__file__).resolve().parents[2] / "templates" / "letters"
    installed = Path(sysconfig.get_path("data")) / "share" / "lookuq-claims" / "templates" / "letters"
    for folder in (_chosen, beside, installed):
        if folder is not None and folder.is_dir():
            return folder
    raise LetterError(f"The templates of the letters are neither in {beside} nor in {installed}")


@cache
def environment() -> Environment:
    """Autoescape for HTML, none for text; templates are compiled once."""
    return Environment(
        loader=FileSystemLoader(_folder()),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> str:
    """One template with its values. Raises LetterError."""
    try:
        return environment().get_template(template).render(**values)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or _line_of(error, template)
        where = f"{template}, line {line}" if line else template
        raise LetterError(f"The letter template {where} failed: {error.message or type(error).__name__}") from error


def _line_of(error: BaseException, template: str) -> int | None:
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(template):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def one_line(text: str) -> str:
    """A subject: one line, no control characters, bounded."""
    return re.sub(r"\s+", " ", _CONTROL.sub(" ", text)).strip()[:250]


def quoted(text: str, limit: int = 300) -> str:
    """A client's words: one line, no control characters, bounded."""
    line = re.sub(r"\s+", " ", _CONTROL.sub(" ", text)).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def written(words: str, language: str, **values: Any) -> LetterText:
    """A letter: its words from `<language>/<words>.txt`, set in the layouts for text and for HTML.

    The first line of the words is the subject, blank lines part the paragraphs.
    """
    body = render(f"{language}/{words}.txt", **values)
    subject, _, rest = body.strip().partition("\n")
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", rest) if p.strip()]
    shown = values | {"paragraphs": paragraphs, "language": language, "title": one_line(subject)}
    text = render("layout.txt", **shown)
    return LetterText(one_line(subject), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", render("layout.html", **shown))
