### The way in.

address-title = Sign in
address-lead = We'll send a code to your mail address. It's the same whether you've been here before or not. A user name works too.
address-lead-known = Type your mail address or your user name, and we'll go on the way that suits this device.
address-lead-texts = We'll send a code to your mail address. It's the same whether you've been here before or not. Your account's phone number or user name works too.
address-lead-known-texts = Type your mail address, your phone number or your user name, and we'll go on the way that suits this device.
address-label = Mail address
address-label-texts = Mail address or phone number
address-send = Send the code
address-continue = Continue
address-password = Use a password
address-passkey = Use a passkey
address-ways = Which way suits me?

address-empty = Type your mail address to go on.
address-incomplete = A mail address has a part before the @ and a part after it, like mika@example.jp.
address-too-long = That's longer than a mail address can be.
address-character = There's a sign in there that mail addresses don't have. Look for spaces and brackets.
phone-empty = Type a phone number to go on.
phone-character = A phone number has digits, spaces and hyphens. There's another sign in there.
phone-form = That's no complete phone number. Type it as 09012345678 or, with its country, as +819012345678.
address-domain = The part after the @ looks unfinished. It's like example.jp.
user-name-too-short = A user name has at least { $least } letters or digits.
user-name-too-long = A user name has at most { $most } letters or digits.
user-name-bad-sign = A user name has only the letters a–z, digits, _ and -, and neither _ nor - at its ends.
user-name-only-digits = A user name needs at least one letter.

notice-signed-out = You're signed out. On a shared computer, close this window too.
notice-signed-out-everywhere = You're signed out on every device.
notice-other-address = The code for the first address won't be asked for any more. Which address would you like to use?
notice-unknown-passkey = That passkey isn't known here, or not any more. Another way still gets you in.
notice-passkey-not-taken = The passkey's answer came too late, or was for another site. You can try once more.

address-help-1 = You need no password: a code by mail is enough, unless you've set up more.
address-help-2 = Use an address whose mail you can read now.

code-title = Check your mail
typed-address = this address
typed-number = this number
typed-name = this user name
code-lead-stranger = If { $typed } can sign in here, a { $digits }-digit code is on its way. Look for the mail marked { $reference }.
code-lead-known = We sent a { $digits }-digit code to { $address }. It's in the mail marked { $reference } and works until { $time }.
code-lead-confirm = We sent a { $digits }-digit code to { $address }. With it we know that the address is yours. It's in the mail marked { $reference } and works until { $time }.
code-works-until = The code works until { $time }.
code-label = { $digits }-digit code
code-keep = Keep me signed in
code-keep-hint = Not on a shared computer.
code-submit = Sign in
code-resend = Send the code again
code-resend-new = Send a new code
code-resend-from = From { $time }, if nothing has come.
code-resend-ready = You can have the code sent again now.
code-other-address = Use another address
code-other-number = Use another number

code-wrong = That code doesn't match. { $left ->
    [one] 1 try left.
   *[other] { $left } tries left.
}
code-superseded = That code is from an earlier mail. Use the one marked { $reference }, sent at { $time }.
code-other-purpose = That code was { $purpose }. Use the one marked { $reference }.
code-expired = The code's time ran out at { $time }. A new one can be on its way at once.
code-empty = Type the { $digits } digits from the mail marked { $reference }.
code-none = There's no { $digits }-digit code in there. Type the digits from the mail marked { $reference }.
code-ambiguous = There's more than one number in there. Type just the { $digits } digits.
code-waiting = To keep guessers out, this address waits until { $time } on new devices. Devices you've used before still work.
code-waiting-number = To keep guessers out, this number waits until { $time } on new devices. Devices you've used before still work.
code-waiting-known = Many codes didn't match. To keep guessers out, you can try again from { $time }.
code-sent-again = We sent the same code again. It's in the mail marked { $reference }.
code-sent-again-stranger = If { $typed } can sign in here, the same code is on its way again. It's in the mail marked { $reference }.
code-sent-new = We sent a new code. The earlier one no longer works. Use the one marked { $reference }.
code-sent-new-stranger = If { $typed } can sign in here, a new code is on its way. Earlier ones no longer work. Look for the mail marked { $reference }.
code-too-soon = The mail may still be on its way. You can have it sent again from { $time }.
code-held = Several mails went to you in a short time. The next one can go out at { $time }.
code-no-more-texts = No more text messages can go out today. Another way works now.

code-help-junk = Look among the junk mail too. The subject ends with ({ $reference }).
code-help-slip = Is there a slip in { $address }? “{ $button }” takes you back.
code-help-paste = You can paste the whole mail into the field. We find the code in it.
code-help-genuine = Not sure that a mail is from us? You can have it checked.

code-text-title = Check your phone
code-text-lead-stranger = If { $typed } can sign in here by text message, a { $digits }-digit code is on its way. Look for the message marked { $reference }.
code-text-lead-known = We sent a { $digits }-digit code to the number { $address } by text message. It's in the one marked { $reference } and works until { $time }.
code-text-lead-confirm = We sent a { $digits }-digit code to { $address } by text message. With it we know that the number is yours. It's in the one marked { $reference } and works until { $time }.
code-text-superseded = That code is from an earlier message. Use the one in the text message marked { $reference }, sent at { $time }.
code-text-other-purpose = That code was { $purpose }. Use the one in the text message marked { $reference }.
code-text-empty = Type the { $digits } digits from the text message marked { $reference }.
code-text-none = There's no { $digits }-digit code in there. Type the digits from the text message marked { $reference }.
code-text-sent-again = We sent the same code again. It's in the text message marked { $reference }.
code-text-sent-again-stranger = If { $typed } can sign in here by text message, the same code is on its way again. It's in the message marked { $reference }.
code-text-sent-new = We sent a new code. The earlier one no longer works. Use the one in the text message marked { $reference }.
code-text-sent-new-stranger = If { $typed } can sign in here by text message, a new code is on its way. Earlier ones no longer work. Look for the message marked { $reference }.
code-text-too-soon = The text message may still be on its way. You can have it sent again from { $time }.
code-text-held = Several codes went to you in a short time. The next one can go out at { $time }.

code-text-help-look = Does the phone have signal? Messages from unknown senders may lie in a folder of their own, or be blocked. Ours says { $reference }.
code-text-help-new = A number works only once it's been added to an account. New here? “{ $button }” takes you back, and a mail address gets you in.
code-text-help-paste = You can paste the whole message into the field. We find the code in it.

code-purpose-sign-in = for signing in
code-purpose-create-account = for a new account
code-purpose-reset-password = for a new password
code-purpose-change-security = for a change of what protects your account
code-purpose-confirm-contact = for adding an address
code-purpose-confirm-phone = for adding a phone number

create-title = Make an account?
create-lead = { $address } is yours, and there's no account for it here yet.
create-submit = Make an account
create-other-address = Use another address
create-help-1 = Nothing has been made yet. If you leave now, nothing will be.
create-help-2 = If you thought you had an account, it may have another address.
