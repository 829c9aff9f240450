### What protects the account, and how it is changed.

security-title = Security
security-lead = How you sign in, and who is told when that changes.
security-help-1 = Before a change we ask once more that it's you, and tell all your addresses afterwards.
security-help-2 = A change that wasn't you? Sign out everywhere, then remove what you don't know.
security-compare = What each way is good for
security-proven = It's you. You can make changes for the next minutes without being asked again.
security-added = Added { $time }
security-used = Last used { $time }
security-unused = Not used yet
security-rename = Rename
security-rename-label = Rename { $name }
security-remove = Remove
security-remove-label = Remove { $name }

two-step-name = Two-step verification
two-step-on-since = On since { $time }
two-step-off-state = Off
two-step-off-hint = With it, a stolen password or mailbox isn't enough to get in.
two-step-on-hint = Signing in takes two things. A device you trust skips the second for a while.
two-step-switch-on = Switch it on
two-step-switch-off = Switch it off

passkeys-name = Passkeys
passkeys-none = None yet. It's the quickest and strongest way.
passkeys-add = Add a passkey
passkey-synced = Synced to your other devices
passkey-eligible = On one device so far
passkey-bound = Stays on its device
passkey-unverified = Doesn't check its owner

apps-name = Authenticator apps
apps-none = None yet. An app on your phone makes codes, even offline.
apps-add = Add an app

password-name = Password
password-none = None. You sign in without one.
password-since = Chosen { $time }
password-short = Short: it counts only beside the second step
password-choose = Choose a password
password-change = Change
password-remove-label = Remove the password

recovery-name = Recovery codes
recovery-none = None. They let you back in when the other ways are lost.
recovery-left = { $left } of { $most } left
recovery-few = Few are left. Make a new set in time.
recovery-made = Made { $time }
recovery-make = Make recovery codes
recovery-renew = Make a new set

addresses-name = Mail addresses
address-codes = Receives codes
address-notices = Is told of changes
address-save = Save
address-save-label = Save what { $address } receives
address-add = Add an address

phones-name = Phone numbers
phones-none = None. Codes can come by text message too, though a passkey or an app is safer.
phones-off = Text messages aren't sent here at the moment, so no code goes to these.
phone-add = Add a phone number

identifier-on = You can sign in with it
identifier-off = You can't sign in with it
identifier-switch-on = Sign in with it
identifier-switch-on-label = Sign in with { $name }
identifier-switch-off = Don't sign in with it
identifier-switch-off-label = Don't sign in with { $name }

user-name-name = User name
user-name-none = None. You sign in with your address.
user-name-choose = Choose a user name
sessions-of-security = Where you're signed in, and trusted devices

refused-last-way-in = It's your only way in. Add another one first.
refused-two-step-needs-it = Two-step verification rests on it. Add another second step first, or switch two-step verification off.
refused-short-password = Your password is short, which is fine only beside a second step. Choose a longer one first.
refused-no-other-strong-way = Without the password, only codes that we send you would be left. Add a passkey or an app first.
phone-off = Text messages aren't sent here.
phone-elsewhere = Text messages don't go to that country from here.
phone-premium = Calls to that number cost extra, so no code goes there. Take the number of a mobile phone.
phone-fixed-line = That's the number of a fixed line, which gets no text messages. Take the number of a mobile phone.
phone-unreachable = That number gets no text messages. Take the number of a mobile phone.
refused-last-notices = At least one address has to be told of changes, so that you'd learn of one that wasn't yours.
refused-already-there = It's there already.
refused-too-many = There can be { $most } of them. Remove one that you don't use any more first.
refused-not-there = It isn't there any more. It may have been removed in another window.
refused-not-ready = It isn't ready to be switched on yet. A step is missing.

prove-title = Check that it's you
prove-lead = Before anything that protects your account changes, show once more that it's you. It counts for { $minutes } minutes.
prove-shown = Shown already: { $ways }. What's missing is one of these.
prove-lost = Lost one of them? A recovery code beside another way stands in for it.
prove-help = Someone who finds your screen unlocked can't change your account: that's what this is for.

name-title = Another name
name-label = Name
name-hint = So that you know it again later, like “My phone”.
name-save = Save
name-empty = Type a name, so that you know it again later.
name-too-long = That's longer than { $most } characters.
name-character = There's a line break or another unseen sign in there. Leave it out.
name-help = The name is for your eyes. It changes nothing about how you sign in.
back-to-security = Back to Security

remove-password-title = Remove the password?
remove-password = From then on you sign in without one. You can choose a new one at any time.
remove-app-title = Remove this app?
remove-app = Its codes don't count any more. Delete the entry in the app as well, so that it doesn't mislead you later.
remove-passkey-title = Remove this passkey?
remove-passkey = It doesn't let you in any more. On your device it's still shown until you delete it there.
remove-passkey-synced = It doesn't let you in any more, on any device that has it. Where your passkeys are kept, it's still shown until you delete it there.
remove-address-title = Remove this address?
remove-address = It receives nothing any more, and can't be signed in with. We tell this address as well.
remove-phone-title = Remove this phone number?
remove-phone = No code goes there any more, and it can't be signed in with.
remove-submit = Remove it
remove-keep = Keep it
remove-help = Nothing has been removed yet.

app-new-title = Add an authenticator app
app-new-lead = Such an app makes a new code every 30 seconds, on your phone, even offline. Any common one does, and so do many password managers.
app-new-submit = Show the QR code
app-new-help = Nothing is added before the app has shown a right code.
app-confirm-title = Scan, then type the code
app-confirm-scan = Scan this with your app.
app-confirm-picture = QR code for your authenticator app
app-confirm-open = On this device? Open it in the app
app-confirm-key = Can't scan it? Type this key
app-confirm-key-means = Choose “time-based” if the app asks.
app-confirm-name = Name it.
app-confirm-code = Type the code that the app shows now.
app-confirm-submit = Add the app
app-confirm-again = Begin again with a new key
app-confirm-renewed = The key from before had waited too long. This is a new one: scan it anew, and delete the older entry in the app.
app-confirm-wrong = That code doesn't match this key. Use the one that the app shows now for { $site }.
app-confirm-help = You may leave and come back: for an hour, this page shows the same key.

passkey-new-title = Add a passkey
passkey-new-lead = It lives in your phone, your computer or a security key. Signing in takes your finger, your face or a PIN, and no false site can get it out of you.
passkey-new-submit = Make a passkey
passkey-new-already = That device has a passkey for this account already. Choose another device.
passkey-new-late = That took too long. You can try once more; nothing was added.
passkey-new-other-site = The passkey was made for another site, so it wasn't added. Look at the address of this page, then try once more.
passkey-new-not-understood = This passkey is of a kind that we don't know, so it wasn't added. Another device may do.
passkey-new-cancelled = No passkey was made: it was put off, or took too long. You can try once more.
passkey-new-unsupported = This browser can't make passkeys. Another browser or device may.
passkey-new-origin = Passkeys can't be made at the address that this page was opened at. Open it at its usual one.
passkey-new-noscript = Passkeys need JavaScript, and it's switched off in this browser. An authenticator app works without it.
passkey-new-help = Your finger or face never leaves your device. We only learn that it said yes.

recovery-title = Recovery codes
recovery-lead = Each stands in, once, for a way that you've lost. Keep them on paper, away from your phone.
recovery-replaces = A new set makes the older codes void, once you've confirmed it.
recovery-help = Nothing changes before you've confirmed the new set.
recovery-codes-title = Your recovery codes
recovery-codes-lead = They're shown only now. Print them or write them down before you go on.
recovery-codes-renewed = The codes from before had waited too long. These are new ones; throw the older ones away.
recovery-codes-for = { $site }, { $account }
recovery-codes-made = Made { $time }. Each works once.
recovery-codes-print = Print
recovery-codes-save = Save as a file
recovery-codes-label = First 5 signs of code { $number }
recovery-codes-ask = So that we know you've kept them:
recovery-codes-submit = I've kept them
recovery-codes-old = Your older codes count until then.
recovery-codes-wrong = That isn't how code { $number } begins. Look at your copy, and type its first 5 signs.
recovery-codes-help = If you leave without confirming, these codes never count.

address-new-title = Add a mail address
address-new-lead = We'll send a code there, to see that it's yours. After that it can receive codes and notices.
address-new-already = Your account has that address already.
address-new-taken = That address signs in to another account here. It can sign in to one only.
address-new-full = There are as many addresses as there can be. Remove one that you don't use any more first.
address-new-held = Several mails went there in a short time. The next one can go at { $time }.
address-new-help = A second address gets you back in when the first can't be read.

phone-label = Phone number
phone-new-title = Add a phone number
phone-new-lead = We'll send a code there by text message, to see that it's yours. After that, codes for signing in can go there too.
phone-new-hint = With or without hyphens. A number of another country begins with +.
phone-new-mind-title = What a number is worth
phone-new-mind = Less than a passkey or an app: somebody could have your number moved to another SIM card, or read messages on their way. Keep one of these beside it.
phone-new-already = Your account has that number already.
phone-new-taken = That number signs in to another account here. It can sign in to one only.
phone-new-full = There are as many numbers as there can be. Remove one that you don't use any more first.
phone-new-held = Several codes went there in a short time. The next one can go at { $time }.
phone-new-no-more = No more text messages can go out today. You can add it from { $time }.
phone-new-help-1 = Take a number that only you read. Receiving messages may cost you something abroad.
phone-new-help-2 = When you give the number up, remove it here first: somebody else may get it after you.

user-name-title = User name
user-name-lead = You can sign in with it instead of an address. 3 to 32 letters a–z, digits, _ and -.
user-name-label = User name
user-name-empty = Type a user name to go on.
user-name-taken = Somebody has that name already. Try another.
user-name-remove = Remove the user name
user-name-help = Capitals don't matter: they're taken for small letters.
