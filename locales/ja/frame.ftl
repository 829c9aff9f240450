### どのページにもあるものと、いくつものページで使う言葉。

sign-out = サインアウト
account-nav = アカウント
language = 言語
trouble = お困りのときは
trouble-general-1 = 画面が進まないときは、ページを読み込み直してください。同じ操作が二重に行われることはありません。
trouble-general-2 = それでも進めないときは、この画面に書かれていることを { $site } の担当者にお伝えください。
trial-notice = お試し中です。メールは送られず、ここの受信箱に入ります。
trial-inbox = 受信箱を開く

agent = { $system } の { $browser }
agent-system = { $system } のブラウザー
agent-unknown = 種類のわからないブラウザー

purpose-sign-in = サインイン
purpose-create-account = アカウントの作成

because-new-device = 初めて使う端末からのサインインです。
because-way-in = ここでは、メールで届くコードを使ってサインインします。
because-unusual = いつもと様子の違うサインインです。
because-proof-too-old = 前にコードを入力してから、時間がたっています。

was-because-new-device = 初めて使う端末だったため、コードが必要でした。
was-because-way-in = ここでは、メールで届くコードを使ってサインインします。
was-because-unusual = いつもと様子が違ったため、コードが必要でした。
was-because-proof-too-old = 前のコードから時間がたっていたため、あらためてコードが必要でした。
