"""One shape for every trouble: RFC 9457 with the clause (`application/problem+json`), its sentences in Ukrainian."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import Away, status_of

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: ("bad-request", "Запит не прочитано"),
    401: ("no-key", "Потрібен чинний ключ програми"),
    403: ("no-right", "Немає права"),
    404: ("not-found", "Немає за цією адресою"),
    405: ("method", "Такої дії за цією адресою немає"),
    409: ("refused", "Регламент цього не дозволяє"),
    413: ("too-large", "Завеликий обсяг"),
    415: ("media-type", "Інший вид вмісту"),
    422: ("invalid", "Поля заповнено не так"),
    500: ("broken", "Сервер не впорався із запитом"),
    503: ("files-away", "Сховище файлів зараз недоступне"),
}
NO_KEY = "Надішліть чинний ключ програми в заголовку «Authorization: Bearer …»."
# Sentences for what pydantic finds; those with braces take its context.
SENTENCES = {
    "missing": "обов'язкове поле",
    "extra_forbidden": "такого поля немає",
    # Not of the library's: `api.service` asks it of the query.
    "repeated": "зазначають один раз",
    "int_parsing": "очікується ціле число",
    "int_type": "очікується ціле число",
    "int_from_float": "очікується ціле число",
    "int_parsing_size": "завелике число",
    "bool_parsing": "очікується true або false",
    "bool_type": "очікується true або false",
    "string_type": "очікується рядок",
    "string_too_short": "не менше {min_length} знаків",
    "string_too_long": "не більше {max_length} знаків",
    "string_pattern_mismatch": "недозволені знаки",
    "string_unicode": "недозволені знаки",
    "list_type": "очікується перелік",
    "too_long": "не більше {max_length} елементів",
    "too_short": "не менше {min_length} елементів",
    "greater_than_equal": "не менше {ge}",
    "less_than_equal": "не більше {le}",
    "date_parsing": "день зазначають у вигляді 2026-03-09",
    "date_type": "день зазначають у вигляді 2026-03-09",
    "date_from_datetime_parsing": "день зазначають у вигляді 2026-03-09",
    "date_from_datetime_inexact": "день зазначають без годин",
    "datetime_parsing": "момент зазначають у вигляді 2026-03-09T10:15:00+02:00",
    "datetime_from_date_parsing": "момент зазначають у вигляді 2026-03-09T10:15:00+02:00",
    "timezone_aware": "момент зазначають із зміщенням часового поясу",
    "literal_error": "очікується одне з: {expected}",
    "enum": "очікується одне з: {expected}",
    "model_attributes_type": "очікується складене поле",
    "model_type": "очікується складене поле",
}
UNSAID = "значення не приймається"


def answer(
    status: int, detail: str, *, clause: str = "", words: str = "", errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JsonResponse:  # fmt: skip
    """The answer; `errors` name the fields."""
    kind, title = TITLES.get(status, TITLES[400])
    body: dict[str, Any] = {
        "type": f"urn:magistrat:problem:{kind}", "title": title, "status": status, "detail": detail, "clause": clause,
        "words": words, "errors": errors or [],
    }  # fmt: skip
    return JsonResponse(
        body, status=status, headers=headers, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def no_key() -> JsonResponse:
    """To one who sends no key, or one that does not hold."""
    return answer(401, NO_KEY, headers={"WWW-Authenticate": "Bearer"})


def of_refusal(refusal: Refusal) -> JsonResponse:
    """What the regulation, or the lack of a right, does not allow: with the clause and its words."""
    fields = getattr(refusal, "fields", {})
    errors = [{"field": name, "message": said} for name, said in fields.items()]
    status = 422 if fields else status_of(refusal)
    return answer(status, refusal.message, clause=refusal.clause, words=refusal.words, errors=errors)


def handle_on(api: NinjaAPI) -> None:
    """Let every trouble of the API be answered in the one shape."""
    api.exception_handler(Refusal)(lambda request, trouble: of_refusal(trouble))
    api.exception_handler(Away)(lambda request, trouble: answer(503, str(trouble)))
    api.exception_handler(AuthenticationError)(lambda request, trouble: no_key())
    api.exception_handler(Http404)(lambda request, trouble: answer(404, "За цією адресою нічого немає."))
    api.exception_handler(ObjectDoesNotExist)(lambda request, trouble: answer(404, "За цією адресою нічого немає."))
    api.exception_handler(HttpError)(_http)
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(Exception)(_broken)


def _http(request: HttpRequest, trouble: HttpError) -> HttpResponse:
    said = "Тіло запиту не прочитано: очікується JSON." if trouble.status_code == 400 else str(trouble)
    return answer(trouble.status_code, said)


def _invalid(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    errors = [{"field": _field(one["loc"]), "message": _sentence(one)} for one in trouble.errors]
    said = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    return answer(422, said or "Поля заповнено не так.", errors=errors)


def _broken(request: HttpRequest, trouble: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=trouble)
    return answer(500, "Запит не виконано, нічого не змінено. Повторіть пізніше або повідомте адміністратора.")


def _field(place: tuple[str | int, ...]) -> str:
    """`body.card.parties.0.their_date` without the names that the library puts before."""
    parts = [str(part) for part in place]
    if parts and parts[0] in {"body", "query", "path", "header", "form", "file"}:
        parts = parts[1:]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] in {"data", "filters"} else parts) or "body"


def _sentence(one: dict[str, Any]) -> str:
    said = SENTENCES.get(one["type"])
    if said is None:
        message = str(one.get("msg", ""))
        return message.removeprefix("Value error, ") if one["type"] == "value_error" else UNSAID
    return said.format_map(one.get("ctx", {}))
