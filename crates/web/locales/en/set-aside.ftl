# What was set aside: the other words for the same thing.

set-aside = What was set aside
set-aside-lead = Of these there were two, and one is in its place. This is the other one. It stays here as long as you like.
set-aside-nothing = Nothing is set aside. If two versions of something ever meet, as when a copy is brought back, the one that is not in its place waits here.
set-aside-on = Set aside on { $day }
set-aside-stays = It is part of something that is under way, or of a newer kind. So it can be read here, and is not put back.
set-aside-put-back = Put it back
set-aside-keep-both = Keep both
set-aside-let-go = Let it go
set-aside-which = { $what }: { $thing }
set-aside-was-put-back = It is back in its place.
set-aside-other-is-here = What was there is set aside instead.
set-aside-both-kept = Both are kept.
set-aside-was-let-go = It is let go.
set-aside-undo = Take that back
set-aside-undone = Taken back. It is as it was before.
set-aside-changed-since = Something was changed since, so nothing was taken back.
set-aside-changed-since-safe = Everything is as you last left it.
set-aside-sessions = { $count ->
    [one] 1 session
   *[other] { $count } sessions
}
set-aside-how-many = { $count ->
    [one] one thing
   *[other] { $count } things
}
now-also-wrote = You also wrote this

# What a thing belongs to.
aside-check-in = A check-in of { $about }
aside-chips = Your own chips
aside-week = The week of { $about }
aside-calendar = Which calendars you brought in
aside-person = What you noted of { $about }
aside-place = A place: { $about }
aside-hello = A hello to { $about }
aside-check = A conflict check
aside-door = Your listing
aside-listing-draft = A listing you were writing
aside-received-hello = A hello that came to your door
aside-received-check = A check that came to your door
aside-other = Something of a newer kind ({ $kind })

# Fields, by name.
field-answers = Answers
field-asked = Ticked
field-calendars = Calendars
field-emails = E-mail addresses
field-focus = For
field-group = Group
field-letter-words = What you wrote
field-licences = Licences
field-name = Name
field-names = Names
field-never = Never answered about
field-npi = NPI
field-own = Your own words
field-phones = Telephone numbers
field-put-away = Words not to offer
field-town = Town
field-words = What you wrote
field-workplace = Workplace
field-workplaces = Workplaces
