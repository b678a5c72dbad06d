"""Every address says who may open it, and leads somewhere that is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import scene
from tests.house import tree


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, path and view of every address of the house."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield (
                f"{namespace}:{pattern.name}" if namespace else str(pattern.name),
                str(pattern.pattern),
                pattern.callback,
            )


def page_routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of every address that people open; programs' operations are tried in tests/apps/api."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from page_routes(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and not pattern.callback.declared.by_token:
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
            yield name, list(pattern.pattern.converters)


def test_every_parameter_of_a_route_has_an_example_in_the_scene():
    missing = {
        f"{route}: {name}"
        for route, names in page_routes()
        for name in names
        if name not in scene.PARAMETERS and name not in scene.OF_ROUTE.get(route, {})
    }
    assert not missing, f"make one in tests/factories/scene.py: {sorted(missing)}"


def test_every_route_declares_who_may_open_it():
    bare = [f"{name} ({path})" for name, path, view in routes() if getattr(view, "declared", None) is None]
    assert not bare, "decorate the view with @allow(...) of ui.routes\n" + "\n".join(bare)


def test_declared_rights_exist_in_both_regulations(regulations):
    for city, edition in regulations.items():
        unknown = {
            f"{name}: {right}"
            for name, _, view in routes()
            for right in getattr(getattr(view, "declared", None), "rights", ())
            if right not in edition.rights()
        }
        assert not unknown, f"{city}: no clause or rights.toml grants\n" + "\n".join(sorted(unknown))


def test_no_route_is_unused():
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*tree.templates(), *tree.python_files()])
    # Programs find their operations in the description, which tests/apps/api walks through.
    pages = [name for name, _, view in routes() if not view.declared.by_token]
    unused = [name for name in pages if ":" in name and f'"{name}"' not in text and f"'{name}'" not in text]
    assert not unused, f"delete or link: {unused}"
