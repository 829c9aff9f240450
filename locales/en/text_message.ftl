### Text messages, from the fullest to the shortest: the first that fits is sent. Below each
### stands one more line for machines. Only signs of the GSM alphabet, so that 160 fit.

text-code-whole =
    { $site }: your code { $purpose } is { $code } ({ $reference }).
    It works until { $time }, once. Never tell it to anyone, whoever asks.
text-code-plain =
    Your code { $purpose } is { $code } ({ $reference }).
    It works until { $time }, once. Never tell it to anyone, whoever asks.
text-code-brief =
    Your code { $purpose } is { $code } ({ $reference }).
    It works until { $time }. Never tell it to anyone.
text-code-terse = { $code } is your code { $purpose } ({ $reference }), until { $time }. Never tell anyone.
text-code-timeless = { $code } is your code { $purpose } ({ $reference }). Never tell anyone.
text-code-least = { $code } is your code { $purpose }. Never tell anyone.

text-for-sign-in = to sign in
text-for-create-account = to make an account
text-for-reset-password = for a new password
text-for-change-security = for a security change
text-for-confirm-contact = to add an address
text-for-confirm-phone = to add this number
