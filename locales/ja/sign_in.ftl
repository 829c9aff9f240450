### 入り口。

address-title = サインイン
address-lead = メールアドレスに確認コードをお送りします。はじめての方も、手順は同じです。ユーザー名でも使えます。
address-lead-known = メールアドレスかユーザー名を入力すると、この端末に合った方法に進みます。
address-lead-texts = メールアドレスに確認コードをお送りします。はじめての方も、手順は同じです。登録した電話番号やユーザー名でも使えます。
address-lead-known-texts = メールアドレス、電話番号、ユーザー名のどれかを入力すると、この端末に合った方法に進みます。
address-label = メールアドレス
address-label-texts = メールアドレスまたは電話番号
address-send = コードを送る
address-continue = 次へ
address-password = パスワードを使う
address-passkey = パスキーを使う
address-ways = 方法を比べる

address-empty = メールアドレスを入力すると、先に進めます。
address-incomplete = メールアドレスには、@ の前と後の両方が必要です。たとえば mika@example.jp のような形です。
address-too-long = メールアドレスとしては長すぎるようです。
address-character = メールアドレスには使えない文字が入っています。スペースやかっこが混じっていませんか。
phone-empty = 電話番号を入力すると進めます。
phone-character = 電話番号に使えない文字が入っています。数字とハイフンだけで入力してください。
phone-form = 電話番号の桁数が合わないようです。09012345678 または +819012345678 の形で入力してください。
address-domain = @ の後が途中で終わっているようです。example.jp のような形になります。
user-name-too-short = ユーザー名は{ $least }文字以上です。
user-name-too-long = ユーザー名は{ $most }文字までです。
user-name-bad-sign = ユーザー名に使えるのは、英小文字・数字・_・- です。_ と - は、両端には使えません。
user-name-only-digits = ユーザー名には、英字が1文字以上必要です。

notice-signed-out = サインアウトしました。共用のパソコンでは、このウィンドウも閉じておくと安心です。
notice-signed-out-everywhere = すべての端末からサインアウトしました。
notice-other-address = 先ほどのアドレスのコードは、もう必要ありません。使いたいアドレスを入力してください。
notice-unknown-passkey = そのパスキーは、ここに登録されていないか、すでに削除されています。ほかの方法でサインインできます。
notice-passkey-not-taken = パスキーの答えが間に合わなかったか、別のサイト向けのものでした。もう一度試せます。

address-help-1 = パスワードは必要ありません。ほかの設定をしていなければ、メールのコードだけで入れます。
address-help-2 = いまメールを読めるアドレスを入力してください。

code-title = メールをご確認ください
typed-address = このアドレス
typed-number = この番号
typed-name = このユーザー名
code-lead-stranger = { $typed }でサインインできる場合は、{ $digits }桁の確認コードが届きます。件名に { $reference } とあるメールです。
code-lead-known = { $address } に{ $digits }桁の確認コードを送りました。件名に { $reference } とあるメールです。{ $time }まで使えます。
code-lead-confirm = { $address } に{ $digits }桁の確認コードを送りました。アドレスがご本人のものか確かめるためです。件名に { $reference } とあるメールで、{ $time }まで使えます。
code-works-until = コードは{ $time }まで使えます。
code-label = { $digits }桁の確認コード
code-keep = サインインしたままにする
code-keep-hint = 共用の端末では、選ばないでください。
code-submit = サインイン
code-resend = コードをもう一度送る
code-resend-new = 新しいコードを送る
code-resend-from = 届かないときは、{ $time }から送り直せます。
code-resend-ready = コードをもう一度送れるようになりました。
code-other-address = 別のアドレスを使う
code-other-number = 別の番号を使う

code-wrong = コードが違うようです。あと{ $left }回入力できます。
code-superseded = それは前のメールのコードです。{ $time }に送った { $reference } のコードを入力してください。
code-other-purpose = それは{ $purpose }のコードです。{ $reference } とあるメールのコードを入力してください。
code-expired = コードの期限（{ $time }）が過ぎました。新しいコードをすぐにお送りできます。
code-empty = 件名に { $reference } とあるメールの、{ $digits }桁のコードを入力してください。
code-none = { $digits }桁のコードが見つかりません。件名に { $reference } とあるメールの数字を入力してください。
code-ambiguous = 数字が2つ以上あります。{ $digits }桁のコードだけを入力してください。
code-waiting = 総当たりを防ぐため、新しい端末からは{ $time }までお待ちください。いつもの端末は使えます。
code-waiting-number = 総当たりを防ぐため、新しい端末からは{ $time }までお待ちください。いつもの端末は使えます。
code-waiting-known = 違うコードが続きました。総当たりを防ぐため、{ $time }までお待ちください。
code-sent-again = 同じコードをもう一度送りました。件名に { $reference } とあるメールです。
code-sent-again-stranger = { $typed }でサインインできる場合は、同じコードがもう一度届きます。件名に { $reference } とあるメールです。
code-sent-new = 新しいコードを送りました。前のコードはもう使えません。件名に { $reference } とあるメールをご覧ください。
code-sent-new-stranger = { $typed }でサインインできる場合は、新しいコードが届きます。前のコードはもう使えません。件名に { $reference } とあるメールです。
code-too-soon = メールは届く途中かもしれません。{ $time }から、もう一度送れます。
code-held = 短い間に何通もお送りしました。次のメールは{ $time }から送れます。
code-no-more-texts = 今日はこれ以上SMSを送れません。ほかの方法なら、いま使えます。

code-help-junk = 迷惑メールの中もご覧ください。件名の終わりに（{ $reference }）とあります。
code-help-slip = { $address } に打ち間違いはありませんか。「{ $button }」で戻れます。
code-help-paste = メールの文面をそのまま貼り付けてもかまいません。中からコードを見つけます。
code-help-genuine = こちらから送ったメールかどうか迷うときは、調べられます。

code-text-title = SMSをご確認ください
code-text-lead-stranger = { $typed }でSMSの確認コードを使える場合は、{ $digits }桁のコードが届きます。{ $reference } とあるSMSです。
code-text-lead-known = 番号 { $address } に{ $digits }桁の確認コードをSMSで送りました。{ $reference } とあるSMSです。{ $time }まで使えます。
code-text-lead-confirm = { $address } に{ $digits }桁の確認コードをSMSで送りました。番号がご本人のものか確かめるためです。{ $reference } とあるSMSで、{ $time }まで使えます。
code-text-superseded = それは前に届いたコードです。{ $time }にSMSで送った { $reference } のコードを入力してください。
code-text-other-purpose = それは{ $purpose }のコードです。{ $reference } とあるSMSのコードを入力してください。
code-text-empty = { $reference } とあるSMSの、{ $digits }桁のコードを入力してください。
code-text-none = { $digits }桁のコードが見つかりません。{ $reference } とあるSMSの数字を入力してください。
code-text-sent-again = 同じコードをもう一度送りました。{ $reference } とあるSMSです。
code-text-sent-again-stranger = { $typed }でSMSの確認コードを使える場合は、同じコードがもう一度届きます。{ $reference } とあるSMSです。
code-text-sent-new = 新しいコードを送りました。前のコードはもう使えません。{ $reference } とあるSMSをご覧ください。
code-text-sent-new-stranger = { $typed }でSMSの確認コードを使える場合は、新しいコードが届きます。前のコードはもう使えません。{ $reference } とあるSMSです。
code-text-too-soon = SMSは届く途中かもしれません。{ $time }から、もう一度送れます。
code-text-held = 短い間に何度もコードをお送りしました。次のコードは{ $time }から送れます。

code-text-help-look = 電波は届いていますか。知らない相手からのSMSは、別のフォルダーに入ったり、受信を拒否されたりすることがあります。届くSMSには { $reference } と書かれています。
code-text-help-new = 電話番号を使えるのは、アカウントに登録した後です。はじめての方は、「{ $button }」で戻り、メールアドレスをお使いください。
code-text-help-paste = SMSの文面をそのまま貼り付けてもかまいません。中からコードを見つけます。

code-purpose-sign-in = サインイン
code-purpose-create-account = アカウントの作成
code-purpose-reset-password = パスワードの再設定
code-purpose-change-security = アカウントの安全設定
code-purpose-confirm-contact = アドレスの追加
code-purpose-confirm-phone = 電話番号の追加

create-title = アカウントを作りますか
create-lead = { $address } を確認できました。このアドレスのアカウントは、まだありません。
create-submit = アカウントを作る
create-other-address = 別のアドレスを使う
create-help-1 = まだ何も作られていません。このまま閉じれば、何も残りません。
create-help-2 = 前に作った覚えがあるときは、別のアドレスで作ったのかもしれません。
