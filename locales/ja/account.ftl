### アカウントのページ。

activity-title = 利用の記録
activity-lead = あなたのアカウントで起きたことを、新しい順に並べています。
activity-here = この端末
activity-mail = メール { $reference }
activity-older = これより前の記録
activity-empty = まだ記録はありません。
activity-help-1 = 覚えのないコードは、だれかがあなたのアドレスを入力した可能性があります。コードがなければサインインできません。
activity-help-2 = 覚えのないサインインがあるときは、「サインイン中の端末」から、すべての端末をサインアウトできます。

sessions-title = サインイン中の端末
sessions-lead = 1行が1つのブラウザーです。使わなくなったものは、ここでサインアウトできます。
sessions-here = この端末
sessions-signed-in = サインイン: { $time }
sessions-last-used = 最後の利用: { $time }
sessions-kept = サインインしたまま
sessions-end = サインアウトさせる
sessions-end-label = サインアウトさせる（{ $agent }、{ $signed-in }）
sessions-everywhere = すべての端末からサインアウト
sessions-everywhere-hint = この端末も含めて、一度に終わらせます。
sessions-help-1 = 見覚えのない行は、以前使っていたブラウザーかもしれません。サインアウトさせても困ることはありません。
sessions-help-2 = 不安なときは、すべての端末からサインアウトしておくと安心です。新しいコードで、またサインインできます。
