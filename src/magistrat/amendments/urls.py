"""Addresses of the drafts of editions."""

from __future__ import annotations

from django.urls import path

from magistrat.amendments.pages import adopting, changing, drafts, files, parts, reading, replaying

app_name = "amendments"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("vnesty/", files.bring_in, name="bring_in"),
    path("redaktsiia/<int:edition_id>.zip", files.edition_zip, name="edition_zip"),
    path("<int:draft_id>/", drafts.draft, name="draft"),
    path("<int:draft_id>/vidkynuty/", drafts.drop, name="drop"),
    path("<int:draft_id>.zip", files.draft_zip, name="draft_zip"),
    path("<int:draft_id>/pravylo/<str:entry>/", changing.entry, name="entry"),
    path("<int:draft_id>/pravylo/<str:entry>/vyluchyty/", changing.repeal, name="repeal"),
    path("<int:draft_id>/nove/", changing.new_entry, name="new_entry"),
    path("<int:draft_id>/reshta/", parts.parts, name="parts"),
    path("<int:draft_id>/reshta/<slug:sort>/", parts.new_part, name="new_part"),
    path("<int:draft_id>/tekst/", changing.text, name="text"),
    path("<int:draft_id>/zmina/<int:change_id>/skasuvaty/", changing.undo, name="undo"),
    path("<int:draft_id>/porivniannia/", reading.diff, name="diff"),
    path("<int:draft_id>/perevirka/", reading.check, name="check"),
    path("<int:draft_id>/mynule/", replaying.replay, name="replay"),
    path("<int:draft_id>/mynule/<int:replay_id>/", replaying.replay_run, name="replay_run"),
    path("<int:draft_id>/mynule/<int:replay_id>/postup/", replaying.replay_progress, name="replay_progress"),
    path("<int:draft_id>/mynule/<int:replay_id>/zupynyty/", replaying.replay_stop, name="replay_stop"),
    path("<int:draft_id>/pryiniattia/", adopting.adopt, name="adopt"),
]
