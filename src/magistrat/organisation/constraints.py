"""What the database refuses, said to people: two deeds at once meet here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from magistrat.rules.refusal import Refusal

SENTENCES = {
    "organisation_department_index": "Такий індекс у ці дні вже має інший підрозділ.",
    "organisation_one_holder": "Посаду в ці дні вже обіймає інший працівник.",
    "organisation_holding_days": "Останній день має бути не раніший за перший.",
    "organisation_one_substitute": "У ці дні обов'язки вже передано: двох заступників одночасно не буває.",
    "organisation_not_oneself": "Посада не може заміщати сама себе.",
    "organisation_subst_days": "Останній день має бути не раніший за перший.",
    "organisation_post_not_own_head": "Посада не може бути підпорядкована сама собі.",
    "organisation_field_of_something": "Зазначте питання або підрозділ.",
}


@contextmanager
def translated(clause: str = "", words: str = "") -> Iterator[None]:
    """Turn a violated constraint into a `Refusal`; `clause` and `words` are the rule's own, where there is one.

    :raises Refusal: in place of the database's complaint.
    """
    try:
        yield
    except IntegrityError as broken:
        diagnosis = getattr(broken.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", "") or ""
        if name not in SENTENCES:
            raise
        raise Refusal(clause, SENTENCES[name], words) from broken
