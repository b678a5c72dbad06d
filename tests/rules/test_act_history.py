"""What an act was on a day, what may be done to it, its text with a change carried out (KR 1.8, 4.44, 6.22, 15.13; DR 4.11)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import act_changing, act_history, act_plain, act_text
from magistrat.rules.act_history import Deed, Life, Redaction, on_day
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.edition import Edition
from tests.cities import editions

DECISION, COUNCIL, ORDER = "committee-decision", "council-decision", "order"
BORN, ENDED = date(2018, 12, 12), date(2021, 7, 21)


def day(text: str) -> date:
    """«21.07.2021»."""
    return date(*(int(part) for part in reversed(text.split("."))))


@cache
def edition(slug: str) -> Edition:
    return editions.Folder(max(path for path in (editions.ROOT / slug).iterdir() if path.is_dir())).edition


class TestOnADay:
    # The story of decision 575: changed four times, repealed by 377 (KR 4.44).
    LIFE = Life(BORN)
    DEEDS = (
        Deed(day("19.02.2020"), "changes", "№ 104", is_whole=False),
        Deed(day("10.02.2021"), "changes", "№ 84", is_whole=False),
        Deed(ENDED, "repeals", "№ 377"),
    )
    TEXTS = (Redaction(day("19.02.2020"), 1, "№ 104"), Redaction(day("10.02.2021"), None, "№ 84", is_confirmed=False))

    @pytest.mark.parametrize(
        ("on", "force", "redaction", "awaited"),
        [
            ("11.12.2018", "none", None, 0),
            ("12.12.2018", "in_force", None, 0),
            ("18.02.2020", "in_force", None, 0),
            ("19.02.2020", "in_force", 1, 0),
            # Changed, but nobody has confirmed the text: the last confirmed one is shown and the change named.
            ("10.02.2021", "in_force", 1, 1),
            ("20.07.2021", "in_force", 1, 1),
            ("21.07.2021", "lost_force", 1, 1),
            ("01.01.2026", "lost_force", 1, 1),
        ],
    )
    def test_an_act_changed_and_repealed(self, on: str, force: str, redaction: int | None, awaited: int) -> None:
        found = on_day(day(on), self.LIFE, self.DEEDS, self.TEXTS)
        assert (found.force, found.redaction, len(found.awaited)) == (force, redaction, awaited)
        if force == "lost_force":
            assert (found.since, found.by) == (ENDED, "№ 377")

    @pytest.mark.parametrize(
        ("on", "force", "since"),
        [
            ("05.03.2026", "in_force", "01.03.2026"),
            ("10.03.2026", "suspended", "10.03.2026"),
            ("19.03.2026", "suspended", "10.03.2026"),
            ("20.03.2026", "in_force", "20.03.2026"),
            # The term is inclusive.
            ("31.03.2026", "in_force", "20.03.2026"),
            ("01.04.2026", "expired", "01.04.2026"),
        ],
    )
    def test_stopped_renewed_and_expired(self, on: str, force: str, since: str) -> None:
        deeds = (Deed(day("20.03.2026"), "renews", "№ 8"), Deed(day("10.03.2026"), "suspends", "№ 7"))
        found = on_day(day(on), Life(day("01.03.2026"), day("31.03.2026")), deeds)
        assert (found.force, found.since) == (force, day(since))

    def test_what_has_expired_is_not_repealed_afterwards(self) -> None:
        life = Life(day("01.03.2026"), day("31.03.2026"))
        assert on_day(day("01.06.2026"), life, [Deed(day("01.05.2026"), "repeals", "№ 9")]).force == "expired"

    def test_a_repealed_part_leaves_the_act_in_force(self) -> None:
        deeds = [Deed(day("01.05.2026"), "repeals", "№ 9", is_whole=False)]
        assert on_day(day("01.06.2026"), Life(BORN), deeds).force == "in_force"

    def test_a_text_of_the_day_of_loss_and_later_is_not_its_text(self) -> None:
        texts = [Redaction(ENDED, 5), Redaction(ENDED + timedelta(days=9), 6)]
        assert (
            on_day(ENDED + timedelta(days=20), Life(BORN), [Deed(ENDED, "repeals", "№ 377")], texts).redaction is None
        )

    @given(
        st.lists(st.tuples(st.integers(0, 900), st.sampled_from(sorted(act_history.TOUCHING)), st.booleans())),
        st.one_of(st.none(), st.integers(0, 900)),
        st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=6),
    )
    def test_between_the_days_that_are_told_nothing_changes(
        self, deeds: list[tuple[int, str, bool]], until: int | None, texts: list[tuple[int, bool]]
    ) -> None:
        def after(days: int) -> date:
            return BORN + timedelta(days=days)

        life = Life(BORN, None if until is None else after(until))
        done = [Deed(after(on), kind, "№", is_whole=whole) for on, kind, whole in deeds]
        redactions = [Redaction(after(on), key, is_confirmed=sure) for key, (on, sure) in enumerate(texts)]
        told = act_history.days(life, done, redactions)
        assert told[0] == BORN
        ended = False
        for number in range(-1, 905, 7):
            on = after(number)
            now = on_day(on, life, done, redactions)
            # The standing is that of the last told day; an ended act never lives again.
            before = [one for one in told if one <= on]
            assert now == on_day(before[-1], life, done, redactions) if before else now.force == "none"
            assert not (ended and now.force in ("in_force", "suspended", "none"))
            ended = now.force in ("lost_force", "cancelled", "expired")


class TestWhatMayBeDone:
    @pytest.mark.parametrize(
        ("city", "kind", "source", "target", "clause"),
        [
            ("kryvyi-rih", "repeals", DECISION, DECISION, None),
            ("kryvyi-rih", "repeals", ORDER, DECISION, "4.44"),
            ("kryvyi-rih", "repeals", COUNCIL, DECISION, "4.44"),
            ("kryvyi-rih", "cancels", COUNCIL, DECISION, None),
            ("kryvyi-rih", "cancels", DECISION, DECISION, "4.44"),
            ("kryvyi-rih", "cancels", COUNCIL, COUNCIL, None),
            ("kryvyi-rih", "cancels", DECISION, COUNCIL, "5.41"),
            ("kryvyi-rih", "repeals", DECISION, ORDER, "6.22"),
            # Orders are not cancelled: they lose force by an order or with their term.
            ("kryvyi-rih", "cancels", ORDER, ORDER, "6.22"),
            ("kryvyi-rih", "repeals", ORDER, ORDER, None),
            ("kryvyi-rih", "suspends", ORDER, DECISION, None),
            ("kryvyi-rih", "renews", ORDER, DECISION, None),
            ("kryvyi-rih", "suspends", ORDER, COUNCIL, "5.41"),
            ("kryvyi-rih", "changes", DECISION, COUNCIL, "5.41"),
            ("kryvyi-rih", "executes", ORDER, COUNCIL, None),
            ("kryvyi-rih", "refers", ORDER, DECISION, None),
            ("druzhkivka", "suspends", ORDER, DECISION, None),
            ("druzhkivka", "repeals", ORDER, DECISION, ""),
            ("druzhkivka", "cancels", COUNCIL, DECISION, None),
            ("druzhkivka", "cancels", ORDER, DECISION, ""),
        ],
    )
    def test_who_may_touch_whose_act(self, city: str, kind: str, source: str, target: str, clause: str | None) -> None:
        refusal = act_history.kind_refusal(edition(city), kind, source, target)
        assert (refusal.clause if refusal else None) == clause

    @pytest.mark.parametrize(
        ("city", "changed", "points", "is_refused"),
        [
            ("druzhkivka", 0, ["2"], False), ("druzhkivka", 1, ["2"], False), ("druzhkivka", 2, ["2"], True),
            ("druzhkivka", 5, [], False), ("kryvyi-rih", 5, ["2"], False),
        ],
    )  # fmt: skip
    def test_the_third_change_is_a_new_wording(
        self, city: str, changed: int, points: list[str], is_refused: bool
    ) -> None:
        refusal = act_history.wording_refusal(edition(city), "changes", DECISION, changed, points)
        assert (refusal is not None) == is_refused
        assert refusal is None or refusal.clause == "4.11"

    def test_the_redaction_is_due_in_ten_days_where_a_clause_says_so(self) -> None:
        folder = editions.Folder(max(path for path in (editions.ROOT / "kryvyi-rih").iterdir() if path.is_dir()))
        # 21.07.2021 and ten days is Saturday 31.07: the next working day is Monday 02.08.
        assert act_history.redaction_due(folder.edition, ENDED, folder.calendar) == (day("02.08.2021"), "15.13")
        assert act_history.redaction_due(edition("druzhkivka"), ENDED, folder.calendar) is None

    def test_the_mark_names_acts_by_their_days(self) -> None:
        acts = [(day("10.02.2021"), "рішення від 10.02.2021 № 84"), (day("19.02.2020"), "рішення від 19.02.2020 № 104")]
        assert act_history.mark_of_changes(edition("kryvyi-rih"), acts) == (
            "(зі змінами, унесеними згідно з актами: рішення від 19.02.2020 № 104, рішення від 10.02.2021 № 84)"
        )
        assert act_history.mark_of_changes(edition("kryvyi-rih"), []) == ""
        assert act_history.mark_of_changes(edition("druzhkivka"), acts) == ""


TEXT = ActText(
    title="Про робочу групу",
    stating="З метою координації, відповідно до ст. 40 Закону",
    points=(
        Point("1", "Створити робочу групу"),
        Point(
            "2",
            "Подавати звіти до 1 числа",
            named="Управлінням",
            points=(Point("2.1", "За місяць"), Point("2.2", "За квартал")),
        ),
        Point("3", "Контроль покласти на заступника", is_control=True),
    ),
    annexes=(Annex("1", "Склад", rows=(("А", "голова"),)),),
)


def changing(*points: str, annexes: tuple[Annex, ...] = ()) -> ActText:
    return ActText(points=act_text.numbered(Point("", text) for text in points), annexes=annexes)


def labels(text: ActText) -> list[str]:
    return [point.label for point in act_text.walk(text.points)]


class TestChanging:
    @pytest.mark.parametrize(
        ("said", "label", "words"),
        [
            ("Пункт 1 викласти в такій редакції: «1. Створити штаб.»", "1", "Створити штаб"),
            (
                "Викласти пункт 1 рішення від 12.12.2018 №575 у новій редакції: «Створити штаб «Зима».»",
                "1",
                "Створити штаб «Зима»",
            ),
            ("Доповнити пунктом 4 такого змісту: «4. Оприлюднити рішення.»", "4", "Оприлюднити рішення"),
            ("Пункт 2 доповнити підпунктом 2.3 такого змісту: «За рік»", "2.3", "За рік"),
            ("У пункті 1 слова «робочу групу» замінити словами «штаб»", "1", "Створити штаб"),
            (
                "В абзаці першому пункту 1 після слів «робочу» доповнити словами «спільну»",
                "1",
                "Створити робочу спільну групу",
            ),
            ("У підпункті 2.1 слово «місяць» замінити словом «тиждень»", "2.1", "За тиждень"),
            ("У пункті 2 слова «до 1 числа» виключити", "2", "Подавати звіти"),
        ],
    )
    def test_a_set_phrase_is_carried_out(self, said: str, label: str, words: str) -> None:
        made = act_changing.propose(TEXT, changing(said))
        assert not made.troubles
        assert next(one.text for one in act_text.walk(made.text.points) if one.label == label) == words

    @pytest.mark.parametrize(
        ("said", "left"),
        [
            ("Пункт 1 виключити", ["2", "2.1", "2.2", "3"]),
            ("Визнати таким, що втратив чинність, пункт 2 рішення", ["1", "3"]),
            ("Виключити підпункти 2.1, 2.2", ["1", "2", "3"]),
            ("Пункт 3 вважати пунктом 4", ["1", "2", "2.1", "2.2", "4"]),
            ("Пункт 2 вважати відповідно пунктом 5", ["1", "5", "5.1", "5.2", "3"]),
        ],
    )
    def test_points_go_or_get_other_numbers(self, said: str, left: list[str]) -> None:
        assert labels(act_changing.propose(TEXT, changing(said)).text) == left

    def test_a_new_wording_brings_its_own_points(self) -> None:
        said = "Пункт 2 викласти в такій редакції:\n«2. Подавати:\n2.1. За рік.\n2.2. За півріччя,\nокремо.»"
        made = act_changing.propose(TEXT, changing(said)).text
        assert labels(made) == ["1", "2", "2.1", "2.2", "3"]
        assert made.points[1].points[1].text == "За півріччя,\nокремо"

    def test_several_changes_in_one_act_follow_one_another(self) -> None:
        said = (
            "Унести зміни до рішення: у пункті 1 слова «робочу групу» замінити словами «штаб»; пункт 2 виключити",
            "Заголовок викласти в такій редакції: «Про штаб»",
            "Додаток 1 викласти в новій редакції (додається)",
            "Контроль за виконанням покласти на керуючу справами",
        )
        new = Annex("", "Склад штабу", rows=(("Б", "голова"),))
        made = act_changing.propose(TEXT, changing(*said, annexes=(new,)))
        assert not made.troubles
        assert made.text.title == "Про штаб"
        assert labels(made.text) == ["1", "3"]
        assert made.text.annexes == (dataclasses.replace(new, label="1"),)

    def test_words_change_where_they_stand(self) -> None:
        said = (
            "У констатуючій частині слова «координації» замінити словами «порядку»",
            "У пункті 2 слово «Управлінням» замінити словом «Відділам»",
        )
        made = act_changing.propose(TEXT, changing(*said))
        assert not made.troubles
        assert made.text.stating.startswith("З метою порядку, відповідно")
        assert made.text.points[1].named == "Відділам"
        due = dataclasses.replace(TEXT, points=(Point("1", "Подати звіт", due_words="до 01.03.2026"),))
        later = act_changing.propose(due, changing("У пункті 1 цифри «01.03» замінити цифрами «01.05»")).text
        assert later.points[0].due_words == "до 01.05.2026"

    def test_the_whole_act_is_written_anew(self) -> None:
        new = Annex("", "Про штаб", "1. Створити штаб.\n2. Подавати звіти:\n2.1. За місяць,\nокремо.")
        made = act_changing.propose(TEXT, changing("Рішення викласти в новій редакції (додається)", annexes=(new,)))
        assert not made.troubles
        assert (made.text.title, labels(made.text)) == ("Про штаб", ["1", "2", "2.1"])
        unread = dataclasses.replace(new, text="Текст без пунктів")
        made = act_changing.propose(TEXT, changing("Рішення викласти в новій редакції (додається)", annexes=(unread,)))
        assert made.troubles == ("Нову редакцію всього акта не розпізнано в додатку: внесіть її текст.",)
        other = act_changing.propose(TEXT, changing("Додаток 7 викласти в новій редакції (додається)", annexes=(new,)))
        assert other.troubles == ("Додатка 7 в акті немає.",)

    def test_only_the_point_about_this_act_is_read(self) -> None:
        source = changing("Пункт 1 виключити", "Пункт 3 виключити")
        assert labels(act_changing.propose(TEXT, source, "2").text) == ["1", "2", "2.1", "2.2"]

    @pytest.mark.parametrize(
        ("said", "trouble"),
        [
            ("Пункт 9 виключити", "Пункту 9 в акті немає."),
            ("Доповнити пунктом 3 такого змісту: «Інше»", "Пункт 3 уже є: доповнити ним не можна."),
            ("У пункті 1 слова «штаб» замінити словами «групу»", "У пункті 1 немає слів «штаб»."),
            (
                "У констатуючій частині слова «указ» замінити словами «закон»",
                "У констатуючій частині немає слів «указ».",
            ),
            (
                "Доповнити рішення новими положеннями щодо звітності",
                "Не розпізнано: «Доповнити рішення новими положеннями щодо звітності»",
            ),
        ],
    )
    def test_what_does_not_fit_is_left_to_the_person(self, said: str, trouble: str) -> None:
        made = act_changing.propose(TEXT, changing(said))
        assert made.troubles == (trouble,)
        assert made.text == TEXT

    @given(st.text(alphabet="пунктвикласти редакції:«»123.\n;словадоповнити", max_size=200))
    def test_no_words_break_it(self, said: str) -> None:
        made = act_changing.propose(TEXT, changing(said))
        assert act_text.read(act_text.write(made.text)) == made.text


class TestPlainLines:
    def test_a_text_is_the_same_when_it_comes_back(self) -> None:
        whole = dataclasses.replace(
            TEXT, ordering="зобов'язую:", stating="З метою координації\nта порядку", note="",
            annexes=(Annex("1", "Перелік", "Складено.", rows=(("№", "Назва"), ("1", "Мережа"))), Annex("2", "Склад робочої групи",
                     rows=(("А", "голова", "за згодою"),), is_commission=True)),
        )  # fmt: skip
        words = act_plain.written(whole, act_text.Titles())
        again, left = act_plain.read(whole.title, words, BORN)
        assert not left
        assert act_plain.written(again, act_text.Titles()) == words
        assert labels(again) == labels(whole)
        assert [one.rows for one in again.annexes] == [one.rows for one in whole.annexes]
        assert [one.is_control for one in again.points] == [False, False, True]

    def test_what_belongs_nowhere_is_named(self) -> None:
        assert act_plain.read("Про інше", "| рядок | таблиці |", BORN)[1] == ("рядок | таблиці",)
