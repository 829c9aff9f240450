### 変更されたこと。記録・ページ・お知らせに使う文。

change-password-set = パスワードが設定されました。
change-password-changed = パスワードが変更されました。
change-password-reset = 前のパスワードなしで、新しいパスワードが設定されました。
change-password-removed = パスワードが削除されました。
change-app-added = 認証アプリが追加されました。
change-app-renamed = 認証アプリの名前が変更されました。
change-app-removed = 認証アプリが削除されました。
change-passkey-added = パスキーが追加されました。
change-passkey-renamed = パスキーの名前が変更されました。
change-passkey-removed = パスキーが削除されました。
change-recovery-codes-replaced = 新しい回復コードが作られました。前のコードは使えません。
change-recovery-codes-removed = 回復コードが削除されました。
change-contact-added = メールアドレスが追加されました。
change-contact-changed = メールアドレスで受け取るものが変更されました。
change-contact-removed = メールアドレスが削除されました。
change-phone-added = 電話番号が追加されました。
change-phone-removed = 電話番号が削除されました。
change-identifier-on = サインインに使える名前またはアドレスが増えました。
change-identifier-off = サインインに使える名前またはアドレスが減りました。
change-user-name-changed = ユーザー名が変更されました。
change-user-name-removed = ユーザー名が削除されました。
change-phrase-chosen = メールに入る合言葉が設定されました。
change-phrase-changed = メールに入る合言葉が変更されました。
change-phrase-removed = メールに入る合言葉が削除されました。
change-two-step-on = 2段階認証がオンになりました。
change-two-step-off = 2段階認証がオフになりました。
