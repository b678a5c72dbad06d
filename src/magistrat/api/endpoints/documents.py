"""Documents: lists, search, cards, files, registration."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import File, Header, Query, Router, Status, UploadedFile
from pydantic import Field

from magistrat.api import actions
from magistrat.api.guard import Keyed
from magistrat.api.schemas import documents as shapes
from magistrat.api.schemas.basic import Id
from magistrat.api.scopes import DOCUMENTS_READ, DOCUMENTS_REGISTER, FILES_ATTACH
from magistrat.documents.actions import correspondents as directory
from magistrat.documents.actions import files, looks
from magistrat.documents.queries import cards, lists, originals, registries
from magistrat.documents.queries import correspondents as known
from magistrat.storage import queries as storage
from magistrat.ui import paging

router = Router(tags=["Документи"])
Key = Annotated[str, Field(min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")]
NEWEST = ("-listed_on", "-id")


@router.get(
    "documents", response=shapes.DocumentPage, summary="Перелік документів, найновіші перші", auth=Keyed(DOCUMENTS_READ)
)
def documents(request: HttpRequest, filters: Query[shapes.Narrowed]) -> Any:
    """Documents that the program's post sees."""
    told = filters.model_dump(exclude={"after", "limit"}, exclude_none=True)
    return _page(request, lists.Filters(**told), filters.after, filters.limit)


@router.get(
    "search",
    response=shapes.DocumentPage,
    summary="Пошук за індексом, номером, кореспондентом, словами",
    auth=Keyed(DOCUMENTS_READ),
)
def search(request: HttpRequest, filters: Query[shapes.Sought]) -> Any:
    """Found documents, the newest first, as the search page finds them."""
    return _page(request, lists.Filters(text=filters.q), filters.after, filters.limit)


@router.get(
    "documents/{int:document_id}", response=shapes.DocumentWhole, summary="Картка документа", auth=Keyed(DOCUMENTS_READ)
)
def document(request: HttpRequest, document_id: Id) -> Any:
    """The card. Reading an official-use paper or personal data is written in the journal."""
    found = cards.document(actor=request.actor, document_id=document_id)
    looks.looked(actor=request.actor, at=request.at, document=found)
    found.shown_parties = cards.parties(found.pk)
    lists.complete([found], request.on)
    return found


@router.post(
    "documents",
    response={201: shapes.Registered, 200: shapes.Registered},
    summary="Зареєструвати документ",
    auth=Keyed(DOCUMENTS_REGISTER),
)
def register(
    request: HttpRequest, data: shapes.Registering, idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")]
) -> Any:
    """Register: 201 with the number; the same request again gives the same number with 200."""
    registered, is_new = actions.register_once(
        actor=request.actor, at=request.at, program_id=request.program.pk, key=idempotency_key,
        fingerprint=data.fingerprint(), direction=data.direction, registry_id=data.registry,
        card=data.card(), links=[(link.document, link.kind) for link in data.links], confirm=data.confirm,
        signed=data.signed(),
    )  # fmt: skip
    answer = {
        "id": registered.pk, "index": registered.index, "registered_on": registered.registered_on, "is_new": is_new,
    }  # fmt: skip
    return Status(201 if is_new else 200, answer)


@router.get(
    "documents/{int:document_id}/files",
    response=list[shapes.FileLine],
    summary="Файли документа",
    auth=Keyed(DOCUMENTS_READ),
)
def document_files(request: HttpRequest, document_id: Id) -> Any:
    """Files that stand on the card now."""
    found = cards.document(actor=request.actor, document_id=document_id)
    return cards.files(found.pk)


@router.post(
    "documents/{int:document_id}/files",
    response={201: list[shapes.FileLine]},
    summary="Долучити файли",
    auth=Keyed(FILES_ATTACH),
)
def attach(request: HttpRequest, document_id: Id, files_given: File[list[UploadedFile]]) -> Any:
    """Put files onto the card of a document that the post may add to."""
    uploads = [files.Upload(name=one.name or "файл", content=one) for one in files_given]
    files.attach(actor=request.actor, at=request.at, document_id=document_id, uploads=uploads)
    return Status(201, cards.files(document_id))


@router.get(
    "files/{int:file_id}/content", summary="Вміст файла",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}},
    auth=Keyed(DOCUMENTS_READ),
)  # fmt: skip
def file_content(request: HttpRequest, file_id: Id) -> Any:
    """The file as it came."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    is_restricted = file.document.is_restricted
    if refusal := originals.refusal(actor=request.actor, is_restricted=is_restricted, on=request.on):
        raise refusal
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»", is_taken=True)
    content = storage.open_blob(file.blob_id)
    return FileResponse(content, as_attachment=True, filename=file.name, content_type="application/octet-stream")


@router.get("registries", response=list[shapes.RegistryLine], summary="Реєстри", auth=Keyed(DOCUMENTS_READ))
def all_registries(request: HttpRequest) -> Any:
    """All registries."""
    return registries.registries()


@router.get("kinds", response=list[shapes.KindLine], summary="Види документів", auth=Keyed(DOCUMENTS_READ))
def kinds(request: HttpRequest) -> Any:
    """Kinds that may be chosen."""
    return registries.kinds()


@router.get(
    "correspondents", response=shapes.CorrespondentPage, summary="Довідник кореспондентів", auth=Keyed(DOCUMENTS_READ)
)
def correspondents(request: HttpRequest, filters: Query[shapes.DirectoryNarrowed]) -> Any:
    """The directory in the Ukrainian alphabet's order, narrowed by a name (also misspelt) or a code."""
    page = paging.keyset(known.directory(text=filters.q), known.ORDER, filters.after, filters.limit)
    return {"items": page.rows, "next": page.next}


@router.post(
    "correspondents",
    response={201: shapes.CorrespondentLine},
    summary="Внести кореспондента до довідника",
    auth=Keyed(DOCUMENTS_REGISTER),
)
def add_correspondent(request: HttpRequest, data: shapes.CorrespondentGiven) -> Any:
    """A new entry of the directory."""
    return Status(201, directory.add(actor=request.actor, at=request.at, **data.model_dump()))


def _page(request: HttpRequest, filters: lists.Filters, after: str | None, limit: int) -> dict[str, Any]:
    found = lists.for_lines(lists.chosen(actor=request.actor, filters=filters))
    page = paging.keyset(found, NEWEST, after, limit)
    lists.complete_lines(page.rows, request.on)
    return {"items": page.rows, "next": page.next}
