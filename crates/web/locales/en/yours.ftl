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

yours-newer = A newer Held is ready
yours-newer-when = It takes this one’s place when you say so, or once every tab is closed. What you keep stays.
yours-newer-use = Use the newer one

yours-erase = Remove everything
yours-erase-what = Takes everything of Held’s off this device. No reason needed.
yours-erase-do = Remove everything
yours-erase-sure = Remove everything from this device?
yours-erase-consequence = What you wrote here is gone at once, and nobody can bring it back.
yours-erase-keep = Keep it
