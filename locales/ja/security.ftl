### アカウントの安全。

security-title = 安全
security-lead = サインインの方法と、変更をお知らせする先です。
security-help-1 = 変更の前にはもう一度ご本人を確認し、変更の後には登録したアドレスにお知らせします。
security-help-2 = 身に覚えのない変更があれば、すべての端末をサインアウトしてから、知らないものを削除してください。
security-compare = それぞれの方法の違い
security-proven = ご本人と確認できました。しばらくの間は、続けて変更できます。
security-added = 追加: { $time }
security-used = 最後の利用: { $time }
security-unused = まだ使っていません
security-rename = 名前を変える
security-rename-label = { $name } の名前を変える
security-remove = 削除
security-remove-label = { $name } を削除

two-step-name = 2段階認証
two-step-on-since = オン（{ $time }から）
two-step-off-state = オフ
two-step-off-hint = オンにすると、パスワードやメールを盗まれただけでは入れなくなります。
two-step-on-hint = サインインに2つの確認が必要です。信頼する端末では、しばらく2つ目を省けます。
two-step-switch-on = オンにする
two-step-switch-off = オフにする

passkeys-name = パスキー
passkeys-none = まだありません。いちばん速く、いちばん確実な方法です。
passkeys-add = パスキーを追加
passkey-synced = ほかの端末にも同期
passkey-eligible = いまは1台の端末だけ
passkey-bound = その端末だけ
passkey-unverified = 持ち主の確認なし

apps-name = 認証アプリ
apps-none = まだありません。スマートフォンのアプリが、電波のない所でもコードを作ります。
apps-add = アプリを追加

password-name = パスワード
password-none = ありません。パスワードなしでサインインしています。
password-since = 設定: { $time }
password-short = 短いため、2つ目の確認と一緒のときだけ使えます
password-choose = パスワードを決める
password-change = 変更
password-remove-label = パスワードを削除

recovery-name = 回復コード
recovery-none = ありません。ほかの方法をなくしたときに、戻ってくるためのコードです。
recovery-left = 残り{ $left }個（{ $most }個中）
recovery-few = 残りが少なくなりました。早めに新しく作っておくと安心です。
recovery-made = 作成: { $time }
recovery-make = 回復コードを作る
recovery-renew = 新しく作り直す

addresses-name = メールアドレス
address-codes = コードを受け取る
address-notices = 変更のお知らせを受け取る
address-save = 保存
address-save-label = { $address } が受け取るものを保存
address-add = アドレスを追加

phones-name = 電話番号
phones-none = ありません。コードはSMSでも受け取れますが、パスキーや認証アプリのほうが安全です。
phones-off = いまはSMSを送っていないため、コードは届きません。
phone-add = 電話番号を追加

identifier-on = サインインに使えます
identifier-off = サインインには使えません
identifier-switch-on = サインインに使う
identifier-switch-on-label = { $name } をサインインに使う
identifier-switch-off = サインインに使わない
identifier-switch-off-label = { $name } をサインインに使わない

user-name-name = ユーザー名
user-name-none = ありません。アドレスでサインインしています。
user-name-choose = ユーザー名を決める
sessions-of-security = サインイン中の端末と、信頼する端末

refused-last-way-in = ほかにサインインの方法がありません。先に別の方法を追加してください。
refused-two-step-needs-it = 2段階認証に必要です。先に別の方法を追加するか、2段階認証をオフにしてください。
refused-short-password = いまのパスワードは短く、2つ目の確認と一緒でなければ使えません。先に長いものに変えてください。
refused-no-other-strong-way = パスワードをなくすと、送られてくるコードだけになります。先にパスキーか認証アプリを追加してください。
phone-off = ここではSMSを送っていません。
phone-elsewhere = その国の番号には、ここからSMSを送っていません。
phone-premium = 特別な料金のかかる番号なので、コードを送れません。携帯電話の番号をお使いください。
phone-fixed-line = 固定電話の番号なので、SMSが届きません。携帯電話の番号をお使いください。
phone-unreachable = その番号にはSMSが届きません。携帯電話の番号をお使いください。
refused-last-notices = 身に覚えのない変更に気づけるよう、少なくとも1つのアドレスでお知らせを受け取る必要があります。
refused-already-there = すでに登録されています。
refused-too-many = 登録できるのは{ $most }個までです。先に、使わなくなったものを削除してください。
refused-not-there = もう登録されていません。別のウィンドウで削除されたのかもしれません。
refused-not-ready = まだオンにできません。手順が1つ残っています。

prove-title = ご本人の確認
prove-lead = アカウントの安全にかかわる変更の前に、もう一度ご本人を確認します。確認は{ $minutes }分間有効です。
prove-shown = { $ways }は確認できています。足りないのは、次のうちの1つです。
prove-lost = どれかをなくしたときは、ほかの方法と回復コードの組み合わせで代わりになります。
prove-help = 席を離れた間に、だれかがアカウントを変えてしまわないための確認です。

name-title = 名前を変える
name-label = 名前
name-hint = あとで見分けるための名前です。たとえば「自分のスマートフォン」。
name-save = 保存
name-empty = あとで見分けられるように、名前を入力してください。
name-too-long = { $most }文字より長いようです。
name-character = 改行など、目に見えない文字が入っています。取り除くと使えます。
name-help = 名前は見分けるためだけのもので、サインインには影響しません。
back-to-security = 「安全」に戻る

remove-password-title = パスワードを削除しますか
remove-password = これからはパスワードなしでサインインします。いつでも新しく決められます。
remove-app-title = このアプリを削除しますか
remove-app = このアプリのコードは使えなくなります。紛らわしくならないよう、アプリの中の項目も消しておくと安心です。
remove-passkey-title = このパスキーを削除しますか
remove-passkey = このパスキーではサインインできなくなります。端末の一覧には、端末側で消すまで残ります。
remove-passkey-synced = 同期している端末も含めて、このパスキーではサインインできなくなります。パスキーの保管場所には、そちらで消すまで残ります。
remove-address-title = このアドレスを削除しますか
remove-address = コードもお知らせも届かなくなり、サインインにも使えなくなります。このアドレスにもお知らせします。
remove-phone-title = この電話番号を削除しますか
remove-phone = コードが届かなくなり、サインインにも使えなくなります。
remove-submit = 削除する
remove-keep = やめておく
remove-help = まだ何も削除されていません。

app-new-title = 認証アプリの追加
app-new-lead = 認証アプリは、30秒ごとに新しいコードを作ります。電波がなくても使えます。一般的なアプリなら、どれでもかまいません。
app-new-submit = QRコードを表示する
app-new-help = アプリのコードを確かめるまで、何も追加されません。
app-confirm-title = 読み取って、コードを入力
app-confirm-scan = 認証アプリで読み取ります。
app-confirm-picture = 認証アプリ用のQRコード
app-confirm-open = この端末のアプリで開く
app-confirm-key = 読み取れないときは、このキーを入力
app-confirm-key-means = 種類を聞かれたら「時間ベース」を選びます。
app-confirm-name = 名前を付けます。
app-confirm-code = アプリにいま出ているコードを入力します。
app-confirm-submit = アプリを追加
app-confirm-again = 新しいキーでやり直す
app-confirm-renewed = 前のキーは時間がたちすぎました。新しいキーを読み取り直し、アプリの中の古い項目は消してください。
app-confirm-wrong = コードがこのキーと合いません。アプリで、いま { $site } に出ているコードを入力してください。
app-confirm-help = 途中で閉じても、1時間は同じキーが表示されます。

passkey-new-title = パスキーの追加
passkey-new-lead = スマートフォンやパソコン、セキュリティキーの中に作ります。サインインは指紋・顔・PIN だけ。偽のサイトに盗まれることもありません。
passkey-new-submit = パスキーを作る
passkey-new-already = その端末には、このアカウントのパスキーがもうあります。別の端末を選べます。
passkey-new-late = 時間がかかりすぎました。まだ何も追加していません。もう一度試せます。
passkey-new-other-site = 別のサイト向けに作られたため、追加していません。このページのアドレスを確かめてから、もう一度お試しください。
passkey-new-not-understood = 対応していない種類のパスキーのため、追加していません。別の端末なら使えるかもしれません。
passkey-new-cancelled = パスキーは作られませんでした。取りやめたか、時間がかかりすぎたようです。もう一度試せます。
passkey-new-unsupported = このブラウザーではパスキーを作れません。別のブラウザーか端末なら作れるかもしれません。
passkey-new-origin = このアドレスで開いたページでは、パスキーを作れません。いつものアドレスで開き直すと作れます。
passkey-new-noscript = パスキーには JavaScript が必要ですが、このブラウザーではオフになっています。認証アプリなら JavaScript なしで追加できます。
passkey-new-help = 指紋や顔の情報は端末の外に出ません。こちらに届くのは、確認できたという答えだけです。

recovery-title = 回復コード
recovery-lead = なくした方法の代わりに、1つにつき1回使えます。紙に控えて、スマートフォンとは別の所に保管します。
recovery-replaces = 新しく作って確認を終えると、前のコードは使えなくなります。
recovery-help = 新しいコードの確認を終えるまで、何も変わりません。
recovery-codes-title = あなたの回復コード
recovery-codes-lead = 表示されるのは今だけです。印刷するか書き写してから、先に進んでください。
recovery-codes-renewed = 前に表示したコードは時間がたちすぎました。これは新しいコードです。前のものは捨ててください。
recovery-codes-for = { $site }（{ $account }）
recovery-codes-made = { $time }に作成。1つにつき1回使えます。
recovery-codes-print = 印刷
recovery-codes-save = ファイルに保存
recovery-codes-label = { $number }番目のコードの、最初の5文字
recovery-codes-ask = 控えたことの確認です。
recovery-codes-submit = 控えました
recovery-codes-old = それまでは、前のコードが使えます。
recovery-codes-wrong = { $number }番目のコードの始まりと違うようです。控えを見て、最初の5文字を入力してください。
recovery-codes-help = 確認せずに閉じると、このコードは使えません。

address-new-title = メールアドレスの追加
address-new-lead = そのアドレスに確認コードを送ります。確認できると、コードやお知らせを受け取れるようになります。
address-new-already = そのアドレスは、もう登録されています。
address-new-taken = そのアドレスは別のアカウントのサインインに使われています。サインインに使えるのは1つのアカウントだけです。
address-new-full = これ以上は登録できません。先に、使わなくなったアドレスを削除してください。
address-new-held = 短い間に何通もお送りしました。次のメールは{ $time }から送れます。
address-new-help = 1つ目のアドレスが読めなくなったときに、2つ目があると安心です。

phone-label = 電話番号
phone-new-title = 電話番号の追加
phone-new-lead = その番号にSMSで確認コードを送ります。確認できると、サインインのコードもSMSで受け取れるようになります。
phone-new-hint = ハイフンはなくてもかまいません。海外の番号は + から始めます。
phone-new-mind-title = 電話番号の安全さ
phone-new-mind = パスキーや認証アプリほど安全ではありません。番号を別のSIMカードに移されて乗っ取られたり、SMSを途中で盗み見られたりすることがあります。どちらかを一緒に使うと安心です。
phone-new-already = その番号は、もう登録されています。
phone-new-taken = その番号は別のアカウントのサインインに使われています。サインインに使えるのは1つのアカウントだけです。
phone-new-full = これ以上は登録できません。先に、使わなくなった番号を削除してください。
phone-new-held = 短い間に何度もコードをお送りしました。次のコードは{ $time }から送れます。
phone-new-no-more = 今日はこれ以上SMSを送れません。{ $time }から追加できます。
phone-new-help-1 = SMSを読むのが自分だけの番号をお使いください。海外では受信に料金がかかることがあります。
phone-new-help-2 = 番号を手放すときは、先にここで削除しておきます。あとで別の人の番号になることがあるためです。

user-name-title = ユーザー名
user-name-lead = アドレスの代わりに、サインインに使えます。英小文字・数字・_・- の3〜32文字です。
user-name-label = ユーザー名
user-name-empty = ユーザー名を入力すると、先に進めます。
user-name-taken = その名前はすでに使われています。別の名前をお試しください。
user-name-remove = ユーザー名を削除
user-name-help = 大文字は小文字として扱われます。
