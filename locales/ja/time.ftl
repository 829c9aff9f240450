### 時刻と長さ。

time-today = 今日
time-yesterday = 昨日
time-moment = { $day } { $time }
time-tomorrow = 明日{ $time }
time-on = { $date }{ $time }
time-in-zone = { $time }（{ $zone }）
time-zone-japan = 日本時間
time-date = { $month }月{ $day }日
time-date-year = { $year }年{ time-date }
time-just-now = たった今
time-minutes-ago = 約{ $minutes }分前
time-hours-ago = 約{ $hours }時間前
