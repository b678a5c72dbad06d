"""The period of repeating tasks given before it was kept, and its name, which was the month of the term.

A term moved over the month's end has the name that the next period would bear too. On the way back the rows stay as they are:
nobody reads the periods there.
"""

from calendar import monthrange
from datetime import timedelta

from django.db import migrations

# No run of days off is longer: a term further from the day of the month was set by the author of the resolution.
LONGEST_REST = timedelta(days=10)


def _day_of(due_on, repeat_day):
    """The day of the month of which this is the term."""
    first = due_on.replace(day=1)
    for month in (first, (first - timedelta(days=1)).replace(day=1)):
        day = month.replace(day=min(repeat_day, monthrange(month.year, month.month)[1]))
        if day <= due_on:
            return day if due_on - day <= LONGEST_REST else due_on
    return due_on


def _first_terms(extensions, tasks):
    """The terms before the first change of each."""
    changed = extensions.filter(task__in=tasks, state="granted").order_by("-id").values_list("task", "old_due_on")
    return dict(changed)


def fill(apps, schema_editor):
    tasks = apps.get_model("tasks", "Task").objects
    waiting = tasks.filter(part="main", repeat_day__isnull=False, due_on__isnull=False, period_on__isnull=True)
    # A period before gives its name free for the next one.
    found = list(
        waiting.exclude(repeats="").order_by("id").values_list("id", "resolution", "point", "due_on", "repeat_day")
    )
    first = _first_terms(apps.get_model("tasks", "Extension").objects, [row[0] for row in found])
    for pk, resolution, point, due_on, repeat_day in found:
        period = _day_of(first.get(pk, due_on), repeat_day)
        tasks.filter(pk=pk).update(period_on=period)
        number, slash, _ = point.partition("/")
        name = f"{number}/{period:%Y-%m}"
        of_resolution = tasks.filter(resolution=resolution)
        if slash and name != point and not of_resolution.filter(point=name).exists():
            of_resolution.filter(point=point).update(point=name)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_whole_resolutions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
