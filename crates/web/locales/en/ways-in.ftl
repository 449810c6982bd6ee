# The first door and the threshold.

welcome = You hold space all day
welcome-allowed = You are allowed to need some too. Finding it hard does not make you less of a therapist.
welcome-what = Held is a private place to notice the toll, let something go, and find someone outside your circles to talk to.
welcome-go-on = Go on
welcome-account = I have an account
welcome-sign-in = Sign in

yours-alone = Only you can read it
yours-alone-sealed = What you write is sealed on this device before it is kept.
yours-alone-server = It asks for no account, no e-mail and no name. Nobody learns that you are here.
yours-alone-network = It works without a network. Only reaching out to someone needs one.

what-it-is-not = What it is not
what-it-is-not-therapy = It is not a therapist, and it does not diagnose. It leads to people.
what-it-is-not-records = It keeps no records about your clients, and never asks for one’s name.
what-it-is-not-emergency = It is not an emergency service.
what-it-is-not-help = Help lines are here

lock = How is it locked?
lock-passphrase = With a passphrase
lock-passphrase-under = It seals what you write. Nobody can reset it for you, so choose one you will still have.
lock-later = Decide later
lock-later-under = This device opens it without asking. That only hides what you write from a glance, and you can add a passphrase at any time.
lock-make = Make it mine
lock-making = Sealing …

no-copy-yet = Once you are in, Yours has a recovery code and copies. Until there is one, a forgotten passphrase, or a browser that clears what it keeps, takes what you wrote with it.

passphrase = Passphrase
passphrase-hint = Four or five words nobody would say in a row work well. A password manager may fill it in.
passphrase-missing = There is no passphrase yet.
passphrase-missing-do = Type one, or choose to decide later.

threshold = Welcome in
threshold-only-hides = This device opens it without asking.
threshold-open = Open
threshold-opening = Opening …
threshold-opening-why = This takes a moment on purpose: it makes guessing slow. Nothing is changed by stopping.
threshold-stop = Stop
wrong-passphrase = That didn’t open it.
wrong-passphrase-safe = Nothing is lost. Try again; there is no limit.
device-key-gone = This device’s key is gone.
device-key-gone-safe = The browser no longer has the key that opened it. What you wrote is still here, sealed. A copy of it opens elsewhere.
vault-damaged = It could not be opened.
vault-damaged-safe = The seal reads as damaged. Nothing has been changed or removed.
