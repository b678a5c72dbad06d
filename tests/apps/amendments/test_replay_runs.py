"""A replay as background work: asked for, left, stopped, killed half-way, two workers at once; its result stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.amendments import queries
from magistrat.amendments.actions import changing, replaying
from magistrat.amendments.models import DraftEdition, ReplayedDocument, ReplayRun
from magistrat.amendments.queries import replays
from magistrat.approvals.models import Approval
from magistrat.journal import queries as journal
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.rules.replay_facts import Tally
from tests.apps.amendments.past import AT, ON, _draft, _office, urgent  # noqa: F401 (fixtures)
from tests.factories import documents as papers
from tests.factories import tasks as work
from tests.factories.threads import at_once, killed

UNTIL = date(2026, 3, 31)
# Monday 16 March: the tasks of Tuesday 10 are late by three days (13) and not by five (17).
LATER = AT.replace(day=16)


def begun(draft: DraftEdition, **more: Any) -> ReplayRun:
    said = {
        "actor": draft.lawyer,
        "at": LATER,
        "draft": draft.pk,
        "since": ON,
        "until": UNTIL,
        "is_queued": False,
    } | more
    return replaying.begin(**said)


def url(name: str, *args: Any) -> str:
    return reverse(f"amendments:{name}", args=args)


def waiting() -> list[dict[str, Any]]:
    return list(ProcrastinateJob.objects.filter(task_name="amendments.replay").values_list("args", flat=True))


class TestBegin:
    def test_a_worker_is_asked_and_the_lawyer_told(self, office: work.Office, draft: DraftEdition) -> None:
        task = urgent(office)
        run = begun(draft, is_queued=True)
        assert waiting() == [{"run": run.pk}]
        done = replaying.go_on(run=run.pk, at=LATER)
        tally = Tally.of(done.tally)
        assert (done.state, tally.documents, tally.touched) == ("done", 1, 1)
        assert tally.clauses == {("8.12", "late"): 1}
        assert [one.document_id for one in done.documents.all()] == [task.document_id]
        assert done.texts == {}, "the draft's texts are kept only while they are needed"
        notice = Message.objects.get(key=f"amendments.replay:{run.pk}")
        assert (notice.to_person, notice.link) == (draft.lawyer.person_id, url("replay_run", draft.pk, run.pk))
        codes = [one.code for one in journal.of_subject(kind="amendments.draftedition", subject=draft.pk)]
        assert {"amendments.replay_begun", "amendments.replay_finished"} <= set(codes)

    def test_the_draft_is_taken_as_it_is_then(self, office: work.Office, draft: DraftEdition) -> None:
        urgent(office)
        run = begun(draft)
        changing.change_entry(
            actor=draft.lawyer, at=AT, draft=draft.pk, entry="8.12", given={"term.number": "5"}, reason="Назад", seen=9
        )
        done = replaying.go_on(run=run.pk, at=LATER)
        assert (done.version, Tally.of(done.tally).touched) == (1, 1)

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"until": ON - timedelta(days=1)}, "раніший за початок"),
            ({"since": date(2027, 1, 1), "until": date(2027, 2, 1)}, "ще не настав"),
        ],
    )
    def test_a_period_that_is_none_is_refused(self, draft: DraftEdition, more: dict[str, Any], said: str) -> None:
        with pytest.raises(Refusal, match=said):
            begun(draft, **more)

    def test_one_at_a_time(self, draft: DraftEdition) -> None:
        run = begun(draft)
        with pytest.raises(Refusal, match="уже випробовується"):
            begun(draft)
        replaying.go_on(run=run.pk, at=LATER)
        assert begun(draft).pk > run.pk

    def test_it_asks_for_the_right(self, office: work.Office, draft: DraftEdition) -> None:
        with pytest.raises(Refusal) as refused:
            begun(draft, actor=office.executor)
        assert refused.value.is_right

    def test_the_oldest_results_go(self, draft: DraftEdition, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(replaying, "MOST_KEPT", 2)
        made = []
        for _ in range(3):
            made.append(begun(draft).pk)
            replaying.go_on(run=made[-1], at=LATER)
        assert [one.pk for one in queries.replay_runs(draft.pk)] == made[:0:-1]


class TestParts:
    @pytest.fixture
    def run(self, office: work.Office, draft: DraftEdition, monkeypatch: pytest.MonkeyPatch) -> ReplayRun:
        for _ in range(5):
            urgent(office)
        monkeypatch.setattr(replays, "BATCH", 2)
        return begun(draft)

    def test_killed_half_way_it_goes_on_and_counts_each_once(
        self, run: ReplayRun, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, calls = replaying.Tally.kept, []

        def dies(tally: Tally) -> Any:
            calls.append(tally.documents)
            if len(calls) == 2:
                raise SystemExit("kill -9")
            return real(tally)

        monkeypatch.setattr(replaying.Tally, "kept", dies)
        with pytest.raises(SystemExit):
            replaying.go_on(run=run.pk, at=LATER)
        run.refresh_from_db()
        assert (run.state, run.through, ReplayedDocument.objects.count()) == ("running", 2, 2)
        monkeypatch.setattr(replaying.Tally, "kept", real)
        assert replaying.resume(at=LATER + timedelta(minutes=1)) == 0, "it may be at work yet"
        assert replaying.resume(at=LATER + timedelta(minutes=4)) == 1
        assert waiting() == [{"run": run.pk}]
        done = replaying.go_on(run=run.pk, at=LATER)
        assert (done.state, done.through, Tally.of(done.tally).touched) == ("done", 5, 5)
        listed = list(done.documents.values_list("document", flat=True))
        assert len(set(listed)) == len(listed) == 5

    def test_a_long_period_lets_others_work(self, run: ReplayRun, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(replaying, "MOST_PARTS", 1)
        for through in (2, 4, 5):
            going = replaying.go_on(run=run.pk, at=LATER)
            assert (going.state, going.through) == ("running", through)
            assert waiting() == [{"run": run.pk}]
        assert replaying.go_on(run=run.pk, at=LATER).state == "done"

    def test_stopped_it_keeps_what_it_has_found(
        self, run: ReplayRun, draft: DraftEdition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replaying, "MOST_PARTS", 1)
        replaying.go_on(run=run.pk, at=LATER)
        stopped = replaying.stop(actor=draft.lawyer, at=LATER, run=run.pk)
        assert (stopped.state, stopped.through) == ("stopped", 2)
        assert replaying.go_on(run=run.pk, at=LATER).through == 2
        with pytest.raises(Refusal, match="зупинено"):
            replaying.stop(actor=draft.lawyer, at=LATER, run=run.pk)

    def test_texts_that_are_none_are_told(self, run: ReplayRun, draft: DraftEdition) -> None:
        ReplayRun.objects.filter(pk=run.pk).update(texts={})
        broken = replaying.go_on(run=run.pk, at=LATER)
        assert (broken.state, "edition.toml" in broken.trouble) == ("broken", True)
        assert Message.objects.filter(key=f"amendments.replay:{run.pk}").exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_broken_connection_count_each_once(
    office: work.Office, draft: DraftEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        urgent(office)
    monkeypatch.setattr(replays, "BATCH", 1)
    run, real, met = begun(draft), replaying.Tally.kept, []

    def breaks(tally: Tally) -> Any:
        met.append(tally.documents)
        if len(met) == 3:
            killed()
        return real(tally)

    monkeypatch.setattr(replaying.Tally, "kept", breaks)
    at_once(2, lambda _: replaying.go_on(run=run.pk, at=LATER))
    done = replaying.go_on(run=run.pk, at=LATER)
    assert (done.state, done.through, Tally.of(done.tally).touched, done.documents.count()) == ("done", 5, 5, 5)
    assert Message.objects.filter(key__startswith="amendments.replay:").count() == 1


def test_what_the_draft_was_about_is_asked_of_its_route(office: work.Office, draft: DraftEdition) -> None:
    """KR 4.16.3: the finance department sees a draft that spends money; without its visa only such a draft goes otherwise."""
    rules = queries.rules_of_draft(draft)
    step = next(
        (entry, number, step)
        for entry in rules.entries
        if "committee-decision" in entry.routes
        for number, step in enumerate(entry.steps)
        if step.does == "visa" and step.when
    )
    entry, number, asked = step
    given = {f"steps.{number}.{name}": "" for name in ("place", "role", "label", "does", "limit", "when", "unless")}
    given |= {f"steps.{number}.{name}": "" for name in ("parallel", "outer")}
    changing.change_entry(
        actor=draft.lawyer, at=AT, draft=draft.pk, entry=entry.id, given=given, reason="Проба", seen=9
    )
    kind = papers.kind("committee_decision", "рішення виконкому")
    made = [papers.registered(office, kind=kind.pk, at=AT) for _ in range(2)]
    for document, flags in zip(made, ([asked.when[0]], []), strict=True):
        document.direction = "internal"
        document.save(update_fields=["direction"])
        Approval.objects.create(
            document=document, kind="committee-decision", flags=flags, drafter_id=office.executor.post_id, changed_at=AT
        )
    done = replaying.go_on(run=begun(draft).pk, at=LATER)
    found = {one.document_id: [said["sort"] for said in one.outcomes] for one in done.documents.all()}
    assert found == {made[0].pk: ["routed"]}


class TestPages:
    @pytest.fixture
    def client(self, draft: DraftEdition) -> Client:
        return papers.signed_in(Client(), draft.lawyer)

    def test_it_is_asked_for_left_and_read(self, client: Client, office: work.Office, draft: DraftEdition) -> None:
        task = urgent(office)
        page = client.get(url("replay", draft.pk)).content.decode()
        assert ("16.03.2025" in page, "16.03.2026" in page) == (True, True), "the last year is offered"
        answer = client.post(url("replay", draft.pk), {"since": "01.03.2026", "until": "31.03.2026"})
        run = ReplayRun.objects.get()
        assert answer.url == url("replay_run", draft.pk, run.pk)
        page = client.get(answer.url).content.decode()
        assert "розглянуто 0 з 1" in page
        progress = url("replay_progress", draft.pk, run.pk)
        assert "HX-Refresh" not in client.get(progress, headers={"HX-Request": "true"}).headers
        replaying.go_on(run=run.pk, at=LATER)
        assert client.get(progress, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
        page = client.get(answer.url).content.decode()
        assert "було б прострочено" in page
        assert reverse("documents:card", args=[task.document_id]) in page
        narrowed = {"punkt": "8.12", "naslidok": "late"}
        assert client.get(answer.url, narrowed).context["page"].rows[0].document_id == task.document_id
        assert not client.get(answer.url, narrowed | {"punkt": "8.13"}).context["page"].rows
        assert client.get(url("replay", draft.pk)).content.decode().count(answer.url) == 1

    def test_what_cannot_be_is_said(self, client: Client, draft: DraftEdition) -> None:
        wrong = client.post(url("replay", draft.pk), {"since": "31.03.2026", "until": "01.03.2026"})
        assert (wrong.status_code, "раніший" in wrong.content.decode()) == (422, True)
        assert client.get(url("replay_run", draft.pk, 999)).status_code == 404

    def test_it_is_stopped_from_its_page(self, client: Client, draft: DraftEdition) -> None:
        run = begun(draft)
        address = url("replay_stop", draft.pk, run.pk)
        assert client.post(address).url == url("replay_run", draft.pk, run.pk)
        assert ReplayRun.objects.get().state == "stopped"
        assert "Зупиняти нічого" in client.post(address, follow=True).content.decode()

    def test_statements_do_not_grow_with_what_was_found(
        self, client: Client, office: work.Office, draft: DraftEdition, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(3):
            urgent(office)
        address = url("replay_run", draft.pk, replaying.go_on(run=begun(draft).pk, at=LATER).pk)
        client.get(address)
        with django_assert_max_num_queries(30, connection=connection) as few:
            client.get(address)
        for _ in range(4):
            urgent(office)
        address = url("replay_run", draft.pk, replaying.go_on(run=begun(draft).pk, at=LATER).pk)
        with django_assert_max_num_queries(len(few), connection=connection):
            client.get(address)
