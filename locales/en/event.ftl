### A sentence for each kind of event.

event-signed-in = You signed in with a code by mail.
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
event-code-wrong = A code that didn't match was typed.
event-code-superseded = The code of an earlier mail was typed.
event-code-expired = A code was typed after its time.
event-code-last-try = A code didn't match, and it was the last try. The code no longer works.
event-code-waiting = A code was typed during a wait. It wasn't checked.
event-mail-late = A mail could not be delivered before its code ran out.
event-mail-refused = The mail server for your address turned a mail away.
event-account-created = You made this account.
event-account-created-operator = An administrator made this account.
event-unlocked = An administrator ended the wait after wrong codes.
event-many-mails = More mails than usual went out from this site.
event-account-deleted = An administrator deleted an account.
