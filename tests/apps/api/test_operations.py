"""What programs ask and are answered."""

from __future__ import annotations

import hashlib
from typing import get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.api import scopes
from magistrat.api.models import Delivery
from magistrat.api.schemas import documents as shapes
from magistrat.documents.models import Direction, Document
from magistrat.journal.models import Entry
from tests.factories import buckets
from tests.factories import documents as papers

KEY = "zakupivli-2026-0001"


def problem(answer, status):
    """The one shape of every trouble."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "clause", "words", "errors"}
    assert told["status"] == status
    assert told["detail"]
    return told


def test_every_kind_of_document_that_is_kept_can_be_told():
    """Acts too: a list with one of them was broken for every program."""
    assert set(get_args(shapes.Kept)) == set(Direction.values)
    assert set(get_args(shapes.State)) == set(Document.State.values)


class TestEntrance:
    @pytest.mark.parametrize("header", ["", "Bearer magistrat_000000000000_" + "0" * 64])
    def test_without_a_valid_key_nothing_is_told(self, client, office, header):
        for address in ("documents", "me", "rules/8.12/due", "немає"):
            answer = client.get(f"/api/v1/{address}", headers={"Authorization": header} if header else {})
            assert problem(answer, 401)["type"].endswith("no-key")
            assert answer["WWW-Authenticate"] == "Bearer"

    def test_a_persons_session_opens_no_operation(self, client, office):
        papers.signed_in(client, office.clerk)
        problem(client.get("/api/v1/documents"), 401)

    def test_a_scope_that_the_key_lacks_is_refused(self, caller):
        told = problem(caller(None, scopes.RULES_READ).get("documents"), 403)
        assert "не дозволено: читати документи" in told["detail"]

    def test_tells_whose_key_it_is(self, caller, office):
        told = caller(None, scopes.RULES_READ).get("me").json()
        assert told["program"] == "Портал закупівель"
        assert told["post"] == {"id": office.clerk.post_id, "title": office.clerk.post_title}
        assert told["scopes"] == [scopes.RULES_READ]

    def test_an_unknown_address_and_a_wrong_method_have_the_same_shape(self, caller):
        program = caller()
        problem(program.get("nothing/here"), 404)
        answer = program.client.delete("/api/v1/documents", headers=program.headers)
        problem(answer, 405)
        assert answer["Allow"] == "GET, POST"


class TestRegister:
    def test_gives_a_number_and_the_same_number_again(self, caller, card):
        program = caller()
        first = program.post("documents", card, **{"Idempotency-Key": KEY})
        again = program.post("documents", card, **{"Idempotency-Key": KEY})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() | {"is_new": False} == again.json()
        document = Document.objects.get()
        assert first.json()["index"] == document.index
        entry = Entry.objects.get(code="documents.registered")
        assert "програма «Портал закупівель»" in entry.actor_printed
        assert entry.document == document.pk

    def test_a_request_sent_before_fields_were_added_is_known_again(self):
        """A field that comes later belongs into `OF_FLOW`, or every answer lost before the upgrade is a second number after it."""
        first = (
            '{"direction":"incoming","registry":1,"kind":2,"summary":"Про воду","parties":[],"addressee":null,"author":null,'
            '"department":null,"signatory":"","way":"","arrived_at":null,"pages":null,"annex_pages":null,"is_urgent":false,'
            '"is_restricted":false,"is_personal":false,"stated_due_on":null,"case_file":null,"links":[],"signed_on":null,'
            '"checked":[],"confirm":false}'
        )
        assert shapes.Registering.model_validate_json(first).fingerprint() == hashlib.sha256(first.encode()).hexdigest()

    def test_refuses_another_paper_under_the_same_key(self, caller, card):
        program = caller()
        program.post("documents", card, **{"Idempotency-Key": KEY})
        told = problem(program.post("documents", card | {"summary": "Інше"}, **{"Idempotency-Key": KEY}), 409)
        assert "Idempotency-Key" in told["detail"]
        assert Document.objects.count() == 1

    def test_keys_of_two_programs_do_not_meet(self, caller, card):
        one, other = caller(), caller(title="Інша програма")
        one.post("documents", card, **{"Idempotency-Key": KEY})
        answer = other.post("documents", card | {"confirm": True}, **{"Idempotency-Key": KEY})
        assert answer.status_code == 201

    def test_a_refused_registration_leaves_the_key_free(self, caller, card, office):
        program = caller()
        told = problem(program.post("documents", card | {"parties": []}, **{"Idempotency-Key": KEY}), 422)
        assert told["errors"][0]["field"] == "correspondent"
        assert "№ 55" in told["clause"]
        assert not Delivery.objects.exists()
        assert program.post("documents", card, **{"Idempotency-Key": KEY}).status_code == 201

    def test_names_the_clause_when_the_post_has_no_right(self, caller, card, office):
        told = problem(caller(office.stranger).post("documents", card, **{"Idempotency-Key": KEY}), 403)
        assert told["clause"]
        assert not Document.objects.exists()

    def test_a_duplicate_is_told_and_done_when_confirmed(self, caller, card):
        program = caller()
        program.post("documents", card, **{"Idempotency-Key": KEY})
        problem(program.post("documents", card, **{"Idempotency-Key": KEY + "b"}), 409)
        answer = program.post("documents", card | {"confirm": True}, **{"Idempotency-Key": KEY + "b"})
        assert answer.status_code == 201

    @pytest.mark.parametrize(
        ("changes", "field", "said"),
        [
            ({"summary": ""}, "summary", "не менше 1 знаків"),
            ({"summary": "а\0б"}, "summary", "недозволені знаки"),
            ({"registry": 0}, "registry", "не менше 1"),
            ({"registry": 2**70}, "registry", "не більше"),
            ({"arrived_at": "2026-03-10T09:30:00"}, "arrived_at", "поясу"),
            ({"parties": [{"correspondent": 1, "their_date": "учора"}]}, "parties.0.their_date", "2026-03-09"),
            ({"colour": "red"}, "colour", "такого поля немає"),
            ({"way": "pigeon"}, "way", "очікується одне з"),
            ({"is_interim": True}, "is_interim", "лише з direction «outgoing»"),
            ({"signer": 1}, "signer", "лише з direction «outgoing»"),
            ({"direction": "internal", "answered_index": "5"}, "answered_index", "лише з direction «incoming»"),
            ({"direction": "outgoing", "answered_date": "2026-03-09"}, "answered_date", "лише з direction «incoming»"),
        ],
    )
    def test_a_wrong_field_is_named_in_ukrainian(self, caller, card, changes, field, said):
        told = problem(caller().post("documents", card | changes, **{"Idempotency-Key": KEY}), 422)
        assert [one["message"] for one in told["errors"] if one["field"].startswith(field) and said in one["message"]]

    def test_asks_for_the_key_of_repetition_and_for_json(self, caller, card):
        program = caller()
        assert problem(program.post("documents", card), 422)["errors"][0]["message"] == "обов'язкове поле"
        problem(program.post("documents", "{", **{"Idempotency-Key": KEY}), 400)

    def test_an_unknown_registry_is_not_found(self, caller, card):
        problem(caller().post("documents", card | {"registry": 987654}, **{"Idempotency-Key": KEY}), 404)


class TestRead:
    def test_a_misspelt_filter_is_refused_and_not_passed_over(self, caller):
        assert problem(caller().get("documents", registy=1), 422)["errors"][0]["field"] == "registy"

    def test_a_filter_given_twice_is_refused_and_no_value_of_it_passed_over(self, caller):
        told = problem(caller().get("correspondents", after=["1", "2"]), 422)
        assert (told["detail"], told["errors"]) == (
            "Параметр повторено: after.", [{"field": "after", "message": "зазначають один раз"}],
        )  # fmt: skip

    def test_lists_what_the_post_sees_page_by_page(self, caller, office):
        made = [papers.registered(office) for _ in range(5)]
        program, seen, after = caller(), [], ""
        while True:
            page = program.get("documents", limit=2, **({"after": after} if after else {})).json()
            seen += [one["id"] for one in page["items"]]
            if not (after := page["next"]):
                break
        assert seen == [one.pk for one in reversed(made)]
        assert caller(office.stranger, title="Чужа").get("documents").json() == {"items": [], "next": ""}

    def test_costs_the_same_at_any_size(self, caller, office):
        program = caller()

        def statements() -> int:
            with CaptureQueriesContext(
                connection,
            ) as sent:
                assert program.get("documents").status_code == 200
            return len(sent)

        papers.registered(office)
        few = statements()
        for _ in range(20):
            papers.registered(office)
        assert statements() == few

    def test_reads_a_card_its_files_and_their_content(self, caller, office):
        content = papers.pdf(("Лист",))
        made = papers.registered(office, uploads=[papers.registration.files.Upload("лист.pdf", content)])
        program = caller()
        told = program.get(f"documents/{made.pk}").json()
        assert (told["index"], told["kind"], told["senders"][0]["correspondent"]["id"]) == (
            made.index, "letter", office.sender.pk,
        )  # fmt: skip
        (file,) = program.get(f"documents/{made.pk}/files").json()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        answer = program.get(f"files/{file['id']}/content")
        assert b"".join(answer.streaming_content) == content
        assert "attachment" in answer["Content-Disposition"]
        stranger = caller(office.stranger, title="Чужа")
        # What is another's and what is not there are answered alike.
        for document, stored in ((made.pk, file["id"]), (999_999, 999_999)):
            for address in (f"documents/{document}", f"documents/{document}/files", f"files/{stored}/content"):
                problem(stranger.get(address), 403)

    def test_reading_an_official_use_paper_is_in_the_journal(self, caller, office):
        made = papers.registered(office, is_restricted=True)
        assert caller().get(f"documents/{made.pk}").status_code == 200
        assert "програма" in Entry.objects.get(code="documents.looked_at").actor_printed

    def test_finds_by_words_in_any_form(self, caller, office):
        made = papers.registered(office, summary="Про ремонт мосту")
        found = caller().get("search", q="ремонти мостів").json()["items"]
        assert [one["id"] for one in found] == [made.pk]
        problem(caller(title="Ще одна").get("search", q="а\0"), 422)

    def test_attaches_files_to_a_card(self, caller, office):
        made, program = papers.registered(office), caller()
        upload = SimpleUploadedFile("додаток.pdf", papers.pdf(("Додаток",)))
        address = f"/api/v1/documents/{made.pk}/files"
        answer = program.client.post(address, {"files_given": [upload]}, headers=program.headers)
        assert answer.status_code == 201, answer.content.decode()
        assert [one["name"] for one in answer.json()] == ["додаток.pdf"]
        problem(program.client.post(address, {}, headers=program.headers), 422)

    def test_says_that_the_storage_of_files_is_away(self, caller, office, settings):
        made, program = papers.registered(office), caller()
        buckets.away(settings)
        upload = SimpleUploadedFile("додаток.pdf", papers.pdf(("Додаток",)))
        address = f"/api/v1/documents/{made.pk}/files"
        told = problem(program.client.post(address, {"files_given": [upload]}, headers=program.headers), 503)
        assert "Сховище файлів не відповідає" in told["detail"]
        assert not made.files.exists()

    def test_adds_and_finds_a_correspondent(self, caller):
        program = caller()
        made = program.post("correspondents", {"name": "КП «Тепломережа»", "kind": "municipal", "code": ""})
        assert made.status_code == 201
        found = program.get("correspondents", q="тепломережа").json()["items"]
        assert made.json()["id"] in [one["id"] for one in found]
        problem(program.post("correspondents", {"name": "Хибний код", "kind": "municipal", "code": "12345679"}), 409)

    def test_reads_registries_kinds_departments_posts_and_tasks(self, caller, office):
        program = caller()
        assert {one["title"] for one in program.get("registries").json()} >= {office.incoming.title}
        assert [one["key"] for one in program.get("kinds").json()] == ["letter"]
        names = [one["name"] for one in program.get("departments").json()]
        assert "Департамент інфраструктури" in names
        (mayor,) = [one for one in program.get("posts").json() if one["id"] == office.mayor.post_id]
        assert mayor["holder"].isupper() or mayor["holder"].split()[-1].isupper()
        assert program.get("posts", on="1999-01-01").json() == []
        assert program.get("tasks", state="done").json() == {"items": [], "next": ""}
        problem(program.get("tasks/999999"), 403)


class TestRules:
    def test_a_rule_and_its_term(self, caller):
        program = caller()
        assert program.get("rules/8.12").json()["is_term"] is True
        told = program.get("rules/8.12/due", anchor="2021-08-20T10:00").json()
        assert (told["due"], told["kind"], told["clause"]) == ("2021-08-30", "date", "8.12")
        assert told["days"][-1]["date"] == "2021-08-30"
        assert "п'ят" in told["explanation"] or "5" in told["explanation"]

    def test_refuses_what_is_no_term_and_what_is_no_day(self, caller):
        program = caller()
        no_term = next(one["id"] for one in program.get("rules").json() if not one["is_term"])
        assert problem(program.get(f"rules/{no_term}/due", anchor="2026-03-10"), 409)["clause"]
        problem(program.get("rules/8.12/due", anchor="2026-02-31"), 409)
        problem(program.get("rules/8.12/due", anchor="колись"), 422)
        problem(program.get("rules/8.12/due", anchor="1999-01-01"), 409)
        problem(program.get("rules/0.0"), 404)

    def test_days_of_the_calendar(self, caller):
        program = caller()
        days = program.get("calendar", since="2021-08-23", until="2021-08-28").json()
        assert [day["working"] for day in days] == [False, False, True, True, True, True]
        problem(program.get("calendar", since="2021-08-23", until="2021-08-01"), 409)
        problem(program.get("calendar", since="1990-01-01", until="1990-01-02"), 409)
