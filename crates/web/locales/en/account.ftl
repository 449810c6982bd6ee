# Her account: making it, signing in, devices, leaving.

account = Your account
yours-account-go = Account and devices
account-none = There is none. Everything is on this device.
account-look = There is something to look at.
account-what = With an account, what you write outlives this device and opens on your others.
account-who-learns = It is a name that the server deals and your passphrase. No e-mail, no phone. The server keeps sealed bytes it cannot read, how many there are, and the day each device was last there.
account-two-kinds = It takes two kinds of ways in first.
account-two-kinds-why = One of them a recovery code that you typed back. Nobody can reset anything here, so this is what keeps a forgotten passphrase from taking everything with it.
account-code-again = Your recovery code was made before there were accounts. Type it once more, so that it can sign in on a new device too.
account-make-passphrase = The one that opens this device. It becomes your account’s; the server never sees it.
account-make = Make an account
account-have-one = I have an account for what is here
account-have-one-here = For a device that was signed out. An account that was made on another device is opened at the first door of a device that keeps nothing yet.
account-asking = Asking the server …
account-stretching = One moment. Your passphrase is being stretched, which makes guessing slow.
account-sending = Kept here, and on its way.

account-name = Your account’s name
account-name-keep = With your passphrase, it signs in on a new device. Write it beside your recovery code, which signs in without it. Nobody else is called this, and it says nothing about you.
account-paper = The name of an account of Held’s, at { $address }.
account-copy = Copy the name
account-copied = Copied.
account-out-of-reach = No answer from the server just now. What you write is kept here and follows.
account-other-passphrase = Your account has another passphrase than this device.
account-other-passphrase-do = It was changed on another device. This one still opens with its own, until you choose a new one for both.
account-signed-out = This device is signed out.
account-signed-out-safe = What is here is safe and stays here. It goes to your other devices again once you sign in.
account-passphrase = Your account’s passphrase

ways-new-passphrase-account = It becomes your account’s too, in one step, so it takes a network. Your other devices keep their own until you change them there.

account-leave = Leaving
account-leave-stays = Either way, what is on this device stays on it.
account-sign-out = Sign this device out
account-forget = Let go of the account here
account-sign-out-sure = Sign this device out?
account-sign-out-means = It gets nothing from your other devices any more, and they nothing from it. It can sign in again.
account-sign-out-do = Sign out
account-stay = Stay signed in
account-delete = Delete the account
account-delete-sure = Delete the account for all your devices?
account-delete-means = Everything the server keeps for you is gone at once, except from its backups, which keep it, sealed, for 30 days. Each device keeps what it has.
account-delete-name = To be sure, your account’s name
account-delete-do = Delete it
account-keep = Keep the account
account-left = This device is signed out.
account-left-safe = What is here stays here.
account-deleted = The account is deleted.
account-deleted-backups = What is here stays here. The server’s backups keep sealed bytes for 30 days, then they are gone too.

account-no-name = That is no account’s name.
account-no-name-do = It is two words and four digits, such as grey-heron-4821. Nothing was changed.
account-not-this-passphrase = That is not what opens this device.
account-not-this-passphrase-do = Nothing was changed. Try again; there is no limit.
account-no-network = The server can’t be reached.
account-no-network-do = Nothing was changed. Try again once there is a network.
account-too-often = That was tried often. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
account-too-often-do = It keeps strangers from guessing. Devices you use already are not affected.
account-name-gone = The name was not kept for you any more.
account-name-gone-do = Nothing was changed. Make it again, and there will be another name.
account-full = The account is full.
account-full-do = Nothing is lost. It has as many devices, or keeps as much, as one may. A device you no longer use can be turned away.
account-other-vault = That account belongs to something else than what is here.
account-other-vault-do = Nothing was sent, and nothing was changed. To use it on this device, make a copy of what is here, remove everything, and sign in at the first door; the copy can be restored then.
account-unreadable = What the account keeps can’t be read here.
account-unreadable-do = Nothing was changed. A newer Held on another device may have written it; reload this page, and try again.
account-refused = The server would not do that.
account-refused-do = Nothing was changed, and what is here is safe. If it stays so, tell whoever runs this server.
account-trouble-vault = The server shows an account of somebody else.
account-trouble-foreign = The server shows something that none of your devices made.
account-trouble-safe = Nothing is sent to it. What is here is safe. Tell whoever runs this server.
account-trouble-older = The server was put back to an older state.
account-trouble-older-do = What is here is safe, and newer. It can go there again.
account-trouble-newer = Another device of yours has a newer Held.
account-trouble-newer-do = What is here is safe. Take in the newer version in Yours, and it goes on.
account-send-again = Send what is here

devices = Your devices
devices-away-all = Turn all others away
devices-away-all-sure = Turn all your other devices away?
device-this = This device
device-seen = Last seen { $day }
device-unnamed = A device without a name
device-name = What you call this device
device-name-hint = For telling it from others, such as “my laptop”. Only your devices can read it; it may stay empty.
device-away = Turn away
device-away-which = Turn away { $device }
device-away-sure = Turn { $device } away?
device-away-means = It is signed out, and what you write from now on is sealed under a key it never had. It keeps what it has already.
device-away-keep = Leave it

sign-in-what = For an account that was made on another device of yours. Everything it keeps opens here.
sign-in-do = Sign in
sign-in-name-hint = Two words and four digits, in any spacing.
sign-in-wrong = That didn’t sign you in.
sign-in-wrong-do = The name or the passphrase is another one; nobody can tell which. Nothing is lost. The recovery code works without either.
sign-in-passkey = Sign in with a passkey
sign-in-passkey-again = You are signed in. Once more with the passkey, to open what is kept.
sign-in-passkey-open = Open with the passkey
sign-in-no-passkey = This passkey signs in to no account.
sign-in-no-passkey-do = Nothing was changed. It may have been added before there was an account: use it once on a device that has one, and it will.
sign-in-code = Sign in with the recovery code
sign-in-code-passphrase = From now on, for this device and your account. Your other devices keep their own.
sign-in-code-do = Sign in with the code

between = Between your devices
between-not-yet = What you keep goes to your other devices sealed. It has not been looked at yet.
between-settled = This device and the account hold the same.
between-reading = Fetching what your other devices wrote: { $done } of { $of }.
between-sending = { $left ->
    [one] One thing is on its way to the account.
   *[other] { $left } things are on their way to the account.
}
between-waits = { $unsent ->
    [one] One thing is only on this device so far. It goes once the network and the server are there.
   *[other] { $unsent } things are only on this device so far. They go once the network and the server are there.
}
between-restored = The server was restored from an older copy
between-restored-do = It lacks some of what it had. Nothing here is lost, and nothing was changed. Send yours again? Your other devices do the same by themselves.
between-differs = What the server keeps for you is not what this device knew
between-differs-do = It may have been restored from an older copy, or changed. Nothing was taken from it and nothing here is lost. Send yours again? Whatever it lacks goes there, and your other devices follow by themselves. If this comes back, make a copy, and ask the steward why.
between-again = Send mine again
between-full = There is no more room in the account
between-full-do = What is here is safe and stays here. It is tried again now and then; a copy keeps it beside this device.
between-refused = The server would not take it
between-refused-do = What is here is safe and stays here. It is tried again now and then.
between-unopened = { $count ->
    [one] One thing in the account does not open
   *[other] { $count } things in the account do not open
}
between-unopened-safe = What is here in their place stays. A newer version, or another device, may still open them.
