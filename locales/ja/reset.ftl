### パスワードの設定と再設定。

reset-title = パスワードを忘れたとき
reset-lead = メールアドレスかユーザー名を入力してください。届いた確認コードで、新しいパスワードを決められます。
reset-lead-texts = メールアドレス、電話番号、ユーザー名のどれかを入力してください。届いた確認コードで、新しいパスワードを決められます。
reset-submit = コードを送る
reset-without = パスワードなしでサインインする
reset-help-1 = 2段階認証がオンの場合は、2つ目の確認も必要です。
reset-help-2 = コードは、アカウントでコードを受け取る設定のアドレスに届きます。

reset-password-title = 新しいパスワードを決める
reset-password-lead = すぐに切り替わります。すべての端末がサインアウトされ、登録したすべてのアドレスにお知らせします。
reset-none-title = このアカウントにパスワードはありません
reset-password-none = メールのコードだけでは、新しく作ることもできません。いつもの方法でサインインしてください。パスワードは、そのあと「安全」のページで決められます。
reset-password-help = 保存するまで何も変わりません。このまま閉じれば、前のパスワードのままです。
reset-done-title = 新しいパスワードになりました
reset-done = すべての端末をサインアウトし、登録したすべてのアドレスにお知らせしました。新しいパスワードでサインインできます。
reset-done-two-step = 2つ目の確認は、これまでどおり必要です。
reset-done-go = サインイン

set-password-title = パスワードを決める
change-password-title = パスワードを変える
set-password-lead = サインインの方法が1つ増えます。ほかの方法もこれまでどおり使えます。
change-password-lead = すぐに新しいパスワードに切り替わり、登録したすべてのアドレスにお知らせします。
new-password-label = 新しいパスワード
new-password-rules = { $least }文字以上。いくつかの言葉を並べると、覚えやすく推測されにくくなります。間に空白も入れられます。
new-password-rules-short = 2段階認証がオンなので、{ $least }文字以上です。{ $alone }文字以上なら、それだけでも使えます。空白も入れられます。
new-password-few = { $least }文字のうち{ $count }文字
new-password-enough = 十分な長さです（{ $count }文字）
new-password-submit = パスワードを保存
new-password-help = パスワード管理の機能を使うと、強いものを作って覚えてくれます。貼り付けもできます。

password-empty = 新しいパスワードを入力すると、先に進めます。
password-too-short = { $least }文字に足りません。言葉をもう1つ2つ足すと十分な長さになります。
password-too-long = { $most }文字より長いようです。もう少し短くできます。
password-control = 改行など、キーボードで打てない文字が入っています。取り除くと使えます。
password-repetitive = aaaa や 1234 のような、繰り返しや並びになっています。もう少し不規則なものにしてください。
password-own-word = お名前やアドレスの言葉でできています。推測されやすいので、別のものにしてください。
password-common = とても多くの人が使っているパスワードで、最初に試されます。自分だけのものにしてください。
password-breached = ほかの所から漏れたことのあるパスワードで、推測に使われます。別のものにしてください。
