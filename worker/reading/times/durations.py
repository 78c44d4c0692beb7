"""The lengths of time that a text says an outage lasted ("for 20 minutes", "kéo dài 20 phút"); it reads a folded text.

Only a length that is led or followed by words of an outage counts: "we tried for 20 minutes" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from worker.reading.times.text import Grammar, Passage, found, grammar, telling
from worker.reading.times.tokens import Duration
from worker.reading.times.words import NUMBERS, TENS_VI, either, number

_NUMBER = rf"\d{{1,3}}(?:[.,]5)?|{TENS_VI}|(?:{either(w for w in NUMBERS if w)})\b"
_UNIT = r"minutes?|mins?|m|hours?|hrs?|h|days?|(?<=\d)d|(?<=\d )d|phut|p|ph|tieng|gio|ngay|seconds?|secs?|s|giay"
_ONE = rf"(?:(?:{_NUMBER})(?:\s(?:and\s)?a\shalf)?|half\san?|half|nua|a\squarter\sof\san|three\squarters\sof\san)[\s-]{{0,2}}(?:{_UNIT})(?![a-z]|\d\d\s?(?:-|den|toi)\s?\d)(?:\s(?:and\sa\shalf|ruoi))?"
_LENGTH = rf"{_ONE}(?:[\s,]{{0,2}}(?:and\s|va\s)?(?:{_NUMBER})\s{{0,2}}(?:{_UNIT})(?![a-z])){{0,2}}"
_FUZZY = (
    r"(?:(?:about|around|approx(?:\.|imately)?|roughly|some|nearly|almost|just|over|under|exactly|at\sleast|only|a\sfull|a\stotal\sof|"
    r"the\sbest\spart\sof|a\sgood|more\sthan|less\sthan|khoang|gan|tam|hon|dung|tron|chung|co|do|tong\scong|~)\s?){0,2}"
)
_OUTAGE = r"(?:outage|downtime|interruption|disruption|incident|gap|failure|window|drop|blackout)"
_TRIED = r"(?<!tried )(?<!waited )(?<!retried )(?<!hold )(?<!queued )(?<!retrying )(?<!waiting )(?<!wait )(?<!retry )"
_LENGTH_EN = _LENGTH.replace("|gio|", "|")


def _duration(m: re.Match[str]) -> Duration | None:
    length = _length(m["length"])
    return Duration(*m.span(), length) if length >= timedelta(minutes=1) else None


_GRAMMAR: Grammar[Duration] = grammar(
    (rf"\b(?=[fldtoigwbmr]){_TRIED}(?:for|lasted|lasting|lasts?|last|resolved\sin|duration(?:\s(?:of|was))?|took|total(?:\sof)?|{_OUTAGE}\sof|down(?:time)?|mat)[\s:=~]{{1,3}}{_FUZZY}(?P<length>{_LENGTH_EN})", _duration, "for|last|resolved|duration|took|total|of|down|mat"),
    (rf"\b(?:mat|gian\sdoan|sap|ngung|ngat|te\sliet|treo|nghen|rot|chet|dut)(?:\s[a-z]+){{0,3}}?\s{_FUZZY}(?P<length>(?:{_NUMBER})\s?(?:phut|ph|p|tieng|minutes?|mins?)(?:\sruoi)?(?:\s(?:{_NUMBER})\s?(?:phut|ph|p))?)(?![a-z])(?!\s(?:sau|truoc)\b)", _duration, "mat|gian|sap|ngung|ngat|liet|treo|nghen|rot|chet|dut"),
    (rf"\b(?:keo\sdai|trong(?:\svong|\ssuot)?|suot|thoi\sluong|tong\sthoi\sgian)[\s:=~]{{1,3}}{_FUZZY}(?P<length>{_LENGTH})", _duration, "dai|trong|suot|luong|gian"),
    (rf"\bcost(?:s|ing)?(?:\s(?:us|them|me))?\s{_FUZZY}(?P<length>{_LENGTH_EN})(?!\s(?:of|in|and|per)\b)", _duration, "cost"),
    (rf"(?<![\w:.]){_FUZZY}(?P<length>{_LENGTH_EN})\s(?:until|till|before)\s(?:it|they|everything|all|things|service|the\s\w+)\s(?:\w+\s){{0,2}}?(?:back|returned|came|recovered|worked|again)\b", _duration, "until|till|before"),
    (rf",\s(?:about|around|approx\.?|roughly|some|khoang|chung|tam|tron)\s(?P<length>{_LENGTH_EN})(?=\s(?:like|in\stotal|total|altogether|then|roi|thi|lien)\b|[.,;)\n]|$)", _duration, "about|around|approx|roughly|some|khoang|chung|tam|tron"),
    (rf"[(\[]\s?{_FUZZY}(?P<length>{_LENGTH})(?:\s(?:in\stotal|total|altogether|{_OUTAGE}))?\s?[)\]]", _duration, "(|["),
    (rf"(?<![\w:.])(?P<length>{_ONE})[\s-](?:long\s)?(?:api\s|service\s|full\s|total\s)?{_OUTAGE}\b", _duration, "outage|down|ruption|incident|gap|failure|window|drop|black"),
    (rf"(?<![\w:.])(?P<length>{_LENGTH})\sof\s(?:\w+\s)?(?:{_OUTAGE}|unavailability)\b", _duration, "of"),
    (rf"(?<![\w:.]){_FUZZY}(?P<length>{_LENGTH})\s(?:later|afterwards|sau)\b(?!,?\s(?:at\s|luc\s)?\d{{1,2}}\s?[:h])", _duration, "later|afterwards|sau"),
    (rf"\bafter\s{_FUZZY}(?P<length>{_LENGTH})\s(?=(?:it|everything|service|the|we|calls|all)\b)", _duration, "after"),
    (rf"\b(?:chung|khoang|tam|co|do)\s(?P<length>{_LENGTH_EN})\s(?=(?:roi|thi|moi)\b)", _duration, "chung|khoang|tam|co |do "),
    (rf"\bsau\s(?:do\s)?{_FUZZY}(?P<length>{_LENGTH})\s(?=(?:moi|thi|lai|la|he)\b)", _duration, "sau"),
    (rf"(?<![\w:.]){_FUZZY}(?P<length>(?:half\san?|an?|nua|{_NUMBER})[\s-](?:minutes?|hours?|tieng|phut))\s(?:from|starting|beginning|ke\stu|tu)\b", _duration, "from|start|beginning|tu"),
)  # fmt: skip
_TELLING = telling(
    "minute minutes min mins m hour hours hrs hr h day days d phut p ph tieng gio ngay second seconds sec secs s giay half nua"
)
"""What a sentence that names a length of time holds."""
_PIECE = re.compile(
    rf"(?P<n>{_NUMBER}|half|nua|a\squarter\sof\san|three\squarters\sof\san)(?P<half>\s(?:and\s)?a\shalf)?(?:\san?)?[\s-]{{0,2}}(?P<unit>{_UNIT})(?![a-z])(?P<half2>\s(?:and\sa\shalf|ruoi))?"
)
_SECONDS = (
    ("ph", 60),
    ("p", 60),
    ("sec", 1),
    ("s", 1),
    ("gia", 1),
    ("m", 60),
    ("h", 3600),
    ("t", 3600),
    ("gio", 3600),
    ("d", 86400),
    ("ng", 86400),
)
_PARTIAL = {"half": 30, "nua": 30, "a quarter of an": 15, "three quarters of an": 45}


def durations(passage: Passage) -> Iterator[Duration]:
    """Every length of time that an outage is said to have lasted; they may overlap."""
    return found(passage, _TELLING, _GRAMMAR)


def _length(said: str) -> timedelta:
    total = timedelta()
    for piece in _PIECE.finditer(said):
        unit = next(seconds for name, seconds in _SECONDS if piece["unit"].startswith(name))
        raw = " ".join(piece["n"].split())
        halves = 2 * number(raw) if raw[-2:] not in (".5", ",5") else 2 * int(raw[:-2]) + 1
        halves += bool(piece["half"] or piece["half2"])
        sixtieths = _PARTIAL.get(raw, 30 * halves)
        total += timedelta(seconds=unit * sixtieths // 60)
    return total
