"""What a route declares is what is enforced, and a refusal is shown."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from magistrat.rules.refusal import Refusal
from magistrat.ui.middleware import RefusalMiddleware, UploadMiddleware
from magistrat.ui.routes import Declared, allow

NO = Refusal(clause="7.4", message="Реєструвати документи може лише діловод.")


def view(request):
    return HttpResponse("так")


def ask(
    *rights: str,
    actor: object = object(),
    signed_in: bool = True,
    path: str = "/a/?b=1",
    method: str = "get",
    **headers: str,
):
    """A request of somebody who may use these rights."""
    request = getattr(RequestFactory(headers=headers), method)(path)
    request.user = SimpleNamespace(is_authenticated=signed_in, pk=1, login="o.koval")
    request.actor = actor
    request.may = lambda right: None if right in rights else NO
    request.htmx = HtmxDetails(request)
    return request


class TestAllow:
    def test_declares(self):
        assert allow("document.register", "document.review")(view).declared == Declared(
            ("document.register", "document.review")
        )
        assert allow(public=True)(view).declared.public

    @pytest.mark.parametrize("said", [{}, {"public": True, "any_post": True}])
    def test_exactly_one_thing(self, said):
        with pytest.raises(ValueError, match="exactly one"):
            allow(**said)

    def test_any_of_the_rights_is_enough(self):
        guarded = allow("a", "b")(view)
        assert guarded(ask("b")).status_code == 200

    def test_none_of_them_is_refused_by_its_clause(self):
        with pytest.raises(Refusal) as refusal:
            allow("a", "b")(view)(ask("c"))
        assert refusal.value.clause == "7.4"
        assert refusal.value.is_right

    def test_any_post(self):
        assert allow(any_post=True)(view)(ask()).status_code == 200
        with pytest.raises(Refusal, match="жодної посади"):
            allow(any_post=True)(view)(ask(actor=None))

    def test_without_a_post_no_right_helps(self):
        with pytest.raises(Refusal, match="жодної посади"):
            allow("a")(view)(ask("a", actor=None))

    def test_signed_in_needs_no_post(self):
        assert allow(signed_in=True)(view)(ask(actor=None)).status_code == 200

    def test_public_asks_nothing(self):
        assert allow(public=True)(view)(ask(actor=None, signed_in=False)).status_code == 200

    def test_a_stranger_comes_back_after_signing_in(self):
        answer = allow("a")(view)(ask(signed_in=False, actor=None))
        assert answer.url == "/vhid/?next=/a/%3Fb%3D1"

    def test_a_form_is_not_repeated_after_signing_in(self):
        answer = allow("a")(view)(ask(signed_in=False, actor=None, method="post"))
        assert answer.url == "/vhid/?next=/"

    def test_htmx_loads_the_whole_sign_in_page(self):
        answer = allow("a")(view)(ask(signed_in=False, actor=None, **{"HX-Request": "true"}))
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/vhid/")


class TestRefusalMiddleware:
    @pytest.fixture(autouse=True)
    def nobodys_city(self, settings):
        settings.UI_CITY = "tests.apps.ui.test_routes.no_city"

    def shown(self, refusal: Exception, **headers: str):
        return RefusalMiddleware(view).process_exception(ask(actor=None, signed_in=False, **headers), refusal)

    def test_a_deed_that_is_not_allowed_is_a_conflict(self):
        answer = self.shown(Refusal(clause="8.15", message="Не можна зняти з контролю.", words="Слова пункту"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Не можна зняти з контролю." in page
        assert "п.\u00a08.15" in page
        assert "Слова пункту" in page

    def test_a_missing_right_is_forbidden(self):
        refusal = Refusal(clause="7.4", message="Не можна.")
        refusal.is_right = True
        assert self.shown(refusal).status_code == 403

    def test_htmx_gets_a_fragment_for_the_corner(self):
        answer = self.shown(NO, **{"HX-Request": "true"})
        assert answer["HX-Retarget"] == "#toasts"
        assert "<html" not in answer.content.decode()

    def test_a_boosted_page_is_whole(self):
        answer = self.shown(NO, **{"HX-Request": "true", "HX-Boosted": "true"})
        assert "<html" in answer.content.decode()

    def test_other_troubles_are_not_its_business(self):
        assert self.shown(ValueError()) is None


class TestUploadMiddleware:
    def answer(self, response: HttpResponse, **headers: str):
        return UploadMiddleware(lambda request: response)(ask(**headers))

    def test_leads_on_by_a_whole_page(self):
        answer = self.answer(HttpResponseRedirect("/dokumenty/7/"), **{"X-Upload": "1"})
        assert (answer.status_code, answer["HX-Redirect"]) == (200, "/dokumenty/7/")

    def test_leaves_other_answers_alone(self):
        assert self.answer(HttpResponse("так", status=422), **{"X-Upload": "1"}).status_code == 422
        assert self.answer(HttpResponseRedirect("/dokumenty/7/")).status_code == 302


def no_city() -> str:
    return ""
