"""Public addresses; they stand for ever, whatever is shown at them."""

from __future__ import annotations

from django.urls import path

from magistrat.portal.pages import decisions, drafts, home, sittings

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("strichka.xml", home.feed, name="feed"),
    path("zasidannia/", sittings.sittings, name="sittings"),
    path("zasidannia/<int:sitting>/", sittings.sitting, name="sitting"),
    path("protokoly/<int:document_id>/", sittings.minutes, name="minutes"),
    path("proiekty/", drafts.drafts, name="drafts"),
    path("proiekty/<int:document_id>/", drafts.draft, name="draft"),
    path("rishennia/", decisions.decisions, name="decisions"),
    path("rishennia/<int:document_id>/", decisions.decision, name="decision"),
    path("rishennia/<int:document_id>/tekst.pdf", decisions.printed, name="printed"),
    path("faily/<int:version>/", decisions.file, name="file"),
]
