"""Addresses of resolutions, tasks and control."""

from __future__ import annotations

from django.urls import path

from magistrat.tasks.pages import control, day_panel, doing, lists, review

app_name = "tasks"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("pidlehli/", lists.people, name="people"),
    path("pidlehli/peredaty/", lists.hand_over_all, name="hand_over_all"),
    path("rozhliad/", review.queue, name="review"),
    path("rozhliad/<int:document_id>/", review.review, name="review_document"),
    path("rozhliad/<int:document_id>/perehliad/", review.preview, name="preview"),
    path("rozhliad/<int:document_id>/rozhlianuto/", review.read, name="read"),
    path("rozhliad/<int:document_id>/peredaty/", review.pass_to, name="pass_to"),
    path("typovi/", lists.typical_texts, name="typical"),
    path("typovi/zberehty/", lists.put_typical, name="put_typical"),
    path("typovi/<int:text_id>/vyluchyty/", lists.remove_typical, name="remove_typical"),
    path("kontrol/", control.listed, name="control"),
    path("kontrol/eksport/", control.xlsx, name="control_xlsx"),
    path("kontrol/plan-hrafik/", control.schedule, name="schedule"),
    path("kontrol/oboviazky/", control.duties, name="duties"),
    path("kontrol/poiasnennia/", control.explanations, name="explanations"),
    path("kontrol/punkty/", control.points, name="control_points"),
    path("kontrol/punkty/<int:point_id>/<slug:slug>/", doing.of_point, name="point_deed"),
    path("kontrol/<int:document_id>/<slug:slug>/", doing.of_control, name="control_deed"),
    path("stroky/", lists.requests, name="extensions"),
    path("stroky/z-dnia/", day_panel.move_terms, name="move_terms"),
    path("stroky/<int:extension_id>/", lists.decide, name="decide"),
    path("dokument/<int:document_id>/", doing.document, name="document"),
    path("rezoliutsiia/<int:resolution_id>/skasuvaty/", doing.cancel, name="cancel"),
    path("<int:task_id>/rozpodil/", review.split, name="split"),
    path("<int:task_id>/<slug:slug>/", doing.of_task, name="deed"),
]
