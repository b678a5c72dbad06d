"""Addresses of approvals."""

from __future__ import annotations

from django.urls import path

from magistrat.approvals.pages import approval, board, prints, statistics, visas

app_name = "approvals"
urlpatterns = [
    path("", visas.mine, name="mine"),
    path("viza/<int:step_id>/", visas.answer, name="visa"),
    path("viza/<int:step_id>/podovzhyty/", visas.extend, name="extend"),
    path("typovi/", visas.library, name="library"),
    path("typovi/<int:text_id>/vyluchyty/", visas.forget, name="forget"),
    path("doshka/", board.board, name="board"),
    path("statystyka/", statistics.by_post, name="statistics"),
    path("statystyka/vizy/", statistics.answers, name="answers"),
    path("<int:document_id>/", approval.approval, name="approval"),
    path("<int:document_id>/versii/", approval.versions, name="versions"),
    path("<int:document_id>/vidklykaty/", approval.recall, name="recall"),
    path("<int:document_id>/dopovisty/", approval.report, name="report"),
    path("<int:document_id>/zauvazhennia/<int:remark_id>/", approval.reply, name="reply"),
    path("<int:document_id>/vidpovid-orhanu/<int:step_id>/", approval.attach, name="attach"),
    path("<int:document_id>/lyst-pohodzhennia/", prints.sheet, name="sheet"),
    path("<int:document_id>/protokol/", prints.record, name="record"),
]
