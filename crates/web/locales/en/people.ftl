# Finding someone, the conflict check, hellos and letters.

people-lead = Someone to talk to, who is none of your colleagues.
help-under = Grounding, and people who answer at once

finding = Find someone
finding-under = Therapists who see therapists
finding-local = You look on this device. Nobody learns what you look for.
finding-seat = Where will you sit?
finding-seat-hint = What a therapist may do depends on where her client is.
finding-anywhere = Anywhere
finding-words = Words to find
finding-how-and-what-for = Ways of working, and what for
finding-fee-and-room = Fee, and the next opening
finding-when-and-how = When, how and in which language
finding-apart = Keeping it apart from my life
finding-fee = At most, for an hour
finding-fee-hint = A sliding scale counts.
finding-fee-no-sum = That is no sum yet. Write it like 120.
finding-currency = Currency
finding-opening = Room for someone new
finding-opening-any = whenever
finding-within = within { $weeks } weeks
finding-language = Language
finding-any-language = Any
finding-chosen = You look for
finding-let-go = Let go of “{ $wish }”
finding-clear = Let go of all of it
chosen-seat = sitting in { $place }
chosen-words = “{ $words }”
chosen-fee = at most { $sum } an hour
chosen-opening = room { $within }
chosen-not-from = not from { $place }
chosen-not-trained = not trained at { $programme }
finding-ways = Ways of working
finding-focus = What for
finding-times = When
finding-formats = How to meet
finding-matters = What matters
finding-only-sure = Only where it was checked
finding-private-pay = Private pay, no diagnosis on file
finding-not-employer = Not tied to an employer
finding-never-supervisor = Never a supervisor or assessor
finding-not-town = Not from my town
finding-not-training = Not from my training
finding-total = { $count ->
    [one] One person fits
   *[other] { $count } people fit
}
finding-reasons = Why she fits
finding-show-more = Show more
finding-order = The order comes from what you wish for and nothing else; equals are shuffled, for you alone. Nobody pays for a place.
finding-nobody = Nobody fits all of it. Letting go of one wish would help:
finding-nobody-loosen-more = Nobody fits all of it, and letting go of one wish is not enough.
finding-without = without “{ $wish }”: { $count }
directory-of = { $count } listed. This edition is of { $day }.
directory-not-yet = The directory has not been read yet. It comes as soon as there is a network.
doubt-steward = The directory is signed by another steward than before.
doubt-older = The server shows an older directory than one you have seen.
doubt-damaged = The directory that came is not what was signed.
doubt-safe = It is not used. You see the last one that was in order.
wish-seat = where you will sit
wish-only_sure = only where it was checked
wish-words = words to find
wish-ways = ways of working
wish-focus = what for
wish-fee = the fee
wish-private_pay = private pay
wish-opening = the next opening
wish-times = when
wish-formats = how to meet
wish-language = the language
wish-not_town = not from my town
wish-not_training = not from my training
wish-not_employer = not tied to an employer
wish-never_supervisor = never a supervisor

opening-from = Room from { $next } (said on { $stated })
opening-none = No room known (said on { $stated })
fee-full = { $full } an hour
fee-sliding = { $full } an hour, sliding to { $lowest }
reason-name = by name
reason-fee = within your fee
reason-fee-sliding = within your fee, by sliding scale
reason-opening = has room

nobody-open = Nobody is open here
nobody-open-why = Whom you looked at is kept nowhere, so a reload forgets it.
nobody-open-go = Back to the list
someone-check = Do we know someone?
someone-hello = Say hello
someone-fee = Fee
someone-opening = Next opening
someone-training = Training
someone-answers = Answers
someone-answers-within = { $days ->
    [one] within a day
   *[other] within { $days } days
}
someone-licences = Standing
licence-checked = Checked on { $day }: { $how }.
licence-not-checked = Not checked by the steward.
someone-listed-until = Listed until { $day }, unless she renews it.
someone-unknown = What this page cannot know
someone-unknown-words = Whether you would get on, whether she has met someone you know, and whether all of it still holds today. Ask her.

right-licensed = licensed where you sit
right-said = says she is licensed where you sit
right-compact = may practise where you sit, under a compact
right-maybe = may be possible, ask
right-not-known = not known where you sit
right-licensed-full = Where you sit: { $kind }, { $standing }. Checked on { $day }: { $how }.
right-said-full = Where you sit: she says { $kind }, { $standing }. Nobody has checked it.
right-compact-full = Where you sit: under { $compact }, from { $home }. Checked on { $day }; compact data of { $data }.
right-compact-undated = Where you sit: under { $compact }, from { $home }. Checked on { $day }.
right-maybe-full = Where you sit: may be possible under { $compact }, from { $home }. Ask her: { $why }
right-not-known-full = Whether she may practise where you sit is not known. Ask her.
maybe-not-checked = she says she holds the authority, and nobody checked.
maybe-not-stated = her licence could carry one, and she does not say that she holds it.
maybe-not-issuing = both states have joined, and it is not known that both already take part.

way-just-talking = just talking
way-emdr = EMDR
way-ifs = IFS
way-somatic = somatic
way-psychodynamic = psychodynamic
way-attachment = attachment
way-existential = existential
way-gestalt = gestalt
way-act = ACT
way-cbt = CBT
way-compassion = compassion
way-mindfulness = mindfulness
way-narrative = narrative
way-brainspotting = brainspotting
way-expressive-arts = expressive arts
focus-vicarious-trauma = vicarious trauma
focus-burnout = burnout
focus-loss = loss
focus-parts = parts
focus-love-of-the-work = love of the work
focus-death-of-a-client = death of a client
focus-moral-injury = moral injury
focus-not-good-enough = not good enough
focus-own-trauma = own trauma
focus-complaint = a complaint
focus-ageing-parents = ageing parents
focus-parenting = parenting
focus-relationships = relationships
focus-identity = identity
focus-early-career = early career
focus-stepping-back = stepping back
focus-own-health = own health
time-early-mornings = early mornings
time-mornings = mornings
time-afternoons = afternoons
time-evenings = evenings
time-weekends = weekends
format-video = video
format-phone = phone
format-in-person = in person
format-outdoors = outdoors
licence-psychologist = psychologist
licence-counsellor = counsellor
licence-marriage-and-family-therapist = marriage and family therapist
licence-clinical-social-worker = clinical social worker
licence-psychiatrist = psychiatrist
licence-psychiatric-nurse = psychiatric nurse
licence-psychotherapist = psychotherapist
licence-creative-arts-therapist = creative arts therapist
# Browsers do not always know these by name.
spoken-ase = American Sign Language
spoken-bfi = British Sign Language
standing-licensed = licensed
standing-associate = associate
standing-trainee = trainee
standing-voluntary-register = on a voluntary register
compact-psypact = PSYPACT
compact-counseling-compact = the Counseling Compact
compact-social-work-compact = the Social Work Compact
method-public-register = looked up in the public register
method-compact-register = looked up with the compact commission
method-asked = the board or register was asked
method-document-seen = a certificate was seen
method-sample = a sample, nothing was checked

# Do we know someone?
check = Do we know someone?
check-lead = Ask { $name } privately whether she knows people you would rather not run into.
check-who-learns = Who learns what
check-you-learn = You learn how many of them she knows, at least. Not which ones.
check-she-learns = She learns that someone asked, and roughly how many were asked about. Not who you are, and no names.
check-steward-learns = The steward’s server passes on sealed notes and learns neither.
check-limits = What this cannot do
check-limits-cheating = Counting relies on her program, and yours, being honest. A changed program could learn every match among at most 512 things asked about.
check-limits-clients = It never says whether she treats someone you know. Whoever stands on her never-answer list is left out.
check-limits-verified = Nothing shows her yet that you are a colleague. She sees a check as not verified, and may decline.
check-about = Whom you ask about
check-choose-people = Choose people
check-change-people = Change
check-ask = Check privately
check-with = With { $name }
check-kept = Kept here. It leaves when there is a network.
check-waiting = On its way. Expect an answer by { $day }.
check-overdue = The day has passed. { $name } may be away; you can still say hello, or ask someone else.
check-take-back = Take it back
check-counted-means = “None found” means among what you asked about. She may know them by another address.
put-away = Put it away
found-none = None found among the { $asked } you asked about.
found-few = One or two among the { $asked } you asked about.
found-more = More than two among the { $asked } you asked about.
found-places = { $count ->
    [one] One place in common.
   *[other] { $count } places in common.
}
found-names = { $count ->
    [one] One name in common, which may well be someone else’s.
   *[other] { $count } names in common, which may well be others’.
}
found-too-few = She has too few people in her list to answer without saying too much about each.
found-declined = She would rather not answer checks. You can still say hello.
found-unreadable = What came back does not fit the question, so it is not shown.
door-closed = Her door takes no letters any more. Nothing of yours was read.
asked-nobody = Nobody is ticked yet.
asked-people = { $count ->
    [0] Nobody
    [one] One person
   *[other] { $count } people
}{ $places ->
    [0] {""}
    [one] {" "}and one place
   *[other] {" "}and { $places } places
} ticked.
asked-by-name = { $count ->
    [one] One of them is known by name only, which says little.
   *[other] { $count } of them are known by name only, which says little.
}
asked-too-many = More is ticked than one check can ask about.
check-nobody = Nobody is ticked.
check-nobody-do = Choose whom to ask about. Nothing has been sent.
check-too-many = That would take { $points } of the 512 things one check can ask about.
check-too-many-do = Take some ticks off, or leave a kind out. Nothing has been sent.
check-already = A check is on its way to her already.
check-already-do = Wait for that answer, or put it away first.
not-listed = She is no longer in the directory.
not-listed-do = Nothing has been sent. Someone else may fit as well.

# Her people
her-people = People I would rather not run into
her-people-under = Kept here, ticked only by you
her-people-lead = Colleagues, supervisors, family: whoever would make it awkward.
her-people-stay = They stay on this device. Clients never belong here.
her-people-stay-listed = They stay on this device. Checks are answered from them, never about a client of yours.
her-clients = First, your own clients
her-clients-none-yet = Once people are here, you are asked whom you see as a client. Whoever asks, nothing is ever answered about them.
her-clients-who = Do you see any of these people as a client? Whoever asks, nothing is ever answered about them. This stays on your device.
her-clients-find = Find a name
her-clients-more = { $count ->
    [one] One more is found by name.
   *[other] { $count } more are found by name.
}
her-clients-said = These are all
her-clients-nobody = Nobody here
her-clients-later = Not now
her-people-groups = Tick a whole group
her-places = Places
put-back = Put back what was taken off
group-colleagues = colleagues
group-supervisors = supervisors
group-workplaces = workplaces
group-training = training
group-family = family
person-asked = ticked
person-never = never answered about
person-name-only = by name only
person-ask = Ask about her
person-never-answer = Never answer about her
person-group = Group
person-no-group = No group
person-remove = Take off the list
kind-email = e-mail
kind-phone = phone
kind-npi = NPI
kind-licence = licence
kind-workplace = workplace
kind-name = name
leave-out = Leave out: { $kinds }
brought-in = { $added } new, { $joined } added to, { $unchanged } known already.
brought-in-nothing-ticked = Nothing is ticked yet. That is for you.
brought-in-not = { $count } had nothing to recognise anyone by, or did not fit any more.
contacts-bring = Bring contacts in
contacts-how = A .vcf file from a phone or mail program, or a .csv from Google or Outlook.
contacts-file = Contacts file
contacts-country = Your country, as two letters
contacts-country-hint = For phone numbers written without a country code.
contacts-type = Type someone in
contacts-add = Add
contacts-wrong = This cannot be read: { $kinds }. Nothing has been added.
contacts-found = { $count ->
    [one] One contact found
   *[other] { $count } contacts found
}
contacts-only = Only names, e-mail addresses, phone numbers, workplaces, NPIs and licences are kept. Notes, birthdays and pictures stay behind.
contacts-left-out = { $count ->
    [one] One detail could not be read and is left out.
   *[other] { $count } details could not be read and are left out.
}
contacts-columns = Columns not used: { $columns }.
contacts-broken = { $count ->
    [one] One entry cannot be read
   *[other] { $count } entries cannot be read
}
contacts-broken-line = Entry { $entry }, line { $line }
contacts-keep = Keep these
contacts-leave = Leave it
contacts-refused-safe = Nothing was kept, and nothing was changed.
contacts-empty = There is nothing in that file.
contacts-too-large = That file is too large.
contacts-too-many = There are too many contacts in that file.
contacts-calendar = That is a calendar. It belongs under Inside.
contacts-not = That is no file of contacts.
reading-broke-off = Reading broke off.

# Hellos and letters
hello-to = Hello to { $name }
hello-no-story = A hello needs no story. One line is enough, and no name.
hello-beginning = A beginning, if you like
beginning-where-to-start = I don’t know where to start.
beginning-not-myself = I have not felt like myself for a while.
beginning-space-for-me = I hold space for others all day, and would like some for me.
hello-ask = Ask about
ask-opening = an opening
ask-fee = the fee
ask-evening = an evening
asked-opening = Is there an opening?
asked-fee = What is the fee?
asked-evening = Is there an evening?
hello-words = Your own words, if any
hello-words-hint = Nothing here is read by anyone but her.
hello-worry = If she worries about you
hello-worry-label = How to reach you then
hello-worry-hint = Sealed with the rest. Leave it empty and she can only answer here.
hello-court = A letter can be asked for by a court, or enter her file.
hello-look-over = Look it over
hello-leaves = This is all that leaves
hello-leaves-means = Sealed to { $name }, with no name of yours and no address.
hello-not-at-once = It is not read at once. Expect an answer by { $day }.
hello-help = If tonight is hard, others answer now.
hello-send = Seal and send
hello-change = Change it
hello-reach = If you worry: { $how }
hello-empty = It says nothing yet.
hello-empty-do = A beginning, a question or a word is enough.
hello-three = Three hellos are waiting already.
hello-three-do = Let one be answered, or put one away.
hello-already = A hello to her is waiting already.
hello-already-do = It is under Letters.
letters = Letters
letters-under = Hellos, and what was answered
letters-none = No letters.
hello-kept = Kept here. It leaves when there is a network, and can be taken back until then.
hello-waiting = Sealed, in her mailbox. Expect an answer by { $day }.
hello-overdue = The day has passed without an answer. That says something about her week, and nothing about you.
hello-answered = { $name } has answered.
hello-someone-else = Find someone else
hello-take-back = Take it back
hello-yours = What you wrote on { $day }
answer-welcome = There is room. Let us talk.
answer-welcome-under = A beginning.
answer-not-now = Not now.
answer-not-now-under = Said kindly, with a next step if you know one.
answer-worried = I am concerned about you.
answer-worried-under = Help lines go with the answer.
answer-worried-help = She has thought of you, and these people answer now.
answer-opening = There is an opening on { $day }.
answer-fee = The fee: { $fee }
answer-evening = There is an evening.
answer-no-evening = There is no evening.

# Her door
door = My door
door-under = For therapists with a listing
door-no-listing = You have no listing yet. With one, colleagues find you here and can say hello.
door-on-its-way = Your listing is signed and kept here. It goes when there is a network.
door-with-steward = Your listing is with the steward, who checks your licence before it appears.
door-not-seen-yet = Until then nobody else sees it.
door-earlier-listed = Until then others see the one before.
door-steward-name = The steward looks with “held steward pending”, where it waits as
door-listed = Listed as { $name }, until { $day }.
door-refused = The server did not take your listing.
door-refused-newer = It has a newer one, perhaps from another copy of your vault. Yours is safe here; sent again, it goes in that one’s place.
door-refused-other = Yours is safe here, as you wrote it. Send it again; if it is refused again, ask the steward.
door-send-again = Send it again
door-listing-write = Write a listing
door-listing-go-on = Go on with your listing
door-listing-change = Change your listing
door-hellos = Hellos
door-no-hellos = Nothing is waiting.
door-hello-of = A hello of { $day }
door-new = not read yet
door-read = read
door-answered = answered
door-a-hello = A hello
door-answer-by = Its writer was told to expect an answer by { $day }.
door-answer = Your answer
door-opening = The next opening
door-fee = The fee, in your words
door-evening = An evening?
door-words = Your own words
door-send = Seal and answer
worry-card = A hello that worries you
worry-card-words = You cannot reach her unless she said how. Say plainly that you read it and are concerned. Name one person or line that answers now. Say when you will look again, and talk to a colleague yourself.
door-checks = Checks
door-checks-mean = Someone asks whether you know people. Nobody on your never-answer list is ever counted.
door-checks-from = An answer comes from the people you have ticked, and says something only if they are fifty or more.
door-checks-people = Choose them
door-check-of = A check of { $day }, with { $points } blinded points.
door-not-verified = Not verified: nothing shows that a colleague asked.
door-check-answer = Answer from my people
door-check-decline = Rather not
door-check-answered = Answered.
door-check-declined = You would rather not. She was told so.

# Her listing
listing = Your listing
listing-lead = What colleagues read when they look for someone. You see it as they will before anything leaves.
listing-kept = What you type is kept here, sealed, until you hand it in or let it go.
listing-slips = { $count ->
    [one] One thing does not fit yet
   *[other] { $count } things do not fit yet
}
listing-slips-safe = Each is marked, with what would fit. Nothing you typed is lost.
listing-name = Your name, as others will see it
listing-words = Your letter
listing-words-hint = To a colleague who is tired, in your own words. Up to { $most } characters.
listing-licences = What lets you practise
listing-licences-means = The steward checks each, and others see when and how. All of it is public.
listing-licence = Licence { $number }
listing-licence-kind = As
listing-licence-place = Where it counts
listing-licence-number = Its number
listing-licence-standing = How far it goes
listing-licence-add = Add another
listing-licence-remove = Take this one off
listing-where = Where you sit
listing-town = Town
listing-place = State, province or country
listing-work = How you work
listing-other-ways = Other ways, in your own words
listing-other-ways-hint = With commas between them.
listing-training = Where you trained
listing-training-hint = One programme a line, so that someone from there can look elsewhere. It may stay empty.
listing-fee-title = The fee
listing-fee = An hour costs
listing-currency = Currency
listing-currency-hint = Three letters, like USD.
listing-sliding = Sliding down to
listing-sliding-hint = Empty if there is no sliding scale.
listing-time = When and how
listing-opening = Your next opening
listing-opening-hint = Others see today as the day you said so. Empty while there is no room.
listing-languages = Languages
listing-days = You answer a hello within so many days
listing-days-hint = Whoever writes to you is told this day from the start.
listing-promises = What you can say of yourself
listing-look-over = Look it over
listing-let-go = Let these changes go
listing-preview = As others will see it
listing-preview-means = Nothing has left yet.
listing-check-to-come = The steward’s check, its day and how it was made will stand here.
listing-next = What happens next
listing-next-words = It goes to the server, signed by a key that stays here. A steward checks your licence and puts you in the directory for 90 days. A later change takes the same way, and others see the one before until then.
listing-hand-in = Hand it in
listing-change = Change it
slip-missing = Something is needed here.
slip-choose = At least one is needed.
slip-too-long = { $has } characters, and { $most } fit.
slip-place = No such place. Choose one that is offered, or write its code, like DE-BY.
slip-currency = Three letters, like USD.
slip-sum = Digits only, like 180 or 180.50.
slip-above-fee = That is more than the fee.
slip-day = That is no day.
slip-day-passed = That day has passed.
slip-days = A number of days, from 1 to { $most }.
slip-other = This { $what }.
