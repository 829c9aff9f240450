### My account.

activity-title = My activity
activity-lead = What has happened around your account, the newest first.
activity-here = this device
activity-message = Code { $reference }
activity-label = “{ $label }”
activity-older = Show older lines
activity-empty = Nothing has happened yet.
activity-help-1 = A code you didn't ask for? Someone may have typed your address. Without the code they can't get in.
activity-help-2 = A sign-in that wasn't you? Under “Where you're signed in” you can sign out everywhere.

sessions-title = Where you're signed in
sessions-lead = Each line is one browser. Sign out of any you don't use any more.
sessions-here = this device
sessions-signed-in = Signed in { $time }
sessions-last-used = Last used { $time }
sessions-kept = Stays signed in
sessions-ways = With { $ways }
sessions-level-single = One step
sessions-level-device = One step, on a trusted device
sessions-level-held = One step, with something held
sessions-level-two-steps = Two steps
sessions-level-two = Two steps, one of them held
sessions-level-resistant = The strongest: a passkey that checked you
sessions-end = Sign out there
sessions-end-label = Sign out there: { $agent }, { $signed-in }
sessions-everywhere = Sign out everywhere
sessions-everywhere-hint = Ends every sign-in at once, this one too.
sessions-help-1 = A line you don't recognise may be an old browser of yours. Signing out there does no harm.
sessions-help-2 = If in doubt, sign out everywhere. You get back in with a new sign-in.

sessions-notice-ended = That device is signed out.
sessions-notice-untrusted = That device is trusted no more. It's asked for the second step again.
sessions-notice-all-untrusted = No device is trusted any more. Each is asked for the second step again.

trusted-title = Trusted devices
trusted-lead = They skip the second step of an ordinary sign-in. You tick that when you sign in.
trusted-none = None.
trusted-until = Until { $day }
trusted-end = Trust no more
trusted-end-label = Trust no more: { $agent }, { $until }
trusted-end-all = Trust none any more