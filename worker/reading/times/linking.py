"""The small words and signs that tie words of time together: a clock to its day, a day to its weekday, a start to an end.

Two tokens belong together where nothing but such words stands between them. Without accents (see `text`).
"""

from __future__ import annotations


def _words(*rows: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.split())


RANGE = _words("- -- > -> ~ | / to until untill till til through thru den toi bis")
"""Between a start and an end."""
SIGNS = _words("- | > / ~")
"""Those of `RANGE` that join nothing across lines, where they begin items of a list."""
AND = _words("and va &")
"""Between a start and an end where "between" or "from" went before, else between two incidents."""
BETWEEN = _words("between from giua tu btw")
FILL = _words(
    "about around approximately approx roughly ca circa at on the of by its it up only just , ( ) [ ] . ' : = @ • * · – khoang",
    "nearly almost luc tam gan ngay hom cho mai sang vao du chung hoi um von uhr h sharp exactly for in o'clock all way including some time",
    "like right straight clear somewhere sometime chinh xac la precisely exact",
)
"""What may stand beside the joining word of a range."""
DAY_TO_CLOCK = _words(
    "at @ from between around about approximately approx roughly ca circa , ( ) [ ] - : . luc tu vao khoang tam gan hoi",
    "the in on starting beginning since time du giua by down and exactly just shortly after before a um von | = until to",
    "till den mai cho ; was h ' like somewhere sometime some time",
)
"""Between a day and the clock time after it."""
CLOCK_TO_DAY = _words(
    "on of the ngay hom vao , ( ) in local [ ] buoi cua rang @ . h hrs for | ' trong both am day late early"
)
"""Between a clock time and the day after it."""
CLOCK_TO_ZONE = _words(", ( [ / on of in the ngay - hom at theo for us =")
"""Between a clock time (or the day after it) and its zone."""
CLOCK_TO_WEEKDAY = _words("( , a it was that which la on nham")
"""Between a clock time and a weekday that is said in addition."""
DAY_TO_DAY = _words("the of , ( ) - . ngay hom a was is la it so i e that nham tuc on which vay this : / mai")
"""Between a date and its weekday, or "yesterday"."""
DAY_TO_PART = DAY_TO_DAY | _words("in vao buoi from between tu giua")
"""Between a day and a part of it."""
DAY_TO_NEXT = DAY_TO_DAY | _words(
    "to into and rang sang qua den early morning monday tuesday wednesday thursday friday saturday sunday"
)
"""Between the two days of one night."""
PART_TO_CLOCK = _words(
    "the of , at in luc a was is it on . : / tuc du from tu @ | around about khoang between early late starting ' vao hoi ngay hom"
)
"""Between a part of the day and the clock time after it."""
BESIDE = DAY_TO_CLOCK | CLOCK_TO_DAY | DAY_TO_PART | _words("trong afternoon morning evening night s local sharp")
"""Between what is a day only beside another word of time, and that."""
SAID_AGAIN = _words("( / = [ i e . is or that ie tuc la ~")
"""Between a time and the same in another zone; the first of these is a bracket, a slash or an equals sign."""
OPENS = frozenset("(/=[")
LOG = _words("log logs logfile logfiles nhat stamps stamped timestamp timestamps csv export firewall")
UP_TO = _words("until till den toi")
"""Between a day and the clock time that ended on it or on a later one."""
LISTED = _words("and or , on at after from before va hoac hay luc")
"""Between two times of one other matter: "tomorrow from 9, or on Thursday after 14:00"."""
ROUNDED = _words(", ( at about around exactly so say i e . luc khoang em ghi trong nhat ky la hom sau")
"""Between a word that only rounds a time ("around midnight") and that time."""
EXACTLY = _words("( , hon mot chut chinh xac la luc dung ra exactly precisely or rather at")
MORE_EXACT = _words("( xac dung exactly precisely rather")
"""Of `EXACTLY`, what stands between a time and a more exact one: one of these does."""
