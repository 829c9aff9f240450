### The way in.

address-title = Sign in
address-lead = We'll send a code to your mail address. It's the same whether you've been here before or not.
address-label = Mail address
address-send = Send the code

address-empty = Type your mail address to go on.
address-incomplete = A mail address has a part before the @ and a part after it, like mika@example.jp.
address-too-long = That's longer than a mail address can be.
address-character = There's a sign in there that mail addresses don't have. Look for spaces and brackets.
address-domain = The part after the @ looks unfinished. It's like example.jp.

notice-signed-out = You're signed out. On a shared computer, close this window too.
notice-signed-out-everywhere = You're signed out on every device.
notice-other-address = The code for the first address won't be asked for any more. Which address would you like to use?

address-help-1 = There's no password. Each time, a code comes by mail.
address-help-2 = Use an address whose mail you can read now.

code-title = Check your mail
code-lead-stranger = If this address can sign in here, a { $digits }-digit code is on its way. Look for the mail marked { $reference }.
code-lead-known = We sent a { $digits }-digit code to { $address }. It's in the mail marked { $reference } and works until { $time }.
code-works-until = The code works until { $time }.
code-why = Why a code?
code-label = { $digits }-digit code
code-keep = Keep me signed in
code-keep-hint = Not on a shared computer.
code-submit = Sign in
code-resend = Send the code again
code-resend-new = Send a new code
code-resend-from = From { $time }, if nothing has come.
code-resend-ready = You can have the code sent again now.
code-other-address = Use another address

code-wrong = That code doesn't match. { $left ->
    [one] 1 try left.
   *[other] { $left } tries left.
}
code-superseded = That code is from an earlier mail. Use the one marked { $reference }, sent at { $time }.
code-expired = The code's time ran out at { $time }. A new one can be on its way at once.
code-empty = Type the { $digits } digits from the mail marked { $reference }.
code-none = There's no { $digits }-digit code in there. Type the digits from the mail marked { $reference }.
code-ambiguous = There's more than one number in there. Type just the { $digits } digits.
code-waiting = To keep guessers out, this address waits until { $time } on new devices. Devices you've used before still work.
code-waiting-known = Many codes didn't match. To keep guessers out, you can try again from { $time }.
code-sent-again = We sent the same code again. It's in the mail marked { $reference }.
code-sent-again-stranger = If this address can sign in here, the same code is on its way again. It's in the mail marked { $reference }.
code-sent-new = We sent a new code. The earlier one no longer works. Use the one marked { $reference }.
code-sent-new-stranger = If this address can sign in here, a new code is on its way. Earlier ones no longer work. Look for the mail marked { $reference }.
code-too-soon = The mail may still be on its way. You can have it sent again from { $time }.
code-held = Several mails went to you in a short time. The next one can go out at { $time }.

code-help-sent = The mail went out { $time }.
code-help-junk = Look among the junk mail too. The subject ends with ({ $reference }).
code-help-address = Is there a slip in { $address }? “Use another address” takes you back.
code-help-paste = You can paste the whole mail into the field. We find the code in it.

create-title = Make an account?
create-lead = { $address } is yours, and there's no account for it here yet.
create-submit = Make an account
create-other-address = Use another address
create-help-1 = Nothing has been made yet. If you leave now, nothing will be.
create-help-2 = If you thought you had an account, it may have another address.
