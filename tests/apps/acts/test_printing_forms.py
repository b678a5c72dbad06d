"""Reverse pages beside the regulation's own forms (KR annexes 3, 4, 8–11): the fixed words, their order, the sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from magistrat.papers.act_sheets import Back, back_lines
from magistrat.rules import act_paper, bodies
from magistrat.rules.act_paper import Named, Official
from magistrat.rules.edition import Edition
from tests.cities import editions

NAME, PREPARER = "Власне ім'я, прізвище", ("Власне ім'я, прізвище виконавця", "телефони")
CORRUPTION = "Головний спеціаліст з питань запобігання та виявлення корупції апарату міської ради і виконкому"
MANAGER = Official("affairs_manager", "Керуюча справами виконкому", NAME)
DEPUTY = Official("deputy_mayor", "Заступник міського голови", NAME)
ANTICORRUPTION = Official("anticorruption", CORRUPTION, NAME)
LEGAL = Official("legal_head", "Начальник юридичного управління", NAME)
PROTOCOL = Official("protocol_head", "Начальник управління організаційно-протокольної роботи", NAME)
CHECKER = Official("document_checker", "Головний спеціаліст відділу із протокольної роботи", NAME)
SECRETARY = Official("council_secretary", "Секретар міської ради", NAME)
FIRST = Official("first_deputy_mayor", "Перший заступник міського голови", NAME)


def director(what: str) -> Official:
    return Official("concerned_heads", f"Директор департаменту {what}", NAME)


def office(what: str) -> Official:
    return Official("concerned_heads", f"Начальник управління {what}", NAME)


@pytest.fixture(scope="module")
def kryvyi_rih() -> tuple[Edition, str]:
    folder = max(path for path in (editions.ROOT / "kryvyi-rih").iterdir() if path.is_dir())
    edition = editions.Folder(folder).edition
    return edition, (folder / "regulation.txt").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """The words of the scan: without its marks, spaces and breaks of lines; е and є of old and new spelling as one."""
    return re.sub(r"[\W_]+", " ", text.replace("прокту", "проекту").replace("є", "е")).lower().strip()


def sample(regulation: str, caption: str) -> list[str]:
    """The lines of a form under its caption, up to who prepared it with telephones; blank lines and marks left out."""
    words = r"[\W_]+".join(map(re.escape, caption.split()))
    start = re.search(words, regulation)
    assert start is not None, caption
    below = regulation[start.end() :]
    # The caption may go on: «…, ухваленого між його засіданнями».
    stop = re.search(r"телефони", below)
    assert stop is not None
    lines = [plain(line) for line in below[: stop.end()].split("\n")]
    return [line for line in lines if line]


def printed(back: Back) -> str:
    return plain(" ".join(back_lines(back)))


def back_of(
    edition: Edition, kind: str, prepared: tuple[str, str, str], officials: Sequence[Official], dispatch: str,
    members: Sequence[str] = (), *, is_poll: bool = False,
) -> Back:  # fmt: skip
    """The reverse page of a paper like the one in the form: noun and body, head, who agreed, to whom."""
    form = act_paper.back_page(edition, kind, is_poll=is_poll)
    assert form is not None
    noun, body, head = prepared
    return Back(
        prepared=f"{noun} підготовлено {bodies.name_in(bodies.INSTRUMENTAL, body)}:",
        head=Named((act_paper.head_line(head),), NAME),
        groups=act_paper.groups(form, officials, members),
        dispatch=f"{noun} розіслати: {dispatch}.",
        preparer=PREPARER,
    )


class TestForms:
    def test_a_committees_decision(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        # In the order of visas (4.16.6): it is printed in that of the form.
        asked = [CHECKER, director("освіти і науки"), LEGAL, ANTICORRUPTION, DEPUTY, PROTOCOL, MANAGER]
        back = back_of(
            edition, "committee-decision",
            ("Рішення", "Управління комунальної власності міста", "Начальник управління комунальної власності міста"), asked,
            "управлінню комунальної власності міста, спеціалісту з контролю виконкому міськради, виконкому "
            "Металургійної районної у місті ради",
        )  # fmt: skip
        form = edition.get("decision_back_page_form")
        assert form is not None
        assert printed(back) == " ".join(sample(regulation, "проєкту рішення виконавчого комітету міської ради"))

    def test_a_protocol_decision(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        back = back_of(
            edition, "protocol-decision",
            ("Рішення", "Департамент розвитку інфраструктури міста", "Директор департаменту розвитку інфраструктури міста"),
            [CHECKER, LEGAL, ANTICORRUPTION, DEPUTY, PROTOCOL, MANAGER],
            "департаменту розвитку інфраструктури міста виконкому міськради, виконкомам районних у місті рад",
        )  # fmt: skip
        own = " ".join(sample(regulation, "ухваленого протокольно"))
        # The scan has a name under the heading itself, and a Russian letter in «юридичного».
        own = own.replace("начальники управлінь власне ім я прізвище", "начальники управлінь").replace(
            "юрідичного", "юридичного"
        )
        assert printed(back) == own

    def test_a_councils_decision(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        asked = [
            CHECKER, director("адміністративних послуг"), director("освіти і науки"), director("соціальної політики"),
            office("екології"), office("комунальної власності міста"), LEGAL, DEPUTY, DEPUTY, SECRETARY, PROTOCOL, MANAGER,
        ]  # fmt: skip
        back = back_of(
            edition, "council-decision",
            ("Рішення", "Департамент адміністративних послуг", "Директор департаменту адміністративних послуг"), asked,
            "секретарю міської ради, головам постійних комісій міської ради, заступникам міського голови, керуючій справами "
            "виконкому міської ради, керівникам департаментів, управлінь, відділів, інших виконавчих органів міської ради, "
            "виконкомам районних у місті рад",
        )  # fmt: skip
        own = " ".join(sample(regulation, "сторінки проекту рішення міської ради*"))
        # Names of several deputies stand in the form as one line.
        assert printed(back).replace(f"{plain(NAME)} {plain(NAME)} директори", "власні імена прізвища директори") == own

    def test_an_order(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        back = back_of(
            edition, "order",
            ("Розпорядження", "Департамент соціальної політики", "Директор департаменту соціальної політики"),
            [CHECKER, LEGAL, ANTICORRUPTION, DEPUTY, PROTOCOL, MANAGER],
            "департаменту соціальної політики виконкому міськради, виконкомам районних у місті рад, підприємствам, "
            "установам, організаціям за окремим списком",
        )  # fmt: skip
        assert printed(back) == " ".join(sample(regulation, "прокту розпорядження міського голови"))

    def test_a_decision_between_meetings(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        asked = [
            CHECKER, director("фінансів"), office("охорони здоров'я"), LEGAL, ANTICORRUPTION, DEPUTY, DEPUTY, FIRST, SECRETARY,
            PROTOCOL, MANAGER,
        ]  # fmt: skip
        back = back_of(
            edition, "committee-decision", ("Рішення", "Управління економіки", "Начальник управління економіки"), asked,
            "управлінням економіки, охорони здоров'я, департаменту фінансів виконкому міськради, управлінню Державної "
            "казначейської служби України у м. Кривому Розі Дніпропетровської області",
            ["Яна ЯЩЕНКО", "Ґеник ҐАВА", "Гнат ГНАТЮК", "Ївга ЇЖАК", "Ігор ІЛЬЧЕНКО"], is_poll=True,
        )  # fmt: skip
        # The scan has lost most of the names: the other words are compared, and the members must be in the alphabet's order.
        own = " ".join(sample(regulation, "ухваленого між його засіданнями*")).replace(plain(NAME), " ")
        ours = printed(back).replace(plain(NAME), " ")
        members = ["Гнат ГНАТЮК", "Ґеник ҐАВА", "Ігор ІЛЬЧЕНКО", "Ївга ЇЖАК", "Яна ЯЩЕНКО"]
        assert plain(" ".join(members)) in ours
        assert " ".join(ours.replace(plain(" ".join(members)), "").split()) == " ".join(own.split())

    def test_an_annex(self, kryvyi_rih: tuple[Edition, str]) -> None:
        edition, regulation = kryvyi_rih
        assert edition.get(act_paper.ANNEX_PAGE)
        body = bodies.name_in(bodies.INSTRUMENTAL, "Управління охорони здоров'я")
        back = Back(
            f"Додаток підготовлено {body}:",
            Named((act_paper.head_line("Начальник управління охорони здоров'я"),), NAME),
            preparer=PREPARER,
        )
        own = " ".join(sample(regulation, "додатка до проекту рішення міської"))
        assert (
            f"{plain('ради, виконавчого комітету міської ради, розпорядження міського голови')} {printed(back)}" == own
        )


class TestOtherCases:
    def test_an_acting_one_stands_with_both_posts_under_no_heading(self, kryvyi_rih: tuple[Edition, str]) -> None:
        form = act_paper.back_page(kryvyi_rih[0], "order")
        assert form is not None
        acting = ("В.о. начальника юридичного управління –", "заступник міського голови")
        found = act_paper.groups(form, [Official("legal_head", LEGAL.title, NAME, acting=acting), PROTOCOL])
        assert [(group.heading, group.people[0].lines) for group in found] == [
            ("", acting), ("", ("Начальник управління організаційно-протокольної роботи",)),
        ]  # fmt: skip

    def test_what_the_form_does_not_foresee_has_its_place_too(self, kryvyi_rih: tuple[Edition, str]) -> None:
        form = act_paper.back_page(kryvyi_rih[0], "order")
        assert form is not None
        outer = Official("treasury", "Начальник управління казначейської служби", "")
        other = Official("personnel_head", "Начальник кадрової служби", NAME)
        found = act_paper.groups(form, [CHECKER, director("фінансів"), other, PROTOCOL, outer, LEGAL])
        assert [(group.heading, [" ".join(one.lines) for one in group.people]) for group in found] == [
            ("", ["Директор департаменту фінансів"]),
            ("Начальники управлінь:", ["організаційно-протокольної роботи", "казначейської служби", "юридичного"]),
            ("", ["Начальник кадрової служби"]),
            ("", ["Головний спеціаліст"]),
        ]

    def test_higher_ones_of_a_section_stand_first_with_their_posts_in_full(
        self, kryvyi_rih: tuple[Edition, str]
    ) -> None:
        form = act_paper.back_page(kryvyi_rih[0], "order")
        assert form is not None
        found = act_paper.groups(form, [DEPUTY, FIRST, DEPUTY, SECRETARY])
        assert [(group.heading, [" ".join(one.lines) for one in group.people]) for group in found] == [
            ("", ["Секретар міської ради"]),
            ("", ["Перший заступник міського голови"]),
            ("Заступники міського голови:", ["", ""]),
        ]

    def test_posts_of_another_city_stand_where_its_form_says(self, kryvyi_rih: tuple[Edition, str]) -> None:
        form = act_paper.back_page(kryvyi_rih[0], "order")
        assert form is not None
        placed = {"deputy_mayor": ("deputy_mayor", "starosta"), "anticorruption": ("auditor",)}
        values = form.values | {"section_roles": placed, "role_headings": {"starosta": "старости"}}
        asked = [Official("starosta", "Староста", NAME), Official("auditor", "Ревізор", NAME), DEPUTY, DEPUTY]
        found = act_paper.groups(replace(form, values=values), [*asked, Official("starosta", "Староста", NAME)])
        assert [(group.heading, [" ".join(one.lines) for one in group.people]) for group in found] == [
            ("", ["Заступник міського голови"]),
            ("", ["Заступник міського голови"]),
            ("Старости:", ["", ""]),
            ("", ["Ревізор"]),
        ]

    def test_a_city_without_the_form_has_no_such_page(self) -> None:
        folder = max(path for path in (editions.ROOT / "druzhkivka").iterdir() if path.is_dir())
        edition = editions.Folder(folder).edition
        assert act_paper.back_page(edition, "order") is None
        assert act_paper.back_page(edition, "committee-decision", is_poll=True) is None


class TestBodies:
    @pytest.mark.parametrize(
        ("name", "by_whom", "to_whom"),
        [
            ("Управління економіки", "управлінням економіки", "управлінню економіки"),
            ("Юридичне управління", "юридичним управлінням", "юридичному управлінню"),
            ("Кадрова служба", "кадровою службою", "кадровій службі"),
            ("Архівний відділ", "архівним відділом", "архівному відділу"),
            ("Департамент фінансів", "департаментом фінансів", "департаменту фінансів"),
            ("Сектор з юридичних питань", "сектором з юридичних питань", "сектору з юридичних питань"),
            ("Бухгалтерія", "бухгалтерією", "бухгалтерії"),
            ("КП «Швидкісний трамвай»", "КП «Швидкісний трамвай»", "КП «Швидкісний трамвай»"),
        ],
    )
    def test_stand_in_a_sentence(self, name: str, by_whom: str, to_whom: str) -> None:
        assert bodies.name_in(bodies.INSTRUMENTAL, name) == by_whom
        assert bodies.name_in(bodies.DATIVE, name) == to_whom

    def test_outside_bodies_keep_their_capital(self) -> None:
        name = "Районна державна адміністрація"
        assert bodies.name_in(bodies.DATIVE, name, is_own=False) == "Районній державній адміністрації"
        assert bodies.without_council("Управління економіки виконкому міської ради") == "Управління економіки"
        assert bodies.without_council("Фінансове управління міської ради") == "Фінансове управління"
