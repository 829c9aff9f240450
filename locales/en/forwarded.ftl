### The answer to a mail that somebody forwarded to have it checked. Its lines are broken by
### the program.

mail-verdict-heading = About the mail you forwarded ({ $reference })
mail-verdict-heading-plain = About the mail you forwarded
mail-verdict-why = Why:
mail-verdict-now = What to do now:
mail-verdict-own = This mail is ours. We sent it to you at { $time }. It's the one marked { $reference }.
mail-verdict-own-unmarked = This mail is ours. We sent it to you at { $time }.
mail-verdict-own-asked = It was asked for { $purpose }, by { $agent }.
mail-verdict-altered = We sent you the mail marked { $reference } at { $time }, but this one no longer says what it said. Go by the original in your mailbox.
mail-verdict-altered-unmarked = We sent you a mail like this at { $time }, but this one no longer says what it said. Go by the original in your mailbox.
mail-verdict-alike = This looks like the mail marked { $reference } that we sent you at { $time }. A copy can't prove it, so go by the original in your mailbox.
mail-verdict-alike-unmarked = This looks like a mail that we sent you at { $time }. A copy can't prove it, so go by the original in your mailbox.
mail-verdict-leads = We sent you a mail marked { $reference } at { $time }. This one has its marks, but it also has links, and no mail of ours has any.
mail-verdict-leads-unmarked = We sent you a mail like this at { $time }. But this one has links, and no mail of ours has any.
mail-verdict-of-others = { $site } did send this mail, but to somebody else. A code in it isn't yours: don't type it anywhere, and don't pass it on.
mail-verdict-not-ours = This mail isn't from { $site }. It says that it is, but we sent you nothing like it in the last { $days } days.
mail-verdict-unknown = This may be a mail from { $site }, but what would show it has been lost.
mail-verdict-first = Several mails came with yours. This is about the first of them.
mail-verdict-copied = We only see what was copied into your mail, not where it came from. For a full answer, forward it as an attachment, or upload the original on the page where mails are checked.
mail-verdict-when = You forwarded it at { $time }. If it wasn't you, someone may be using your mailbox: change its password.
mail-verdict-rests = That was the last answer for now. The next mail can be checked after { $time }.
mail-verdict-no-links = This mail has no links, and repeats nothing of the mail you forwarded. Never tell anyone a code, whoever asks.
