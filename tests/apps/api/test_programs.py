"""Keys of programs: let in, renewed, ended; shown on the administrator's pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from magistrat.api import actions, keys, queries
from magistrat.api.models import Program, Usage
from magistrat.api.scopes import DOCUMENTS_READ, RULES_READ
from magistrat.journal.models import Entry
from magistrat.organisation.models import FormerCard, Post
from magistrat.rules.refusal import Refusal
from tests.factories import documents as papers

ON = date(2026, 3, 10)
UNTIL = date(2026, 12, 31)


def let_in(office, **changes):
    told = {
        "actor": office.administrator, "at": papers.AT, "title": "Портал", "post_id": office.clerk.post_id,
        "scopes": [DOCUMENTS_READ], "expires_on": UNTIL,
    }  # fmt: skip
    return actions.issue(**told | changes)


class TestIssue:
    def test_the_key_lets_in_and_only_its_hash_is_kept(self, office):
        program, key = let_in(office)
        read = keys.read(f"Bearer {key}")
        assert queries.by_key(read, ON) == program
        assert read.secret not in "".join(map(str, Program.objects.values_list().get()))
        entry = Entry.objects.get(code="api.program_issued")
        assert (entry.subject, entry.actor_post) == (program.pk, office.administrator.post_id)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"scopes": []}, "Виберіть"),
            ({"scopes": ["documents.delete"]}, "Виберіть"),
            ({"expires_on": date(2026, 3, 9)}, "минув"),
            ({"expires_on": date(2027, 3, 12)}, "на рік"),
        ],
    )
    def test_refuses_what_a_key_may_not_be(self, office, changes, said):
        with pytest.raises(Refusal, match=said):
            let_in(office, **changes)
        assert not Program.objects.exists()
        assert not Entry.objects.filter(code="api.program_issued").exists()

    def test_refuses_one_without_the_right_with_its_clause(self, office):
        with pytest.raises(Refusal) as refused:
            let_in(office, actor=office.records_head)
        assert refused.value.clause == "7.1"

    def test_refuses_a_second_valid_key_of_the_same_name(self, office):
        program, _ = let_in(office)
        with pytest.raises(Refusal, match="вже має чинний ключ"):
            let_in(office)
        actions.revoke(actor=office.administrator, at=papers.AT, program_id=program.pk, reason="Заміна програми")
        let_in(office)


class TestEnd:
    def test_a_renewed_key_ends_the_former(self, office):
        program, old = let_in(office)
        _, new = actions.renew(actor=office.administrator, at=papers.AT, program_id=program.pk, expires_on=UNTIL)
        assert queries.by_key(keys.read(f"Bearer {old}"), ON) is None
        assert queries.by_key(keys.read(f"Bearer {new}"), ON) == program

    def test_a_revoked_key_lets_nobody_in_and_is_not_revoked_twice(self, office):
        program, key = let_in(office)
        deed = {"actor": office.administrator, "at": papers.AT, "program_id": program.pk}
        with pytest.raises(Refusal, match="підставу"):
            actions.revoke(**deed, reason=" ")
        actions.revoke(**deed, reason="Ключ оприлюднено помилково")
        assert queries.by_key(keys.read(f"Bearer {key}"), ON) is None
        with pytest.raises(Refusal, match="уже скасовано"):
            actions.revoke(**deed, reason="Ще раз")
        with pytest.raises(Refusal, match="уже скасовано"):
            actions.renew(actor=office.administrator, at=papers.AT, program_id=program.pk, expires_on=UNTIL)

    def test_a_key_holds_on_its_last_day_and_not_on_the_next(self, office):
        program, key = let_in(office)
        assert queries.by_key(keys.read(f"Bearer {key}"), UNTIL) == program
        assert queries.by_key(keys.read(f"Bearer {key}"), UNTIL + timedelta(days=1)) is None

    def test_a_program_ends_with_its_post(self, office):
        program, _ = let_in(office)
        assert queries.actor_of(program, ON).post_id == office.clerk.post_id
        Post.objects.filter(pk=office.clerk.post_id).update(until=ON)
        assert queries.actor_of(queries.program(program.pk), ON) is None

    def test_a_program_acts_under_the_title_of_the_day(self, office):
        _, key = let_in(office)
        post = Post.objects.get(pk=office.clerk.post_id)
        FormerCard.objects.create(post=post, name=post.title, until=UNTIL)
        Post.objects.filter(pk=post.pk).update(title="Реєстраторка")
        titles = [
            queries.actor_of(queries.by_key(keys.read(f"Bearer {key}"), day), day).post_title
            for day in (UNTIL - timedelta(days=1), UNTIL)
        ]
        assert titles == [post.title, "Реєстраторка"]

    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer magistrat_x_y", "Basic a", "Bearer magistrat_" + "0" * 12 + "_" + "я" * 43]
    )
    def test_reads_no_key_from_another_form(self, header):
        assert keys.read(header) is None

    def test_a_key_with_another_secret_does_not_let_in(self, office):
        _, key = let_in(office)
        read = keys.read(f"Bearer {key}")
        assert queries.by_key(keys.Key(read.prefix, "0" * 64), ON) is None


class TestPages:
    def test_the_administrator_lets_in_reads_the_key_once_renews_and_revokes(self, client, office):
        papers.signed_in(client, office.administrator)
        assert "з'являться програми" in client.get("/api/prohramy/").content.decode()
        told = {"title": "Портал", "post": office.clerk.post_id, "scopes": [RULES_READ], "expires_on": "31.12.2026"}
        shown = client.post("/api/prohramy/nova/", told).content.decode()
        program = Program.objects.get()
        assert f"magistrat_{program.prefix}_" in shown
        page = f"/api/prohramy/{program.pk}/"
        written = shown.split('class="api-key">')[1].split("<")[0]
        assert keys.read(f"Bearer {written}").prefix == program.prefix
        assert "api-key" not in client.get(page).content.decode()
        assert client.post(f"{page}novyi-kliuch/", {"expires_on": "01.02.2026"}).status_code == 409
        assert "api-key" in client.post(f"{page}novyi-kliuch/", {"expires_on": "01.06.2026"}).content.decode()
        assert client.post(f"{page}skasuvaty/", {"reason": ""}).status_code == 422
        assert client.post(f"{page}skasuvaty/", {"reason": "Завершено"}).url == page
        assert "Завершено" in client.get(page).content.decode()

    def test_a_form_filled_in_wrong_names_its_fields(self, client, office):
        papers.signed_in(client, office.administrator)
        answer = client.post("/api/prohramy/nova/", {"title": "", "expires_on": "вчора"})
        assert answer.status_code == 422
        assert {"title", "post", "scopes", "expires_on"} <= answer.context["form"].errors.keys()

    def test_others_do_not_see_them(self, client, office):
        papers.signed_in(client, office.records_head)
        assert client.get("/api/prohramy/").status_code == 403

    def test_shows_how_often_a_program_came(self, client, caller, office):
        program = caller(None, RULES_READ)
        program.get("me")
        program.get("documents")
        used = Usage.objects.get(operation="GET documents")
        assert (used.calls, used.refused, used.on) == (1, 1, ON)
        papers.signed_in(client, office.administrator)
        assert "GET documents" in client.get(f"/api/prohramy/{program.program.pk}/").content.decode()

    def test_the_documentation_is_public_and_asks_nothing_of_foreign_hosts(self, client, office):
        page = client.get("/api/").content.decode()
        assert "/api/v1/documents/{document_id}" in page
        assert "http://" not in page.replace("http://testserver", "")
        assert "https://" not in page
        assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
