"""What is printed of a sitting, as PDF and DOCX: the agenda, lists, forms of the annexes, the register of originals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from magistrat.papers import sitting_sheets, sitting_word
from magistrat.papers.sitting_sheets import Sheet
from magistrat.sittings.pages import opened
from magistrat.sittings.queries import lists, on_paper, papers, press_paper, titles
from magistrat.ui.routes import allow

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDE = frozenset({"reiestr"})


def _invited(sitting: Any, rows: Sequence[Any], is_part: bool, on: Any) -> Sheet:
    return on_paper.invited_sheet(sitting, None, [one for one in rows if not one.is_press], on, is_part=is_part)


def _press(only_present: bool) -> Callable[[Any, Sequence[Any], bool, Any], Sheet]:
    return lambda sitting, rows, is_part, on: press_paper.press_sheet(sitting, rows, on, only_present=only_present)


# Each is made of the sitting, those invited whom its reader may see, whether that is only a part of them, and the day.
OF_INVITED: dict[str, Callable[[Any, Sequence[Any], bool, Any], Sheet]] = {
    "zaprosheni": _invited,
    "zhurnalisty": _press(False),
    "prysutni-zmi": _press(True),
}
# Each is made of the sitting, the day and the questions of which its reader reads no words.
OF_SITTING: dict[str, Callable[[Any, Any, Any], Sheet]] = {
    "poriadok-dennyi": on_paper.agenda_sheet,
    "telefonohrama": lambda sitting, on, unread: on_paper.message_sheet(sitting, on),
    "povidomlennia-media": lambda sitting, on, unread: press_paper.notice_sheet(sitting, on),
    "reiestr": lambda sitting, on, unread: on_paper.receipts_sheet(sitting, papers.receipts(sitting), unread),
    "rozporiadzhennia": lambda sitting, on, unread: on_paper.order_sheet(sitting, unread),
}


@allow(any_post=True)
@require_GET
def of_sitting(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A paper of the sitting; `?docx=1` to be edited."""
    if slug not in OF_SITTING and slug not in OF_INVITED:
        raise Http404
    sitting = lists.sitting(pk)
    if slug in OF_INVITED:
        sheet = OF_INVITED[slug](sitting, *opened.invited_of(request, sitting), request.on)
    else:
        sheet = OF_SITTING[slug](sitting, request.on, titles.unread(request.actor, sitting, request.on))
    return _paper(request, sheet, f"{slug}-{sitting.gathering.on:%Y-%m-%d}", slug in WIDE)


@allow(any_post=True)
@require_GET
def of_question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A form of a question's package, or the list of those invited to it; `?docx=1` to be edited."""
    question = opened.papers_of(request, pk)
    if key == "invited_list":
        sheet = on_paper.invited_sheet(question.sitting, question, papers.invited(question), request.on)
    else:
        kept = papers.enclosure(question, key)
        if kept is None or key not in on_paper.FORMS:
            raise Http404
        sheet = on_paper.FORMS[key](question, kept, request.on)
    return _paper(request, sheet, f"{key.replace('_', '-')}-{question.pk}")


def _paper(request: HttpRequest, sheet: Sheet, name: str, is_wide: bool = False) -> HttpResponse:
    title = " ".join(part for part in (sheet.kind, *sheet.title) if part)
    said = {"title": title, "author": sheet.signature.name, "at": request.at}
    is_word = "docx" in request.GET
    content = sitting_word.docx([sheet], **said) if is_word else sitting_sheets.pdf([sheet], is_wide=is_wide, **said)
    answer = HttpResponse(content, content_type=DOCX if is_word else PDF)
    way, ending = ("attachment", "docx") if is_word else ("inline", "pdf")
    answer["Content-Disposition"] = f'{way}; filename="{name}.{ending}"'
    return answer
