"""The queue of reading: what is read now, what could not be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.queries import readings
from magistrat.ui.routes import allow


@allow("document.attach")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """All files of one's documents that are being read, and those that could not be."""
    found = {"going_on": readings.going_on(actor=request.actor), "unread": readings.unread(actor=request.actor)}
    template = "documents/files/queue_rows.html" if request.htmx else "documents/files/queue.html"
    return render(request, template, found)
