### SMS。長いものから順に並べ、1通に収まる最初のものを送る。どれも、下に機械が読む行がつづく。
### 1通は70字。そのうち30字ほどが最後の行になる。

text-code-whole =
    { $site } { $purpose }の確認コード
    { $code }（{ $reference }）{ $time }まで
    だれにも伝えないでください。
text-code-plain =
    { $purpose }の確認コード
    { $code }（{ $reference }）{ $time }まで
    だれにも伝えないでください。
text-code-brief =
    { $code } { $purpose }用（{ $reference }）
    { $time }まで。だれにも伝えないでください。
text-code-terse = { $code } { $purpose }用（{ $reference }）{ $time }まで。他の人には秘密です
text-code-timeless = { $code } { $purpose }用（{ $reference }）。人に伝えないでください
text-code-least = { $code } { $purpose }用。人に伝えないでください

text-for-sign-in = サインイン
text-for-create-account = アカウント作成
text-for-reset-password = パスワード再設定
text-for-change-security = 安全設定
text-for-confirm-contact = アドレス追加
text-for-confirm-phone = 番号追加
