"""What may not stand in one agenda twice: titles, and earlier decisions that drafts change (KR 4.7)."""

from __future__ import annotations

from magistrat.approvals import hooks
from magistrat.sittings.models import Question

CHECKED = "Перевіряють назви питань і зв'язки проєктів із раніше ухваленими рішеннями, які вони змінюють."


def facts(sitting: int, *, without: int | None = None) -> tuple[dict[int, str], dict[int, list[str]]]:
    """Titles of the sitting's questions, and the acts that their drafts change; one statement and those of the hook."""
    found = Question.objects.filter(sitting=sitting, repeat_ground="").exclude(stage=Question.Stage.OUT)
    rows = list(found.exclude(pk=without).values_list("pk", "title", "document"))
    changed = hooks.changed_by([document for _, _, document in rows if document])
    return {pk: title for pk, title, _ in rows}, {pk: changed.get(document, []) for pk, _, document in rows}


def changed_by(document: int | None) -> list[str]:
    """The acts that a draft changes, as printed."""
    return hooks.changed_by([document]).get(document, []) if document else []
