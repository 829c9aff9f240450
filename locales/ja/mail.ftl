### メール。改行はテキスト版のもので、1行は全角36文字まで。コードの前後の行は数字で
### 始まらず、数字で終わらない。コードと同じ桁数の数字は、ほかに書かない。

mail-code-subject = { $site } サインインの確認コード（{ $reference }）
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
mail-code-no-links =
    このメールにリンクはありません。だれが求めたかは、
    いつもの方法でアカウントのページを開いてご確認ください。
