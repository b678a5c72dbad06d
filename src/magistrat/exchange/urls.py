"""Addresses of e-mail that comes."""

from __future__ import annotations

from django.urls import path

from magistrat.exchange.pages import queue, settings

app_name = "exchange"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("pereviryty/", queue.check, name="check"),
    path("vkladennia/<int:pk>/", queue.attachment, name="attachment"),
    path("vkladennia/<int:pk>/<int:page>/", queue.picture, name="picture"),
    path("skrynky/", settings.boxes, name="mailboxes"),
    path("skrynky/nova/", settings.add, name="mailbox_add"),
    path("skrynky/<int:pk>/", settings.change, name="mailbox"),
    path("skrynky/<int:pk>/pereviryty/", settings.check, name="mailbox_check"),
    path("<int:pk>/", queue.mail, name="mail"),
    path("<int:pk>/peredaty-na-reiestratsiiu/", queue.accept, name="accept"),
    path("<int:pk>/ne-reiestruvaty/", queue.refuse, name="refuse"),
    path("<int:pk>/peredaty/", queue.forward, name="forward"),
    path("<int:pk>/spam/", queue.spam, name="spam"),
    path("<int:pk>/povernuty/", queue.bring_back, name="bring_back"),
]
