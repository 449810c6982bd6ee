## Every page
nav-label = Pages
nav-therapists = All therapists
nav-app = Open Held
nav-help = Help lines
footer = Held is a private space for therapists who need support themselves. This page sets no cookie and runs no script. It is not an emergency service: the help lines are one tap away.
missing-title = This page is not here
missing-text = The listing may have ended, or the address may be incomplete. Nothing is wrong on your side.

## All listings
everyone-title = Therapists who see therapists
everyone-lead = You hold space for others all day. These colleagues hold it for you.
everyone-none = Nobody is listed yet.
everyone-count = { $count ->
    [one] One therapist is listed, by where she sits.
   *[other] { $count } therapists are listed, by where they sit.
}

## One listing
one-description = { $name }, { $place }: a therapist who sees therapists.
one-standing = What lets her practise
one-listed-until = The steward vouches for this page until { $day }.
one-practical = Practical
one-ways = Ways of working
one-focus = What people come for
one-fee = An hour costs
one-opening = Next opening
one-times = Times
one-formats = Meeting
one-languages = Languages
one-training = Trained at
one-hello = Saying hello
one-hello-text = { $count ->
    [0] In Held you can say hello without giving your name. Only she can read it.
    [one] In Held you can say hello without giving your name. Only she can read it, and she answers within a day.
   *[other] In Held you can say hello without giving your name. Only she can read it, and she answers within { $count } days.
}
one-hello-link = Open Held and find her there
one-limits = Whoever runs this server can see that some address looked at this page. Inside Held, searching and reading listings ask the server nothing.
licence-line = { $kind }, { $place }, { $number } ({ $standing })
authority-line = { $compact }, on a licence from { $home }
check-line = Checked on { $day }: { $how }.
check-none = Not checked by the steward.
opening-line = { $opening } (as she said on { $stated })
opening-none = no room for now
fee-sliding = { $fee }, on a sliding scale down to { $lowest }
promise-no-diagnosis = She sees people for a private fee with no diagnosis on any file.
promise-independent = She is independent of employers and employee-assistance programmes.
promise-never-supervisor = She never becomes supervisor or assessor of someone she has seen.

## Days
day = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Terms
licence-psychologist = Psychologist
licence-counsellor = Counsellor
licence-marriage-and-family-therapist = Marriage and family therapist
licence-clinical-social-worker = Clinical social worker
licence-psychiatrist = Psychiatrist
licence-psychiatric-nurse = Psychiatric nurse practitioner
licence-psychotherapist = Psychotherapist
licence-creative-arts-therapist = Creative arts therapist
standing-licensed = licensed
standing-associate = associate, under supervision
standing-trainee = trainee, under supervision
standing-voluntary-register = on a voluntary register
way-just-talking = just talking
way-emdr = EMDR
way-ifs = IFS, parts work
way-somatic = somatic work
way-psychodynamic = psychodynamic
way-attachment = attachment-based
way-existential = existential
way-gestalt = Gestalt
way-act = ACT
way-cbt = CBT
way-compassion = compassion-focused
way-mindfulness = mindfulness
way-narrative = narrative
way-brainspotting = Brainspotting
way-expressive-arts = art, movement, music
focus-vicarious-trauma = what stays after other people’s trauma
focus-burnout = burnout
focus-loss = loss and grief
focus-parts = parts that get little airtime
focus-love-of-the-work = finding again what made the work worth loving
focus-death-of-a-client = the death of a client
focus-moral-injury = having to work against what one holds right
focus-not-good-enough = never feeling good enough at the work
focus-own-trauma = trauma of one’s own
focus-complaint = a complaint or a board inquiry
focus-ageing-parents = caring for ageing parents
focus-parenting = being a parent
focus-relationships = partner and family
focus-identity = identity and belonging
focus-early-career = the first years in the work
focus-stepping-back = stepping back
focus-own-health = illness or pain of one’s own
time-early-mornings = before nine
time-mornings = mornings
time-afternoons = afternoons
time-evenings = evenings
time-weekends = weekends
format-video = by video
format-phone = by phone
format-in-person = in one room
format-outdoors = walking, outdoors
compact-psypact = PSYPACT
compact-counseling-compact = Counseling Compact
compact-social-work-compact = Social Work Compact
check-public-register = looked up on the board’s own site
check-compact-register = looked up on the compact commission’s own site
check-asked = the board answered when asked
check-document-seen = a certificate was shown
check-sample = nothing was checked, this listing is a sample
language-ar = Arabic
language-de = German
language-en = English
language-es = Spanish
language-fr = French
language-hi = Hindi
language-it = Italian
language-ja = Japanese
language-ko = Korean
language-nl = Dutch
language-pl = Polish
language-pt = Portuguese
language-ru = Russian
language-tl = Tagalog
language-uk = Ukrainian
language-vi = Vietnamese
language-zh = Chinese
