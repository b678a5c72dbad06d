"""What a year of the demo leaves behind, in both cities."""

from __future__ import annotations

import stat
from collections import Counter

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password

from magistrat.accounts.models import User
from magistrat.correspondence.models import Dispatch, Letter, Visa
from magistrat.demo import cast, marker
from magistrat.demo.stage import Stage
from magistrat.documents.models import CaseFile, Document, File, PaperMove
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Substitution
from magistrat.outbox.models import Message
from magistrat.rules.moments import local, local_date
from magistrat.storage import queries as storage
from magistrat.tasks.models import Control, Explanation, Extension, Report, Resolution, Review, Task


def test_nothing_in_the_story_is_refused(lived: Stage) -> None:
    assert [(line, str(refusal)) for line, _, refusal in lived.refused] == []
    assert marker.read()["state"] == "done"


def test_numbers_have_no_gap(lived: Stage) -> None:
    given = Document.objects.filter(number__isnull=False, supplement=0).values_list("registry", "period", "number")
    by_series: dict[tuple[int, str], list[int]] = {}
    for registry, period, number in given:
        by_series.setdefault((registry, period), []).append(number)
    assert by_series
    for numbers in by_series.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_numbers_follow_the_moments_of_registration(lived: Stage) -> None:
    found = Document.objects.filter(number__isnull=False, supplement=0).order_by("registry", "period", "number")
    rows = list(found.values_list("registry", "period", "registered_at"))
    assert rows == sorted(rows)


def test_documents_are_in_every_state(lived: Stage) -> None:
    states = Counter(Document.objects.values_list("state", flat=True))
    assert set(states) >= {"arrived", "registered", "passed_on", "returned", "annulled", "draft"}
    assert Document.objects.filter(is_restricted=True).exists()
    assert Document.objects.filter(is_urgent=True).exists()
    assert Document.objects.filter(filed_on__isnull=False).exists()
    assert Document.objects.filter(links__kind="supplement").exists()
    assert PaperMove.objects.filter(kind="lost").exclude(explanation="").exists()


def test_tasks_and_control_are_in_every_state(lived: Stage) -> None:
    assert {"given", "taken", "done"} <= set(Task.objects.values_list("state", flat=True))
    assert {"on", "off"} <= set(Control.objects.values_list("state", flat=True))
    assert Control.objects.filter(removal_letter__isnull=False).exists()
    assert {"granted", "refused"} <= set(Extension.objects.values_list("state", flat=True))
    assert {"accepted", "sent_back"} <= set(Report.objects.values_list("state", flat=True))
    assert Explanation.objects.exists()
    assert Task.objects.filter(repeats="month").count() > 3
    assert Task.objects.filter(point="3").exists()
    assert Resolution.objects.exclude(typed_by="").exists()
    assert Resolution.objects.filter(parent_task__isnull=False).exists()


def test_the_desks_of_the_last_day_are_not_empty(lived: Stage) -> None:
    assert Document.objects.filter(state="arrived").count() >= 2
    assert Review.objects.filter(done_at__isnull=True, leader=lived.post("mayor")).exists()
    open_tasks = Task.objects.exclude(state__in=["done", "cancelled", "returned"]).filter(due_on__isnull=False)
    assert open_tasks.filter(due_on__lt=lived.until).exists()
    assert open_tasks.filter(due_on=lived.until).exists()
    assert open_tasks.filter(due_on__gt=lived.until).exists()


def test_letters_went_their_whole_way(lived: Stage) -> None:
    assert {"dispatched", "signing"} <= set(Letter.objects.values_list("state", flat=True))
    assert Visa.objects.filter(state="given").exists()
    assert Dispatch.objects.filter(way="email").exists()
    mails = Message.objects.filter(kind="mail")
    assert mails.exists()
    assert not mails.exclude(state="sent").exists()


def test_every_deed_has_its_entry_and_a_moment_of_its_own(lived: Stage) -> None:
    written = set(Entry.objects.values_list("at", flat=True))
    without = lived.deeds.times - written
    assert not without
    assert lived.deeds.count == len(lived.deeds.times)


def test_deeds_are_done_in_working_hours(lived: Stage) -> None:
    calendar = lived.days.calendar
    late = [at for at in lived.deeds.times if not calendar.is_working(local_date(at)) or not 8 <= local(at).hour < 19]
    assert not late


def test_nothing_happens_on_the_day_of_the_demo(lived: Stage) -> None:
    assert max(map(local_date, lived.deeds.times)) < lived.until


def test_duties_were_handed_over_and_signed_so(lived: Stage) -> None:
    assert Substitution.objects.filter(agreed_at__isnull=False).exclude(order="").count() >= 5
    now = Substitution.objects.filter(since__lte=lived.until, until__gt=lived.until, agreed_at__isnull=False)
    assert now.exists()
    assert Entry.objects.filter(actor_acting_for__isnull=False).exists()
    assert Holding.objects.filter(until__isnull=False).exists()


def test_every_registered_paper_has_a_file_that_can_be_opened(lived: Stage) -> None:
    bare = Document.objects.filter(state="registered", is_restricted=False, files=None)
    assert not bare.filter(direction="internal").exists()
    file = File.objects.order_by("id").last()
    assert file is not None
    with storage.open_blob(file.blob_id) as content:
        assert content.read(4)


def test_nomenclature_goes_from_year_to_year(lived: Stage) -> None:
    years = Counter(CaseFile.objects.values_list("year", flat=True))
    assert len(years) == 2
    assert len(set(years.values())) == 1
    assert not CaseFile.objects.filter(year=lived.since.year, closed_on__isnull=True).exists()


def test_logins_open_with_the_one_password(lived: Stage, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    file = max(tmp_path_factory.getbasetemp().glob(f"{lived.city}*/logins.txt"), key=lambda path: path.stat().st_mtime)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    password = text.rsplit("Пароль для всіх: ", 1)[1].strip()
    validate_password(password)
    for login in cast.LOGINS:
        user = User.objects.get(login=login)
        assert check_password(password, user.password)
        assert not user.must_change_password
        assert login in text
