### Mails. Line breaks are those of the plain text, at most 72 columns. No line beside
### the code begins or ends with a digit, and no other number is as long as a code.

mail-code-subject = Your { $site } sign-in code ({ $reference })
mail-reset-subject = Your { $site } code for a new password ({ $reference })
mail-security-subject = Your { $site } code for a security change ({ $reference })
mail-contact-subject = Your { $site } code to confirm this address ({ $reference })
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
mail-reset-not-asked =
    Didn't ask? You need do nothing. Someone may have typed your
    address. Without this code your password stays as it is. Never
    tell it to anyone. We never ask for it by phone or mail.
mail-security-not-asked =
    Didn't ask? Then someone may be signed in to your account.
    Never tell this code to anyone: without it they can change
    nothing. Open your account page the way you always do, and sign
    out everywhere. We never ask for codes by phone or mail.
mail-contact-not-asked =
    Didn't ask? You need do nothing. Someone may have typed your
    address. Without this code it isn't added to any account. Never
    tell it to anyone. We never ask for it by phone or mail.
mail-code-no-links =
    This mail has no links. To check who asked, open your account
    page the way you always do.

mail-phrase = Your phrase:
mail-phrase-former = Your phrase until now:

mail-notice-subject = A change to your { $site } account ({ $reference })
mail-notice-heading = A change to your account ({ $reference })
mail-notice-heading-plain = A change to your account
mail-notice-what = Which: { $label }
mail-notice-when =
    It was at { $time },
    with { $agent }.
mail-notice-when-operator =
    It was at { $time }.
    An administrator did it.
mail-notice-yours = If it was you, there's nothing to do.
mail-notice-known = If you know of it, there's nothing to do.
mail-notice-not-yours =
    If it wasn't you, open your account page the way you always do.
    Sign out everywhere, and set right what was changed under
    “Security”. If you can't get in, tell the people who run
    { $site } that this mail has come.
mail-notice-not-known =
    If you don't, tell the people who run { $site } that this mail
    has come. Ask them in a way that you know already.
mail-notice-no-links =
    This mail has no links and asks for nothing. Never tell anyone
    a code, whoever asks.
