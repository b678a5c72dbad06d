"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from magistrat.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("", pages.sign_in, name="sign_in"),
    path("druhyi-krok/", pages.second_step, name="second_step"),
    path("vykhid/", pages.sign_out, name="sign_out"),
    path("bezpeka/", pages.own, name="own"),
    path("bezpeka/parol/", pages.change_password, name="change_password"),
    path("bezpeka/seansy/<int:visit>/zavershyty/", pages.end_visit, name="end_visit"),
    path("bezpeka/druhyi-krok/", pages.switch_on, name="switch_on"),
    path("bezpeka/druhyi-krok/vymknuty/", pages.switch_off, name="switch_off"),
    path("bezpeka/druhyi-krok/kody/", pages.new_codes, name="new_codes"),
]
