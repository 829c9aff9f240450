### アカウントのページ。

activity-title = 利用の記録
activity-lead = あなたのアカウントで起きたことを、新しい順に並べています。
activity-here = この端末
activity-message = コード { $reference }
activity-label = 「{ $label }」
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
sessions-ways = { $ways }
sessions-level-single = 確認1つ
sessions-level-device = 確認1つ（信頼する端末）
sessions-level-held = 確認1つ（手元のもの）
sessions-level-two-steps = 確認2つ
sessions-level-two = 確認2つ（手元のものを含む）
sessions-level-resistant = いちばん確実（持ち主を確かめたパスキー）
sessions-end = サインアウトさせる
sessions-end-label = サインアウトさせる（{ $agent }、{ $signed-in }）
sessions-everywhere = すべての端末からサインアウト
sessions-everywhere-hint = この端末も含めて、一度に終わらせます。
sessions-help-1 = 見覚えのない行は、以前使っていたブラウザーかもしれません。サインアウトさせても困ることはありません。
sessions-help-2 = 不安なときは、すべての端末からサインアウトしておくと安心です。またサインインできます。

sessions-notice-ended = その端末をサインアウトさせました。
sessions-notice-untrusted = その端末の信頼を取り消しました。次からは2つ目の確認が必要です。
sessions-notice-all-untrusted = すべての端末の信頼を取り消しました。次からは2つ目の確認が必要です。

trusted-title = 信頼する端末
trusted-lead = ふだんのサインインで、2つ目の確認を省く端末です。サインインのときに選べます。
trusted-none = ありません。
trusted-until = { $day }まで
trusted-end = 信頼を取り消す
trusted-end-label = 信頼を取り消す（{ $agent }、{ $until }）
trusted-end-all = すべて取り消す