### できごとの種類ごとに1文。

event-signed-in = メールの確認コードでサインインしました。
event-signed-out = サインアウトしました。
event-signed-out-other = 別の端末をサインアウトさせました。
event-signed-out-everywhere = すべての端末からサインアウトしました。
event-signed-out-operator = 管理者が、サインイン中の端末を1台サインアウトさせました。
event-signed-out-everywhere-operator = 管理者が、すべての端末をサインアウトさせました。
event-code-sent = { $purpose }のための確認コードが求められました。
event-code-sent-again = { $purpose }のための同じコードを、もう一度送りました。
event-code-renewed = { $purpose }のための新しいコードを送りました。前のコードは使えなくなりました。
event-code-withheld-no-account = { $purpose }のための確認コードが求められました。アカウントがないため、送っていません。
event-code-withheld-sends = { $purpose }のための確認コードが求められました。すでに何通も送っていたため、送っていません。
event-code-withheld-wrong = { $purpose }のための確認コードが求められました。違うコードが続いたため、送っていません。
event-code-wrong = 違うコードが入力されました。
event-code-superseded = 前のメールのコードが入力されました。
event-code-expired = 期限の過ぎたコードが入力されました。
event-code-last-try = 違うコードが入力され、入力できる回数を終えました。このコードは使えなくなりました。
event-code-waiting = お待ちいただいている間に、コードが入力されました。照合はしていません。
event-mail-late = コードの期限までに、メールを届けられませんでした。
event-mail-refused = あなたのアドレスのメールサーバーが、メールを受け取りませんでした。
event-account-created = アカウントを作りました。
event-account-created-operator = 管理者がアカウントを作りました。
event-unlocked = 違うコードが続いたための待ち時間を、管理者が終わらせました。
event-many-mails = このサイトから、いつもより多くのメールが送られました。
event-account-deleted = 管理者がアカウントを削除しました。
