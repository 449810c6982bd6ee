# What stands around every page, and what is said when there is nothing to draw.

tab = { $title } · Held
brand = Held
brand-label = Held, to Now
corner-label = Help, Yours and Veil
corner-help = Help
yours = Yours
veil = Veil
veil-hint = Blank this page and lock it. Escape twice does the same.
veil-title = New tab
veil-lift = Go back to the lock
bar-label = Places
place-now = Now
place-inside = Inside
place-looking-back = Looking back
place-people = People
skip-to-page = To the page

back = Back
go-on = Go on
begin = Begin
continue = Continue
skip = Skip
try-again = Try again
need-more-now = Need more now?

offline = No network right now. Everything but reaching out works.

locks-soon = Held locks in a minute. Any key or touch keeps it open.

opening = Opening …
opening-further = Opening what you kept: { $done } of { $of }. You can begin meanwhile.
not-fetched = The rest of Held is not here yet
not-fetched-safe = It is fetched once, after the first question, and the network did not bring it. What you kept is kept.
elsewhere = Held is open in another tab.
elsewhere-safe = It writes in one tab at a time, so that nothing is lost.
elsewhere-here = Go on here
gone = What was kept here is gone
gone-what = There was a Held of yours in this browser, and now there is none. A browser clears what it keeps when space runs short, or when it is told to forget its sites. It was not you, and it was not Held.
gone-do = If you have a copy, it brings everything back: choose a lock first, then open the copy.
gone-restore = Bring back a copy
gone-begin = Begin anew
unreadable = What is kept here cannot be opened
unreadable-safe = This browser keeps something of Held’s that this version does not understand. It has been left exactly as it is.
unreadable-do = A newer version may still read it. Reload when you next have a network.
broken = Held cannot go on
no-store = This browser does not let Held keep anything.
no-store-do = That happens in some private windows. Nothing was written. Open Held in an ordinary window, or allow it to store data.
no-locks = This browser cannot keep two tabs from writing at once.
no-locks-do = Nothing was written, so that nothing could be lost. A newer browser can.
broken-what = Something failed inside Held.
broken-safe = What was kept before is still kept. Reload the page to go on.
broken-details = For whoever looks into it
nowhere = There is nothing here
nowhere-safe = The address may be old, or a letter may have slipped. Nothing of yours is touched.
nowhere-go = Go to Now

# Now
good-morning = Good morning
good-afternoon = Good afternoon
good-evening = Good evening
now-question = How much are you carrying?
now-noted = Noted for today. Nothing else is asked of you.
now-heavy = It is a lot today. You are allowed to find it hard.
now-check-in = Check in
now-go-on = Go on with today’s
now-again = Check in again
now-letter = One letter has come.
not-saved = That is not kept yet.
not-saved-safe = Everything is still here, on this page. The device may be full; free some space and try again.
unread-records = { $count ->
    [one] One entry cannot be read.
   *[other] { $count } entries cannot be read.
}
unread-records-safe = They are left as they are. A newer version, or a copy, may still open them.

# Looking back, until there is more to say
looking-back-empty = Nothing to look back on yet. It begins with a check-in.
looking-back-too-soon = Too soon to say what is usual for you. Here is what you noted.
looking-back-not-today = Not today.
looking-back-words = What you set down
looking-back-more = { $further ->
    [one] One more, from before
   *[other] { $further } more, from before
}
