"""Deeds of one button or a few words: asked for on a page of the sitting, answered there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from magistrat.documents.forms.publicity import judged
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import (
    agenda_fixing,
    agendas,
    announcing,
    binders,
    convening,
    delivering,
    invitations,
    lateness,
    members,
    originals,
    packages,
    planning,
    proposals,
    publishing,
    questions,
)
from magistrat.sittings.forms.preparing import MoveForm
from magistrat.sittings.pages import agenda as agenda_page
from magistrat.sittings.pages import invited as invited_page
from magistrat.sittings.pages import materials as materials_page
from magistrat.sittings.pages import members as members_page
from magistrat.sittings.pages import question as question_page
from magistrat.sittings.pages import way as way_page
from magistrat.ui.days import asked
from magistrat.ui.routes import allow

Read = Callable[[QueryDict], dict[str, Any]]


def nothing(_: QueryDict) -> dict[str, Any]:
    """A deed that needs no words."""
    return {}


@dataclass(frozen=True)
class Deed:
    """What an address does: the action, what it is told, what is said when it is done, on which page it is shown."""

    action: Callable[..., Any]
    done: str
    page: str
    read: Read = nothing
    said: Mapping[str, Any] = field(default_factory=dict)


def words(*names: str) -> Read:
    """Texts of these fields."""
    return lambda post: {name: post.get(name, "") for name in names}


def _moved(post: QueryDict) -> dict[str, Any]:
    form = MoveForm(post)
    if not form.is_valid():
        raise Refusal("", next(str(errors[0]) for errors in form.errors.values()))
    return form.cleaned_data


def _number(post: QueryDict, name: str) -> int | None:
    written = post.get(name, "").strip()
    if not written:
        return None
    if not written.isdecimal() or len(written) > 4:
        raise Refusal("", f"Зазначте число цифрами: «{written}».")
    return int(written)


def _convened(post: QueryDict) -> dict[str, Any]:
    chosen = post.get("document", "")
    return {"order": post.get("order", ""), "document": int(chosen) if chosen.isdecimal() else None}


def _wanted(post: QueryDict) -> dict[str, Any]:
    return {"wanted": [int(one) for one in post.getlist("pytannia") if one.isdecimal()]}


def _delivered(post: QueryDict) -> dict[str, Any]:
    return {
        "copies": _number(post, "copies"), "has_card": "has_card" in post or "asks_card" not in post,
        "late_reason": post.get("late_reason", ""),
    }  # fmt: skip


def _letter(post: QueryDict) -> dict[str, Any]:
    letter = {name.removeprefix("letter_"): post[name] for name in post if name.startswith("letter_")}
    return {
        "letter": letter, "has_no_personal_data": "checked" in post, "exception": post.get("exception", ""),
        "judged": judged(post), "proposals_until": _until(post),
    }  # fmt: skip


def _until(post: QueryDict) -> date | None:
    written = post.get("proposals_until", "").strip()
    day = asked(written)
    if written and day is None:
        raise Refusal("", f"Зазначте день так: 31.12.2026. «{written}» прочитати не вдалося.")
    return day


def _looked_at(post: QueryDict) -> dict[str, Any]:
    """What whoever publishes has said of the text, where it was shown to him."""
    if "vidbytok" not in post:
        return {}
    if "checked" not in post:
        raise Refusal("", "Підтвердьте, що переглянули текст цілком.")
    return {"judged": judged(post), "proposals_until": _until(post)}


def _replaced(post: QueryDict) -> dict[str, Any]:
    return {"judged": _looked_at(post).get("judged", judged(post)), "reason": post.get("reason", "")}


def _transferred(post: QueryDict) -> dict[str, Any]:
    return {"sitting": _number(post, "sitting") or 0, "reason": post.get("reason", "")}


def _taken(post: QueryDict) -> dict[str, Any]:
    return {
        "copies": _number(post, "copies") or 0, "sheets": _number(post, "sheets"),
        "handed_by": post.get("handed_by", ""),
    }  # fmt: skip


def _invited(post: QueryDict) -> dict[str, Any]:
    return {**words("name", "post", "note")(post), "is_press": "is_press" in post}


OF_SITTING = {
    "perenesty": Deed(planning.move, "Засідання перенесено.", "way", _moved),
    "sklykaty": Deed(convening.convene, "Засідання скликано.", "way", _convened),
    "povidomyty": Deed(announcing.announce, "Відмічено.", "way", words("kind")),
    "media": Deed(announcing.announce, "Відмічено: передано представникам медіа.", "invited", said={"kind": "press"}),
    "skasuvaty": Deed(planning.cancel, "Засідання скасовано.", "way", words("reason")),
    "vkliuchyty": Deed(agendas.include, "Питання включено до порядку денного.", "agenda", _wanted),
    "uporiadkuvaty": Deed(agendas.arrange, "Порядок денний упорядковано.", "agenda"),
    "rozdily": Deed(agendas.arrange, "Порядок денний поділено на розділи.", "agenda", said={"new_blocks": True}),
    "rozdil": Deed(agendas.add_block, "Розділ додано.", "agenda", words("title")),
    "zafiksuvaty": Deed(agenda_fixing.freeze, "Порядок денний зафіксовано.", "agenda"),
    "povernuty": Deed(agenda_fixing.unfreeze, "Порядок денний повернуто до роботи.", "agenda", words("reason")),
    "uzhodyty": Deed(agenda_fixing.agree, "Порядок денний узгоджено.", "agenda"),
    "miskomu-holovi": Deed(agenda_fixing.give_to_mayor, "Відмічено: подано міському голові.", "agenda"),
    "chlenam": Deed(members.send, "Матеріали надано членам виконкому.", "members"),
    "sklasty": Deed(binders.ask, "Матеріали складаються одним файлом.", "materials"),
    "telefonohrama": Deed(invitations.write_message, "Телефонограму збережено.", "invited", words("text")),
    "pidpysaty-telefonohramu": Deed(invitations.sign_message, "Телефонограму підписано.", "invited"),
    "zaprosyty": Deed(invitations.invite, "Внесено до списку.", "invited", _invited),
}
OF_QUESTION = {
    "podaty": Deed(delivering.deliver, "Проєкт подано.", "question", _delivered),
    "rozhlianuto": Deed(delivering.review, "Матеріали розглянуто.", "question"),
    "povernuty": Deed(delivering.send_back, "Повернуто на доопрацювання.", "question", words("reason")),
    "vykliuchyty": Deed(questions.exclude, "Питання виключено.", "question", words("reason")),
    "perenesty": Deed(questions.transfer, "Питання перенесено.", "question", _transferred),
    "dozvil": Deed(lateness.ask_leave, "Дозвіл запитано.", "question", words("reason")),
    "dozvolyty": Deed(lateness.allow, "Дозволено внести питання.", "question"),
    "ne-dozvolyty": Deed(lateness.deny, "Питання не внесено.", "question", words("reason")),
    "holosuvannia": Deed(lateness.put_to_vote, "Питання вирішать голосуванням.", "question", words("ground")),
    "propozytsiia": Deed(publishing.ask, "Пропозицію щодо оприлюднення подано.", "question", _letter),
    "publikatsiiu-uzhodzheno": Deed(publishing.agree, "Публікацію узгоджено.", "question"),
    "opryliudneno": Deed(publishing.publish, "Проєкт оприлюднено.", "question", _looked_at),
    "opryliudnene-zaminyty": Deed(publishing.replace, "Оприлюднений проєкт замінено.", "question", _replaced),
    "opryliudnene-zniaty": Deed(publishing.take_down, "Проєкт знято з оприлюднення.", "question", words("reason")),
    "zmist-zakryto": Deed(publishing.close, "Збережено.", "question", words("ground")),
    "material-vyluchyty": Deed(packages.withdraw, "Матеріал вилучено.", "question", words("key")),
    "spysok-pohodzheno": Deed(invitations.agree_list, "Список запрошених погоджено.", "question"),
    "oryhinal": Deed(originals.take, "Паперовий оригінал прийнято.", "question", _taken),
    "oryhinal-povernuto": Deed(originals.give_back, "Паперовий оригінал повернуто.", "question", words("to")),
    "z-poriadku": Deed(agendas.take_off, "Питання повернуто з порядку денного.", "agenda"),
}
OF_BLOCK = {
    "nazvaty": Deed(agendas.change_block, "Розділ перейменовано.", "agenda", words("title")),
    "vhoru": Deed(agendas.change_block, "Розділ переставлено.", "agenda", said={"step": -1}),
    "vnyz": Deed(agendas.change_block, "Розділ переставлено.", "agenda", said={"step": 1}),
    "rozformuvaty": Deed(agendas.remove_block, "Розділ розформовано.", "agenda"),
}
OF_INVITED = {
    "peredano": Deed(invitations.tell, "Відмічено: запрошення передано.", "invited"),
    "oznaiomleno": Deed(invitations.show_draft, "Відмічено: ознайомлено з проєктом.", "question"),
    "vyluchyty": Deed(invitations.strike_out, "Вилучено зі списку.", "invited"),
    "buv": Deed(invitations.note_came, "Присутність відмічено.", "invited", said={"came": True}),
    "ne-buv": Deed(invitations.note_came, "Відсутність відмічено.", "invited", said={"came": False}),
}
SHOWS: Mapping[str, Callable[..., HttpResponse]] = {
    "way": way_page.show, "agenda": agenda_page.show, "invited": invited_page.show, "question": question_page.show,
    "materials": materials_page.show, "members": members_page.show,
}  # fmt: skip


@allow(any_post=True)
@require_POST
def of_sitting(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A deed on the sitting."""
    return _do(request, OF_SITTING, slug, {"sitting": pk}, pk)


@allow(any_post=True)
@require_POST
def of_question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A deed on a question."""
    deed = OF_QUESTION.get(slug)
    where = question_page.sitting_of(pk) if deed is not None and deed.page == "agenda" else pk
    return _do(request, OF_QUESTION, slug, {"question": pk}, where)


@allow(any_post=True)
@require_POST
def of_comment(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """A proposal to the draft of a question is answered."""
    deeds = {
        "vidpovid": Deed(proposals.answer, "Відповідь збережено.", "question", words("state", "text", "public_text"))
    }
    return _do(request, deeds, "vidpovid", {"comment": comment}, pk)


@allow(any_post=True)
@require_POST
def of_block(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A deed on a block of an agenda."""
    return _do(request, OF_BLOCK, slug, {"block": pk}, agenda_page.sitting_of(pk))


@allow(any_post=True)
@require_POST
def of_invited(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A deed on a line of a list of the invited; from a question's page one goes back to it."""
    return _do(request, OF_INVITED, slug, {"invited": pk}, *invited_page.place_of(pk, request.POST.get("z-pytannia")))


@allow(any_post=True)
@require_POST
def invite_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is invited to a question, by the unit that brings it in."""
    sitting = question_page.sitting_of(pk)
    deeds = {"zaprosyty": Deed(invitations.invite, "Внесено до списку.", "question", _invited)}
    return _do(request, deeds, "zaprosyty", {"sitting": sitting, "question": pk}, pk)


def _do(
    request: HttpRequest, deeds: Mapping[str, Deed], slug: str, subject: dict[str, int], shown: int, page: str = ""
) -> HttpResponse:
    deed = deeds.get(slug)
    if deed is None:
        raise Http404
    page = page or deed.page
    try:
        deed.action(actor=request.actor, at=request.at, **subject, **deed.said, **deed.read(request.POST))
    except Refusal as refusal:
        return SHOWS[page](request, shown, refusal)
    messages.success(request, deed.done)
    return redirect(f"sittings:{page}", shown)
