"""Mailing lists and groups of correspondents, and names pasted many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from magistrat.correspondence.models import MailingList, MailingMember
from magistrat.documents import lemmas
from magistrat.documents.models import Correspondent
from magistrat.documents.queries import correspondents as directory

# A letter to more than these is printed and packed for days: then it is several letters.
MOST = 500
# Lines that no code and no whole name tells are looked for one by one.
MOST_LOOKED_FOR = 60
_CODE = re.compile(r"(?<!\d)\d{8,10}(?!\d)")


@dataclass
class Pasted:
    """Correspondents that pasted lines name, in their order, and the lines that name nobody or several."""

    found: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def lists() -> Sequence[MailingList]:
    """All lists by name with `size`; one statement."""
    found = MailingList.objects.filter(removed_at__isnull=True).annotate(size=Count("members"))
    return sorted(found, key=lambda one: one.title.casefold())


def mailing_list(list_id: int) -> MailingList:
    """One list; one statement.

    :raises MailingList.DoesNotExist: when there is none, or it was taken away.
    """
    return MailingList.objects.get(pk=list_id, removed_at__isnull=True)


def members(list_id: int) -> Sequence[Correspondent]:
    """Who stands in the list and is still in the directory, in order; a merged entry is the one that stays; one statement."""
    found = MailingMember.objects.filter(mailing_list=list_id, mailing_list__removed_at__isnull=True)
    rows = found.select_related("correspondent__merged_into").order_by("position")
    now = [one.correspondent.merged_into or one.correspondent for one in rows]
    return list({one.pk: one for one in now if one.is_open}.values())


def of_kind(kind: str) -> Sequence[int]:
    """Ids of the directory's correspondents of a kind, at most `MOST` and one more; one statement."""
    found = Correspondent.objects.filter(kind=kind, is_open=True).order_by("name", "id")
    return list(found.values_list("pk", flat=True)[: MOST + 1])


def pasted(text: str) -> Pasted:
    """Correspondents by lines of a name or a code each; two statements, and one for each line that neither tells."""
    lines = list(dict.fromkeys(line.strip(" \t;,") for line in text.splitlines() if line.strip(" \t;,")))[: MOST + 1]
    codes = {code for line in lines for code in _CODE.findall(line)}
    by_code = _one_each(Correspondent.objects.filter(code__in=codes, is_open=True).values_list("code", "pk"))
    names = [lemmas.folded(line) for line in lines]
    named = Correspondent.objects.filter(name__in=lines, is_open=True).values_list("name", "pk")
    by_name = _one_each((lemmas.folded(name), pk) for name, pk in named)
    result, looked = Pasted(), 0
    for line, name in zip(lines, names, strict=True):
        told = [by_code[code] for code in _CODE.findall(line) if code in by_code]
        one = by_name.get(name) or (told[0] if len(set(told)) == 1 else None)
        if one is None and looked < MOST_LOOKED_FOR:
            looked += 1
            one = _looked_for(line, name)
        if one is None:
            result.unknown.append(line)
        elif one not in result.found:
            result.found.append(one)
    return result


def _looked_for(line: str, name: str) -> int | None:
    found = directory.suggest(line)
    exact = [one for one in found if lemmas.folded(one.name) == name]
    chosen = exact or list(found)
    return int(chosen[0].pk) if len(chosen) == 1 else None


def _one_each(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Keys that belong to one correspondent only."""
    found: dict[str, list[int]] = {}
    for key, pk in pairs:
        found.setdefault(key, []).append(pk)
    return {key: pks[0] for key, pks in found.items() if len(pks) == 1}
