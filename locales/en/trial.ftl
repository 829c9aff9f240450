### The trial.

welcome-title = The gate is open
welcome-lead = { $site } is running on this computer. Three steps show you around.
welcome-1-title = Make an account
welcome-1 = Type any mail address. Nothing leaves this computer.
welcome-1-go = To the sign-in page
welcome-2-title = Find the code in the inbox
welcome-2 = As long as there's no mail server, mails and text messages land on a page that only this computer can open.
welcome-2-go = To the inbox
welcome-3-title = Make it real
welcome-3 = Write these three into kadomori.toml and start it again. From then on mails are sent, and this page and the inbox are gone.
welcome-3-more = All settings, explained:

inbox-title = Inbox
inbox-lead = What would have been sent, the newest first. It's kept until the server stops.
inbox-empty = Nothing here yet. Ask for a code, then load this page again.
inbox-to = To
inbox-from = From
inbox-date = Sent
inbox-mail-frame = The mail as HTML
inbox-mail-text = The mail as plain text
inbox-text = Text message
inbox-back = Back to the inbox
inbox-help-1 = Mails and text messages are shown here because no mail server is set.
inbox-help-2 = Only a browser on this computer gets to see this page.
