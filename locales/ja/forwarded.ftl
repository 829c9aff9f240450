### 確認のために転送されたメールへの返事。改行はプログラムが入れる。

mail-verdict-heading = 転送されたメールの確認結果（{ $reference }）
mail-verdict-heading-plain = 転送されたメールの確認結果
mail-verdict-why = そう考えられる理由:
mail-verdict-now = これからどうすればよいか:
mail-verdict-own = これは、こちらからお送りしたメールです。{ $time }に、あなたあてにお送りしました。件名に { $reference } とあるメールです。
mail-verdict-own-unmarked = これは、こちらからお送りしたメールです。{ $time }に、あなたあてにお送りしました。
mail-verdict-own-asked = { $purpose }のために求められたものです。求めた端末: { $agent }
mail-verdict-altered = 件名に { $reference } とあるメールは、{ $time }に、あなたあてにお送りしました。ただ、転送されたものは、お送りした内容と違います。届いた元のメールのほうをご覧ください。
mail-verdict-altered-unmarked = { $time }に、よく似たメールをあなたあてにお送りしました。ただ、転送されたものは、お送りした内容と違います。届いた元のメールのほうをご覧ください。
mail-verdict-alike = { $time }にお送りした、件名に { $reference } とあるメールと同じようです。写しだけでは確かめられないため、届いた元のメールのほうをご覧ください。
mail-verdict-alike-unmarked = { $time }にお送りしたメールと同じようです。写しだけでは確かめられないため、届いた元のメールのほうをご覧ください。
mail-verdict-leads = 件名に { $reference } とあるメールは、{ $time }に、あなたあてにお送りしました。ただ、転送されたものにはリンクがあります。こちらからのメールに、リンクはありません。
mail-verdict-leads-unmarked = { $time }に、よく似たメールをあなたあてにお送りしました。ただ、転送されたものにはリンクがあります。こちらからのメールに、リンクはありません。
mail-verdict-of-others = これは { $site } からのメールですが、あなたあてではありません。コードが書かれていても、どこにも入力せず、だれにも伝えないでください。
mail-verdict-not-ours = これは { $site } からのメールではありません。{ $site } を名乗っていますが、この{ $days }日間に、このようなメールはお送りしていません。
mail-verdict-unknown = { $site } からのメールかもしれませんが、それを確かめるための情報が失われています。
mail-verdict-first = 何通かのメールが添付されていました。これは、その1通目についての結果です。
mail-verdict-copied = 転送の本文に写された部分だけを確認しました。どこから届いたかは、写しからはわかりません。添付ファイルとして転送するか、確認のページに元のメールをアップロードすると、くわしく確認できます。
mail-verdict-when = { $time }に転送されたメールについてのお返事です。転送したおぼえがなければ、だれかがあなたのメールボックスを使っているかもしれません。メールのパスワードを変えておくと安心です。
mail-verdict-rests = 今回のお返事で、いったんお休みします。次のメールは、{ $time }から確認できます。
mail-verdict-no-links = このメールにリンクはなく、転送されたメールの内容も載せていません。コードは、だれに聞かれても伝えないでください。
