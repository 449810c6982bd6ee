"""Writes calendars and what an independent reader says takes place in them.

    python3 -m venv venv && venv/bin/pip install recurring-ical-events==3.8.2 tzdata==2026.6
    venv/bin/python crates/domain/tests/oracle/make_expectations.py

Every calendar is a file in `calendars/`; `expectations.json` has, for each, the timed instances (UTC start, minutes) and
the counts of whole-day, free and cancelled ones between FROM and UNTIL at HOME, as `recurring-ical-events` finds them.
The seed is fixed, so that running this again changes nothing. Where the Rust side disagrees, `tests/it/calendar_oracle.rs` says why.
"""

import datetime as dt
import json
import pathlib
import random
import zoneinfo

import icalendar
import recurring_ical_events

HERE = pathlib.Path(__file__).parent
HOME = "America/New_York"
FROM, UNTIL = dt.date(2025, 6, 1), dt.date(2027, 6, 1)
SEED = 5545

ZONES = ["America/New_York", "Europe/Berlin", "America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo"]
OUTLOOK = {
    "Eastern Standard Time": "America/New_York",
    "W. Europe Standard Time": "Europe/Berlin",
    "AUS Eastern Standard Time": "Australia/Sydney",
    "GMT Standard Time": "Europe/London",
    "Newfoundland Standard Time": "America/St_Johns",
}
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

calendars = {}


def local(moment):
    return moment.strftime("%Y%m%dT%H%M%S")


def utc(moment, zone):
    return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.timezone.utc).strftime("%Y%m%dT%H%M%SZ")


def fold(line):
    parts = [line[:70]]
    rest = line[70:]
    while rest:
        parts.append(" " + rest[:69])
        rest = rest[69:]
    return "\r\n".join(parts)


def event(*lines):
    return "\r\n".join(fold(line) for line in ["BEGIN:VEVENT", "DTSTAMP:20250101T000000Z", *lines, "END:VEVENT"])


def calendar(name, *components):
    assert name not in calendars, name
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Held//oracle//EN"]
    calendars[name] = "\r\n".join([*head, *components, "END:VCALENDAR", ""])


def at(zone, moment, prop="DTSTART"):
    """One property in a zone; None floats, "UTC" is UTC."""
    if zone is None:
        return f"{prop}:{local(moment)}"
    if zone == "UTC":
        return f"{prop}:{local(moment)}Z"
    return f"{prop};TZID={zone}:{local(moment)}"


def minutes(count):
    return f"DURATION:PT{count}M"


def vtimezone(name, winter, summer, begin, end):
    """begin and end: (hour, RRULE) of daylight time."""
    return "\r\n".join([
        "BEGIN:VTIMEZONE", f"TZID:{name}",
        "BEGIN:STANDARD", f"DTSTART:16010101T{end[0]:02}0000", f"TZOFFSETFROM:{summer}", f"TZOFFSETTO:{winter}",
        f"RRULE:{end[1]}", "END:STANDARD",
        "BEGIN:DAYLIGHT", f"DTSTART:16010101T{begin[0]:02}0000", f"TZOFFSETFROM:{winter}", f"TZOFFSETTO:{summer}",
        f"RRULE:{begin[1]}", "END:DAYLIGHT", "END:VTIMEZONE",
    ])


def moved_and_cancelled(rng):
    """Series as practices have them, with single dates moved, cancelled, moved again: the heart of the matter."""
    for number in range(60):
        zone = rng.choice(ZONES)
        start = dt.datetime(2025, rng.randint(1, 9), rng.randint(1, 28), rng.randint(7, 19), rng.choice([0, 15, 30]))
        every = rng.choice([1, 1, 1, 2])
        freq = rng.choice(["WEEKLY", "WEEKLY", "WEEKLY", "DAILY"])
        rule = f"RRULE:FREQ={freq};INTERVAL={every}"
        if number % 3 == 0:
            rule += f";COUNT={rng.randint(8, 60)}"
        step = dt.timedelta(days=every * (7 if freq == "WEEKLY" else 1))
        uid = f"UID:series-{number}"
        length = rng.choice([45, 50, 60, 90])
        parts = []
        exdates = []
        for slot in sorted(rng.sample(range(1, 40), rng.randint(2, 7))):
            original = start + slot * step
            written = rng.choice(["zone", "utc"])
            recurrence = (
                at(zone, original, "RECURRENCE-ID") if written == "zone" else f"RECURRENCE-ID:{utc(original, zone)}"
            )
            kind = rng.choice(["moved", "moved", "moved again", "cancelled", "excepted", "longer", "other zone"])
            if kind == "excepted":
                exdates.append(
                    at(zone, original, "EXDATE") if written == "zone" else f"EXDATE:{utc(original, zone)}"
                )
                continue
            new = original + dt.timedelta(days=rng.randint(-3, 3), minutes=15 * rng.randint(-8, 8))
            sequence = rng.randint(1, 4)
            if kind == "cancelled":
                parts.append(event(uid, recurrence, at(zone, original), minutes(length), f"SEQUENCE:{sequence}", "STATUS:CANCELLED"))
            elif kind == "longer":
                parts.append(event(uid, recurrence, at(zone, original), minutes(length + 30), f"SEQUENCE:{sequence}"))
            elif kind == "other zone":
                other = rng.choice(ZONES)
                parts.append(event(uid, recurrence, at(other, new), minutes(length), f"SEQUENCE:{sequence}"))
            else:
                parts.append(event(uid, recurrence, at(zone, new), minutes(length), f"SEQUENCE:{sequence}"))
            if kind == "moved again":
                newer = new + dt.timedelta(hours=rng.randint(1, 30))
                parts.append(event(uid, recurrence, at(zone, newer), minutes(length), f"SEQUENCE:{sequence + 1}"))
        main = event(uid, at(zone, start), minutes(length), rule, *exdates, f"SEQUENCE:{rng.randint(0, 1)}", "SUMMARY:Session")
        parts.insert(rng.randint(0, len(parts)), main)
        calendar(f"moved-{number:02}", *parts)


def this_and_future(rng):
    for number in range(16):
        zone = rng.choice(ZONES + ["UTC", None])
        start = dt.datetime(2025, rng.randint(6, 9), rng.randint(1, 28), rng.randint(8, 17))
        uid = f"UID:future-{number}"
        parts = [event(uid, at(zone, start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=50")]
        slots = sorted(rng.sample(range(3, 45), 1 + number % 3))
        for slot in slots:
            original = start + dt.timedelta(weeks=slot)
            by = dt.timedelta(days=rng.randint(-2, 2), hours=rng.randint(-3, 3))
            parameter = "RECURRENCE-ID;RANGE=THISANDFUTURE"
            status = ["STATUS:CANCELLED"] if number % 5 == 4 and slot == slots[-1] else []
            parts.append(event(uid, at(zone, original, parameter), at(zone, original + by), minutes(60), "SEQUENCE:1", *status))
        if number % 2:
            single = start + dt.timedelta(weeks=rng.choice([n for n in range(4, 49) if n not in slots]))
            parts.append(event(uid, at(zone, single, "RECURRENCE-ID"), at(zone, single + dt.timedelta(hours=5)), minutes(45), "SEQUENCE:2"))
        calendar(f"future-{number:02}", *parts)


def rules():
    """One of every part, most from the examples of RFC 5545, 3.8.5.3, moved into the window."""
    start = dt.datetime(2025, 9, 2, 9)
    listed = {
        "daily-count": "FREQ=DAILY;COUNT=10",
        "daily-until-utc": "FREQ=DAILY;UNTIL=20251224T140000Z",
        "daily-other": "FREQ=DAILY;INTERVAL=2",
        "daily-every-ten": "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "january": "FREQ=DAILY;UNTIL=20280131T140000Z;BYMONTH=1",
        "january-yearly": "FREQ=YEARLY;UNTIL=20280131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "weekly-count": "FREQ=WEEKLY;COUNT=10",
        "weekly-forever-wkst": "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "weekly-tu-th": "FREQ=WEEKLY;UNTIL=20251007T000000Z;WKST=SU;BYDAY=TU,TH",
        "weekly-mwf": "FREQ=WEEKLY;INTERVAL=2;UNTIL=20251224T000000Z;WKST=SU;BYDAY=TU,MO,WE,FR",
        "weekly-wkst-mo": "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "weekly-wkst-su": "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "monthly-first-tu": "FREQ=MONTHLY;COUNT=10;BYDAY=1TU",
        "monthly-first-tu-until": "FREQ=MONTHLY;UNTIL=20261224T000000Z;BYDAY=1TU",
        "monthly-two": "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1TU,-1SU",
        "monthly-second-last": "FREQ=MONTHLY;COUNT=6;BYDAY=TU,-2MO",
        "monthly-third-last-day": "FREQ=MONTHLY;BYMONTHDAY=2,-3",
        "monthly-2-15": "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "monthly-ends": "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,1,-1",
        "monthly-18": "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=2,10,11,12,13,14,15",
        "monthly-every-tuesday": "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "yearly-months": "FREQ=YEARLY;COUNT=10;BYMONTH=9,10",
        "yearly-two": "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=9,1,2,3",
        "yearly-days": "FREQ=YEARLY;COUNT=10;BYYEARDAY=245,100,200",
        "yearly-days-back": "FREQ=YEARLY;BYYEARDAY=-1,-121,245",
        "yearly-20th-monday": "FREQ=YEARLY;BYDAY=20MO,35TU",
        "yearly-week-20": "FREQ=YEARLY;BYWEEKNO=20,36;BYDAY=MO,TU",
        "yearly-week-1-53": "FREQ=YEARLY;BYWEEKNO=1,53,36;BYDAY=TU,TH,SA",
        "yearly-week-last": "FREQ=YEARLY;BYWEEKNO=-1,36;BYDAY=TU;WKST=SU",
        "yearly-week-alone": "FREQ=YEARLY;BYWEEKNO=36,40",
        "march-thursdays": "FREQ=YEARLY;BYMONTH=3,9;BYDAY=TU",
        "yearly-nth-in-month": "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU,-1SA",
        "friday-13": "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "first-saturday-after-sunday": "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "election": "FREQ=YEARLY;INTERVAL=1;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "setpos-third": "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3,1",
        "setpos-second-last-weekday": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2,2",
        "setpos-weekly": "FREQ=WEEKLY;BYDAY=MO,TU,FR;BYSETPOS=-1,2",
        "setpos-yearly": "FREQ=YEARLY;BYDAY=TU;BYSETPOS=35,-1",
        "setpos-hours": "FREQ=DAILY;BYHOUR=9,11,13;BYSETPOS=1,-1;COUNT=40",
        "hourly": "FREQ=HOURLY;INTERVAL=3;UNTIL=20250903T170000Z",
        "hourly-office": "FREQ=HOURLY;BYHOUR=9,10,11;BYDAY=MO,TU;UNTIL=20251201T000000Z",
        "hourly-month-days": "FREQ=HOURLY;INTERVAL=5;BYMONTHDAY=2,-1;COUNT=30",
        "minutely": "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "minutely-90": "FREQ=MINUTELY;INTERVAL=90;COUNT=40",
        "minutely-hours": "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16;UNTIL=20250920T000000Z",
        "daily-many-times": "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40;COUNT=300",
        "secondly": "FREQ=SECONDLY;INTERVAL=1800;COUNT=50",
        "secondly-parts": "FREQ=SECONDLY;INTERVAL=30;BYMINUTE=0,30;BYSECOND=0;BYHOUR=9;COUNT=40",
        "weekly-seconds": "FREQ=WEEKLY;BYSECOND=0,30;BYMINUTE=0;COUNT=12",
        "weekly-bymonth": "FREQ=WEEKLY;BYMONTH=10,2;BYDAY=TU,WE",
        "daily-monthday": "FREQ=DAILY;BYMONTHDAY=2,-5;BYDAY=MO,TU,WE,TH",
        "monthly-bymonth": "FREQ=MONTHLY;BYMONTH=9,12,3;BYMONTHDAY=2,30",
        "every-day-of-year-366": "FREQ=YEARLY;BYYEARDAY=366,245",
    }
    for name, rule in listed.items():
        calendar(f"rule-{name}", event(f"UID:{name}", at("America/New_York", start), minutes(50), f"RRULE:{rule}"))
    old = dt.datetime(1991, 3, 5, 9)
    calendar("rule-old-daily", event("UID:old-1", at("America/New_York", old), minutes(50), "RRULE:FREQ=DAILY"),
             event("UID:old-2", at("America/New_York", start), minutes(50), "RRULE:FREQ=WEEKLY"))
    calendar("rule-old-count", event("UID:old-3", at("America/New_York", old), minutes(50), "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3650"))
    calendar("rule-old-plain-count", event("UID:old-4", at("Europe/Berlin", old), minutes(50), "RRULE:FREQ=DAILY;INTERVAL=3;COUNT=4300"))
    for name, day, rule in [
        ("leap-yearly", dt.datetime(2020, 2, 29, 9), "FREQ=YEARLY"),
        ("leap-monthday", dt.datetime(2020, 2, 29, 9), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        ("month-31", dt.datetime(2025, 1, 31, 9), "FREQ=MONTHLY"),
        ("month-30-count", dt.datetime(2025, 1, 30, 9), "FREQ=MONTHLY;COUNT=20"),
        ("leap-yearday", dt.datetime(2024, 12, 31, 9), "FREQ=YEARLY;BYYEARDAY=366"),
        ("unsynchronised", dt.datetime(2025, 9, 3, 9), "FREQ=WEEKLY;BYDAY=TU;COUNT=5"),
        ("unsynchronised-forever", dt.datetime(2025, 9, 3, 9), "FREQ=MONTHLY;BYDAY=1TU"),
    ]:
        calendar(f"rule-{name}", event(f"UID:{name}", at("America/New_York", day), minutes(50), f"RRULE:{rule}"))


def until_forms():
    start = dt.datetime(2025, 9, 2, 18)
    for name, zone, until in [
        ("date-zoned", "America/New_York", "20251007"),
        ("utc-exact", "America/New_York", "20251007T220000Z"),
        ("utc-just-before", "America/New_York", "20251007T215959Z"),
        ("utc-across-dst", "America/New_York", "20251111T230000Z"),
        ("utc-across-dst-before", "America/New_York", "20251111T225959Z"),
        ("local-zoned", "America/New_York", "20251007T180000"),
        ("floating", None, "20251007T180000"),
        ("floating-date", None, "20251007"),
        ("utc-series", "UTC", "20251007T180000Z"),
        ("utc-series-date", "UTC", "20251007"),
        ("east", "Australia/Sydney", "20251007T070000Z"),
    ]:
        calendar(f"until-{name}", event(f"UID:u-{name}", at(zone, start), minutes(50), f"RRULE:FREQ=WEEKLY;UNTIL={until}"))
    calendar("until-all-day", event("UID:u-d", "DTSTART;VALUE=DATE:20250902", "RRULE:FREQ=WEEKLY;UNTIL=20251007"))
    calendar("until-all-day-utc", event("UID:u-e", "DTSTART;VALUE=DATE:20250902", "RRULE:FREQ=WEEKLY;UNTIL=20251007T000000Z"))


def gaps_and_folds():
    for name, zone, moment in [
        ("gap-new-york", "America/New_York", dt.datetime(2026, 3, 1, 2, 30)),
        ("fold-new-york", "America/New_York", dt.datetime(2025, 10, 26, 1, 30)),
        ("gap-berlin", "Europe/Berlin", dt.datetime(2026, 3, 22, 2, 30)),
        ("fold-berlin", "Europe/Berlin", dt.datetime(2025, 10, 19, 2, 30)),
        ("gap-sydney", "Australia/Sydney", dt.datetime(2025, 9, 28, 2, 15)),
        ("fold-sydney", "Australia/Sydney", dt.datetime(2026, 3, 29, 2, 15)),
        ("gap-lord-howe", "Australia/Lord_Howe", dt.datetime(2025, 9, 28, 2, 15)),
        ("gap-floating", None, dt.datetime(2026, 3, 1, 2, 30)),
    ]:
        calendar(f"dst-{name}", event(f"UID:{name}", at(zone, moment), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=4"))
    calendar("dst-dtend-over-change", event("UID:over", at("America/New_York", dt.datetime(2025, 10, 26, 0, 30)),
             at("America/New_York", dt.datetime(2025, 10, 26, 2, 30), "DTEND"), "RRULE:FREQ=WEEKLY;COUNT=3"))
    calendar("dst-duration-over-change", event("UID:over", at("America/New_York", dt.datetime(2025, 10, 26, 0, 30)),
             minutes(120), "RRULE:FREQ=WEEKLY;COUNT=3"))
    calendar("dst-day-and-hours", event("UID:over", at("America/New_York", dt.datetime(2025, 10, 25, 12)),
             "DURATION:P1DT1H", "RRULE:FREQ=WEEKLY;COUNT=3"))
    calendar("dst-moved-from-gap",
             event("UID:g", at("America/New_York", dt.datetime(2026, 3, 1, 2, 30)), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=4"),
             event("UID:g", at("America/New_York", dt.datetime(2026, 3, 8, 2, 30), "RECURRENCE-ID"),
                   at("America/New_York", dt.datetime(2026, 3, 8, 10)), minutes(50), "SEQUENCE:1"))


def zones():
    start = dt.datetime(2025, 9, 2, 9)
    for windows in OUTLOOK:
        name = windows.lower().replace(" ", "-").replace(".", "")
        calendar(f"outlook-{name}", event(f"UID:{name}", at(windows, start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    calendar("zone-prefixed", event("UID:p", at("/freeassociation.sourceforge.net/Europe/Berlin", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    berlin = vtimezone("Customized Time Zone", "+0100", "+0200", (2, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"), (3, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"))
    calendar("zone-inline", berlin, event("UID:i", at("Customized Time Zone", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    calendar("zone-inline-after", event("UID:i", at("Customized Time Zone", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"), berlin)
    odd = vtimezone("Held/Nowhere", "-0345", "-0215", (0, "FREQ=YEARLY;BYDAY=2TU;BYMONTH=4"), (0, "FREQ=YEARLY;BYDAY=1TH;BYMONTH=11"))
    calendar("zone-inline-odd", odd, event("UID:o", at("Held/Nowhere", start), minutes(50), "RRULE:FREQ=DAILY;COUNT=400"))
    calendar("zone-inline-moved", odd, event("UID:o", at("Held/Nowhere", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"),
             event("UID:o", f"RECURRENCE-ID:{(start + dt.timedelta(days=28, hours=2, minutes=15)).strftime('%Y%m%dT%H%M%SZ')}",
                   at("Held/Nowhere", start + dt.timedelta(days=29)), minutes(50), "SEQUENCE:1"))
    fixed = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:Fixed Five", "BEGIN:STANDARD", "DTSTART:19700101T000000",
                         "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE"])
    calendar("zone-inline-fixed", fixed, event("UID:f", at("Fixed Five", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    calendar("zone-floating", event("UID:fl", at(None, start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    calendar("zone-utc", event("UID:ut", at("UTC", start), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=40"))
    calendar("zone-end-elsewhere", event("UID:el", at("America/New_York", start), at("America/Los_Angeles", start - dt.timedelta(hours=2), "DTEND"), "RRULE:FREQ=WEEKLY;COUNT=4"))


def dates():
    start = dt.datetime(2025, 9, 2, 9)
    zone = "America/New_York"
    weekly = "RRULE:FREQ=WEEKLY;COUNT=10"
    calendar("dates-rdate", event("UID:r", at(zone, start), minutes(50), weekly, at(zone, dt.datetime(2025, 9, 4, 15), "RDATE"), "RDATE:20250905T150000Z"))
    calendar("dates-rdate-only", event("UID:r", at(zone, start), minutes(50), f"RDATE;TZID={zone}:20250904T150000,20250906T150000,20251006T150000"))
    calendar("dates-rdate-period", event("UID:r", at(zone, start), minutes(50), f"RDATE;TZID={zone};VALUE=PERIOD:20250904T150000/20250904T163000,20250905T150000/PT20M"))
    calendar("dates-rdate-twice", event("UID:r", at(zone, start), minutes(50), weekly, at(zone, start + dt.timedelta(days=7), "RDATE")))
    calendar("dates-exdate-list", event("UID:x", at(zone, start), minutes(50), weekly, f"EXDATE;TZID={zone}:20250909T090000,20250916T090000"))
    calendar("dates-exdate-utc", event("UID:x", at(zone, start), minutes(50), weekly, "EXDATE:20250909T130000Z"))
    calendar("dates-exdate-day", event("UID:x", at(zone, start), minutes(50), weekly, "EXDATE;VALUE=DATE:20250909,20250923"))
    calendar("dates-exdate-start", event("UID:x", at(zone, start), minutes(50), weekly, at(zone, start, "EXDATE")))
    calendar("dates-exdate-misses", event("UID:x", at(zone, start), minutes(50), weekly, at(zone, start + dt.timedelta(days=7, minutes=1), "EXDATE")))
    calendar("dates-exdate-other-zone", event("UID:x", at(zone, start), minutes(50), weekly, at("Europe/Berlin", dt.datetime(2025, 9, 9, 15), "EXDATE")))
    calendar("dates-two-rules", event("UID:t", at(zone, start), minutes(50), "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=6", "RRULE:FREQ=MONTHLY;BYMONTHDAY=2;COUNT=6"))
    calendar("dates-exrule", event("UID:e", at(zone, start), minutes(50), "RRULE:FREQ=DAILY;COUNT=20", "EXRULE:FREQ=WEEKLY;BYDAY=SA,SU"))
    calendar("dates-exdate-beats-moved", event("UID:b", at(zone, start), minutes(50), weekly, at(zone, start + dt.timedelta(days=7), "EXDATE")),
             event("UID:b", at(zone, start + dt.timedelta(days=7), "RECURRENCE-ID"), at(zone, start + dt.timedelta(days=8)), minutes(50), "SEQUENCE:1"))
    calendar("dates-moved-lone", event("UID:l", at(zone, start, "RECURRENCE-ID"), at(zone, start + dt.timedelta(days=1)), minutes(50), "SEQUENCE:3"),
             event("UID:l", at(zone, start + dt.timedelta(days=7), "RECURRENCE-ID"), at(zone, start + dt.timedelta(days=7)), minutes(50)))
    calendar("dates-moved-into-window", event("UID:in", at(zone, dt.datetime(2025, 5, 6, 9)), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=3"),
             event("UID:in", at(zone, dt.datetime(2025, 5, 13, 9), "RECURRENCE-ID"), at(zone, dt.datetime(2025, 6, 3, 9)), minutes(50), "SEQUENCE:1"))
    calendar("dates-moved-out-of-window", event("UID:out", at(zone, dt.datetime(2025, 6, 3, 9)), minutes(50), "RRULE:FREQ=WEEKLY;COUNT=3"),
             event("UID:out", at(zone, dt.datetime(2025, 6, 10, 9), "RECURRENCE-ID"), at(zone, dt.datetime(2025, 5, 20, 9)), minutes(50), "SEQUENCE:1"))
    calendar("dates-recurrence-id-day", event("UID:day", at(zone, start), minutes(50), weekly),
             event("UID:day", "RECURRENCE-ID;VALUE=DATE:20250909", at(zone, dt.datetime(2025, 9, 10, 9)), minutes(50), "SEQUENCE:1"))
    calendar("dates-newer-main", event("UID:n", at(zone, start), minutes(50), weekly, "SEQUENCE:0"),
             event("UID:n", at(zone, start + dt.timedelta(hours=3)), minutes(60), weekly, "SEQUENCE:2"))
    calendar("dates-third-at-ten", event("UID:c", at(zone, start), minutes(60), "RRULE:FREQ=DAILY;COUNT=4", "SEQUENCE:1"),
             event("UID:c", at(zone, start + dt.timedelta(days=2), "RECURRENCE-ID"), at(zone, start + dt.timedelta(days=2, hours=1)), minutes(60), "SEQUENCE:2"))
    calendar("dates-cancelled-series", event("UID:cs", at(zone, start), minutes(50), weekly, "STATUS:CANCELLED"))
    calendar("dates-free-series", event("UID:fs", at(zone, start), minutes(50), weekly, "TRANSP:TRANSPARENT"))
    calendar("dates-all-day", event("UID:ad", "DTSTART;VALUE=DATE:20250902", "DTEND;VALUE=DATE:20250905"))
    calendar("dates-all-day-series", event("UID:ad", "DTSTART;VALUE=DATE:20250902", "RRULE:FREQ=MONTHLY;BYDAY=1TU"))
    calendar("dates-all-day-moved", event("UID:ad", "DTSTART;VALUE=DATE:20250902", "RRULE:FREQ=WEEKLY;COUNT=8", "EXDATE;VALUE=DATE:20250916"),
             event("UID:ad", "RECURRENCE-ID;VALUE=DATE:20250909", "DTSTART;VALUE=DATE:20250911", "SEQUENCE:1"))
    calendar("dates-all-day-made-timed", event("UID:ad", "DTSTART;VALUE=DATE:20250902", "RRULE:FREQ=WEEKLY;COUNT=8"),
             event("UID:ad", "RECURRENCE-ID;VALUE=DATE:20250909", at(zone, dt.datetime(2025, 9, 9, 14)), minutes(50), "SEQUENCE:1"))
    calendar("dates-single", event("UID:s", at(zone, start), at(zone, start + dt.timedelta(minutes=50), "DTEND")))
    calendar("dates-no-length", event("UID:s", at(zone, start)))
    calendar("dates-overnight", event("UID:s", at(zone, dt.datetime(2025, 9, 2, 23, 30)), minutes(90), weekly))
    calendar("dates-weeks-long", event("UID:s", at(zone, start), "DURATION:P1W"))


def expectation(text):
    """Everything that starts inside the days asked for, seen from HOME."""
    parsed = icalendar.Calendar.from_ical(text)
    home = zoneinfo.ZoneInfo(HOME)
    found = {"timed": [], "all_day": 0, "free": 0, "cancelled": 0}
    margin = dt.timedelta(days=10)
    for it in recurring_ical_events.of(parsed).between(FROM - margin, UNTIL + margin):
        start, end = it["DTSTART"].dt, it["DTEND"].dt if "DTEND" in it else None
        is_day = not isinstance(start, dt.datetime)
        moment = dt.datetime.combine(start, dt.time()) if is_day else start
        moment = moment.replace(tzinfo=home) if moment.tzinfo is None else moment
        # A wall-clock time inside a gap or fold is settled by way of UTC, as Python's own arithmetic does not.
        moment = moment.astimezone(dt.timezone.utc)
        if not FROM <= (start if is_day else moment.astimezone(home).date()) < UNTIL:
            continue
        if it.get("STATUS") == "CANCELLED":
            found["cancelled"] += 1
        elif is_day:
            found["all_day"] += 1
        elif it.get("TRANSP") == "TRANSPARENT":
            found["free"] += 1
        else:
            if end is None:
                end = start
            end = end.replace(tzinfo=home) if end.tzinfo is None else end
            length = end.astimezone(dt.timezone.utc) - moment
            found["timed"].append([moment.strftime("%Y-%m-%dT%H:%M:%SZ"), int(length.total_seconds() // 60)])
    found["timed"].sort()
    return found


def main():
    rng = random.Random(SEED)
    moved_and_cancelled(rng)
    this_and_future(rng)
    rules()
    until_forms()
    gaps_and_folds()
    zones()
    dates()
    folder = HERE / "calendars"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ics"):
        old.unlink()
    expectations = {}
    for name, text in sorted(calendars.items()):
        (folder / f"{name}.ics").write_bytes(text.encode())
        try:
            expectations[name] = expectation(text)
        except Exception as error:  # the oracle refuses some: that, too, is a disagreement to explain
            expectations[name] = {"refused": type(error).__name__}
    lines = [f"{json.dumps(name)}: {json.dumps(it)}" for name, it in expectations.items()]
    (HERE / "expectations.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(len(calendars), "calendars,", sum(len(it.get("timed", [])) for it in expectations.values()), "timed instances,",
          sum("refused" in it for it in expectations.values()), "refused")


if __name__ == "__main__":
    main()
