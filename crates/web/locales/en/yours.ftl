# What is hers to decide.

yours-lock = The lock
yours-has-passphrase = What you write is sealed.
yours-one-way = no second one yet
yours-only-hides = The lock only hides, so far.
yours-only-hides-do = Whoever has this device unlocked can open it. A passphrase changes that.
yours-set-passphrase = Seal it with this
yours-lock-now = Lock now
yours-veil = Escape twice, or Veil in the corner, blanks the page and locks it. That hides; it does not erase.

yours-look = How it looks
yours-light = Light
light-system = As the device
light-day = Day
light-night = Night
yours-text = Text size
text-size = { $pixels }

yours-version = The program itself
version-is = This is Held { $number }.
version-signed = This browser has checked each of its files against a list that is signed away from the server.
version-development = It is a development build: anyone can sign one of these.
version-not-kept = It is not kept on this device yet, so its files have not been checked. That happens by itself in a little while.
version-mark = To compare with what was published:
version-refused = The server offers another program, and this browser has not taken it in.
version-refused-unsigned = It is not signed by whoever signs Held.
version-refused-older = It is older than this one.
version-refused-files = Its files are not the ones that were signed.
version-refused-safe = You go on with the one you have. Nothing you keep is touched. If this stays so for days, tell whoever runs this server.
yours-newer = A newer one is ready
yours-newer-when = It is signed, and takes this one’s place only when you say so. What you keep stays.
yours-newer-use = Use the newer one

yours-erase = Remove everything
yours-erase-what = Takes everything of Held’s off this device. No reason needed.
yours-erase-do = Remove everything
yours-erase-sure = Remove everything from this device?
yours-erase-consequence = What you wrote here is gone at once, and nobody can bring it back.
yours-erase-keep = Keep it
