# The ways in beside the first one: under Yours, and at the threshold.

ways-in = Ways in
ways-in-two = What you wrote opens in two ways that are not alike. Forgetting one of them locks nothing.
ways-in-one = If you forget how it opens, nobody can open it for you. A recovery code is a second way in, on paper.
ways-mend = Choose a new passphrase
ways-mend-do = You came in with the recovery code. With a new passphrase, the forgotten one opens nothing any more.
ways-list = What opens it
ways-passphrase = Passphrase
ways-new-passphrase = New passphrase
ways-new-passphrase-means = From then on the one before opens nothing on this device. What you wrote stays as it is.
ways-change-passphrase = Change the passphrase
ways-passphrase-chosen = Chosen.
ways-device = This device
ways-device-hides = It opens without asking, so it only hides. It does not count as a way in.
ways-since = Since { $day }
ways-stays-last = It stays: nothing else opens what you wrote.
ways-stays-second = It stays, and can be replaced. Without it, forgetting one thing could lock you out.
ways-remove = Take it away
ways-remove-which = Take it away: { $way }
ways-remove-sure = Take this away: { $way }?
ways-remove-means = It opens nothing from then on. What you wrote stays as it is.
ways-remove-keep = Keep it
ways-rename = Rename
ways-rename-which = Rename: { $way }
ways-name = What you call it
ways-name-keep = Keep this name
ways-offer = A second way in, in case the first is forgotten
ways-offer-not = Not now

code = Recovery code
code-new = New recovery code
code-proven = Sixteen words, typed back.
code-not-proven = Not typed back yet, so it does not count.
code-what = Sixteen words that open what you wrote when everything else is forgotten. Whoever has them can read it: keep them where you keep what matters, away from this device.
code-make = Make a recovery code
code-make-new = Make a new one
code-make-new-means = A new one takes the place of the one you have once you have typed it back. Until then the one you have stays good.
code-shown = Your recovery code
code-shown-what = Write these words down in this order, print them, or keep them in a password manager. They are shown only now.
code-paper-use = To open Held with it, go to { $address }, choose “Use the recovery code” and type these words in this order.
code-paper-keep = Whoever has this page can read what is kept. Keep it where you keep what matters.
code-have = I have it safe
code-print = Print this page
code-not-now = Not now
code-back = Type it back
code-back-why = From what you wrote down. It counts once you know that it works.
code-typed = Recovery code
code-typed-hint = Sixteen words, in any spacing. The first four letters of each are enough.
code-check = Check it
code-show-again = Show the words again
code-works = It works.
code-works-keep = The recovery code is a way in from now on. It is not shown again.
code-unfinished = A recovery code was made and not typed back.
code-unfinished-do = Type it back if you have it, or make a new one.
code-use = Use the recovery code
code-open = Open with the code
code-count = { $words ->
    [one] There is one word; a recovery code has sixteen.
   *[other] There are { $words } words; a recovery code has sixteen.
}
code-unknown = Word { $word } is none that a recovery code has.
code-another = Word { $word } is another one than was written down.
code-swapped = Words { $word } and { $next } have changed places.
code-several = More than one word is different.
code-other = This is a recovery code, but not the one.
code-safe = Nothing is lost. Look at what was written down and try again; there is no limit.

passkey = Passkey
passkey-what = Your device, phone or security key opens it with a fingerprint, your face or a PIN. Nothing about it leaves this browser.
passkey-device = Once there is one, this device no longer opens it without asking.
passkey-name-hint = For telling it from others, such as “my phone”. It may stay empty.
passkey-add = Add a passkey
passkey-use = Use a passkey
passkey-none = This browser has no passkeys here.
passkey-none-do = Nothing was changed, and what opens it now still does. Another browser may have them.
passkey-no-secret = This passkey cannot open Held.
passkey-no-secret-do = It cannot keep the kind of secret that is needed. Nothing was changed, and what opens it now still does. If a passkey for Held was made just now, it can be deleted where you keep passkeys.
passkey-called-off = That was called off, or took too long.
passkey-called-off-do = Nothing was changed. It can be tried again.
passkey-other-safe = It is not the passkey that was added here. Nothing is lost.
passkey-full = There is no room for another passkey.
passkey-full-do = Take one away first. Nothing was changed.

lock-after = Locking by itself
lock-after-means = After so long without a key or a touch. A minute before, it says so, and any touch keeps it open.
lock-after-minutes = { $minutes } minutes
lock-after-never = Off

new-keys = A new key under everything
new-keys-when = Everything you keep is sealed again with a new key, and nothing is written with the key before from then on. One does this when a device was lost on which it was open, or when somebody may have had what opens it.
new-keys-not = It cannot reach what somebody has copied already. And it leaves the ways in as they are: if somebody knows one of them, change that first.
new-keys-do = Seal everything anew
new-keys-sure = Seal everything with a new key?
new-keys-means = It takes a moment; with years of entries, a minute. If it is cut short, nothing is lost: it goes on by itself when you next open this. Copies you made still open as they do now.
new-keys-keep = Leave it as it is
new-keys-looking = Looking through everything first, to see that all of it opens.
new-keys-reading-back = Everything is sealed anew. It is read back once more before the key before goes.
new-keys-done = Everything is under a new key.
new-keys-done-gone = All of it was read back once more, and the key before is gone.
new-keys-done-keeps = All of it was read back once more. The key before stays for now: another of your devices may have written with it.
new-keys-waits = { $count ->
    [one] One entry does not open, so the key before stays.
   *[other] { $count } entries do not open, so the key before stays.
}
new-keys-waits-safe = It may be the key they need. Nothing is lost, and everything else opens as it did.
new-keys-waits-do = A copy may have them whole
new-keys-full = There have been as many new keys as there is room for.
new-keys-full-safe = Nothing was changed.
