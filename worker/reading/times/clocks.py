"""The clock times in a text, with or without am and pm, in numerals or words; it reads a folded text (see `text`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from worker.reading.times.text import Grammar, Passage, at_numerals, found, grammar, telling
from worker.reading.times.tokens import Clock, Part
from worker.reading.times.words import MONTHS, NUMBERS, PARTS, PARTS_EN, PARTS_VI, either, half_of, number, part_of

_H = r"(?P<h>[01]?\d|2[0-4])"
_M = r"(?P<min>[0-5]\d)"
_L = r"(?<![\w:.])(?<!\d[,/]\d)(?<!\dd )(?<!days )"
_L_T = r"(?<![\d:.])(?<![a-su-z_])"
_AP = r"(?:\s{0,2}(?P<ap>[ap])\.?\s?m\b\.?|(?P<ap1>a|p(?!\s(?:ma|la|thi|roi|nua|sau|truoc|moi|lien)\b))\b)"
_EVENING = r"toi(?=\s(?:ngay|hom|qua|nay|thu|chu|va|den|cn|cho|cung|theo|toi)\b|\s?[-,.;:()\n]|\s\d{1,2}[/-]\d|\s*$)"
_VI = rf"\s{{0,2}}(?:buoi\s)?(?P<part2>{PARTS_VI.replace('|toi|', f'|{_EVENING}|')})\b(?!\s(?:qua|nay|hom)\b)"
_PART = rf"(?:(?:,?\s(?:in\sthe\s|at\s)|\s(?=midnight))(?P<part>{PARTS_EN}|midnight)\b|{_VI})"
_UNIT = r"\s?(?:h|hrs?|hours|uhr|o'?clock)\b\.?"
_I_OR_EVENING = re.compile(r"\stoi\b(?!\s(?:luc\s|khoang\s|gan\s|tam\s)?\d)")
_WORD = either(w for w, n in NUMBERS.items() if 1 <= n <= 12 and w not in ("a", "an", "couple", "couple of", "few"))
_MINUTES = either(w for w, n in NUMBERS.items() if 1 <= n <= 30 and w not in ("a", "an", "couple", "couple of", "few"))
_DOT_LEAD = (
    "at", "btw", "from", "until", "till", "to", "between", "and", "around", "about", "approx", "since", "by", "roughly",
    "approx.", "circa", "ca.", "start:", "begin:", "began:", "stop:", "finish:", "until:", "end:", "time:", "from:", "to:", "luc", "tu", "den", "-", "@",
)  # fmt: skip
_LEADS = "|".join(rf"(?<={re.escape(w)} )" for w in _DOT_LEAD)
_NO_AMOUNT = r"(?!\d|[.:]\d|\s?(?:%|eur|usd|vnd|gbp|sgd|mb|gb|kb|ms|sec|seconds|million|mio|k\b|x\b|percent|version))"


_COUNTED = (
    r"[\w/.,:-]*\d|[\w%]|\s?(?:requests|calls|orders|users|customers|items|errors|times|ms|usd|eur|vnd|gbp|%|of|per)"
)


def _clock(m: re.Match[str]) -> Clock | None:
    groups = m.groupdict()
    hour, minute, second = int(m["h"]), int(groups.get("min") or 0), int(groups.get("s") or 0)
    raw = groups.get("ap") or groups.get("ap1")
    if (raw and not 1 <= hour <= 12) or (hour == 24 and minute):
        return None
    part = part_of(groups.get("part") or groups.get("part2") or groups.get("part3"))
    padded = len(m["h"]) == 2 and (m["h"][0] == "0" or hour > 12 or hour == 0)
    if groups.get("half"):
        minute = 30
    if groups.get("less"):
        hour, minute = _before(hour), 60 - int(m["less"])
    half = {"a": 0, "p": 12}[raw] if raw else half_of(part, hour)
    unsure = half is None and hour < 12 and bool(_I_OR_EVENING.match(m.string, m.end()))
    return Clock(*m.span(), hour % 24, minute, second, half, part, padded=padded, unsure=unsure)


_VI_UNITS = "mot|hai|ba|bon|tu|lam|nam|sau|bay|tam|chin"
_VI_MINUTES = rf"(?:(?:hai|ba|bon|nam)\smuoi|muoi)(?:\s(?:{_VI_UNITS}))?|{_VI_UNITS}"


_NAMED = {"noon": 12, "midday": 12, "midnight": 24}


def _spoken(m: re.Match[str]) -> Clock | None:
    """ "Half past two", "ten to nine", "three in the afternoon", "hai giờ rưỡi chiều"."""
    groups = m.groupdict()
    hour, minute = _NAMED.get(m["hour"]) or number(m["hour"]), 0
    if not 1 <= hour <= 24:
        return None
    step = groups.get("step") or groups.get("step2")
    if step:
        away = {"half": 30, "quarter": 15, "a quarter": 15}.get(step) or number(step)
        minute = away if groups.get("way") == "past" else 60 - away
        hour = hour if groups.get("way") == "past" else _before(hour)
    if groups.get("half"):
        minute = 30
    if groups.get("spelt"):
        minute = number(m["spelt"])
    part = part_of(groups.get("part") or groups.get("part2"))
    half = {"a": 0, "p": 12}.get(groups.get("ap") or "")
    if half is None:
        half = half_of(part, hour)
    return Clock(*m.span(), hour % 24, minute % 60, 0, half, part)


def _before(hour: int) -> int:
    """The hour before: a quarter to one is 12:45."""
    return hour - 1 if hour > 1 else 12 * hour + 23 * (not hour)


def _military(m: re.Match[str]) -> Clock | None:
    """ "0713 -> 1450"; two years or two counts are none."""
    around = m.string[max(0, m.start() - 12) : m.end() + 12]
    return None if re.search(r"(?:19|20)\d\d\D{1,9}(?:19|20)\d\d", around) else _clock(m)


def _word(hour: int) -> Callable[[re.Match[str]], Clock]:
    return lambda m: Clock(*m.span(), hour, 0, word=True)


def _part(m: re.Match[str]) -> Part:
    return Part(*m.span(), PARTS[" ".join(m["part"].split())])


_NUMERALS: Grammar[Clock] = grammar(
    (rf"{_L_T}{_H}:{_M}(?::(?P<s>[0-5]\d)(?:[.,]\d{{1,9}})?)?(?!\d|:\d)(?:{_AP}|(?:{_UNIT})?(?:{_PART})?)", _clock),
    (rf"{_L}(?P<h>1[0-2]|0?[1-9]){_AP}", _clock),
    (r"(?<![\w:.,/$€£-])(?P<h>1[0-2]|[1-9])(?=\s?(?:-|to|and|until|till)\s?\d{1,2}(?:[:.][0-5]\d)?\s?[ap]\.?m\b)", _clock),
    (rf"(?:(?<=[ap]m to )|(?<=[ap]m until )|(?<=[ap]m till )|(?<=[ap]m-)|(?<=[ap]m - ))(?P<h>1[0-2]|[1-9])(?![\w:./-]|\s?(?:{either(MONTHS)}|[ap]\.?m)\b)", _clock, "m to |m until |m till |m-|m - "),
    (r"(?:(?<=\bat )|(?<=\baround )|(?<=\babout )|(?<=\bfrom )|(?<=\bsince )|(?<=@ ))(?P<h>1[0-2]|[1-9])(?=\s(?:sharp|on\s(?:the\s)?\d|on\s(?:mon|tue|wed|thu|fri|sat|sun)|yesterday|this\smorning|last\snight))", _clock, "sharp|on|yesterday|morning|night"),
    (rf"{_L}(?P<h>1[0-2]|[1-9])\s?(?:o'?\s?clock)?,?\s(?:in\sthe\s|at\s)(?P<part>morning|afternoon|evening|night)\b", _clock, "morning|afternoon|evening|night"),
    (rf"{_L}(?P<h>[01]?\d|2[0-3])\s?o'?clock\b(?:{_PART})?", _clock, "clock"),
    (rf"{_L}{_H}[.]{_M}(?:{_AP}|{_UNIT}{_PART}?|,?\s(?:in\sthe\s|at\s)(?P<part3>{PARTS_EN})\b)", _clock),
    (rf"(?:{_LEADS}){_H}[.]{_M}{_NO_AMOUNT}(?:{_PART})?", _clock),
    (rf"(?<=\()(?P<h>[01]?\d|2[0-3])[.]{_M}(?=\))", _clock),
    (rf"(?<=\d-)(?P<h>[01]?\d|2[0-3])[.]{_M}{_NO_AMOUNT}", _clock),
    (rf"{_L}(?P<h>[01]?\d|2[0-3])[.]{_M}(?=\s?(?:-|to|until|till)\s?\d{{1,2}}[.][0-5]\d(?![\d.]|\s?%))", _clock),
    (rf"{_L}(?P<h>[01]?\d|2[0-4])\s?[hg]\s?(?P<min>[0-5]\d)(?:\s?(?:phut|ph|p|'))?(?![\w'])(?:{_VI})?", _clock),
    (rf"{_L}(?<!ca )(?<!mang )(?<!song )(?<!dung )(?<!bang )(?<!qua )(?<!phat )(?P<h>[01]?\d|2[0-3])\s?[hg](?:\s?(?P<half>ruoi)|\skem\s(?P<less>[1-5]?\d)(?:\sphut)?)?(?![\w/])(?:{_VI})?", _clock),
    (r"(?:(?<=luc )|(?<=den )|(?<=toi )|(?<=-)|(?<=- ))(?P<h>24)\s?[hg](?![\w/])", _clock, "24"),
    (rf"{_L}(?P<h>[01]?\d|2[0-4])\s{{0,2}}gio(?:\s(?P<half>ruoi)|\skem\s(?P<less>[1-5]?\d)(?:\sphut)?|\s{{0,2}}(?P<min>[0-5]?\d)(?![\d/:h])(?:\s?(?:phut|p))?)?(?:{_VI})?(?!\w)", _clock, "gio"),
    (rf"{_L}(?P<h>1[0-2]|[1-9])\s(?P<half>ruoi)(?:{_VI}|(?=\s(?:{PARTS_VI})\b))", _clock, "ruoi"),
    (r"(?:(?<=den )|(?<=luc )|(?<=tu )|(?<=-)|(?<=- ))(?P<h>1[0-2]|[1-9])\s(?P<half>ruoi)\b", _clock, "ruoi"),
    (r"(?:(?<=tu )|(?<=tam )|(?<=luc )|(?<=khoang ))(?P<h>[01]?\d|2[0-3])(?=\s?(?:-|den|toi)\s?\d{1,2}\s?(?:h|g|gio)(?![a-z]))", _clock, "tu |tam |luc |khoang "),
)  # fmt: skip
_LONG_NUMERALS: Grammar[Clock] = grammar(
    (r"(?<=\dt)(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?=z|[+-]\d\d|(?!\w))", _clock),
    (r"(?<![\w:.,/-])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)\s?(?:hrs?|hours|h|uhr)\b", _clock),
    (r"(?<![\w:.,/-])(?!(?:19|20)\d\d-(?:19|20)\d\d)(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?=\s?-\s?(?:[01]\d|2[0-3])[0-5]\d(?![\w/-]|\.\d))", _clock),
    (rf"(?<![\w:.,/$€£-])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?=\s?(?:->?|>|to|until|till|~)\s?(?:[01]\d|2[0-3])[0-5]\d(?!{_COUNTED}))", _military, "->|>| to |until|till|~"),
    (rf"(?:(?<=\d\d->)|(?<=\d\d -> )|(?<=\d\d > )|(?<=\d\d to )|(?<=\d\d until )|(?<=\d\d till )|(?<=\d\d ~ ))(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?!{_COUNTED})", _military, "->|>| to |until|till|~"),
    (r"(?<![\w:.,/])(?<=\d\d\d\d-)(?<!(?:19|20)\d\d-)(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?![\w/:-]|\.\d)", _clock),
)  # fmt: skip
_WORDS: Grammar[Clock] = grammar(
    (rf"(?<!-)\b(?P<hour>{_WORD})\sgio(?:\s(?P<half>ruoi)|\skem\s(?P<step>nam|muoi|muoi\slam|hai\smuoi|hai\smuoi\slam|\d\d?)(?:\sphut)?)?(?:{_VI}|(?=\s(?:{PARTS_VI})\b))", _spoken, "gio"),
    (rf"(?<!-)\b(?P<hour>{_WORD})\sgio\s(?P<spelt>{_VI_MINUTES})(?:\sphut)?\b(?:{_VI}|(?=\s(?:{PARTS_VI})\b))?", _spoken, "gio"),
    (rf"(?<!-)\b(?P<hour>{_WORD})\s(?:o'?clock\s?)?(?:sharp\s)?(?:in\sthe\s|at\s)(?P<part>morning|afternoon|evening|night)\b", _spoken, "morning|afternoon|evening|night"),
    (rf"(?<!-)\b(?P<hour>{_WORD})\s(?:o'?clock|(?P<ap>[ap])\.?m\b\.?)", _spoken, "clock|m"),
    (rf"(?<!-)\b(?P<hour>{_WORD})\s(?P<half>ruoi){_VI}", _spoken, "ruoi"),
    (r"(?<!after )(?<!before )(?<!past )(?<!after- )\b(?:12 )?noon\b|\bmidday\b|\bgiua trua\b", _word(12), "noon|midday|trua"),
    (r"(?<!after )(?<!before )(?<!past )\b(?:12 )?midnight\b|\bnua dem\b", _word(0), "midnight|dem"),
)  # fmt: skip
_TELLING = telling("gio ruoi noon midnight midday trua dem clock am pm m morning afternoon evening night")
"""What a sentence holds that may name a clock time in words."""
_STEPS: Grammar[Clock] = grammar(
    (rf"\b(?:(?P<step>half|a\squarter|quarter|five|ten|twenty|twenty-five)\s|(?P<step2>{_MINUTES}|an?|\d{{1,2}})\s(?:minutes?\s(?=past|to)|(?=past)))(?P<way>past|to)\s(?P<hour>{_WORD}|noon|midday|midnight|1[0-2]|[1-9])(?!\w|[:.]\d)(?:\s?(?P<ap>[ap])\.?m\b\.?|{_PART})?", _spoken, "past|to"),
)  # fmt: skip
_BARE: Grammar[Clock] = grammar(
    (rf"(?:(?<=between )|(?<=from ))(?P<hour>{_WORD})(?=\s(?:and|to|until|till)\s(?:(?:just|about|around|shortly|almost|nearly|after|before)\s){{0,2}}(?:half|a\squarter|quarter|{_MINUTES}|\d|noon|midnight))", _spoken),
    (rf"(?:(?<=until )|(?<=till )|(?<=until about )|(?<=until around )|(?<=until just after )|(?<=until shortly after ))(?P<hour>{_WORD})(?!\s(?:hours?|minutes?|mins?|days?|of|more|people|colleagues)\b|[\w-])", _spoken),
)  # fmt: skip
_BARE_TELLING = telling("between from until till")
"""An hour as a bare word counts only as one end of a range."""
_STEPS_TELLING = telling("past half quarter minute minutes five ten twenty")
_PARTS: Grammar[Part] = grammar(
    (
        rf"\b(?:(?:in|during)\sthe\s)?(?P<part>{PARTS_EN}|{PARTS_VI.replace('|toi|', f'|{_EVENING}|')})\b",
        _part,
    )
)
_PARTS_TELLING = telling("", *(word for part in PARTS for word in part.split()))


def clocks(passage: Passage) -> Iterator[Clock]:
    """Every group of numerals or words that may be a clock time; they may overlap."""
    yield from at_numerals(passage, _NUMERALS, _LONG_NUMERALS)
    yield from found(passage, _TELLING, _WORDS)
    yield from found(passage, _STEPS_TELLING, _STEPS)
    yield from found(passage, _BARE_TELLING, _BARE)


def parts(passage: Passage) -> Iterator[Part]:
    """Every part of the day that is named."""
    return found(passage, _PARTS_TELLING, _PARTS)
