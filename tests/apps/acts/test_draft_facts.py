"""What the rules are told of a draft: earlier acts that it names, other drafts, the paper on whose execution it is."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from magistrat.acts.actions import drafting
from magistrat.acts.draft import Beginning, Content
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import drafts, facts
from magistrat.documents.actions import grants, registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Document, DocumentKind, Registry
from magistrat.journal.actor import SYSTEM
from magistrat.rules.act_text import ActText, Point
from magistrat.rules.refusal import Refusal
from tests.factories import acts, documents
from tests.factories.acts import AT, TEXT, Hall
from tests.factories.regulation import ON

pytestmark = pytest.mark.django_db
CHANGING = ActText(
    "Про внесення змін до рішення виконкому міської ради від 02.02.2026 № 5", "Відповідно до Закону", "вирішив:",
    (Point("1", "Внести зміни до пункту 2 рішення виконкому міської ради від 02.02.2026 № 5"),),
)  # fmt: skip
ON_EARLIER = date(2026, 2, 2)


@pytest.fixture
def first() -> Hall:
    return acts.hall("kryvyi-rih")


@pytest.fixture
def second() -> Hall:
    return acts.hall("druzhkivka")


def draft(hall: Hall, text: ActText, *, by: str = "economy_exec") -> Act:
    start = Beginning("committee-decision", "decisions", text.title)
    act = drafting.begin(actor=hall.actor(by), at=AT, start=start)
    return drafting.write(actor=hall.actor(by), at=AT, act=act.pk, content=Content(text=text), revision=0)


def said(act: Act) -> list[str]:
    return [one.message for one in facts.findings(act, ON)]


class TestEarlierActs:
    def test_an_act_without_force_is_warned_of_unless_it_is_repealed_here(self, first):
        earlier = acts.registered(first, 5, ON_EARLIER, by="economy_exec", kind="committee-decision")
        Act.objects.filter(pk=earlier.pk).update(force=Act.Force.LOST)
        text = dataclasses.replace(TEXT, stating="Відповідно до рішення виконкому міської ради від 02.02.2026 № 5")
        assert any("не є чинним: рішення виконкому" in message for message in said(draft(first, text)))
        repealing = dataclasses.replace(
            TEXT, points=(Point("1", "Визнати таким, що втратило чинність, рішення виконкому міської ради від 02.02.2026 № 5"),)
        )  # fmt: skip
        assert not any("не є чинним" in message for message in said(draft(first, repealing)))

    def test_the_same_number_of_another_kind_is_another_act(self, first):
        acts.registered(first, 5, ON_EARLIER, by="economy_exec", kind="council-decision")
        assert [one for _, one in facts.references(CHANGING)] == [None, None]

    def test_the_third_change_asks_for_a_new_wording(self, second):
        earlier = acts.registered(second, 5, ON_EARLIER, by="economy_exec", kind="committee-decision")
        for number in (6, 7):
            change = acts.registered(second, number, ON, by="economy_exec", kind="committee-decision")
            Relation.objects.create(source=change, kind="changes", target=earlier, target_points=["1"], done_at=AT)
        act = draft(second, CHANGING)
        assert any("вже змінювали 2 рази" in message for message in said(act))
        anew = draft(second, dataclasses.replace(CHANGING, title="Про нову редакцію рішення виконкому"))
        assert not any("вже змінювали" in message for message in said(anew))


def test_another_draft_with_the_same_title_or_of_the_same_act_is_told_of(first):
    earlier = acts.registered(first, 5, ON_EARLIER, by="economy_exec", kind="committee-decision")
    other = draft(first, CHANGING, by="business_exec")
    Relation.objects.create(source=other, kind="changes", target=earlier)
    mine = said(draft(first, CHANGING))
    assert sum("Є інший проєкт з такою самою назвою" in message for message in mine) == 1
    assert sum("вносить інший проєкт" in message for message in mine) == 1
    assert first.post("business_exec").title in " ".join(mine)


def letter(hall: Hall, to: str) -> Document:
    """A ministry's letter that the post sees."""
    ministry = documents.correspondent("Міністерство розвитку", "central_body")
    kind = DocumentKind.objects.get(key="ministry_letter").pk
    card = Card(
        kind=kind, summary="Про підготовку господарства", parties=(Party(ministry.pk, "12/34-5", ON_EARLIER),),
        addressee=hall.town.posts["mayor"], way="post", arrived_at=AT,
    )  # fmt: skip
    registry = Registry.objects.filter(direction="incoming").order_by("id")[0].pk
    paper = registration.register_incoming(actor=SYSTEM, at=AT, registry_id=registry, card=card)
    grants.give(document=paper, at=AT, reason="executor", source="tests:letter", post=hall.town.posts[to])
    return paper


class TestOnExecution:
    def begun(self, hall: Hall, paper: Document) -> Act:
        start = Beginning("order", "main_activity", "Про підготовку", executes=paper.pk)
        return drafting.begin(actor=hall.actor("economy_exec"), at=AT, start=start)

    def test_the_grounds_name_the_paper(self, first):
        act = self.begun(first, letter(first, "economy_exec"))
        assert any("бракує: назва виду документа, автор, дата, номер, заголовок" in message for message in said(act))
        stating = "На виконання листа Міністерства розвитку від 02.02.2026 № 12/34-5 «Про підготовку господарства»"
        content = Content(text=ActText("Про підготовку", stating))
        act = drafting.write(actor=first.actor("economy_exec"), at=AT, act=act.pk, content=content, revision=0)
        assert not any("бракує" in message for message in said(act))
        assert drafts.acts_on(first.actor("economy_exec"), act.executes_id) == [act]

    def test_an_act_of_our_own_is_adopted_within_thirty_days(self, second):
        """DR 8.7: the paper came on 2 March, thirty days on is 1 April."""
        act = self.begun(second, letter(second, "economy_exec"))
        until = facts.adopt_by(act)
        assert (until.due, until.clause) == (date(2026, 4, 1), "8.7")
        assert any("нормативно-правовий акт органу виконавчої влади" in message for message in said(act))

    def test_a_paper_of_others_is_none_to_execute(self, first):
        paper = letter(first, "business_exec")
        with pytest.raises(Refusal, match="який Вам надано"):
            self.begun(first, paper)
