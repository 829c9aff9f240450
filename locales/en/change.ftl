### What was changed: in the history, on the page, in the notice.

change-password-set = A password was set.
change-password-changed = The password was changed.
change-password-reset = A new password was chosen without the old one.
change-password-removed = The password was removed.
change-app-added = An authenticator app was added.
change-app-renamed = An authenticator app was renamed.
change-app-removed = An authenticator app was removed.
change-passkey-added = A passkey was added.
change-passkey-renamed = A passkey was renamed.
change-passkey-removed = A passkey was removed.
change-recovery-codes-replaced = New recovery codes were made. Older ones no longer work.
change-recovery-codes-removed = The recovery codes were removed.
change-contact-added = A mail address was added.
change-contact-changed = What a mail address receives was changed.
change-contact-removed = A mail address was removed.
change-phone-added = A phone number was added.
change-phone-removed = A phone number was removed.
change-identifier-on = A name or address can be signed in with.
change-identifier-off = A name or address can't be signed in with any more.
change-user-name-changed = The user name was changed.
change-user-name-removed = The user name was removed.
change-phrase-chosen = A phrase for our mails was chosen.
change-phrase-changed = The phrase in our mails was changed.
change-phrase-removed = The phrase in our mails was removed.
change-two-step-on = Two-step verification was switched on.
change-two-step-off = Two-step verification was switched off.
