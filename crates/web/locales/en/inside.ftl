# The week’s weight, and bringing a calendar in.

weight = This week’s weight
weight-unknown = Nothing is known of this week yet.
weight-bring = Bring a calendar in
weight-bring-again = Bring one in again, or another
weight-like-last = About like last week
weight-by-hand = Or sessions this week, by hand
weight-keep = Keep this number
weight-not-by-hand = Let go of the number given by hand
weight-table = As a table
weight-forget = Let go of everything from calendars
week-sessions = { $count ->
    [0] No sessions this week.
    [one] One session this week.
   *[other] { $count } sessions this week.
}
week-back-to-backs = { $count ->
    [one] One back-to-back.
   *[other] { $count } back-to-backs.
}
week-evenings = { $count ->
    [one] One evening.
   *[other] { $count } evenings.
}
week-days-off = { $count ->
    [0] No day off.
    [one] One day off.
   *[other] { $count } days off.
}
week-since-day-off = The last day off was { $days } days ago.
week-lighter = Lighter than your usual weeks.
week-usual = Much like your usual weeks.
week-heavier = Heavier than your usual weeks.
week-more-evenings = More evenings than usual for you.
column-week = Week of
column-sessions = Sessions
column-back-to-backs = Back-to-backs
column-evenings = Evenings
column-days-off = Days off

calendar = Bring a calendar in
calendar-lead = From an .ics file, Held keeps when and how long. Nothing else.
calendar-dropped = Titles, people, places and notes are read to tell sessions apart, and dropped before anything is kept.
calendar-file = Calendar file
sample-files = This is a sample collective: everyone in it is fictional, and so is the file below.
sample-calendar = Try a fictional calendar
sample-contacts = Try fictional contacts
sample-download = Download it
sample-not-come = The file did not come. Nothing was changed; try again with a network.
calendar-where = Where do I find that file?
calendar-where-google = Google Calendar: Settings, Import and export, Export. Unpack the file it gives you.
calendar-where-apple = Apple Calendar on a Mac: choose the calendar, then File, Export.
calendar-where-outlook = Outlook: File, Save calendar. Or export from your practice system.
calendar-reading = Reading the calendar on this device
stop = Stop
calendar-would-keep = { $sessions ->
    [one] One session would be kept
   *[other] { $sessions } sessions would be kept
}, out of { $events } entries
calendar-only-times = Of each, only when and how long.
calendar-by-week = Week by week
calendar-which = Which calendar is it?
calendar-same = The one brought in before
calendar-same-of = The one brought in on { $day }
calendar-shared = { $shared } of its { $sessions } sessions are in this file.
calendar-another = Another one
calendar-another-under = Its sessions are added, and nothing is taken away.
calendar-same-means = If it is one from before, sessions that are gone from it go here too, inside the days this file speaks of.
calendar-keep = Keep these counts
calendar-leave = Leave it
calendar-refused-safe = Nothing was kept, and nothing was changed.
calendar-too-large = That file is larger than Held can read.
calendar-too-many = There is more in that file than Held can read.
calendar-not-one = That is no calendar file.
calendar-no-zone = The browser does not say which time zone you are in.
calendar-nothing-new = That calendar told nothing new.
calendar-changed = { $added } new, { $moved } moved, { $removed } gone.
calendar-kept-means = Bringing the same file in again changes nothing.
calendar-broken = { $count ->
    [one] One line could not be read
   *[other] { $count } lines could not be read
}
calendar-line = Line { $line }: { $fault }
left-behind = { $count } left behind: { $why }
left-cancelled = called off
left-all_day = a day, not an hour
left-free = marked as free
left-too_short = shorter than a session
left-too_long = longer than a session
left-words = words like lunch or admin
left-outside_window = too long ago, or too far ahead
fault-not_a_line = not a calendar line
fault-never_ends = begins and never ends
fault-unreadable = cannot be read
fault-no_start = has no start
fault-date = the date cannot be read
fault-duration = the length cannot be read
fault-ends_before_it_starts = ends before it starts
fault-rule = the repetition cannot be read
fault-too_often = repeats too often
fault-zone = the time zone cannot be read
fault-unknown_zone = an unknown time zone
