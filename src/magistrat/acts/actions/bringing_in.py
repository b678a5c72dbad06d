"""Acts registered before the system came: number, date, signatory's post, text with its parts, files, relations (KR 15.12).

Each deed is repeatable: an act that is there already is left as it is. What a brought-in act does to others took effect long
ago: nobody is told, and no redaction is due.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction

from magistrat.acts.actions import deeds, relating, texts
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import earlier as read
from magistrat.acts.queries import history
from magistrat.documents.actions import bringing_in as documents
from magistrat.documents.actions import files
from magistrat.documents.card import Card
from magistrat.documents.models import DocumentKind, Grant, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_text import ActText
from magistrat.rules.earlier_act import Mention
from magistrat.rules.moments import local_date, moment
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.storage import queries as contents

NUMBER = re.compile(r"\d+")
# The hour at which a day known without one is entered.
NOON = time(12)


@dataclass(frozen=True)
class Earlier:
    """What is known of the act.

    :param index: the whole number as printed, «193-р»; its figures are the place in the registry.
    :param signed_title: the signatory's post or both posts line by line; ``signed_name`` as the paper has it.
    :param since: the first day of force, of most acts the day of adoption; ``until``: a term that it set, inclusive.
    """

    kind: str
    index: str
    adopted_on: date
    title: str
    text: ActText = field(default_factory=ActText)
    signed_title: str = ""
    signed_name: str = ""
    since: date | None = None
    until: date | None = None
    is_normative: bool = False


@dataclass(frozen=True)
class Brought:
    """The act, and whether it was made now."""

    act: Act
    is_new: bool


def bring_in(
    *, actor: Actor, at: datetime, earlier: Earlier, uploads: Sequence[files.Upload] = ()
) -> Brought:  # fmt: skip
    """Enter an earlier act under the number and date that it has.

    :raises Refusal: no right, no registry for the kind, no number or heading, a day to come, a term that ends before it
        begins, or another document under the number.
    """
    with transaction.atomic():
        documents.demand(actor=actor, at=at)
        registry = _registry(earlier, at)
        _refuse(earlier)
        entered = _document(actor, at, earlier, registry)
        known = Act.objects.select_related("document").filter(document=entered.pk).first()
        if known is not None:
            return Brought(known, is_new=False)
        act = _act(entered.pk, actor, at, earlier, registry)
        files.put(document=act.document, uploads=uploads, actor=actor, at=at)
        if actor.post_id is not None:
            deeds.open_to(act, at, Grant.Reason.INFORMED, posts=[actor.post_id])
        text = f"Раніше виданий акт внесено: від {earlier.adopted_on:%d.%m.%Y} № {earlier.index}"
        deeds.note(act, actor, at, "acts.brought_in", text, _clause(act), title=act.title)
        texts.put_act(act=act)
        relating.stand(act=act, at=at, actor=actor)
    return Brought(act, is_new=True)


def lay_by(*, actor: Actor, at: datetime, upload: files.Upload) -> tuple[str, str]:
    """Keep the file while the person looks through what was read in it: its SHA-256 and its name.

    :raises Refusal: no right, or it is larger than the limit.
    """
    with transaction.atomic():
        documents.demand(actor=actor, at=at)
        blob = storage.keep(content=upload.content, at=at)
        if blob.size > read.LARGEST:
            raise Refusal("", "Файл завеликий: до картки акта його можна долучити після внесення.")
    return blob.sha256, upload.name


def bring_in_laid_by(
    *, actor: Actor, at: datetime, earlier: Earlier, kept: tuple[str, str] | None, mentions: Sequence[Mention] = (),
    with_named: bool = False,
) -> Brought:  # fmt: skip
    """Enter an act with the file that was laid by and what its text does to others, all or nothing.

    :raises Refusal: as `bring_in` and `relate` do.
    """
    with transaction.atomic(), ExitStack() as open_files:
        uploads = []
        if kept is not None:
            uploads.append(files.Upload(kept[1], open_files.enter_context(contents.open_blob(kept[0]))))
        done = bring_in(actor=actor, at=at, earlier=earlier, uploads=uploads)
        relate(actor=actor, at=at, act=done.act.pk, mentions=mentions, with_named=with_named)
    return done


def relate(
    *, actor: Actor, at: datetime, act: int, mentions: Sequence[Mention], with_named: bool = False
) -> list[Relation]:
    """Enter what a brought-in act does to others; those in the system are another from its day.

    :param with_named: acts that are not in the system are entered too, by their number, date and heading alone; what the
        words say of their changes («зі змінами, унесеними рішеннями …») is entered as relations of these.
    :raises Refusal: no right, or the act is not registered.
    """
    with transaction.atomic():
        documents.demand(actor=actor, at=at)
        source = Act.objects.select_related("document").select_for_update(of=("self",)).get(pk=act)
        deeds.must_be(source, Act.State.REGISTERED)
        made: list[Relation] = []
        for mention in mentions:
            target = _mentioned(mention, source, actor, at, is_entered=with_named)
            changing = [(one, _mentioned(one, source, actor, at, is_entered=with_named)) for one in mention.changed_by]
            for one, changer in sorted(changing, key=lambda pair: pair[0].on):
                if changer is not None and target is not None:
                    made += _once(changer, one.deed, target, mention, "", actor, at)
            # What is done to an act is done to those that only changed it.
            for one, found in [(mention, target), *changing]:
                made += _once(source, mention.deed, found, one, mention.point, actor, at)
    return made


def _registry(earlier: Earlier, at: datetime) -> Registry:
    found = read.registry_of(earlier.kind, local_date(at))
    if found is None:
        raise Refusal("", "Для актів цього виду не відкрито реєстру. Зверніться до служби діловодства.")
    return found


def _refuse(earlier: Earlier) -> None:
    if not NUMBER.match(earlier.index.strip()):
        raise Refusal("", "Зазначте номер акта: він починається цифрою, наприклад «193-р».")
    if not earlier.title.strip():
        raise Refusal("", "Зазначте заголовок акта.")
    since = earlier.since or earlier.adopted_on
    if since < earlier.adopted_on or (earlier.until is not None and earlier.until < since):
        raise Refusal(
            "", "Акт не може набути чинності раніше за день ухвалення, а строк його дії — закінчитися раніше."
        )


def _document(actor: Actor, at: datetime, earlier: Earlier, registry: Registry) -> documents.Entered:
    kind = DocumentKind.objects.get(key=act_kinds.DOCUMENT_KINDS[earlier.kind])
    number = NUMBER.match(earlier.index.strip())
    assert number is not None
    card = Card(
        kind=kind.pk,
        summary=earlier.title.strip()[:1000],
        department=registry.department_id,
        signatory=", ".join(
            one for one in (" ".join(earlier.signed_title.split("\n")), earlier.signed_name) if one
        ) or "не зазначено",
    )  # fmt: skip
    found = documents.Earlier(
        registry_id=registry.pk, number=int(number[0]), index=earlier.index.strip(),
        registered_at=moment(datetime.combine(earlier.adopted_on, NOON)), card=card, is_resolved=True,
    )  # fmt: skip
    return documents.document(actor=actor, at=at, earlier=found)


def _act(document: int, actor: Actor, at: datetime, earlier: Earlier, registry: Registry) -> Act:
    head = organisation.head_of_department(registry.department_id, local_date(at))
    drafter = head.pk if head is not None else actor.post_id
    if drafter is None:
        raise Refusal(registry.clause, f"Підрозділ, що веде реєстр «{registry.title}», не має керівника.")
    text = act_text.write(earlier.text) if act_text.parts(earlier.text) else {}
    made = Act.objects.create(
        document_id=document, kind=earlier.kind, series=read.series_of(earlier.kind, local_date(at)),
        state=Act.State.REGISTERED, title=earlier.title.strip()[:600], text=text, drafter_id=drafter,
        signed_title=earlier.signed_title[:400], signed_name=earlier.signed_name[:200], adopted_on=earlier.adopted_on,
        in_force_from=earlier.since or earlier.adopted_on, in_force_until=earlier.until, is_normative=earlier.is_normative,
        changed_at=at, changed_by=actor.printed,
    )  # fmt: skip
    return Act.objects.select_related("document").get(pk=made.pk)


def _mentioned(mention: Mention, source: Act, actor: Actor, at: datetime, *, is_entered: bool) -> Act | None:
    """The act in the system that is meant; entered by its name alone where that is asked."""
    kind = mention.kind or source.kind
    found = history.registered(mention.number, mention.on, kind)
    if found is not None or not is_entered:
        return found
    title = mention.title or f"{mention.printed} (заголовок не зазначено)"
    earlier = Earlier(kind=kind, index=mention.number, adopted_on=mention.on, title=title)
    return bring_in(actor=actor, at=at, earlier=earlier).act


def _once(
    source: Act, deed: str, target: Act | None, named: Mention, point: str, actor: Actor, at: datetime
) -> list[Relation]:
    """The relation to the named act, unless it stands there already."""
    if Relation.objects.filter(source=source, kind=deed, named_on=named.on, named_number=named.number).exists():
        return []
    relation = Relation.objects.create(
        source=source, kind=deed, target=target, point=point, named=named.printed[:600], named_on=named.on,
        named_number=named.number,
    )  # fmt: skip
    text = f"Акт {relation.get_kind_display()}: {relation.named}"
    deeds.note(source, actor, at, "acts.related", text, kind=deed, target=relation.target_id)
    relating.take_effect(act=source, at=at, actor=actor, is_told=False)
    return [relation]


def _clause(act: Act) -> str:
    entry = deeds.rules_of(act).get("acts_entered_in_system")
    return entry.clause if entry else ""
