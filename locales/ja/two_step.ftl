### 2段階認証をオンにする手順と、オフにする手順。

guide-step = 手順 { $number }/{ $of }
guide-whole = 2段階認証
guide-leave = 途中でやめても、あとで続きから再開できます。最後の手順まで、何もオンになりません。
guide-back = 手順に戻る

guide-explain-title = 1つではなく、2つで確認
guide-explain = サインインに、いつもの方法と、手元にあるもう1つが必要になります。片方を盗まれても、それだけでは入れません。
guide-explain-need = スマートフォンかパスキーを作れる端末と、紙かプリンターをご用意ください。5分ほどで終わります。
guide-explain-not = 締め出される心配はありません。オンにする前に、予備の方法と回復コードを用意します。
guide-begin = 始める

guide-first-title = 2つ目の確認を選ぶ
guide-first = もう一方は、あとからでも追加できます。
guide-second-title = なくしたときのための、予備の方法
guide-second = スマートフォンは壊れることもあります。もう1つあれば、それでもサインインできます。
guide-recovery-title = いざというときの回復コード
guide-recovery = 紙に控える10個のコードです。なくした方法の代わりに、1つにつき1回使えます。
guide-recovery-go = 回復コードを作る
guide-on-title = 準備ができました
guide-on = 次のサインインから、2つの確認が必要になります。いま使えるもの:
guide-on-submit = オンにする
guide-done-title = 2段階認証がオンになりました
guide-done = 登録したアドレスにお知らせしました。次のサインインで「この端末を信頼する」を選ぶと、その端末ではしばらく2つ目の確認を省けます。
guide-add-mail-code = もう1つのメールアドレス
guide-have-mail-code = コードを受け取るメールアドレス: { $count }個
guide-have-sms-code = コードを受け取る電話番号: { $count }件
guide-have-password = パスワード
guide-have-totp = 認証アプリ: { $count }個
guide-have-passkey = パスキー: { $count }個
guide-have-recovery-code = 回復コード: { $count }個

off-title = 2段階認証をオフにしますか
off-lead = 1つの確認だけで入れるようになります。信頼する端末の登録は消え、アプリ・パスキー・回復コードは残ります。
off-submit = オフにする
off-keep = オンのままにする
off-longer = 長いパスワードに変える
off-help = 登録したすべてのアドレスにお知らせします。いつでもオンに戻せます。
