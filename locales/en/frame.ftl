### What surrounds every page, and words that many pages share.

sign-out = Sign out
account-nav = My account
language = Language
trouble = Trouble?
trouble-general-1 = If a page looks stuck, load it again. Nothing happens twice.
trouble-general-2 = If you can't get on, tell the people who run { $site } what this page says.
trial-notice = This is a trial: mails aren't sent. They land in the inbox on this computer.
trial-inbox = Open the inbox

agent = { $browser } on { $system }
agent-system = a browser on { $system }
agent-unknown = a browser we don't recognise

purpose-sign-in = to sign in
purpose-create-account = to make an account

because-new-device = You're signing in on a device we haven't seen before.
because-way-in = A code by mail is the way to sign in here.
because-unusual = This sign-in looks different from the usual ones.
because-proof-too-old = It's been a while since the last code.

was-because-new-device = A code was needed because the device was new to this account.
was-because-way-in = A code by mail is the way to sign in here.
was-because-unusual = A code was needed because it looked different from the usual sign-ins.
was-because-proof-too-old = A code was needed because the one before was too long ago.
