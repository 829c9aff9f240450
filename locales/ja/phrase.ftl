### メールに入る合言葉。

phrase-name = メールの合言葉
phrase-none = ありません。決めておくと、偽のメールに気づきやすくなります。
phrase-since = 設定: { $time }
phrase-choose = 合言葉を決める

phrase-title = メールの合言葉
phrase-lead = あなたへのメールに、いつも入る言葉です。偽のメールに気づきやすくなります。
phrase-now = いまの合言葉
phrase-unreadable = いまの合言葉を読み出せないため、メールに入っていません。決め直すと、また入るようになります。
phrase-unconfirmed = { $address } へのメールには、まだ入りません。そのアドレスに届いたコードで一度サインインすると、入るようになります。
phrase-take = この中から選ぶ
phrase-others = ほかの言葉を見る
phrase-own = 自分の言葉にする
phrase-hint = 全角{ $wide }文字（半角{ $most }文字）まで。人に思いつかれにくく、ひと目でわかる言葉が向いています。
phrase-save = 合言葉を保存
phrase-empty = 上から選ぶか、自分の言葉を入力すると、先に進めます。
phrase-too-short = 合言葉は{ $least }文字以上です。
phrase-too-long = メールの1行に収まりません。全角{ $wide }文字（半角{ $most }文字）まで使えます。
phrase-link = メールの中でリンクになることがあります。@ と / と : と、文字にはさまれた点は使えません。
phrase-digits = 数字が多いと、コードと紛らわしくなります。数字は{ $most }個まで使えます。
phrase-bad-sign = 目に見えない文字など、表示を乱す文字が入っています。取り除くと使えます。
phrase-own-name = お名前やアドレスは、偽のメールを送る人も知っています。別の言葉なら使えます。
phrase-same = いまの合言葉と同じです。
phrase-proves-title = 合言葉でわかること、わからないこと
phrase-proves-1 = 確認済みのアドレスへのメールには、必ず入ります。入っていないメールは、まず偽物です。
phrase-proves-2 = 入っていても、本物とは限りません。あなたへのメールを見た人は、合言葉も知っているからです。合言葉があっても、コードはだれにも伝えないでください。
phrase-proves-3 = だれかに見られたかもしれないときは、変えておくと安心です。
phrase-remove = 合言葉を削除
phrase-help-1 = 合言葉をおたずねすることはありません。聞いてくる人は、偽のメールを作ろうとしています。
phrase-help-2 = SMSと、追加の途中や削除した後のアドレスへのメールには入りません。
