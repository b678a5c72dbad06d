"""Saved views of lists: own ones, shared ones, and the one with which a list opens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents import views
from magistrat.documents.models import SavedView, ViewChoice
from magistrat.documents.queries import views as read
from magistrat.documents.queries.access import not_yours
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Person
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

SHARE = "view.share"
# More tabs than these nobody finds his way among.
MOST = 20


def keep(
    *, actor: Actor, at: datetime, place: str, title: str, query: str, is_shared: bool = False, is_first: bool = False
) -> SavedView:
    """Keep the list as it is filtered, ordered and laid out; a view of the same name is written anew.

    :param is_shared: everybody in the actor's department sees it too.
    :param is_first: the list opens with it.

    :raises Refusal: no name; no such list; too many views; no right to share.
    """
    title, query = " ".join(title.split()), views.canonical(query)
    _refuse(actor, at, place, title, query, is_shared=is_shared)
    with transaction.atomic():
        _one_at_a_time(actor)
        own = SavedView.objects.select_for_update().filter(place=place, owner=actor.person_id, removed_at__isnull=True)
        view = own.filter(title__iexact=title).first()
        if view is None and own.count() >= MOST:
            raise Refusal("", f"Збережених виглядів може бути не більше {MOST}: вилучіть непотрібні.")
        view = view or SavedView(place=place, owner_id=actor.person_id, made_at=at)
        view.title, view.query = title, query
        view.department_id = actor.department_id if is_shared else None
        view.save()
        if is_first:
            _open_with(actor, place, view)
        text = f"Збережено вигляд списку «{title}»" + (" для підрозділу" if is_shared else "")
        payload = {"text": text, "place": place, "query": query, "department": view.department_id}
        journal.record(actor=actor, at=at, code="documents.view_saved", subject=view, payload=payload)
    return view


def remove(*, actor: Actor, at: datetime, view: int) -> SavedView:
    """Take a view away: one's own, or one shared with the department by who may share there.

    :raises Refusal: another's, or there is none.
    """
    with transaction.atomic():
        found = SavedView.objects.select_for_update().filter(pk=view, removed_at__isnull=True).first()
        if found is None or not _may_remove(actor, at, found):
            raise not_yours("вигляд")
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        payload = {"text": f"Вилучено вигляд списку «{found.title}»", "place": found.place}
        journal.record(actor=actor, at=at, code="documents.view_removed", subject=found, payload=payload)
    return found


def open_with(*, actor: Actor, at: datetime, place: str, view: int | None) -> ViewChoice:
    """Let the list open with the view for this person; with none it opens whole.

    :raises Refusal: a view that he does not see.
    """
    with transaction.atomic():
        known = {one.pk: one for one in read.views(actor=actor, place=place)}
        if view is not None and view not in known:
            raise not_yours("вигляд")
        chosen = _open_with(actor, place, known.get(view or 0))
        text = f"Список відкривається з вигляду «{known[view].title}»" if view else "Список відкривається повністю"
        journal.record(
            actor=actor, at=at, code="documents.view_chosen", subject=chosen, payload={"text": text, "place": place}
        )
    return chosen


def _one_at_a_time(actor: Actor) -> None:
    """A person who saves in two windows at once waits for himself: a name and the limit of views are counted after that."""
    Person.objects.select_for_update(no_key=True).values_list("pk").get(pk=actor.person_id)


def _refuse(actor: Actor, at: datetime, place: str, title: str, query: str, *, is_shared: bool) -> None:
    if views.url_name(place) is None or actor.person_id is None:
        raise Refusal("", "Для цього списку вигляди не зберігають.")
    if not title or len(title) > 60:
        raise Refusal("", "Назвіть вигляд: до 60 знаків.")
    if len(query) > views.LONGEST:
        raise Refusal("", "Умов забагато, щоб їх зберегти.")
    if is_shared and (refusal := regulation.refusal(actor=actor, right=SHARE, on=local_date(at))):
        raise refusal


def _may_remove(actor: Actor, at: datetime, view: SavedView) -> bool:
    if view.owner_id == actor.person_id:
        return True
    is_ours = view.department_id is not None and view.department_id in actor.departments
    return is_ours and regulation.refusal(actor=actor, right=SHARE, on=local_date(at)) is None


def _open_with(actor: Actor, place: str, view: SavedView | None) -> ViewChoice:
    chosen, _ = ViewChoice.objects.update_or_create(place=place, person_id=actor.person_id, defaults={"view": view})
    return chosen
