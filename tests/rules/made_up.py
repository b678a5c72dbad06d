"""A made-up country and city for the tests of the rules: short, and with every kind of day."""

from magistrat.rules import calendar
from magistrat.rules.calendar import WorkCalendar

COUNTRY = """
source = "вигадано"
from = 2016-01-01
[[regime]]
from = 2022-03-24
holidays = false
eve_shortened_minutes = 0
act = "закон про особливий час"
[[regime]]
from = 2016-01-01
holidays = true
eve_shortened_minutes = 60
act = "кодекс"
[[holiday]]
day = "08-24"
name = "День Незалежності"
[[holiday]]
day = "05-01"
name = "День праці"
[[holiday]]
day = "05-02"
name = "День праці (другий день)"
until = 2017
[[holiday]]
day = "12-25"
name = "Різдво"
from = 2017
[[feast]]
name = "Великдень"
dates = [2021-05-02]
[[rest_moved]]
holiday = 2021-05-01
to = 2021-05-03
[[work_moved]]
day = 2021-08-23
to = 2021-08-28
act = "розпорядження"
[[single]]
date = 2018-03-17
working = true
reason = "робоча субота"
[[single]]
date = 2018-05-08
working = false
reason = "вихідний за календарем"
"""

CITY = """
slug = "testove"
name = "Тестове"
[hours]
mon = "08:00-17:00"
tue = "08:00-17:00"
wed = "08:00-17:00"
thu = "08:00-17:00"
fri = "08:00-16:00"
[break]
mon = "12:00-13:00"
tue = "12:00-13:00"
wed = "12:00-13:00"
thu = "12:00-13:00"
[[exception]]
date = 2024-06-17
working = false
reason = "День міста"
[[exception]]
date = 2024-06-22
working = true
reason = "відпрацювання за День міста"
[[exception]]
date = 2024-06-29
working = true
hours = "09:00-13:00"
reason = "чергова субота"
[[exception]]
date = 2024-07-06
working = true
hours = "09:00-15:00"
break = "12:00-12:30"
reason = "чергова субота з перервою"
"""


def work_calendar() -> WorkCalendar:
    return calendar.load(COUNTRY, CITY)
