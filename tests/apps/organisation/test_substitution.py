"""Handing duties over: two steps, the clause's own people and grounds, never two substitutes at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from magistrat.journal import queries as journal
from magistrat.organisation import actions, models, queries
from magistrat.organisation.actions import substitution as steps
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON
SINCE, UNTIL = date(2026, 3, 9), date(2026, 3, 16)
ORDER = models.Substitution.Ground.MAYOR_ORDER
DISTRIBUTION = models.Substitution.Ground.DUTY_DISTRIBUTION


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def handed(town: organisation.Town, actor_key: str = "mayor", **said: object) -> models.Substitution:
    given = {
        "actor": town.actor(actor_key),
        "at": AT,
        "absent": town.posts["mayor"],
        "substitute": town.posts["secretary"],
        "since": SINCE,
        "until": UNTIL,
        "reason": "leave",
        "ground_kind": ORDER,
    }
    return actions.propose(**(given | said))


class TestPropose:
    def test_takes_the_days_but_lets_nobody_act_yet(self, town: organisation.Town) -> None:
        kept = handed(town)
        assert kept.agreed_at is None
        assert queries.substitute_of(town.posts["mayor"], SINCE) is None
        entry = journal.of_subject(kind="organisation.substitution", subject=kept.pk)[0]
        assert (entry.code, entry.clause) == ("organisation.substitution_proposed", "1.2")
        assert "з 09.03.2026 до 15.03.2026 включно" in entry.payload["text"]

    def test_may_be_done_by_the_assistant_on_the_leaders_behalf(self, town: organisation.Town) -> None:
        assistant = town.assistant_of("mayor", "assistant")
        kept = handed(town, actor=assistant)
        assert kept.proposed_by == assistant.printed
        told = Message.objects.get()
        assert (told.to_post, told.link) == (town.posts["mayor"], f"/orhanizatsiia/zamishchennia/{kept.pk}/")
        assert "Підготовлено передачу Ваших обов'язків з 09.03.2026" in told.subject

    def test_is_not_told_to_the_leader_who_does_it_himself(self, town: organisation.Town) -> None:
        handed(town)
        assert not Message.objects.exists()

    def test_is_refused_to_a_leader_who_hands_over_anothers_duties(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            handed(town, "starosta")
        assert refused.value.is_right
        assert not models.Substitution.objects.exists()

    def test_is_refused_to_an_executor(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            handed(town, "surveyor", absent=town.posts["surveyor"], substitute=town.posts["surveyor_head"])
        assert refused.value.is_right

    def test_refuses_a_second_substitute_in_the_same_days(self, town: organisation.Town) -> None:
        kept, said = handed(town), {"substitute": town.posts["starosta"], "since": SINCE + timedelta(6), "until": None}
        with pytest.raises(
            Refusal, match="вже підготовлено передачу обов'язків посаді «Секретар виконкому»"
        ) as refused:
            handed(town, **said)
        assert refused.value.clause == "1.2"
        actions.agree(actor=town.actor("mayor"), at=AT, substitution=kept.pk)
        with pytest.raises(Refusal, match="двох заступників одночасно"):
            handed(town, **said)

    def test_takes_the_very_next_day(self, town: organisation.Town) -> None:
        handed(town)
        assert handed(town, substitute=town.posts["starosta"], since=UNTIL, until=None).pk

    def test_refuses_a_substitute_who_is_absent_himself(self, town: organisation.Town) -> None:
        handed(
            town,
            "secretary",
            absent=town.posts["secretary"],
            substitute=town.posts["starosta"],
            ground_kind=DISTRIBUTION,
        )
        with pytest.raises(Refusal, match="сам відсутній"):
            handed(town)

    def test_refuses_one_who_stands_in_for_another_in_these_days(self, town: organisation.Town) -> None:
        handed(town)
        with pytest.raises(Refusal, match="спершу передайте"):
            handed(
                town,
                "secretary",
                absent=town.posts["secretary"],
                substitute=town.posts["starosta"],
                ground_kind=DISTRIBUTION,
            )

    def test_refuses_whom_the_clause_does_not_name(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            handed(
                town,
                "starosta",
                absent=town.posts["starosta"],
                substitute=town.posts["clerk"],
                ground_kind=DISTRIBUTION,
            )
        assert refused.value.clause == "1.3"
        assert "заміщують одне одного" in refused.value.words

    def test_refuses_a_ground_that_the_clause_does_not_know(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="Такої підстави") as refused:
            handed(town, ground_kind=DISTRIBUTION)
        assert refused.value.clause == "1.2"

    def test_refuses_a_vacant_substitute(self, town: organisation.Town) -> None:
        models.Holding.objects.filter(post=town.posts["secretary"]).update(until=ON)
        with pytest.raises(Refusal, match="вакантна"):
            handed(town)

    def test_refuses_days_turned_round(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="не раніший"):
            handed(town, until=SINCE)

    def test_refuses_oneself(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="сама себе"):
            handed(town, substitute=town.posts["mayor"])

    def test_wants_a_post_that_there_is(self, town: organisation.Town) -> None:
        with pytest.raises(queries.NotThere):
            handed(town, substitute=0)

    def test_refuses_an_unknown_reason(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="причину"):
            handed(town, reason="whim")

    def test_leaves_nothing_when_the_journal_fails(
        self, town: organisation.Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(steps.journal, "record", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            handed(town)
        assert not models.Substitution.objects.exists()


class TestGrounds:
    @pytest.mark.parametrize("kind", [ORDER, DISTRIBUTION])
    @pytest.mark.parametrize(
        ("city", "absent", "substitute", "clause"),
        [
            # the distribution of duties itself fixes who stands in for whom (DR 2.10; KR 1.9.3, 7.9)
            ("druzhkivka", "deputy_1", "deputy_2", "2.10"),
            ("druzhkivka", "mayor", "secretary", "2.10"),
            ("kryvyi-rih", "secretary", "first_deputy", "1.9.3"),
        ],
    )
    def test_are_the_distribution_itself_or_an_order(
        self, db: None, city: str, absent: str, substitute: str, clause: str, kind: str
    ) -> None:
        town = organisation.town(city)
        kept = handed(
            town, "administrator", absent=town.posts[absent], substitute=town.posts[substitute], ground_kind=kind
        )
        assert journal.of_subject(kind="organisation.substitution", subject=kept.pk)[0].clause == clause
        assert [key for key, _ in queries.ground_choices(kept.absent, ON)] == [ORDER, DISTRIBUTION]

    def test_of_the_one_who_heads_the_committee_is_the_order_alone(self, db: None) -> None:
        town = organisation.town("kryvyi-rih")
        with pytest.raises(Refusal, match="Такої підстави") as refused:
            handed(
                town,
                "administrator",
                absent=town.posts["mayor"],
                substitute=town.posts["first_deputy"],
                ground_kind=DISTRIBUTION,
            )
        assert refused.value.clause == "1.6"


class TestAgree:
    def test_lets_the_substitute_act_and_tells_him(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        assert kept.is_agreed
        assert kept.wants_order
        acting = [one for one in queries.actors_of(town.people["secretary"], SINCE) if one.acting_for]
        assert [one.post_title for one in acting] == ["В.о. сільської голови – секретар виконкому"]
        assert acting[0].roles == {"mayor"}
        assert town.posts["mayor"] in acting[0].line
        assert Message.objects.get().to_post == town.posts["secretary"]

    def test_holds_on_its_days_only(self, town: organisation.Town) -> None:
        actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        days = [SINCE - timedelta(1), SINCE, UNTIL - timedelta(1), UNTIL]
        assert [bool(queries.substitute_of(town.posts["mayor"], day)) for day in days] == [False, True, True, False]

    def test_is_the_leaders_own_step(self, town: organisation.Town) -> None:
        kept = handed(town)
        with pytest.raises(Refusal, match="сам керівник"):
            actions.agree(actor=town.assistant_of("mayor", "assistant", ON), at=AT, substitution=kept.pk)

    def test_is_refused_when_the_substitutes_post_has_become_vacant(self, town: organisation.Town) -> None:
        kept = handed(town)
        models.Holding.objects.filter(post=town.posts["secretary"]).update(until=ON)
        with pytest.raises(Refusal, match="вакантна") as refused:
            actions.agree(actor=town.actor("mayor"), at=AT, substitution=kept.pk)
        assert refused.value.clause == "1.2"

    def test_is_refused_when_the_substitute_has_become_absent(self, town: organisation.Town) -> None:
        kept = handed(town)
        models.Substitution.objects.create(
            absent_id=town.posts["secretary"], substitute_id=town.posts["starosta"], reason="illness", since=UNTIL - timedelta(1),
            proposed_at=AT, proposed_by="Кадри",
        )  # fmt: skip
        with pytest.raises(Refusal, match="сам відсутній"):
            actions.agree(actor=town.actor("mayor"), at=AT, substitution=kept.pk)

    def test_is_refused_twice(self, town: organisation.Town) -> None:
        kept = handed(town)
        actions.agree(actor=town.actor("mayor"), at=AT, substitution=kept.pk)
        with pytest.raises(Refusal, match="уже затверджено"):
            actions.agree(actor=town.actor("mayor"), at=AT, substitution=kept.pk)

    def test_is_refused_without_a_right(self, town: organisation.Town) -> None:
        kept = handed(town)
        with pytest.raises(Refusal) as refused:
            actions.agree(actor=town.actor("surveyor"), at=AT, substitution=kept.pk)
        assert refused.value.is_right


class TestDaysThatAreOver:
    """Who acted on a day that is over does not change by a deed of today."""

    def test_are_not_proposed(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="не передають") as refused:
            handed(town, since=ON - timedelta(days=1))
        assert refused.value.clause == "1.2"
        assert handed(town, since=ON).pk

    def test_are_arranged_by_their_order_alone(self, town: organisation.Town) -> None:
        said = {
            "actor": town.actor("clerk"),
            "at": AT,
            "absent": town.posts["mayor"],
            "reason": "illness",
            "until": None,
        }
        said |= {"substitute": town.posts["starosta"], "since": ON - timedelta(days=1)}
        with pytest.raises(Refusal, match="номер розпорядження") as refused:
            actions.arrange(**said, order=" ")
        assert refused.value.clause == "1.2"
        assert actions.arrange(**said, order="від 27.02.2026 №9-р").since == ON - timedelta(days=1)

    def test_are_not_agreed_to(self, town: organisation.Town) -> None:
        kept, later = handed(town), AT + timedelta(days=9)
        assert actions.agree(actor=town.actor("mayor"), at=later, substitution=kept.pk).since == date(2026, 3, 11)
        assert queries.substitute_of(town.posts["mayor"], date(2026, 3, 10)) is None
        assert queries.substitute_of(town.posts["mayor"], date(2026, 3, 11)) is not None
        entry = journal.of_subject(kind="organisation.substitution", subject=kept.pk)[0]
        assert "з 11.03.2026 до 15.03.2026" in entry.payload["text"]

    def test_all_of_them_leave_nothing_to_agree_to(self, town: organisation.Town) -> None:
        kept = handed(town)
        with pytest.raises(Refusal, match=r"минули 15\.03\.2026: затверджувати"):
            actions.agree(actor=town.actor("mayor"), at=AT + timedelta(days=14), substitution=kept.pk)

    def test_stay_with_the_substitute_when_duties_are_taken_back(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        later, said = (
            AT + timedelta(days=9),
            {"actor": town.actor("mayor"), "substitution": kept.pk, "reason": "повернення"},
        )
        with pytest.raises(Refusal, match=r"можна повернути з 11\.03\.2026"):
            actions.cancel(**said, at=later, until=date(2026, 3, 10))
        actions.cancel(**said, at=later)
        assert self.signers(town, date(2026, 3, 10)) == [town.people["secretary"]]
        # On the day itself the substitute may have signed before, the mayor signs from now on.
        assert self.signers(town, date(2026, 3, 11)) == [town.people["mayor"], town.people["secretary"]]
        assert self.signers(town, date(2026, 3, 12)) == [town.people["mayor"]]

    def test_the_first_one_stays_too(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        first = AT + timedelta(days=7)
        kept = actions.cancel(actor=town.actor("mayor"), at=first, substitution=kept.pk, reason="відкликано")
        assert (kept.since, kept.until, kept.cancelled_at) == (SINCE, SINCE + timedelta(days=1), None)
        assert self.signers(town, SINCE) == [town.people["secretary"], town.people["mayor"]]
        assert self.signers(town, SINCE + timedelta(days=2)) == [town.people["mayor"]]
        acting = queries.signature_of(town.posts["mayor"], SINCE)
        assert acting.acting_for == town.posts["mayor"]

    def test_a_vacant_post_has_no_signer(self, town: organisation.Town) -> None:
        models.Holding.objects.filter(post=town.posts["mayor"]).update(until=ON)
        assert queries.signers_of(town.posts["mayor"], ON) == []

    def signers(self, town: organisation.Town, on: date) -> list[int | None]:
        return [one.person_id for one in queries.signers_of(town.posts["mayor"], on)]


class TestOrder:
    def test_may_be_added_later(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        assert [one.pk for one in queries.wanting_order(ON)] == [kept.pk]
        actions.add_order(actor=town.actor("clerk"), at=AT, substitution=kept.pk, order="від 06.03.2026 №12-р")
        assert not queries.wanting_order(ON)

    def test_wants_a_number(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="номер розпорядження"):
            actions.add_order(actor=town.actor("clerk"), at=AT, substitution=handed(town).pk, order=" ")

    def test_is_refused_without_a_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            actions.add_order(actor=town.actor("surveyor"), at=AT, substitution=handed(town).pk, order="№1")
        assert refused.value.is_right


class TestCancel:
    def test_before_the_first_day_frees_the_days(self, town: organisation.Town) -> None:
        kept = actions.cancel(
            actor=town.actor("mayor"), at=AT, substitution=handed(town).pk, reason="відпустку скасовано"
        )
        assert kept.cancelled_at == AT
        assert handed(town, substitute=town.posts["starosta"]).pk

    def test_in_the_midst_ends_it(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        at = AT + timedelta(days=9)
        kept = actions.cancel(actor=town.actor("clerk"), at=at, substitution=kept.pk, reason="відкликано з відпустки")
        assert (kept.cancelled_at, kept.until) == (None, date(2026, 3, 11))

    def test_wants_a_reason(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="причину"):
            actions.cancel(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk, reason="")

    def test_is_refused_twice_and_after_the_end(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        with pytest.raises(Refusal, match="вже закінчилося"):
            actions.cancel(actor=town.actor("clerk"), at=AT + timedelta(30), substitution=kept.pk, reason="пізно")
        actions.cancel(actor=town.actor("mayor"), at=AT, substitution=kept.pk, reason="скасовано")
        with pytest.raises(Refusal, match="скасовано"):
            actions.cancel(actor=town.actor("mayor"), at=AT, substitution=kept.pk, reason="скасовано")

    def test_on_the_first_day_is_refused_once_they_are_taken_back(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        said = {
            "actor": town.actor("mayor"),
            "at": AT + timedelta(days=7),
            "substitution": kept.pk,
            "reason": "відкликано",
        }
        actions.cancel(**said)
        with pytest.raises(Refusal, match=r"вже повернуто з 10\.03\.2026"):
            actions.cancel(**said)
        told = journal.of_subject(kind="organisation.substitution", subject=kept.pk)
        assert [one.code for one in told].count("organisation.substitution_cancelled") == 1

    def test_of_one_day_are_taken_back_on_it_once(self, town: organisation.Town) -> None:
        kept = actions.agree(actor=town.actor("mayor"), at=AT, substitution=handed(town).pk)
        models.Substitution.objects.update(until=SINCE + timedelta(days=1))
        said = {
            "actor": town.actor("mayor"),
            "at": AT + timedelta(days=7),
            "substitution": kept.pk,
            "reason": "відкликано",
        }
        actions.cancel(**said)
        assert town.people["mayor"] in [one.person_id for one in queries.signers_of(town.posts["mayor"], SINCE)]
        with pytest.raises(Refusal, match="вже повернуто"):
            actions.cancel(**said)

    def test_is_refused_without_a_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            actions.cancel(actor=town.actor("surveyor"), at=AT, substitution=handed(town).pk, reason="чому б ні")
        assert refused.value.is_right


class TestArrange:
    def test_does_both_steps_by_the_right_of_substitution(self, town: organisation.Town) -> None:
        kept = actions.arrange(
            actor=town.actor("clerk"),
            at=AT,
            absent=town.posts["mayor"],
            substitute=town.posts["starosta"],
            since=ON,
            until=None,
            reason="illness",
            order="від 02.03.2026 №9-р",
        )
        assert kept.is_agreed
        assert not kept.wants_order

    def test_is_refused_to_the_leader_himself(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            actions.arrange(
                actor=town.actor("mayor"),
                at=AT,
                absent=town.posts["mayor"],
                substitute=town.posts["starosta"],
                since=ON,
                until=None,
                reason="illness",
            )
        assert refused.value.is_right


def renamed(town: organisation.Town, post: str, title: str, changed_on: date) -> None:
    kept = models.Post.objects.get(pk=town.posts[post])
    names = ("roles", "rank", "is_leader", "is_department_head", "is_committee_member")
    actions.change_post(
        actor=town.actor("administrator"),
        at=AT,
        post=kept.pk,
        title=title,
        department=kept.department_id,
        head=kept.head_id,
        assists=kept.assists_id,
        changed_on=changed_on,
        **{name: getattr(kept, name) for name in names},
    )


class TestSignatures:
    @pytest.fixture
    def printed(self, db: None) -> organisation.Town:
        return organisation.town("kryvyi-rih")

    def arranged(self, town: organisation.Town, absent: str, substitute: str, ground_kind: str) -> tuple[str, ...]:
        actions.arrange(
            actor=town.actor("administrator"),
            at=AT,
            absent=town.posts[absent],
            substitute=town.posts[substitute],
            since=ON,
            until=None,
            reason="leave",
            ground_kind=ground_kind,
        )
        found = queries.signature_of(town.posts[absent], ON)
        assert found is not None
        assert found.person_id == town.people[substitute]
        return found.lines

    def test_print_both_posts_as_the_clauses_show(self, printed: organisation.Town) -> None:
        # KR 4.5, 4.16.7.1, 4.16.7.2, letter by letter
        assert self.arranged(printed, "mayor", "first_deputy", ORDER) == (
            "В.о. міського голови –",
            "перший заступник міського голови",
        )
        assert self.arranged(printed, "affairs_manager", "deputy_1", DISTRIBUTION) == (
            "В.о. керуючої справами виконкому –",
            "заступник міського голови",
        )

    def test_print_the_affairs_manager_for_a_deputy(self, printed: organisation.Town) -> None:
        assert self.arranged(printed, "deputy_1", "affairs_manager", DISTRIBUTION) == (
            "В.о. заступника міського голови –",
            "керуюча справами виконкому",
        )

    @pytest.mark.parametrize(
        ("absent", "substitute", "title", "before", "after"),
        [
            # KR 4.5: the substitute's post is called otherwise from a day
            (
                "mayor",
                "first_deputy",
                ("first_deputy", "Перша заступниця міського голови"),
                ("В.о. міського голови –", "перший заступник міського голови"),
                ("В.о. міського голови –", "перша заступниця міського голови"),
            ),
            # KR 4.16.7.1: the absent post itself
            (
                "affairs_manager",
                "deputy_1",
                ("affairs_manager", "Керуючий справами виконкому"),
                ("В.о. керуючої справами виконкому –", "заступник міського голови"),
                ("В.о. керуючого справами виконкому –", "заступник міського голови"),
            ),
        ],
    )
    def test_print_a_new_title_from_its_day_on_and_the_former_one_before_it(
        self,
        printed: organisation.Town,
        absent: str,
        substitute: str,
        title: tuple[str, str],
        before: tuple[str, str],
        after: tuple[str, str],
    ) -> None:
        self.arranged(printed, absent, substitute, DISTRIBUTION if absent != "mayor" else ORDER)
        renamed(printed, *title, SINCE)
        eve = SINCE - timedelta(days=1)
        for day, lines in ((ON, before), (eve, before), (SINCE, after), (UNTIL, after)):
            found = queries.signature_of(printed.posts[absent], day)
            assert found is not None
            assert found.lines == lines
            acting = [one for one in queries.actors_of(printed.people[substitute], day) if one.acting_for]
            assert [one.post_title for one in acting] == [" ".join(lines)]

    def test_print_the_holder_under_the_title_of_the_day(self, printed: organisation.Town) -> None:
        renamed(printed, "first_deputy", "Перша заступниця міського голови", SINCE)
        days = {ON: "Перший заступник міського голови", SINCE: "Перша заступниця міського голови"}
        for day, title in days.items():
            found = queries.signature_of(printed.posts["first_deputy"], day)
            assert found is not None
            assert found.title == title
            assert printed.actor("first_deputy", day).post_title == title

    def test_keep_the_form_in_which_the_city_wrote_the_former_title(self, printed: organisation.Town) -> None:
        models.Post.objects.filter(pk=printed.posts["mayor"]).update(title_genitive="міської голови")
        self.arranged(printed, "mayor", "first_deputy", ORDER)
        renamed(printed, "mayor", "Голова міста", SINCE)
        lines = [queries.signature_of(printed.posts["mayor"], day).lines[0] for day in (ON, SINCE)]
        assert lines == ["В.о. міської голови –", "В.о. голови міста –"]

    def test_print_the_holder_alone_when_nobody_stands_in(self, printed: organisation.Town) -> None:
        found = queries.signature_of(printed.posts["mayor"], ON)
        assert found is not None
        assert (found.title, found.acting_for) == ("Міський голова", None)
        assert found.name.split()[-1].isupper()

    def test_are_empty_for_a_vacant_post(self, printed: organisation.Town) -> None:
        models.Holding.objects.filter(post=printed.posts["mayor"]).update(until=ON)
        assert queries.signature_of(printed.posts["mayor"], ON) is None


class TestTwoAtOnce:
    def propose(
        self, town: organisation.Town, absent: str, substitute: str, told: list[str], start: threading.Barrier
    ) -> None:
        kind = ORDER if absent == "mayor" else DISTRIBUTION
        posts = {"absent": town.posts[absent], "substitute": town.posts[substitute]}
        try:
            start.wait()
            kept = handed(town, "clerk", ground_kind=kind, **posts)
            told.append(f"done {kept.pk}")
        except Refusal as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(
        ("pairs", "refused"),
        [
            ((("mayor", "secretary"), ("mayor", "starosta")), "вже підготовлено"),
            # each to the other: nobody would be there
            ((("starosta", "secretary"), ("secretary", "starosta")), "сам відсутній"),
        ],
    )
    def test_one_is_done_and_the_other_refused(self, pairs: list[tuple[str, str]], refused: str) -> None:
        town = organisation.town()
        told: list[str] = []
        start = threading.Barrier(2)
        both = [
            threading.Thread(target=self.propose, args=(town, absent, substitute, told, start))
            for absent, substitute in pairs
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert [word.startswith("done ") for word in sorted(told)] == [True, False]
        assert any(refused in word for word in told), told
        assert models.Substitution.objects.count() == 1

    def test_the_database_itself_refuses_the_second(self, town: organisation.Town) -> None:
        kept = handed(town)
        kept.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.save(force_insert=True)
