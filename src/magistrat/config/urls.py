"""Root of all addresses: each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("magistrat.workplace.urls")),
    path("vhid/", include("magistrat.accounts.urls")),
    path("dokumenty/", include("magistrat.documents.urls")),
    path("zavdannia/", include("magistrat.tasks.urls")),
    path("pohodzhennia/", include("magistrat.approvals.urls")),
    path("akty/", include("magistrat.acts.urls")),
    path("orhany/", include("magistrat.bodies.urls")),
    path("zasidannia/", include("magistrat.sittings.urls")),
    path("portal/", include("magistrat.portal.urls")),
    path("lysty/", include("magistrat.correspondence.urls")),
    path("poshta/", include("magistrat.exchange.urls")),
    path("orhanizatsiia/", include("magistrat.organisation.urls")),
    path("rehlament/proiekty/", include("magistrat.amendments.urls")),
    path("rehlament/", include("magistrat.regulation.urls")),
    path("zvity/", include("magistrat.reports.urls")),
    path("zhurnaly/", include("magistrat.registers.urls")),
    path("perenesennia/", include("magistrat.moving.urls")),
    path("spovishchennia/", include("magistrat.outbox.urls")),
    path("api/", include("magistrat.api.urls")),
    path("zviazok/", include("magistrat.ui.urls")),
    path("zhurnal/", include("magistrat.journal.urls")),
]
handler403 = "magistrat.ui.pages.forbidden"
handler404 = "magistrat.ui.pages.not_found"
handler500 = "magistrat.ui.pages.broken"
