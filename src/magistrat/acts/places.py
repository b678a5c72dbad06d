"""What signing, sending and copying show on the page of an act, and whom their failures are told."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.acts.queries import copies, mailing, registrars, signing
from magistrat.documents.queries import originals
from magistrat.regulation import queries as regulation
from magistrat.rules import decisions, orders

OPEN = ("agreed", "signing", "signed")


def register() -> None:
    """Put the panels onto the page of an act and the lists into the menu."""
    from magistrat.acts import events
    from magistrat.outbox import hooks
    from magistrat.ui import menu, panels

    panels.register("acts.act", on_signing, 10)
    panels.register("acts.act", on_sending, 40)
    panels.register("acts.act", on_copies, 50)
    hooks.on_failed(events.KEY, events.mail_failed)
    sign = [orders.SIGN_ORDER, orders.SIGN_DECISION, orders.SIGN_COUNCIL, orders.SIGN_ANNEX]
    menu.register("На підпис", "acts:folder", sign, order=22, icon="pen")
    menu.register("Реєстрація актів", "acts:office", ["document.register_act"], order=46, icon="book", when=keeps_acts)


def keeps_acts(request: Any) -> bool:
    """Whether the person keeps a registry of acts: those who merely could by their role need no such page."""
    return request.may("document.register_act") is None and registrars.keeps_any(request.actor)


def on_signing(request: Any, act: Any) -> str:
    """Who signs and has signed, attempts, and the deeds of the drafter, the signatory and the office."""
    if act.state not in (*OPEN, "registered"):
        return ""
    version = signing.version_of(act.document_id)
    keeps = registrars.refusal(act, request.actor, request.on) is None
    may_register = act.state in OPEN and keeps
    context = {
        "act": act,
        "attempts": signing.attempts(act),
        "annex_signers": signing.annex_signers(act, act.signed_on or request.on),
        "lacks": signing.refusals(act, version) if act.state in ("agreed", "signing") else [],
        "part": signing.part_for(act, request.actor, request.on),
        "may_register": may_register,
        "may_hand_in": act.state == "agreed" and (may_register or _is_drafters(request, act)),
        "is_in_hall": act.kind in decisions.COMMITTEE and act.outcome_id is None,
        "is_decision": orders.is_dated_by_adoption(signing.rules_of(act), act.kind),
        "returned": orders.returned_unsigned(signing.rules_of(act)),
        "may_set_term": act.state == "registered" and keeps,
        "expiry": orders.expiry_rule(signing.rules_of(act), act.kind),
        "person": request.actor.person_id,
    }
    return render_to_string("acts/signing/panel.html", context, request)


def on_sending(request: Any, act: Any) -> str:
    """The mailing list of a registered act with receipts; what its sender may do."""
    if act.state != "registered":
        return ""
    lines = mailing.lines(act)
    if not lines:
        return ""
    may_send = registrars.right_refusal(act, request.actor, orders.SEND, request.on) is None
    is_drafters = _is_drafters(request, act)
    by_drafter = orders.by_drafter(signing.rules_of(act), act.kind) is not None
    waits = any(one.delivery is None or one.delivery.trouble for one in lines)
    context = {
        "act": act,
        "lines": [(one, mailing.name_of(one.recipient)) for one in lines],
        "read": sum(one.is_read for one in lines),
        "unread": [one for one in lines if one.delivery and one.delivery.way == "system" and not one.is_read],
        "mine": mailing.mine(request.actor).filter(recipient__act=act).exists(),
        "may_send": may_send or (by_drafter and is_drafters),
        "may_remind": may_send or is_drafters,
        "waits": waits,
        "next_round": mailing.next_round(act, request.at) if waits else None,
    }
    return render_to_string("acts/sending/panel.html", context, request)


def on_copies(request: Any, act: Any) -> str:
    """The copy with the mark of registration, certified ones, the code of verification."""
    if act.state != "registered" or act.signed_file_id is None:
        return ""
    is_restricted = act.document.is_restricted
    given, edition = copies.of_act(act), signing.rules_of(act)
    may_certify = registrars.right_refusal(act, request.actor, orders.COPY, request.on) is None
    owes_extract = may_certify and not any(one.form == one.Form.EXTRACT for one in given)
    since = act.document.registered_on
    context = {
        "act": act,
        "copies": given,
        "may_open": originals.refusal(actor=request.actor, is_restricted=is_restricted, on=request.on) is None,
        "may_certify": may_certify,
        "extract": orders.extract_by(edition, regulation.work_calendar(), kind=act.kind, registered_on=since)
        if owes_extract
        else None,
        "rule": orders.copy_rule(edition, act.kind),
    }
    return render_to_string("acts/copies/panel.html", context, request)


def _is_drafters(request: Any, act: Any) -> bool:
    return act.drafter_id in request.actor.line or request.actor.post_id == act.drafter.head_id
