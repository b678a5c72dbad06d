"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from magistrat.documents.pages import (
    arrivals,
    card,
    correspondents,
    deeds,
    files,
    hints,
    lists,
    nomenclature,
    paper,
    registration,
    registries,
)

app_name = "documents"
urlpatterns = [
    path("", lists.documents, name="list"),
    path("poshuk/", lists.search, name="search"),
    path("eksport/", lists.xlsx, name="xlsx"),
    # arrivals
    path("nadkhodzhennia/", arrivals.queue, name="arrivals"),
    path("nadkhodzhennia/nove/", arrivals.receive, name="receive"),
    path("nadkhodzhennia/<int:document_id>/", arrivals.arrival, name="arrival"),
    path("nadkhodzhennia/<int:document_id>/na-reiestratsiiu/", arrivals.admit, name="arrival_admit"),
    path("nadkhodzhennia/<int:document_id>/peredaty/", arrivals.pass_on, name="arrival_pass_on"),
    path("nadkhodzhennia/<int:document_id>/povernuty/", arrivals.send_back, name="arrival_send_back"),
    path("nadkhodzhennia/<int:document_id>/reiestratsiia/", registration.register_arrival, name="register_arrival"),
    path("nadkhodzhennia/<int:document_id>/nerozkrytym/", arrivals.give_unopened, name="give_unopened"),
    path("nadkhodzhennia/<int:document_id>/povernuto/", arrivals.bring_back, name="bring_back"),
    # registration
    path("reiestratsiia/<slug:direction>/", registration.register, name="register"),
    path("pidkazky/korespondenty/", hints.correspondent_options, name="correspondent_options"),
    path("pidkazky/posady/", hints.post_options, name="post_options"),
    path("pidkazky/dokumenty/", hints.document_options, name="document_options"),
    path("pidkazky/uzhe-zareiestrovano/", hints.already, name="already"),
    path("pidkazky/zmist/", hints.summaries, name="summaries"),
    # one document
    path("<int:document_id>/", card.card, name="card"),
    path("<int:document_id>/byrka/", card.label, name="label"),
    path("<int:document_id>/druk/", card.printed, name="printed"),
    path("<int:document_id>/vypravlennia/", registration.correct, name="correct"),
    path("<int:document_id>/dopovnennia/", registration.supplement, name="supplement"),
    path("<int:document_id>/anuliuvannia/", deeds.annul, name="annul"),
    path("<int:document_id>/faily/dodaty/", files.attach, name="attach"),
    path("<int:document_id>/zviazky/dodaty/", deeds.link, name="link"),
    path("<int:document_id>/zviazky/<int:link_id>/vyluchyty/", deeds.unlink, name="unlink"),
    path("<int:document_id>/oryhinal/peredaty/", deeds.hand_over, name="hand_over"),
    path("<int:document_id>/oryhinal/povernuto/", deeds.take_back, name="take_back"),
    path("<int:document_id>/oryhinal/vtracheno/", deeds.lose, name="lose"),
    path("<int:document_id>/dostup/nadaty/", deeds.admit, name="admit"),
    path("<int:document_id>/dostup/<int:grant_id>/prypynyty/", deeds.exclude, name="exclude"),
    path("<int:document_id>/poperedno/", deeds.show_in_advance, name="show_in_advance"),
    path("<int:document_id>/do-spravy/", deeds.file_away, name="file_away"),
    path("<int:document_id>/<slug:name>/", card.tab, name="card_tab"),
    # files
    path("faily/<int:file_id>/", files.download, name="file"),
    path("faily/<int:file_id>/storinka/<int:page>/", files.page_picture, name="page"),
    path("faily/<int:file_id>/tekst/", files.text, name="text"),
    path("faily/<int:file_id>/nova-versiia/", files.replace, name="replace"),
    path("faily/<int:file_id>/vyluchyty/", files.remove, name="remove"),
    # directories
    path("korespondenty/", correspondents.directory, name="correspondents"),
    path("korespondenty/novyi/", correspondents.add, name="correspondent_add"),
    path("korespondenty/<int:correspondent_id>/", correspondents.change, name="correspondent"),
    path("korespondenty/<int:correspondent_id>/obiednaty/", correspondents.merge, name="correspondent_merge"),
    path("korespondenty/<int:correspondent_id>/roziednaty/", correspondents.separate, name="correspondent_separate"),
    path("reiestry/", registries.settings, name="registries"),
    path("reiestry/novyi/", registries.add, name="registry_add"),
    path("reiestry/<int:registry_id>/", registries.change, name="registry"),
    path("reiestry/<int:registry_id>/zhurnal/", registries.journal, name="journal"),
    # a registry on paper
    path("reiestry/<int:registry_id>/na-paperi/", paper.registry, name="paper"),
    path("reiestry/<int:registry_id>/blank/", paper.blank, name="paper_blank"),
    path("na-paperi/<int:paper_period_id>/", paper.period, name="paper_period"),
    path("na-paperi/<int:paper_period_id>/vnesty/", paper.enter, name="paper_enter"),
    path("na-paperi/<int:paper_period_id>/poiasnyty/", paper.explain, name="paper_explain"),
    path("na-paperi/<int:paper_period_id>/zavershyty/", paper.end, name="paper_end"),
    path("na-paperi/<int:paper_period_id>/zakryty/", paper.close, name="paper_close"),
    path("nomenklatura/", nomenclature.this_year, name="nomenclature"),
    path("nomenklatura/<int:year>/", nomenclature.year, name="nomenclature_year"),
    path("nomenklatura/<int:year>/nova/", nomenclature.add, name="case_add"),
    path("nomenklatura/<int:year>/z-mynuloho-roku/", nomenclature.copy_year, name="nomenclature_copy"),
    path("nomenklatura/<int:year>/zakryty/", nomenclature.close_year, name="nomenclature_close"),
    path("nomenklatura/sprava/<int:case_id>/", nomenclature.change, name="case"),
]
