# Copies of everything, and leaving with it.

copies = Copies
copies-last = The last good copy is of { $day }.
copies-none = There is no copy yet. What you wrote is on this device alone.

copies-make = Make a sealed copy
copies-make-what = One file with everything you keep. A passphrase seals it; without the passphrase nobody reads it, and nobody can reset it. Held opens it, and so does any program that knows the age format. This is what it holds:
copies-make-keys = The keys that are yours go with it: those that open answers to your hellos, and those of a listing. So whoever opens this copy can read those too.
copies-size = { $size } before it is sealed.
copies-unopened = { $count ->
    [one] One entry does not open, so no copy can hold it.
   *[other] { $count } entries do not open, so no copy can hold them.
}
copies-unopened-safe = Everything else is in it. What does not open is left where it is.
copies-passphrase = A passphrase for this copy
copies-passphrase-hint = It may be the one that opens Held. Keep it somewhere apart from the file.
copies-passphrase-again = The same once more
copies-passphrase-missing = There is no passphrase yet.
copies-passphrase-differs = The two are not the same.
copies-nothing-made = Nothing was made. Type it once more.
copies-seal = Seal a copy
copies-making = Making it. This takes a moment.
copies-sealed = The copy is sealed, and was opened again to be sure. Save it where you would look for it: on another device, or on a stick.
copies-save = Save { $name }
copies-not-made = No copy could be made.
copies-not-made-safe = Nothing was changed. The device may be short of memory; close something and try again.
copies-table-about = { $rows ->
    [one] 1 row, { $size }
   *[other] { $rows } rows, { $size }
}

copies-open = Open a copy
copies-open-what = To see that it opens, or to bring back what is in it.
copies-file = Copy
copies-opens = The passphrase of the copy
copies-opens-hint = A plain one needs none.
copies-rehearse = Only see that it opens
copies-look-over = See what it would change
copies-rehearse-what = Seeing that it opens changes nothing. It is a good thing to do once, on a quiet day.
copies-opening = Opening it. This takes a moment.
copies-opens-well = It opens, and is whole.
copies-opens-well-plain = It is whole. It is not sealed.
copies-made-on = Made on { $day }
copies-not-readable = { $count ->
    [one] One thing in it cannot be read by this version.
   *[other] { $count } things in it cannot be read by this version.
}
copies-nothing-changed = Nothing was changed.
copies-new = This would be added:
copies-same = { $count ->
    [0] Nothing in it is here already.
    [one] One thing in it is here already, just so.
   *[other] { $count } things in it are here already, just so.
}
copies-newer = { $count ->
    [one] One thing comes from a newer Held. It would be kept as it is.
   *[other] { $count } things come from a newer Held. They would be kept as they are.
}
copies-different = These are here, but say something else:
copies-prefer-here = Keep what is here
copies-prefer-here-under = What the copy says is set aside. It is not lost: it can be read under Yours, and put back.
copies-prefer-copy = Take what the copy says
copies-prefer-copy-under = What is here now is set aside. It is not lost: it can be read under Yours, and put back.
copies-restore = Bring it back
copies-nothing-new = Everything in it is here already.
copies-restored = { $count ->
    [0] Everything is as it was.
    [one] It is back: one thing.
   *[other] It is back: { $count } things.
}
copies-set-aside = { $count ->
    [one] One that says something else was set aside. It can be read under Yours, and put back.
   *[other] { $count } that say something else were set aside. They can be read under Yours, and put back.
}
copies-undo = Take that back
copies-taken-back = Taken back. It is as it was before.
copies-taken-back-but = { $count ->
    [one] One thing was changed since, and stayed.
   *[other] { $count } things were changed since, and stayed.
}

copy-sealed = This copy is sealed.
copy-sealed-do = Type its passphrase.
copy-wrong-passphrase-do = Try again; there is no limit.
copy-too-costly = This copy was sealed at a price that this device cannot pay.
copy-too-costly-do = A program that knows the age format can open it on a larger computer.
copy-not-one = That is no copy of Held’s.
copy-not-one-do = A sealed copy ends in .age, a plain one in .json.
copy-damaged = This copy was cut short, or changed.
copy-damaged-do = Fetch the file once more from where it was saved, or take an earlier copy.
copy-newer = This copy comes from a newer Held.
copy-newer-do = Use the newer one, then try again.
copy-too-large = That is larger than any copy of Held’s.
copy-broke-off-do = Close something else that needs memory, and try again.

copies-plain = Plain files
copies-plain-what = To read, to print, or to take along. They are not sealed: whoever finds them can read them. They go nowhere unless you send them.
copies-plain-page = A page to read or print
copies-plain-tables = Tables, one for each kind
copies-plain-json = Everything, as JSON
copies-plain-keys = The page and the tables leave keys out. The JSON has everything that a sealed copy has, and Held can bring it back.
copies-plain-made = Ready to be saved. None of this is sealed.

copies-browser = What this browser keeps
browser-may-clear = A browser may clear what it keeps when space runs short, or when a site has not been visited for a while. It can be asked not to. A copy is safer than either answer.
browser-ask = Ask this browser to keep it
browser-keeps = It has said that it keeps it until you remove it.
browser-said-no = It makes no promise for now. Some change their mind once a site has been used for a while, or is added to the home screen.
browser-cannot-say = This browser does not say.

copy-offer = What you write is on this device alone.
copy-offer-why = A copy brings it back if the device is lost, or the browser clears what it keeps.
copy-offer-make = Make a copy
copy-offer-not-now = Not now

yours-copies = Copies
yours-copies-go = Copies, and leaving with everything

size-bytes = { $bytes } bytes
size-kilobytes = { $kilobytes } kB
size-megabytes = { $megabytes } MB

# What is in a copy, by kind.
kept-check-in = { $count ->
    [one] 1 check-in
   *[other] { $count } check-ins
}
kept-chips = your own chips
kept-week = { $count ->
    [one] 1 week of your caseload
   *[other] { $count } weeks of your caseload
}
kept-calendar = which calendars you brought in
kept-person = { $count ->
    [one] 1 of your people
   *[other] { $count } of your people
}
kept-place = { $count ->
    [one] 1 place
   *[other] { $count } places
}
kept-clients-said = that you said who your clients are
kept-hello = { $count ->
    [one] 1 hello of yours, with its answers
   *[other] { $count } hellos of yours, with their answers
}
kept-check = { $count ->
    [one] 1 conflict check
   *[other] { $count } conflict checks
}
kept-door = your listing and its keys
kept-listing-draft = a listing you are writing
kept-received-hello = { $count ->
    [one] 1 hello that came to your door
   *[other] { $count } hellos that came to your door
}
kept-received-check = { $count ->
    [one] 1 check that came to your door
   *[other] { $count } checks that came to your door
}
kept-set-aside = { $count ->
    [one] 1 thing set aside when a copy was restored
   *[other] { $count } things set aside when copies were restored
}
kept-other = { $count ->
    [one] 1 of a newer kind ({ $kind })
   *[other] { $count } of a newer kind ({ $kind })
}

# The page to read or print.
page-title = What I keep in Held
page-made-on = As of
page-not-sealed = This page is not sealed: whoever has it can read it.
page-check-in = Check-ins
page-not-today = Not today.
page-carrying = Carrying:
page-came-home = Came home with me:
page-where = Where it was:
page-set-down = Set down:
page-nothing-there = nothing there
page-chips = My own chips
page-week = Weeks of my caseload
page-calendar = Calendars brought in
page-person = People I would rather not run into
page-place = Places
page-clients-said = My own clients
page-hello = Hellos, and what was answered
page-check = Conflict checks
page-door = My listing
page-listing-draft = A listing I am writing
page-received-hello = Hellos that came to my door
page-received-check = Checks that came to my door
page-set-aside = Set aside when a copy was restored
