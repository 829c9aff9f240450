### The phrase that stands in mails to a person.

phrase-name = Phrase in our mails
phrase-none = None. With one, you see at a glance which mails may be from us.
phrase-since = Chosen { $time }
phrase-choose = Choose a phrase

phrase-title = A phrase for our mails
phrase-lead = It stands in every mail from us to you, so that a false one stands out.
phrase-now = Your phrase
phrase-unreadable = Your phrase can't be read any more, so our mails come without it. Choose another one, and it's there again.
phrase-unconfirmed = Mails to { $address } come without it, until you've signed in once with a code from there.
phrase-take = Take one of these
phrase-others = Show others
phrase-own = Or use words of your own
phrase-hint = Up to { $most } letters, or { $wide } wide ones. Words that nobody would guess, and that you'd know again at a glance.
phrase-save = Save the phrase
phrase-empty = Take a phrase from above, or type one of your own.
phrase-too-short = A phrase has at least { $least } letters.
phrase-too-long = That doesn't fit on a line of a mail. { $most } letters do, or { $wide } wide ones.
phrase-link = A mail program could make a link of that. Leave out @, / and :, and dots between letters.
phrase-digits = So many digits look like a code. Use { $most } at the most.
phrase-bad-sign = There's a hidden sign in there, or one that would upset its line. Leave it out.
phrase-own-name = Whoever fakes a mail to you knows your name and address. Choose other words.
phrase-same = That's your phrase already.
phrase-proves-title = What it tells you, and what not
phrase-proves-1 = A mail without it is hardly ever ours: all our mails to addresses that you've confirmed have it.
phrase-proves-2 = A mail with it may still be a fake. Whoever has seen one of your mails knows it, so it alone proves nothing. Never pass a code on because of it.
phrase-proves-3 = Change it when somebody may have seen it.
phrase-remove = Remove the phrase
phrase-help-1 = We never ask for it. Someone who does wants to fake our mails.
phrase-help-2 = Text messages, and mails to an address that you're adding or have removed, come without it.
