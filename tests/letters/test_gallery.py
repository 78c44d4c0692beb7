"""The gallery of letters is what the templates write, and each letter says what a client needs to know."""

from __future__ import annotations

import re

import pytest

from tests.letters.gallery import FOLDER, LANGUAGES, REFERENCE, letters_of, pages
from worker.letters.render import environment

LETTERS = [(language, title) for language in LANGUAGES for title in letters_of(language)]


def test_the_gallery_is_up_to_date() -> None:
    """After a change of the templates: `make letters`, and look at what came out."""
    stale = [n for n, text in pages().items() if not (FOLDER / n).exists() or (FOLDER / n).read_text() != text]
    assert stale == []


def test_every_template_is_shown() -> None:
    """No letter goes out that nobody has looked at."""
    shown = "\n".join(pages())
    words = {name.partition("/")[2].removesuffix(".txt") for name in environment().list_templates() if "/" in name}
    names = {"granted_part": "part-granted", "no_tier": "no-tier"}
    client = words - {t.partition("/")[2].removesuffix(".txt") for t in environment().list_templates() if "team/" in t}
    missing = [w for w in client - {"labels"} if names.get(w, w.replace("_", "-")) not in shown]
    assert missing == []


@pytest.mark.parametrize(("language", "title"), LETTERS)
def test_a_letter_is_whole_in_both_forms(language: str, title: str) -> None:
    """The reference, a way to answer back, no hole, no word of our code; text and HTML say the same."""
    letter = letters_of(language)[title]
    assert f"[{REFERENCE}]" in letter.subject
    assert REFERENCE in letter.text
    assert REFERENCE in letter.html
    assert not re.search(r"None|\bnan\b|Undefined|[{}]|_tier|_outage", letter.text)
    text = " ".join(re.sub(r"[“”\"–:()-]", " ", letter.text).split())
    html = re.sub(r"<(title|style)[^>]*>.*?</\1>|<[^>]+>", " ", letter.html, flags=re.DOTALL)
    for word in set(re.findall(r"[0-9][0-9.,]*[0-9]", text)):
        assert word in html, f"{word} stands in the text alone"
