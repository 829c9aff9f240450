### What surrounds every page, and words that many pages share.

sign-out = Sign out
account-nav = My account
language = Language
trouble = Trouble?
frame-mail-check = Is a mail genuine?
trouble-general-1 = If a page looks stuck, load it again. Nothing happens twice.
trouble-general-2 = If you can't get on, tell the people who run { $site } what this page says.
trial-notice = This is a trial: mails and text messages aren't sent. They land in the inbox on this computer.
trial-inbox = Open the inbox

agent = { $browser } on { $system }
agent-system = a browser on { $system }
agent-unknown = a browser we don't recognise

purpose-sign-in = to sign in
purpose-create-account = to make an account
purpose-reset-password = to choose a new password
purpose-change-security = to change what protects the account
purpose-confirm-contact = to add an address
purpose-confirm-phone = to add a phone number

because-new-device = You're signing in on a device we haven't seen before.
because-way-in = Each sign-in asks for one thing that shows it's you.
because-unusual = This sign-in looks different from the usual ones.
because-proof-too-old = It's been a while since you last showed that it's you.
because-two-step = Two-step verification is on for this account.
because-sensitive = You're about to change what protects your account.
because-reset = A new password is to be chosen without the old one.
because-new-contact = A new address is to be added to your account.
because-new-phone = A new phone number is to be added to your account.

was-because-new-device = It was asked for because the device was new to this account.
was-because-way-in = Each sign-in asks for one thing that shows it's you.
was-because-unusual = It was asked for because it looked different from the usual sign-ins.
was-because-proof-too-old = It was asked for because the last proof was too long ago.
was-because-two-step = A second step was asked for because two-step verification was on.
was-because-sensitive = It was asked for before a change of what protects the account.
was-because-reset = It was asked for because a new password was to be chosen.
was-because-new-contact = It was asked for because a new address or number was to be added.