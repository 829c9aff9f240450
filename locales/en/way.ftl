### The ways to prove that it's you, on the way in and before a change.

way-step-second = Second step
way-step-reset = New password
way-step-reset-second = New password: second step
way-step-security = Check that it's you
way-step-confirm = New address
way-step-confirm-phone = New phone number

way-password-title = Your password
way-app-title = Code from your app
way-recovery-title = A recovery code
way-passkey-title = Your passkey

way-further = The first step is done. This is the second.
way-further-security = One thing is shown already. This is what's still missing.
way-password-lead = The password you chose for { $site }, not the one of your mail.
way-app-lead = Your authenticator app shows a { $digits }-digit code for { $site }, a new one every 30 seconds.
way-app-names = Yours: { $apps }
way-recovery-lead = Use one of the codes you printed or wrote down. Each works once.
way-passkey-lead = Your device asks for your finger, your face or its PIN. There's nothing to type.

way-password-label = Password
way-password-show = Show the password
way-password-hide = Hide the password
way-password-forgot = Forgot the password?
way-app-label = { $digits }-digit code
way-recovery-label = Recovery code
way-recovery-hint = 25 letters and digits. Hyphens and capitals don't matter.
way-passkey-submit = Use the passkey
way-submit-on = Go on
way-submit-confirm = Confirm
way-another = Another way
way-why = Why is this asked?

way-trust = Trust this device for { $days ->
    [one] a day
   *[other] { $days } days
}
way-trust-hint = One step is then enough here. Only on a device that's yours alone.

way-tries-left = { $left ->
    [one] 1 try left.
   *[other] { $left } tries left.
}
way-password-wrong = That password doesn't match.
way-password-empty = Type your password to go on.
way-app-wrong = That code doesn't match. Use the one that the app shows now.
way-app-used = That code has been used already, and each works once. The next one comes within 30 seconds. If it wasn't you who used it, someone may have been first.
way-app-empty = Type the { $digits } digits that your app shows.
way-app-none = There's no { $digits }-digit code in there. Type the digits that your app shows.
way-clock-fast = The clock on your app's device is about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} fast. Let the device set its time by itself, then use the code it shows.
way-clock-slow = The clock on your app's device is about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} slow. Let the device set its time by itself, then use the code it shows.
way-recovery-wrong = That recovery code doesn't match.
way-recovery-used = That recovery code has been used already. Take another one from your list. If it wasn't you who used it, someone may have been first.
way-recovery-empty = Type one of your recovery codes to go on.
way-recovery-short = A recovery code has 25 letters and digits. There are fewer in there.
way-recovery-long = A recovery code has 25 letters and digits. There are more in there.
way-recovery-sign = There's a “{ $sign }” in there, which no recovery code has.
way-passkey-wrong = That passkey's answer doesn't match.
way-passkey-unknown = That passkey isn't one of this account's, or it was removed. Use another passkey, or another way.
way-passkey-other-site = The passkey answered for another site. Look at the address of this page, then try once more.
way-passkey-late = The passkey's answer came too late. You can try once more.
way-passkey-cancelled = Nothing came from a passkey: it was put off, or took too long. You can try once more, or go another way.
way-passkey-unsupported = This browser can't use passkeys. Another way works here.
way-passkey-origin = Passkeys don't work at the address that this page was opened at. Open it at its usual one, or go another way.
way-passkey-noscript = Passkeys need JavaScript, and it's switched off in this browser. Every other way works without it.
way-unchecked = We can't check that right now. It's on our side, and cost you no try. Try again in a minute.
way-busy = Many people are signing in right now. It cost you no try. Wait a few seconds, then try again.
way-waiting = Many answers didn't match. To keep guessers out, this way waits until { $time }. Another way, or a device you've used before, still works.
way-other = You went over to this way in another window. Only this one counts now.
way-other-to-mail = You went over to a code by mail in another window. Only the one marked { $reference } counts now.
way-other-to-text = You went over to a code by text message in another window. Only the one marked { $reference } counts now.

way-help-password = Passwords are told apart by capitals and spaces. “Another way” gets you in without one.
way-help-app = Several entries in the app? Take the one for { $site }.
way-help-app-lost = Phone lost or new? “Another way” leads to what else you have.
way-help-recovery = You'd get a new set under “Security” once you're in.
way-help-passkey = Is it on your phone? In the window of your browser, choose the phone and scan the code that it shows.

choose-title = Choose a way
choose-lead-first = Take one that you've set up. If you've set up none, take the code by mail.
choose-lead-further = Take what you have at hand.
choose-not-offered = That way doesn't lead on from here. One of these does.
choose-held = Several codes went out in a short time. The next one can go at { $time }. Another way works at once.
choose-to = To { $address }
choose-help = In doubt, take the code by mail. What each way is good for stands in the comparison.
way-name-mail-code = Code by mail
way-name-sms-code = Code by text message
way-name-password = Password
way-name-totp = Authenticator app
way-name-passkey = Passkey
way-name-recovery-code = Recovery code
way-good-mail-code = Good when you can read your mail now.
way-good-sms-code = Good when your phone has signal. Other ways are safer.
way-good-password = Good when your password manager fills it in.
way-good-totp = Good when your phone is at hand, even offline.
way-good-passkey = The quickest and strongest: finger, face or PIN.
way-good-recovery-code = For the day when the other ways are lost.

way-used-mail-code = a code by mail
way-used-sms-code = a code by text message
way-used-password = the password
way-used-totp = a code from an app
way-used-passkey = a passkey
way-used-recovery-code = a recovery code
ways-and = { $before } and { $way }

ways-title = Which way suits you?
ways-lead = All of these work here. You choose, and you can have several.
ways-way = Way
ways-good = What's good
ways-mind = Keep in mind
ways-mail-code-good = Nothing to set up. It works wherever you read your mail.
ways-mail-code-mind = As safe as your mailbox, no safer. You wait for the mail, and a false page could ask you for the code.
ways-sms-code-good = It works on any phone, without an app.
ways-sms-code-mind = Numbers can be taken over, and messages read on their way. You wait for the message, and a false page could ask you for the code.
ways-password-good = It works at once, without mail or phone.
ways-password-mind = It can be guessed, used twice, or typed into a false page. Let a password manager make and keep it.
ways-totp-good = It works without a network, and whoever reads your mail still stands outside.
ways-totp-mind = It's lost with the phone unless you have a second way. A false page could ask for the code.
ways-passkey-good = The quickest and strongest. Nothing to type, and it answers to the true site alone.
ways-passkey-mind = You need a device that has it. Synced ones come along to a new phone, others stay on their device.
ways-recovery-code-good = They let you back in when the rest is lost.
ways-recovery-code-mind = Each works once. Keep them on paper: whoever finds it holds a key.
ways-two-step-title = Two-step verification
ways-two-step = Two things are asked for: your usual way, and something that you hold. Whoever steals one of them still stands outside. It takes a few seconds more; on a device you trust, it's asked only now and then.
ways-passwordless-title = No password at all
ways-passwordless = An account works without one. What isn't there can't be stolen. With a passkey or an app in place, you can remove the password under “Security”.
ways-advice-title = In short
ways-advice = A passkey for every day, an app or a second passkey beside it, recovery codes in a drawer.
ways-back = To the sign-in page
ways-help = This page changes nothing. You set ways up under “Security”, once you're signed in.
