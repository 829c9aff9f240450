### どのページにもあるものと、いくつものページで使う言葉。

sign-out = サインアウト
account-nav = アカウント
language = 言語
trouble = お困りのときは
frame-mail-check = メールは本物？
trouble-general-1 = 画面が進まないときは、ページを読み込み直してください。同じ操作が二重に行われることはありません。
trouble-general-2 = それでも進めないときは、この画面に書かれていることを { $site } の担当者にお伝えください。
trial-notice = お試し中です。メールとSMSは送られず、ここの受信箱に入ります。
trial-inbox = 受信箱を開く

agent = { $system } の { $browser }
agent-system = { $system } のブラウザー
agent-unknown = 種類のわからないブラウザー

purpose-sign-in = サインイン
purpose-create-account = アカウントの作成
purpose-reset-password = 新しいパスワードの設定
purpose-change-security = アカウントの安全にかかわる変更
purpose-confirm-contact = アドレスの追加
purpose-confirm-phone = 電話番号の追加

because-new-device = 初めて使う端末からのサインインです。
because-way-in = サインインのたびに、ご本人であることを1つ確認します。
because-unusual = いつもと様子の違うサインインです。
because-proof-too-old = 前に確認してから、時間がたっています。
because-two-step = このアカウントでは、2段階認証がオンになっています。
because-sensitive = アカウントの安全にかかわる変更をしようとしています。
because-reset = 前のパスワードなしで、新しいパスワードを決めようとしています。
because-new-contact = アカウントに新しいアドレスを追加しようとしています。
because-new-phone = アカウントに新しい電話番号を追加しようとしています。

was-because-new-device = 初めて使う端末だったため、確認が必要でした。
was-because-way-in = サインインのたびに、ご本人であることを1つ確認します。
was-because-unusual = いつもと様子が違ったため、確認が必要でした。
was-because-proof-too-old = 前の確認から時間がたっていたため、あらためて確認が必要でした。
was-because-two-step = 2段階認証がオンのため、2つ目の確認が必要でした。
was-because-sensitive = アカウントの安全にかかわる変更の前に、確認が必要でした。
was-because-reset = 新しいパスワードを決めるために、確認が必要でした。
was-because-new-contact = 新しいアドレスや電話番号を追加するために、確認が必要でした。