### Mails. Line breaks are those of the plain text, at most 72 columns. No line beside
### the code begins or ends with a digit, and no other number is as long as a code.

mail-code-subject = Your { $site } sign-in code ({ $reference })
mail-code-heading = Your code ({ $reference }) is
mail-code-heading-plain = Your code is
mail-code-works-until = It works until { $time }, once.
mail-code-asked =
    Asked for at { $time }, { $purpose },
    by { $agent }.
mail-code-not-asked =
    Didn't ask? You need do nothing. Nothing has happened, and
    nobody gets in without this code. Never tell it to anyone.
    We never ask for it by phone or mail.
mail-code-no-links =
    This mail has no links. To check who asked, open your account
    page the way you always do.
