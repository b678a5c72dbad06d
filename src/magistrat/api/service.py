"""The API put together: its operations, one shape of troubles, its OpenAPI description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from magistrat.api import problems
from magistrat.api.endpoints import documents, others
from magistrat.api.guard import Keyed
from magistrat.api.schemas.basic import Problem
from magistrat.ui.routes import allow

DESCRIPTION = """Програми працюють від імені посади: бачать і можуть те, що бачить і може ця посада, у межах дозволеного ключу.
Кожна відмова має вигляд RFC 9457 і називає пункт регламенту. Переліки гортають ключем: значення «next» надсилають як «after».
Дні — за Києвом, моменти — зі зміщенням часового поясу."""
ROOT = "/api/v1/"
# What every operation may answer beside its success.
TROUBLES = (400, 401, 403, 404, 405, 409, 413, 422)


class Readable(JSONRenderer):
    """JSON in which people read Ukrainian words."""

    json_dumps_params = {"ensure_ascii": False}


class Service(NinjaAPI):
    """Ninja's API whose description names the troubles of every operation and their media type."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """The description (OpenAPI 3.1) with `Problem` as the answer to each trouble."""
        schema = super().get_openapi_schema(**more)
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = schema["components"].setdefault("schemas", {})
        parts |= shape.pop("$defs", {})
        parts["Problem"] = shape
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status in TROUBLES:
                    operation["responses"][status] = {"description": problems.TITLES[status][1], "content": content}
        return schema


api = Service(
    renderer=Readable(),
    title="magistrat",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api_v1",
    auth=Keyed(),
    docs_url=None,
    openapi_url=None,
)
problems.handle_on(api)
api.add_router("", documents.router)
api.add_router("", others.router)


def patterns() -> list[URLPattern]:
    """The operations' addresses, each declaring that it is open to programs with a key, and troubles in one shape."""
    found, _, _ = api.urls
    operations = [pattern for pattern in found if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    described = description()["paths"]
    for pattern in operations:
        path = ROOT + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        pattern.callback = allow(by_token=True)(_in_shape(pattern.callback, _queries(described[path])))
    return operations


def _queries(methods: Mapping[str, Any]) -> dict[str, set[str]]:
    """Names that each method of an address takes in the query."""
    return {
        method.upper(): {one["name"] for one in said.get("parameters", []) if one["in"] == "query"}
        for method, said in methods.items()
    }


def _in_shape(view: Any, queries: Mapping[str, set[str]]) -> Any:
    """A wrong method is answered in the one shape too; a misspelt filter is refused, or it would show everything."""

    def shaped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = queries.get(request.method or "")
        if known is not None:
            strange = sorted(set(request.GET) - known)
            if strange:
                return _refused(f"Невідомий параметр: {', '.join(strange)}.", strange, "extra_forbidden")
            # All but the last would be left out without a word.
            repeated = sorted(name for name, values in request.GET.lists() if len(values) > 1)
            if repeated:
                return _refused(f"Параметр повторено: {', '.join(repeated)}.", repeated, "repeated")
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = ", ".join(sorted(queries))
            return problems.answer(405, f"За цією адресою можна: {allowed}.", headers={"Allow": allowed})
        return response

    # A program has no cookie that another site could use.
    return csrf_exempt(shaped)


def _refused(detail: str, names: Iterable[str], trouble: str) -> HttpResponse:
    errors = [{"field": name, "message": problems.SENTENCES[trouble]} for name in names]
    return problems.answer(422, detail, errors=errors)


def description() -> dict[str, Any]:
    """The OpenAPI description as plain data."""
    return dict(api.get_openapi_schema(path_prefix=ROOT))
