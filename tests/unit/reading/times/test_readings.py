"""What an incident carries: its words and place, every open reading, the zones it might be in, its doubts."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import BERLIN, LONDON, NEW_YORK, VIETNAM, doubts, times_in, written
from worker.sla.facts import DateOrder


def test_words_are_those_of_the_text() -> None:
    """The words of an incident stand in the text just so."""
    text = "Từ 14h05 đến 15h10 ngày 12/11/2026 (giờ Việt Nam) bên em không gọi được."

    assert times_in(VIETNAM, text).incidents[0].words == "14h05 đến 15h10 ngày 12/11/2026 (giờ Việt Nam)"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SLA claim, down 12 Nov 2026 14:05-15:10|||Log attached.", "subject"),
        ("SLA claim|||Down 12 Nov 2026 14:05-15:10.", "body"),
        ("SLA claim, down 12 Nov 2026|||It was down 14:05-15:10.", "body"),
    ],
)
def test_place_is_where_the_clock_time_stands(text: str, place: str) -> None:
    """An incident's place is the part of the mail that gives its clock time."""
    assert times_in(LONDON, text).incidents[0].place == place


@pytest.mark.parametrize(
    ("zone", "first"), [(LONDON, DateOrder.DAY_FIRST), (NEW_YORK, DateOrder.MONTH_FIRST), ("UTC", DateOrder.DAY_FIRST)]
)
def test_open_order_gives_both_readings(zone: str, first: DateOrder) -> None:
    """A numeric date that nothing settles has two readings, the customary order of the account's country first."""
    readings = times_in(zone, "Down on 03/08/2026 at 14:05").incidents[0].readings

    assert (readings[0].order, len(readings)) == (first, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Down on 03/08/2026, a Monday, at 14:05",
        "Down on 03/08/2026 at 14:05 and on 25/07/2026 at 10:00",
        "SLA claim: outage of 3 August|||Down on 03/08/2026 at 14:05",
        "Down on 03/08/2026 at 14:05 until 04/08/2026 15:10",
        "Down on 03/08/2026 at 14:05. Our invoice of 31/07/2026 is paid.",
        "Down on 03/08/2026. It was a Monday, and at 14:05 all was dark.",
    ],
)
def test_mail_settles_an_open_order(text: str) -> None:
    """A weekday, a date by name, another date that works one way only, or both ends in order settle the order."""
    found = [i for i in times_in(NEW_YORK, text).incidents if i.readings[0].start.month == 8]

    assert [(len(i.readings), i.readings[0].start.day) for i in found] == [(1, 3)]


def test_log_settles_an_open_order() -> None:
    """The ISO date of a log settles the order of a numeric date."""
    log = "2026-03-08 14:05:10 ERROR connection refused"

    readings = times_in(LONDON, "Down on 03/08/2026 at 14:05", logs=[log]).incidents[0].readings

    assert [written(r, LONDON) for r in readings] == ["03-08 14:05"]


def test_reading_after_receipt_is_dropped() -> None:
    """Of two orders the one that lies after the receipt falls away."""
    readings = times_in(NEW_YORK, "Down on 12/11/2026 at 9:05").incidents[0].readings

    assert [written(r, NEW_YORK) for r in readings] == ["11-12 09:05"]


def test_only_reading_after_receipt_is_kept_and_doubted() -> None:
    """A time that lies after the receipt in every reading is kept and doubted."""
    times = times_in(LONDON, "Down on 12 December 2026 at 14:05")

    assert doubts(times) == ("“12 December 2026 at 14:05” lies after the receipt of the mail.",)


def test_unstated_zone_is_tried_elsewhere() -> None:
    """Where no zone is stated, the same clock times are given in UTC and in the provider's zone."""
    incident = times_in(BERLIN, "Down on 12 November 2026, 14:05 to 15:10").incidents[0]

    shown = [(r.zone, r.zone_stated, written(r, "UTC")) for r in (*incident.readings, *incident.elsewhere)]
    assert shown == [
        (BERLIN, False, "11-12 13:05/14:10"),
        ("UTC", False, "11-12 14:05/15:10"),
        (VIETNAM, False, "11-12 07:05/08:10"),
    ]


def test_stated_zone_is_tried_nowhere_else() -> None:
    """A stated zone is final: the time is read in no other."""
    incident = times_in(BERLIN, "Down on 12 November 2026, 14:05 to 15:10 London time").incidents[0]

    assert (incident.readings[0].zone, incident.readings[0].zone_stated, incident.elsewhere) == (LONDON, True, ())


@pytest.mark.parametrize(
    ("text", "zone", "shown"),
    [
        ("Down on 12 November 2026 at 14:05 (GMT+7)", LONDON, "+07:00"),
        ("Down on 2026-11-12T14:05Z", LONDON, "+00:00"),
        ("Down on 12 November 2026 at 9:05 am Eastern", LONDON, NEW_YORK),
        ("Down on 12 November 2026 at 14:05 local time", BERLIN, BERLIN),
        ("Down on 12 November 2026 at 9:05 EST", NEW_YORK, NEW_YORK),
    ],
)
def test_zone_is_shown_as_it_was_read(text: str, zone: str, shown: str) -> None:
    """A reading names its zone: an IANA name, or an offset where the mail gives one."""
    assert times_in(zone, text).incidents[0].readings[0].zone == shown


def test_times_that_disagree_across_zones_are_doubted() -> None:
    """A time given in two zones that are not the same moment is doubted."""
    assert doubts(times_in(LONDON, "Down on 12 November 2026 at 14:05 UK time (16:05 UTC)"))


def test_several_zones_leave_an_unzoned_time_doubted() -> None:
    """Where a mail uses several zones, a time without one is read in the account's and doubted."""
    times = times_in(LONDON, "Down 9 October 10:05 UTC, 10 October 11:05 Berlin time, and 11 October 12:05.")

    assert [bool(i.doubts) for i in times.incidents] == [False, False, True]


def test_day_of_the_subject_against_a_day_of_the_text() -> None:
    """A clock time far from any day is doubted where subject and text name different days."""
    times = times_in(LONDON, "SLA claim 12 Nov|||Our fair was on 9 November.\n\nAt 14:05 all calls failed.")

    assert doubts(times)


def test_day_found_only_with_another_matter_is_doubted() -> None:
    """A clock time whose day stands only with a call to support is read on that day and doubted."""
    times = times_in(LONDON, "I called your hotline on 12 November at 14:20. At 14:05 everything had gone down.")

    assert [(written(i.readings[0], LONDON), bool(i.doubts)) for i in times.incidents] == [("11-12 14:05", True)]


def test_range_of_a_document_alone_is_doubted() -> None:
    """A range that stands with a ticket alone may be the incident's: a person looks before the claim is refused."""
    times = times_in(LONDON, "See ticket 4711 of 12 November 2026, 14:05 to 15:10.")

    assert (times.incidents, bool(times.doubts)) == ((), True)
