### メール。改行はテキスト版のもので、1行は全角36文字まで。コードの前後の行は数字で
### 始まらず、数字で終わらない。コードと同じ桁数の数字は、ほかに書かない。

mail-code-subject = { $site } サインインの確認コード（{ $reference }）
mail-reset-subject = { $site } パスワード再設定の確認コード（{ $reference }）
mail-security-subject = { $site } 安全設定の確認コード（{ $reference }）
mail-contact-subject = { $site } アドレス確認のコード（{ $reference }）
mail-code-heading = 確認コード（{ $reference }）
mail-code-heading-plain = 確認コード
mail-code-works-until = 有効期限は{ $time }です。1回だけ使えます。
mail-code-asked =
    { $purpose }のために、{ $time }に求められました。
    求めた端末: { $agent }
mail-code-not-asked =
    お心当たりがなければ、そのままで大丈夫です。
    まだ何も起きていません。コードがなければ、
    だれもサインインできません。
    このコードは、だれにも伝えないでください。
    電話やメールでおたずねすることはありません。
mail-reset-not-asked =
    お心当たりがなければ、そのままで大丈夫です。
    だれかがアドレスを入力しただけかもしれません。
    コードがなければ、パスワードは変わりません。
    このコードは、だれにも伝えないでください。
    電話やメールでおたずねすることはありません。
mail-security-not-asked =
    お心当たりがなければ、だれかがあなたのアカウントに
    サインインしている可能性があります。
    コードがなければ何も変更できません。
    このコードは、だれにも伝えないでください。
    いつもの方法でアカウントのページを開き、
    すべての端末をサインアウトさせておくと安心です。
    電話やメールでおたずねすることはありません。
mail-contact-not-asked =
    お心当たりがなければ、そのままで大丈夫です。
    だれかがアドレスを入力しただけかもしれません。
    コードがなければ、どのアカウントにも追加されません。
    このコードは、だれにも伝えないでください。
    電話やメールでおたずねすることはありません。
mail-code-no-links =
    このメールにリンクはありません。だれが求めたかは、
    いつもの方法でアカウントのページを開いてご確認ください。

mail-phrase = あなたの合言葉:
mail-phrase-former = これまでの合言葉:

mail-notice-subject = { $site } アカウントの変更のお知らせ（{ $reference }）
mail-notice-heading = アカウントの変更のお知らせ（{ $reference }）
mail-notice-heading-plain = アカウントの変更のお知らせ
mail-notice-what = 対象: { $label }
mail-notice-when =
    日時: { $time }
    端末: { $agent }
mail-notice-when-operator =
    日時: { $time }
    管理者が行いました。
mail-notice-yours = ご本人による変更なら、そのままで大丈夫です。
mail-notice-known = ご存じの変更なら、そのままで大丈夫です。
mail-notice-not-yours =
    お心当たりがない場合は、いつもの方法で
    アカウントのページを開き、
    すべての端末をサインアウトさせてから、
    「安全」のページで変更を元に戻してください。
    サインインできないときは、{ $site } の担当者に
    このメールのことを伝えると、助けてもらえます。
mail-notice-not-known =
    お心当たりがない場合は、いつもの連絡方法で、
    { $site } の担当者にお伝えください。
mail-notice-no-links =
    このメールにリンクはなく、何もおたずねしません。
    コードは、だれに聞かれても伝えないでください。
