"""Reads one calendar, expands it over the same two years and counts it by week: prints "milliseconds sessions"."""

import collections
import datetime
import sys
import time
import zoneinfo

import icalendar
import recurring_ical_events

text = open(sys.argv[1], "rb").read()
home = zoneinfo.ZoneInfo("America/New_York")
begins, ends = datetime.datetime(2025, 1, 1, tzinfo=home), datetime.datetime(2027, 1, 1, tzinfo=home)

start = time.perf_counter()
weeks = collections.Counter()
for event in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(begins, ends):
    first, last = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(first, datetime.datetime) or event.get("STATUS") == "CANCELLED":
        continue
    if event.get("TRANSP") == "TRANSPARENT" or not 20 <= (last - first).total_seconds() / 60 <= 120:
        continue
    if first >= begins:
        weeks[first.astimezone(home).date().isocalendar()[:2]] += 1
print((time.perf_counter() - start) * 1000, sum(weeks.values()))
