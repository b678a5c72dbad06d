"""What stands before a signature: whose it is, of which version, what lacks; the folder of acts to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from magistrat.acts.models import Act, Signing
from magistrat.acts.queries import on_paper
from magistrat.approvals.models import Version
from magistrat.approvals.queries import state as approvals
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.organisation.open_work import OpenWork
from magistrat.organisation.queries import Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import act_paper, decisions, orders, words
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal

State = Act.State


@dataclass(frozen=True)
class AnnexSigner:
    """A post that signs the annexes, and the clause."""

    post: Post
    clause: str


def version_of(document: int) -> Version | None:
    """The newest version that was sent for visas; one statement."""
    return Version.objects.filter(approval__document=document).order_by("-number").first()


def is_text_of(act: Act, version: Version) -> bool:
    """Whether the working text is that of the version: nothing has been written since it was sent."""
    return on_paper.read(act.text) == on_paper.read(version.content)


def has_annexes(act: Act) -> bool:
    """Whether the act has annexes that somebody signs."""
    return bool(on_paper.read(act.text).annexes)


def rules_of(act: Act) -> Edition:
    """The edition in which the act began."""
    return regulation.rules_of(act.document.edition_id)


def signatories(act: Act, on: date) -> list[Post]:
    """Posts that may sign an act of its kind, the usual one first; a statement for each role."""
    roles = orders.signatory_roles(rules_of(act), act.kind)
    return [post for role in roles for post in organisation.posts_with_role(role, on)]


def signatures(act: Act, on: date) -> list[Signature]:
    """Who may sign for the signatory on the day: he, or who stands in; and who did so during the sitting, where the clause says so.

    KR 4.5, 6.13; DR 5.11, 6.26. The usual one first; both on a day on which duties were taken back; nobody for a vacant post.
    """
    days = [on]
    if act.outcome is not None and decisions.acting_of_sitting(rules_of(act)) is not None:
        days.append(act.outcome.on)
    known: dict[int | None, Signature] = {}
    for day in days:
        for one in organisation.signers_of(act.signatory_id or 0, day):
            known.setdefault(one.person_id, one)
    return list(known.values())


def of_sitting(act: Act, actor: Actor) -> Signature | None:
    """The person's signature as of the sitting that he led in the mayor's place, where the clause lets him sign afterwards.

    DR 6.26; nothing for anybody else, and where he stood in for nobody. Three statements at most.
    """
    if actor.on_behalf is not None or act.outcome is None or decisions.acting_of_sitting(rules_of(act)) is None:
        return None
    found = organisation.signature_of(act.signatory_id or 0, act.outcome.on)
    is_his = found is not None and found.acting_for is not None and found.person_id == actor.person_id
    return found if is_his else None


def annex_signers(act: Act, on: date) -> list[AnnexSigner]:
    """Who signs the annexes, in order; nobody where there are none (KR 4.16.4, 6.12; DR 4.8, 5.11)."""
    if not has_annexes(act):
        return []
    edition, text = rules_of(act), on_paper.read(act.text)
    entry = edition.get(act_paper.ANNEX_SIGNATORIES[act.kind])
    roles = [role for annex in text.annexes for role in act_paper.annex_roles(edition, act.kind, annex)]
    found = [_annex_post(role, act, on) for role in dict.fromkeys(roles)]
    clause = entry.clause if entry else ""
    return [AnnexSigner(post, clause) for post in dict.fromkeys(found) if post is not None]


def _annex_post(role: str, act: Act, on: date) -> Post | None:
    if role == "department_head":
        return organisation.head_of_department(act.drafter.department_id, on)
    if role == "drafter":
        return act.drafter
    return next(iter(organisation.posts_with_role(role, on)), None)


def refusals(act: Act, version: Version | None) -> list[Refusal]:
    """Why the act cannot be signed in this version: not adopted, visas that lack, whoever signs."""
    if version is None:
        return [Refusal("", "Проєкт не проходив погодження: підписати його не можна.")]
    if refusal := decisions.adoption_refusal(rules_of(act), act.kind, is_adopted=act.outcome_id is not None):
        return [refusal]
    if act.force == Act.Force.SUSPENDED:
        entry = rules_of(act).get(decisions.SUSPENSION)
        return [Refusal(entry.clause if entry else "", "Дію рішення зупинено: його підпишуть, коли дію поновлять.")]
    return list(approvals.signing_refusals(act.document_id, version.number))


def unsigned_annexes(act: Act, version: Version, on: date) -> list[AnnexSigner]:
    """Who has still to sign the annexes electronically before the act itself is signed."""
    done = set(
        Signing.objects.filter(
            act=act, version=version, part=Signing.Part.ANNEXES, state=Signing.State.DONE
        ).values_list("post", flat=True)
    )
    return [one for one in annex_signers(act, on) if one.post.pk not in done]


def last_signed(act: Act, version: Version) -> Signing | None:
    """The attempt whose file the next signature is added to; one statement."""
    done = Signing.objects.filter(act=act, version=version, state=Signing.State.DONE)
    return done.order_by("-id").first()


def attempts(act: Act) -> Sequence[Signing]:
    """All attempts, the newest first; one statement."""
    return list(act.signings.select_related("post", "version").order_by("-id"))


def waiting_attempts() -> list[int]:
    """Attempts that wait for their providers' answer; one statement."""
    found = Signing.objects.filter(state=Signing.State.WAITING).exclude(reference="")
    return list(found.order_by("id").values_list("pk", flat=True))


def to_sign(actor: Actor, on: date) -> QuerySet[Act]:
    """Acts that wait for a signature of the person's posts, those with a term first, then by their coming.

    Those of a sitting that he led in the mayor's place wait for him too, where the clause says so (DR 6.26).
    """
    his = Q(signatory__in=actor.line)
    if actor.on_behalf is None and decisions.acting_of_sitting(regulation.rules_on(on)) is not None:
        for absent, since, until in organisation.stood_in(actor.own_post_id or actor.post_id or 0):
            days = Q(outcome__on__gte=since) if until is None else Q(outcome__on__gte=since, outcome__on__lt=until)
            his |= Q(signatory=absent) & days
    found = Act.objects.filter(his, state=State.SIGNING)
    return found.select_related("document__kind", "drafter__department", "signatory").order_by(
        "due_on", "changed_at", "id"
    )


def annexes_to_sign(actor: Actor, on: date) -> list[Act]:
    """Acts whose annexes wait for the person: he signs them before the act is signed. At most four statements."""
    if regulation.refusal(actor=actor, right=orders.SIGN_ANNEX, on=on) is not None:
        return []
    found = Act.objects.filter(state=State.SIGNING).exclude(text__annexes=[])
    waiting = list(found.select_related("document__kind", "drafter__department", "signatory").order_by("id")[:200])
    mine = list(Post.objects.filter(pk__in=actor.line)) if waiting else []
    asked = [(act, post) for act in waiting for post in mine if _signs_annexes(post, act)]
    if not asked:
        return []
    versions = Version.objects.filter(approval__document__in=[act.document_id for act, _ in asked]).order_by("number")
    newest = dict(versions.values_list("approval__document", "pk"))
    done = Signing.objects.filter(
        act__in=[act for act, _ in asked], part=Signing.Part.ANNEXES, state=Signing.State.DONE
    )
    signed = set(done.values_list("act", "version", "post"))
    left = [act for act, post in asked if (act.pk, newest.get(act.document_id), post.pk) not in signed]
    return list({act.pk: act for act in left}.values())


def _signs_annexes(post: Post, act: Act) -> bool:
    """Whether the post is one of those that sign the act's annexes."""
    edition = rules_of(act)
    roles = {role for one in on_paper.read(act.text).annexes for role in act_paper.annex_roles(edition, act.kind, one)}
    if "drafter" in roles and post.pk == act.drafter_id:
        return True
    if "department_head" in roles and post.is_department_head and post.department_id == act.drafter.department_id:
        return True
    return bool(roles.intersection(post.roles) - {"department_head", "drafter"})


def folder(actor: Actor, on: date) -> list[Act]:
    """The folder of one who signs: acts, then acts whose annexes he signs, each once."""
    found = {act.pk: act for act in to_sign(actor, on)}
    return list((found | {act.pk: act for act in annexes_to_sign(actor, on) if act.pk not in found}).values())


def folder_count(actor: Actor, on: date) -> int:
    """How many acts wait for the person's signature, those whose annexes he signs among them."""
    ids = set(to_sign(actor, on).order_by().values_list("pk", flat=True))
    return len(ids | {act.pk for act in annexes_to_sign(actor, on)})


def open_work(posts: Sequence[int], on: date) -> list[OpenWork]:
    """Acts that wait for signatures of the posts, to warn of before a leave; one statement."""
    count = Act.objects.filter(state=State.SIGNING, signatory__in=posts).count()
    title = words.plural(count, "проєкт акта чекає", "проєкти актів чекають", "проєктів актів чекають")
    return [OpenWork(count, f"{count} {title} на підпис", reverse("acts:folder"))]


def actor_for(choices: Sequence[Actor], post: int | None) -> Actor | None:
    """In which of his names the person acts for the post: his own or one that he stands in for."""
    return next((one for one in choices if post is not None and one.post_id == post and one.on_behalf is None), None)


def part_for(act: Act, actor: Actor, on: date) -> str:
    """What of the act the actor signs now: the act, its annexes, or nothing."""
    if act.state != State.SIGNING:
        return ""
    if act.signatory_id in actor.line or of_sitting(act, actor) is not None:
        return Signing.Part.ACT
    version = version_of(act.document_id)
    if version and any(one.post.pk in actor.line for one in unsigned_annexes(act, version, on)):
        return Signing.Part.ANNEXES
    return ""
