### A sentence for each kind of event.

event-signed-in = You signed in with { $ways }.
event-signed-in-plain = You signed in.
event-stepped-up = You showed again that it's you, with { $ways }.
event-recovery-code-used = A recovery code was used. { $left ->
    [0] None is left.
    [one] One is left.
   *[other] { $left } are left.
}
event-passkey-went-back = A passkey counted backwards. It may have been copied: if you don't know why, remove it.
event-device-trusted = You trusted this device until { $day }. It skips the second step.
event-devices-untrusted = { $count ->
    [one] A device is trusted no more.
   *[other] { $count } devices are trusted no more.
} The second step is asked for again.
event-by-operator = An administrator did this.
event-signed-out = You signed out.
event-signed-out-other = You signed out another device.
event-signed-out-everywhere = You signed out everywhere.
event-signed-out-operator = An administrator ended a sign-in of yours.
event-signed-out-everywhere-operator = An administrator signed you out everywhere.
event-code-sent = A code was asked for, { $purpose }.
event-code-sent-again = The same code was sent again, { $purpose }.
event-code-renewed = A new code took the place of the earlier one, { $purpose }.
event-code-withheld-no-account = A code was asked for, { $purpose }. None was sent: there was no account for the address.
event-code-withheld-sends = A code was asked for, { $purpose }. None was sent: too many had gone out already.
event-code-withheld-wrong = A code was asked for, { $purpose }. None was sent: too many wrong codes had been typed.
event-code-withheld-texts = A code was asked for, { $purpose }. None was sent: no more text messages could go out that day.
event-code-wrong = A code that didn't match was typed.
event-code-superseded = The code of an earlier message was typed.
event-code-expired = A code was typed after its time.
event-code-last-try = A code didn't match, and it was the last try. The code no longer works.
event-code-waiting = A code was typed during a wait. It wasn't checked.
event-code-other-purpose = A code for something else was typed.
event-password-wrong = A password that didn't match was typed.
event-app-wrong = A code that didn't match the app was typed.
event-app-clock-fast = An app's code didn't match: its clock is about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} fast.
event-app-clock-slow = An app's code didn't match: its clock is about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} slow.
event-passkey-wrong = A passkey's answer didn't match.
event-passkey-unknown = A passkey that this account doesn't have was tried.
event-passkey-other-site = A passkey answered for another site. It wasn't accepted.
event-passkey-late = A passkey answered too late.
event-recovery-code-wrong = A recovery code that didn't match was typed.
event-proof-used = A code was typed that had been used before.
event-proof-unchecked = An answer couldn't be checked, on our side.
event-proof-last-try = An answer didn't match, and it was the last try. That sign-in ended.
event-proof-waiting = An answer was given during a wait. It wasn't checked.
event-mail-late = A code could not be delivered before it ran out.
event-mail-refused = Your mail server or phone network turned a message away.
event-mails-come-back = Mails to this address come back. It may be mistyped, or not exist any more.
event-texts-come-back = Text messages to this number don't arrive. It may be mistyped, or not in use any more.
event-mails-stuck = Mails couldn't leave this site for a while.
event-texts-stuck = Text messages couldn't leave this site for a while.
event-mails-move = Mails leave this site again.
event-texts-move = Text messages leave this site again.
event-mails-refused-there = { $area } turned several mails away.
event-texts-refused-there = Several text messages to { $area } were turned away.
event-fake-reported = Somebody reported a mail that posed as one of ours.
event-account-created = You made this account.
event-account-created-operator = An administrator made this account.
event-unlocked = An administrator ended the wait after wrong codes.
event-many-mails = More mails than usual went out from this site.
event-many-texts = All text messages that are paid for today have gone out.
event-account-deleted = An administrator deleted an account.
event-mail-checked-genuine = You forwarded a mail to be checked: it was genuine.
event-mail-checked-unproven = You forwarded a mail to be checked: nothing proved whether it was genuine.
event-mail-checked-suspicious = You forwarded a mail to be checked: something about it was suspicious.
event-mail-checked-fake = You forwarded a mail to be checked: it was a fake.
event-mail-checked-unreadable = You forwarded a mail to be checked: it couldn't be read.
