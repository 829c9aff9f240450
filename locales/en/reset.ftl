### Choosing a new password, without the old one or with it.

reset-title = Forgot the password?
reset-lead = Type your mail address or your user name. We'll send a code, and with it you choose a new password.
reset-lead-texts = Type your mail address, your phone number or your user name. We'll send a code, and with it you choose a new password.
reset-submit = Send the code
reset-without = Or sign in without a password
reset-help-1 = With two-step verification on, we ask for your second step, too.
reset-help-2 = The code goes to the addresses of the account that receive codes.

reset-password-title = Choose a new password
reset-password-lead = It counts at once. Every device is signed out, and all your addresses are told.
reset-none-title = There's no password here
reset-password-none = This account has no password, and a code by mail alone doesn't give it one. Sign in with the ways it has. After that, you can choose a password under “Security”.
reset-password-help = Nothing changes before you save. If you leave now, the old password stays.
reset-done-title = Your new password counts
reset-done = Every device was signed out, and all your addresses were told. Sign in with it now.
reset-done-two-step = Your second step is asked for as always.
reset-done-go = Sign in

set-password-title = Choose a password
change-password-title = Change the password
set-password-lead = It's one more way to sign in. Your other ways go on working.
change-password-lead = The new one takes the place of the old at once. All your addresses are told.
new-password-label = New password
new-password-rules = At least { $least } characters. A few words in a row are easy to keep in mind and hard to guess; spaces may stand between them.
new-password-rules-short = At least { $least } characters, since two-step verification is on. From { $alone } on, it could stand alone. Spaces may stand in it.
new-password-few = { $count } of { $least } characters
new-password-enough = Long enough: { $count } characters
new-password-submit = Save the password
new-password-help = A password manager makes good ones and keeps them. Pasting works.

password-empty = Type a new password to go on.
password-too-short = That has fewer than { $least } characters. A word or two more makes it long enough.
password-too-long = That's longer than { $most } characters. A shorter one will do.
password-control = There's a sign in there that no keyboard types, like a line break. Leave it out.
password-repetitive = That repeats itself or follows a row, like aaaa or 1234. Choose something less regular.
password-own-word = That's made of your own name or address, and guessers begin with those. Choose something else.
password-common = Very many people use that one, so guessers try it first. Choose something of your own.
password-breached = That one is known from a leak elsewhere, so guessers try it. Choose another.
