"""What a short year of the demo leaves behind, in both cities: lived once for all that is looked at."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password

from magistrat.accounts.models import User
from magistrat.correspondence.models import Dispatch, Letter, Visa
from magistrat.demo import cast, marker
from magistrat.demo.stage import Stage
from magistrat.documents.models import CaseFile, Document, Familiarisation, File, PaperMove, SavedView
from magistrat.exchange.models import Mail
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Substitution
from magistrat.outbox.models import Message
from magistrat.registers.models import CopyWork
from magistrat.regulation import queries as regulation
from magistrat.regulation.models import Edition
from magistrat.rules.moments import local, local_date
from magistrat.storage import queries as storage
from magistrat.tasks.models import Control, Explanation, Extension, Report, Resolution, Review, Task
from tests.apps.demo.story import LETTERS, make_ready, tell

SECOND = "kryvyi-rih"


def _nothing_in_the_story_is_refused(lived: Stage) -> None:
    assert [(line, str(refusal)) for line, _, refusal in lived.refused] == []
    assert marker.read()["state"] == "done"


def _e_mail_waits_and_was_decided(lived: Stage) -> None:
    states = Counter(Mail.objects.values_list("state", flat=True))
    assert set(states) >= {"new", "taken", "refused", "service"}
    assert Mail.objects.values("department").distinct().count() >= 1 + (lived.city == SECOND)
    assert Document.objects.filter(mails__isnull=False, way="email").exists()


def _numbers_have_no_gap(lived: Stage) -> None:
    given = Document.objects.filter(number__isnull=False, supplement=0).values_list("registry", "period", "number")
    by_series: dict[tuple[int, str], list[int]] = {}
    for registry, period, number in given:
        by_series.setdefault((registry, period), []).append(number)
    assert by_series
    for numbers in by_series.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def _numbers_follow_the_moments_of_registration(lived: Stage) -> None:
    found = Document.objects.filter(number__isnull=False, supplement=0).order_by("registry", "period", "number")
    rows = list(found.values_list("registry", "period", "registered_at"))
    assert rows == sorted(rows)


def _documents_are_in_every_state(lived: Stage) -> None:
    states = Counter(Document.objects.values_list("state", flat=True))
    assert set(states) >= {"arrived", "registered", "passed_on", "returned", "annulled", "draft"}
    assert Document.objects.filter(is_restricted=True).exists()
    assert Document.objects.filter(is_urgent=True).exists()
    assert Document.objects.filter(filed_on__isnull=False).exists()
    assert Document.objects.filter(links__kind="supplement").exists()
    assert PaperMove.objects.filter(kind="lost").exclude(explanation="").exists()


def _tasks_and_control_are_in_every_state(lived: Stage) -> None:
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


def _the_desks_of_the_last_day_are_not_empty(lived: Stage) -> None:
    assert Document.objects.filter(state="arrived").count() >= 2
    assert Review.objects.filter(done_at__isnull=True, leader=lived.post("mayor")).exists()
    open_tasks = Task.objects.exclude(state__in=["done", "cancelled", "returned"]).filter(due_on__isnull=False)
    assert open_tasks.filter(due_on__lt=lived.until).exists()
    assert open_tasks.filter(due_on=lived.until).exists()
    assert open_tasks.filter(due_on__gt=lived.until).exists()


def _letters_went_their_whole_way(lived: Stage) -> None:
    assert {"dispatched", "signing"} <= set(Letter.objects.values_list("state", flat=True))
    assert Visa.objects.filter(state="given").exists()
    assert Dispatch.objects.filter(way="email").exists()
    mails = Message.objects.filter(kind="mail")
    assert mails.exists()
    (returned,) = mails.exclude(state="sent")
    assert Dispatch.objects.get(message=returned.pk).letter.undelivered


def _every_deed_has_its_entry_and_a_moment_of_its_own(lived: Stage) -> None:
    written = set(Entry.objects.values_list("at", flat=True))
    without = lived.deeds.times - written
    assert not without
    assert lived.deeds.count == len(lived.deeds.times)


def _deeds_are_done_in_working_hours(lived: Stage) -> None:
    calendar = lived.days.calendar
    late = [at for at in lived.deeds.times if not calendar.is_working(local_date(at)) or not 8 <= local(at).hour < 19]
    assert not late


def _nothing_happens_on_the_day_of_the_demo(lived: Stage) -> None:
    assert max(map(local_date, lived.deeds.times)) < lived.until


def _duties_were_handed_over_and_signed_so(lived: Stage) -> None:
    assert Substitution.objects.filter(agreed_at__isnull=False).exclude(order="").count() >= 5
    now = Substitution.objects.filter(since__lte=lived.until, until__gt=lived.until, agreed_at__isnull=False)
    assert now.exists()
    assert Entry.objects.filter(actor_acting_for__isnull=False).exists()
    assert Holding.objects.filter(until__isnull=False).exists()


def _every_registered_paper_has_a_file_that_can_be_opened(lived: Stage) -> None:
    bare = Document.objects.filter(state="registered", is_restricted=False, files=None)
    assert not bare.filter(direction="internal").exists()
    file = File.objects.order_by("id").last()
    assert file is not None
    with storage.open_blob(file.blob_id) as content:
        assert content.read(4)


def _nomenclature_goes_from_year_to_year(lived: Stage) -> None:
    years = Counter(CaseFile.objects.values_list("year", flat=True))
    assert len(years) == 2
    assert len(set(years.values())) == 1
    assert not CaseFile.objects.filter(year=lived.since.year, closed_on__isnull=True).exists()


def _logins_open_with_the_one_password(lived: Stage) -> None:
    file = Path(settings.CITY_DIR) / "logins.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    password = text.rsplit("Пароль для всіх: ", 1)[1].strip()
    validate_password(password)
    for login in cast.LOGINS:
        user = User.objects.get(login=login)
        assert check_password(password, user.password)
        assert not user.must_change_password
        assert login in text


def _what_began_before_keeps_the_first_edition(lived: Stage) -> None:
    editions = list(Edition.objects.order_by("in_force_from"))
    if lived.city != SECOND:
        assert len(editions) == 1
        return
    first, second = editions
    papers = Document.objects.filter(direction="incoming", state="registered")
    assert papers.filter(edition=first).exists()
    assert papers.filter(edition=second).exists()
    for paper in papers:
        assert paper.edition_id == (first if paper.listed_on < second.in_force_from else second).pk
    assert regulation.rules_on(lived.until).term("execution_urgent").number == 4


def _terms_of_urgent_papers_follow_their_edition(lived: Stage) -> None:
    urgent = Task.objects.filter(document__is_urgent=True, due_clause="8.12", parent=None).exclude(
        extensions__state="granted"
    )
    assert lived.city != SECOND or urgent.exists()
    for task in urgent.select_related("document"):
        number = regulation.rules_of(task.document.edition_id).term("execution_urgent").number
        assert task.document.registered_on is not None
        assert task.due_on == lived.days.calendar.add_working(task.document.registered_on, number)


def _control_off_names_its_clause(lived: Stage) -> None:
    off = Control.objects.filter(state="off")
    assert off.exists()
    assert not off.filter(off_clause="").exists()


def _many_were_given_to_read_and_copied(lived: Stage) -> None:
    assert Familiarisation.objects.filter(read_at__isnull=False).exists()
    assert Familiarisation.objects.filter(read_at__isnull=True).exists()
    assert SavedView.objects.filter(department__isnull=False).exists()
    assert CopyWork.objects.exists() == (lived.city == "kryvyi-rih")


CHECKS: tuple[Callable[[Stage], None], ...] = (
    _nothing_in_the_story_is_refused,
    _e_mail_waits_and_was_decided,
    _numbers_have_no_gap,
    _numbers_follow_the_moments_of_registration,
    _documents_are_in_every_state,
    _tasks_and_control_are_in_every_state,
    _the_desks_of_the_last_day_are_not_empty,
    _letters_went_their_whole_way,
    _every_deed_has_its_entry_and_a_moment_of_its_own,
    _deeds_are_done_in_working_hours,
    _nothing_happens_on_the_day_of_the_demo,
    _duties_were_handed_over_and_signed_so,
    _every_registered_paper_has_a_file_that_can_be_opened,
    _nomenclature_goes_from_year_to_year,
    _logins_open_with_the_one_password,
    _what_began_before_keeps_the_first_edition,
    _terms_of_urgent_papers_follow_their_edition,
    _control_off_names_its_clause,
    _many_were_given_to_read_and_copied,
)


@pytest.mark.django_db
@pytest.mark.timeout(600)
@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_a_short_year_leaves_what_a_working_house_has(
    city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CITY_DIR", tmp_path)
    make_ready(city)
    lived = tell(city, tmp_path, letters=LETTERS)
    for check in CHECKS:
        check(lived)
