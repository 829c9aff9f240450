### お試し。

welcome-title = 門が開きました
welcome-lead = { $site } がこのコンピューターで動いています。3つの手順で、ひととおり試せます。
welcome-1-title = アカウントを作る
welcome-1 = どんなメールアドレスでもかまいません。外には何も送られません。
welcome-1-go = サインインのページへ
welcome-2-title = 受信箱でコードを見る
welcome-2 = メールサーバーを設定するまで、メールとSMSはこのコンピューターだけで開けるページに入ります。
welcome-2-go = 受信箱へ
welcome-3-title = 本番に備える
welcome-3 = 次の3つを kadomori.toml に書いて、起動し直します。それからはメールが実際に送られ、このページと受信箱はなくなります。
welcome-3-more = すべての設定と説明:

inbox-title = 受信箱
inbox-lead = 送られるはずだったメールとSMSです。新しい順に並び、サーバーを止めると消えます。
inbox-empty = まだ何も届いていません。コードを求めてから、このページを読み込み直してください。
inbox-to = 宛先
inbox-from = 差出人
inbox-date = 日時
inbox-mail-frame = HTML で見たメール
inbox-mail-text = 文字だけで見たメール
inbox-text = SMS
inbox-back = 受信箱へ戻る
inbox-help-1 = メールサーバーの設定がないため、メールとSMSをここに表示しています。
inbox-help-2 = このページは、このコンピューターのブラウザーでだけ開けます。
