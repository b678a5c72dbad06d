"""Addresses of the API, of its description and of the programs' keys."""

from __future__ import annotations

from django.urls import include, path

from magistrat.api import pages, service

app_name = "api"
urlpatterns = [
    path("", pages.documentation, name="documentation"),
    path("openapi.json", pages.openapi, name="openapi"),
    path("prohramy/", pages.programs, name="programs"),
    path("prohramy/nova/", pages.issue, name="issue"),
    path("prohramy/<int:program_id>/", pages.program, name="program"),
    path("prohramy/<int:program_id>/novyi-kliuch/", pages.renew, name="renew"),
    path("prohramy/<int:program_id>/skasuvaty/", pages.revoke, name="revoke"),
    path("v1/", include((service.patterns(), "v1"))),
    path("v1/<path:rest>", pages.nothing_here, name="nothing_here"),
]
