### Switching two-step verification on, step by step, and off.

guide-step = Step { $number } of { $of }
guide-whole = Two-step verification
guide-leave = You can leave at any time and come back here. Nothing is switched on before the last step.
guide-back = Back to the steps

guide-explain-title = Two things instead of one
guide-explain = Signing in will take your usual way and a second thing that you hold. Whoever steals one of them still stands outside.
guide-explain-need = You'll need a phone or a device for passkeys, and paper or a printer. It takes about 5 minutes.
guide-explain-not = You won't be locked out: before it's switched on, you'll have a second way and recovery codes.
guide-begin = Begin

guide-first-title = Pick your second step
guide-first = You can add the other one later.
guide-second-title = A second way, in case one is lost
guide-second = A phone can break. With one more of these you still get in.
guide-recovery-title = Recovery codes for the worst day
guide-recovery = Ten codes on paper. Each stands in once for a way that you've lost.
guide-recovery-go = Make recovery codes
guide-on-title = All is there
guide-on = From the next sign-in on, two things are asked for. You have:
guide-on-submit = Switch it on
guide-done-title = Two-step verification is on
guide-done = All your addresses were told. At the next sign-in you can tick “Trust this device”, and your second step is skipped there for a while.
guide-add-mail-code = Another mail address
guide-have-mail-code = { $count ->
    [one] A mail address that receives codes
   *[other] { $count } mail addresses that receive codes
}
guide-have-sms-code = { $count ->
    [one] A phone number that receives codes
   *[other] { $count } phone numbers that receive codes
}
guide-have-password = A password
guide-have-totp = { $count ->
    [one] An authenticator app
   *[other] { $count } authenticator apps
}
guide-have-passkey = { $count ->
    [one] A passkey
   *[other] { $count } passkeys
}
guide-have-recovery-code = { $count ->
    [one] A recovery code
   *[other] { $count } recovery codes
}

off-title = Switch two-step verification off?
off-lead = One thing is then enough to get in. Trusted devices are forgotten; your apps, passkeys and recovery codes stay.
off-submit = Switch it off
off-keep = Leave it on
off-longer = Choose a longer password
off-help = All your addresses are told. You can switch it on again at any time.
