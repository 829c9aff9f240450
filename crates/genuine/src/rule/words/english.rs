//! English.

use super::Notion;

/// The words.
#[rustfmt::skip]
pub(super) const WORDS: &[(Notion, &[&str])] = &[
    (Notion::Code, &["code|", "codes|", "pin number", "number we sent", "write the number", "number from us", "digits"]),
    (Notion::SignInCode, &[
        "verification code", "security code", "single-use code", "one-time code", "one-time pass", "one time pass",
        "one time code", "passcode", "otp|", "6-digit", "six-digit", "six digit", "6 digit", "7-digit", "7 digit",
        "8-digit", "4-digit", "5-digit", "four-digit", "sign-in code", "login code", "log-in code",
        "authentication code", "confirmation code", "access code", "2fa code", "mfa code", "sms code", "numeric code",
        "authorization code", "activation code", "code you received", "code you receive", "code we sent",
        "code we have sent", "code we texted",
    ]),
    (Notion::Secret, &[
        "password", "passwords|", "card number", "credit card", "debit card", "card details", "card data", "cvv", "cvc|",
        "cvc2", "security number", "social security", "ssn|", "pin|", "pin code", "bank account", "account number",
        "routing number", "banking details", "bank details", "online banking", "expiry date", "expiration date on",
        "login details", "login information", "login credentials", "credentials", "my number", "mother's maiden",
        "passport number", "driver's licen", "iban|", "sort code",
    ]),
    (Notion::Seed, &[
        "seed phrase", "recovery phrase", "secret phrase", "secret recovery", "private key", "keystore", "mnemonic",
        "12-word", "24-word", "12 words", "24 words", "backup phrase", "wallet phrase",
    ]),
    (Notion::Personal, &[
        "full name", "your name", "names|", "date of birth", "home address", "your address", "residential address",
        "phone number", "telephone number", "mobile number", "cell phone", "occupation", "age|", "marital", "gender",
        "sex|", "nationality", "country|", "copy of your id", "identity card", "id card", "passport", "maiden name",
        "next of kin",
    ]),
    (Notion::Provide, &[
        "provide", "enter your", "enter the", "enter it", "submit", "fill in", "fill out", "supply", "include your",
        "input your", "type your", "give us", "send us", "confirm your", "verify your", "validate your", "update your",
        "disclose", "upload", "re-enter", "reenter", "resubmit", "reconfirm", "re-confirm",
    ]),
    (Notion::Tell, &[
        "screenshot of", "photo of the", "picture of the", "tell us", "tell our", "tell the", "tell them", "tell him", "tell her", "tell it to", "read out", "read it",
        "read the code", "read them", "read back", "read off", "read this", "read aloud", "give us", "give it to",
        "give the", "give them", "give our", "give this", "give your", "provide us", "provide the", "provide it",
        "provide them", "provide our", "provide this", "provide your", "share it with", "share the", "share your",
        "share this", "share that", "pass it", "pass the", "pass on", "pass this", "forward it", "forward the",
        "forward this", "forward us", "send the", "send those", "send us", "send it", "send back", "send them", "send me", "send the code back",
        "send this code", "send the code to", "dictate", "quote the", "quote it", "quote this", "text us", "text it",
        "text me", "hand over", "communicate the", "relay", "have the code ready", "have it ready", "keep the code ready",
        "have your code ready",
    ]),
    (Notion::Reply, &[
        "reply|", "replying", "reply to this", "reply with", "respond to this", "responding to this", "email us", "e-mail us",
        "write back", "by return", "answer this", "get back to us", "contact me", "back to us", "back to me", "by reply", "to this address", "this mail back", "this email back",
        "return email", "return mail",
    ]),
    (Notion::ReplyWith, &[
        "reply with", "respond with", "reply to this email with", "reply to this message with", "answer with", "answer this message with", "answer this mail with",
        "answer this email with", "answer this e-mail with", "reply to this mail with", "reply to us with", "reply to me with",
        "send it back", "send this mail back", "send this email back", "send it to us", "read it out", "read it to", "forward it to", "text it to", "tell it to",
        "give it to",
    ]),
    (Notion::Prompt, &[
        "prompt", "authenticator", "push notification", "push request", "sign-in request", "sign in request",
        "login request", "approval request", "approve request", "notification on your phone", "number challenge",
        "number matching", "okta verify", "duo mobile",
    ]),
    (Notion::Approve, &["approve", "approving", "accept", "confirm it", "tap yes", "press yes", "choose yes", "select yes", "choose", "allow"]),
    (Notion::Staff, &[
        "agent", "staff", "support|", "support team", "support desk", "representative", "operator", "technician", "specialist",
        "our team", "security team", "advisor", "adviser", "officer", "colleague", "caller", "customer service",
        "customer care", "security desk", "employee",
    ]),
    (Notion::HelpDesk, &[
        "help desk", "helpdesk", "service desk", "servicedesk", "it support", "it department", "it team", "it-support",
        "it admin", "administrator", "system admin", "sysadmin", "webmail admin", "mail admin", "email admin",
        "e-mail admin", "postmaster team", "it service", "ict support", "it security", "mail support", "webmail support",
        "email support", "technical department", "it operations", "workplace support",
    ]),
    (Notion::WillAsk, &[
        "will ask for", "will ask you", "asks for", "ask you for", "going to ask", "will request", "will need the code",
    ]),
    (Notion::Not, &[
        "never", "do not", "don't", "dont|", "does not", "doesn't", "did not ask", "must not", "mustn't", "won't", "will not",
        "should not", "shouldn't", "cannot", "can't", "nobody", "no one", "no-one", "none of", "not to", "not share",
        "avoid", "without", "refrain", "beware", "be careful", "be wary", "anyone who", "if anyone", "if someone",
        "if somebody", "somebody asks", "someone asks", "nor|", "neither", "rather than", "instead of",
    ]),
    (Notion::NotAfter, &[
        "to anyone", "with anyone", "to anybody", "with anybody", "to nobody", "with no one", "to no one", "with others",
        "to others", "with other people",
    ]),
    (Notion::Unless, &[
        "if you do not", "if you don't", "if you did not", "if you didn't", "if you have not", "if you haven't", "if we do not",
        "if we don't", "if not|", "do not delay", "don't delay", "do not wait", "don't wait", "do not ignore",
        "don't ignore", "do not hesitate", "don't hesitate", "unless", "without delay", "without interruption",
        "not to lose", "avoid suspension", "avoid losing", "avoid interruption", "avoid account", "avoid service",
        "avoid deactivation", "avoid termination", "avoid being", "cannot reply", "failure to",
        "without your", "without a confirmation", "without confirmation",
    ]),
    (Notion::Fraud, &[
        "phishing", "phish", "scam", "fraudulent email", "fraudulent mail", "fake email", "fake e-mail", "fake mail",
        "impersonat", "social engineering", "malware campaign", "spoofed", "con artist", "swindl",
    ]),
    (Notion::Account, &[
        "account", "accounts", "acount", "mailbox", "mail box", "profile", "membership", "subscription", "online access",
        "your access", "services", "wallet", "mail and files", "your card", "email address", "your email", "user id",
        "sign-ins", "your page",
    ]),
    (Notion::Loss, &[
        "suspend", "deactivat", "terminat", "closed", "close your", "closure", "lock your", "locked", "restrict",
        "limited|", "limitation", "disabled", "disable your", "blocked", "block your", "deleted", "deletion", "lose access",
        "losing access", "loss of access", "permanently", "revoked", "put on hold", "on hold", "placed a hold", "paused",
        "frozen", "cancelled", "canceled", "legal action", "shut down", "shutdown", "no longer be able", "erased",
        "blacklist", "discontinu",
    ]),
    (Notion::Deadline, &[
        "within 24", "within 48", "within 72", "within 12", "within the next 24", "within the next 48", "24 hours", "48 hours",
        "72 hours", "24hrs", "48hrs", "24 hrs", "48 hrs", "24h|", "48h|", "12 hours", "twenty-four hours", "one business day",
        "immediately", "urgent", "right away", "at once", "final notice", "final warning", "last warning", "final reminder",
        "last reminder", "last notice", "expires today", "ends today", "by today", "before midnight", "end of the day",
        "end of today", "action required", "immediate action", "immediate attention", "act now", "as soon as possible",
        "before it is too late", "today only", "within two hours", "within one hour", "within 2 hours", "within an hour",
    ]),
    (Notion::Act, &[
        "confirm", "verify", "verification", "validat", "update", "click", "tap|", "restore", "reactivat", "unlock", "secure your",
        "sign in", "signing in", "sign-in to", "log in", "login to", "log on", "claim", "call|", "respond", "reply", "renew",
        "pay|", "complete", "review", "cancel", "follow the link", "act|", "visit", "upgrade", "report", "dispute",
        "open the", "download", "lift the", "release",
    ]),
    (Notion::Prize, &[
        "you have won", "you've won", "you won", "winner", "winning", "lottery", "jackpot", "inheritance", "beneficiary",
        "compensation fund", "unclaimed", "claim your", "you have been selected", "you've been selected",
        "you were selected", "you have been chosen", "you've been chosen", "congratulations", "gift card", "giftcard",
        "free spins", "reward", "million dollars", "million usd", "million united states", "million pounds",
        "million euro", "pre-approved", "atm card", "consignment", "sweepstake", "casino", "free gift", "loan offer",
        "welcome bonus", "airdrop", "giveaway", "exclusive prize", "mystery box", "cash prize", "donation of",
        "deceased", "next of kin", "fund transfer", "contract payment",
    ]),
    (Notion::Odd, &[
        "unusual", "suspicious", "unrecognized", "unrecognised", "unknown", "unauthorized", "unauthorised", "unfamiliar",
        "abnormal", "irregular", "from a new", "new device", "new sign", "new log", "a new location", "not recognize",
        "not recognise", "not seen", "haven't seen", "someone", "somebody", "just logged", "strange", "different location",
        "another device", "fraud", "several wrong", "too many", "multiple failed", "failed attempts", "unverified",
        "irregularities", "security alert", "used to sign",
    ]),
    (Notion::SignIn, &[
        "sign-in", "sign in", "signin", "sign.in", "signed in", "login", "log-in", "log in", "iog in", "logged in", "logged into",
        "logins", "logon", "activity", "activities", "attempt", "access to your", "accessed", "requested for your",
        "asked for a", "request for a",
    ]),
    (Notion::Payment, &[
        "payment", "billing", "your card", "credit card", "card on file", "bank card", "payment card", "invoice", "subscription",
        "membership", "autopay", "auto-pay", "direct debit", "transaction", "renewal", "plan did", "licence", "license",
        "protection",
    ]),
    (Notion::Trouble, &[
        "declined", "failed", "could not be processed", "couldn't be processed", "couldn't process", "could not process",
        "unable to process", "unable to validate", "unable to verify", "unable to renew", "can't be processed",
        "problem with", "issue with", "issues with", "trouble with", "rejected", "expired", "has expired", "overdue",
        "past due", "unpaid", "did not complete", "didn't complete", "unsuccessful", "not complete", "was returned",
        "cannot be delivered", "could not be delivered", "couldn't be delivered", "couldn't deliver", "unable to deliver",
        "could not deliver", "not been verified", "not yet verified", "invalid billing", "refused", "has been held",
        "is being held", "is on hold", "incomplete address", "wrong address", "incorrect address",
    ]),
    (Notion::Parcel, &[
        "parcel", "package", "shipment", "delivery", "courier", "your order", "consignment", "postal item",
    ]),
    (Notion::Fee, &[
        "fee|", "fees|", "customs", "duty|", "import tax", "shipping cost", "postage", "redelivery", "re-delivery",
        "small charge", "additional charge", "handling charge",
    ]),
    (Notion::Mailbox, &[
        "mailbox", "mail box", "inbox", "storage", "quota", "webmail", "icloud", "cloud|", "email account", "mail server",
        "messages are", "incoming messages", "incoming mail", "incoming email", "pending messages", "your photos", "your files",
    ]),
    (Notion::Full, &[
        "is full", "almost full", "nearly full", "full capacity", "exceeded", "exceed", "over quota", "limit reached",
        "limit warning", "out of storage", "out of space", "running out", "undelivered", "held|", "withheld", "quarantin",
        "failed to sync", "on hold", "pending", "be deleted", "will be lost", "99%", "98%", "95%", "100%", "has reached",
        "have reached", "low on space", "blocked from",
    ]),
    (Notion::Password, &["password", "passcode expire"]),
    (Notion::Expires, &["expire", "expiring", "expiry", "expiration", "due to change", "keep the same", "keep your current", "keep current", "keep same"]),
    (Notion::Call, &[
        "call|", "calling", "phone us", "telephone", "dial|", "phone|", "contact our", "contact us", "contact customer",
        "contact support", "reach us", "reach our", "toll free", "toll-free", "helpline", "hotline", "contact the", "customer care",
        "support number", "help line", "speak to", "speak with",
    ]),
    (Notion::Charge, &[
        "charged", "will be charged", "will be debited", "debited", "has been billed", "will be billed", "be billed",
        "auto-renew", "auto renew", "automatically renew", "renewed", "order confirmation", "your order", "purchase",
        "thank you for your order", "payment has been received", "payment received", "total paid", "amount paid",
        "refund", "subscription", "invoice", "transaction id", "order number", "order id", "used to buy",
    ]),
    (Notion::NotYou, &[
        "if you did not", "if you didn't", "if this wasn't you", "if this was not you", "if it wasn't you", "if it was not you",
        "wasn't you", "did not place", "didn't place", "did not authorize", "did not authorise", "didn't authorize",
        "not authorized by you", "do not recognize", "don't recognize", "do not recognise", "don't recognise", "not made by you",
        "to cancel", "wish to cancel", "want to cancel", "for a refund", "claim a refund", "request a refund", "dispute",
        "cancel the order", "cancel this order", "cancel your", "cancel the subscription", "to report", "was this you", "unauthorized", "unauthorised", "not want to continue", "to avoid any", "avoid the charge",
        "stop the charge", "stop this", "wish to continue", "recognize this charge", "not your order",
    ]),
    (Notion::Pay, &[
        "send", "transfer", "pay|", "buy|", "purchase", "deposit", "scratch", "remit", "get me", "payment",
    ]),
    (Notion::Irrevocable, &[
        "bitcoin", "btc|", "ethereum", "usdt", "crypto wallet", "litecoin", "monero", "gift card", "gift cards", "giftcard",
        "steam card", "itunes card", "google play card", "apple card code", "western union", "moneygram", "prepaid card",
        "ukash", "paysafecard", "vanilla card",
    ]),
    (Notion::Qr, &["qr code", "qr-code", "qrcode", "barcode below", "2d code"]),
    (Notion::Scan, &["scan|", "scanning", "use your phone's camera", "phone camera", "with your camera", "mobile camera", "your smartphone"]),
    (Notion::OpenAttached, &[
        "open the attach", "open the file", "attached file", "attached form", "attached document", "attached page",
        "download the attach", "see attached", "see the attach", "the attachment", "attached html", "open it in your browser",
        "open attach", "view attach",
    ]),
];
