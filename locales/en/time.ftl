### Moments and spans.

time-today = today
time-yesterday = yesterday
time-moment = { $day } { $time }
time-tomorrow = { $time } tomorrow
time-on = { $time } on { $date }
time-in-zone = { $time } ({ $zone })
time-zone-japan = Japan time
time-date = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
time-date-year = { time-date } { $year }
time-just-now = just now
time-minutes-ago = { $minutes ->
    [one] about a minute ago
   *[other] about { $minutes } minutes ago
}
time-hours-ago = { $hours ->
    [one] about an hour ago
   *[other] about { $hours } hours ago
}
