"""Addresses of correspondence."""

from __future__ import annotations

from django.urls import path

from magistrat.correspondence.pages import (
    addressees,
    clerk,
    deeds,
    editor,
    letter,
    lists,
    mailing_lists,
    post,
    prints,
)

app_name = "correspondence"
urlpatterns = [
    path("", lists.outgoing, name="outgoing"),
    path("novyi/", editor.new, name="new"),
    path("uchasnyky/", editor.parties, name="parties"),
    path("adresaty/", editor.addressees, name="addressees"),
    path("adresaty/<int:correspondent>/", addressees.form, name="addressee"),
    path("vidpravlennia/", lists.mailed, name="mailed"),
    path("vidpravlennia/konverty/", post.envelopes_of_day, name="envelopes"),
    path("vidpravlennia/rekomendovani/", post.registered_of_day, name="registered"),
    path("vidpravlennia/roznosna-knyha/", post.delivery_book, name="delivery_book"),
    path("nadislaty-razom/", post.many, name="many"),
    path("spysky/", mailing_lists.lists, name="mailing_lists"),
    path("spysky/novyi/", mailing_lists.add, name="mailing_list_add"),
    path("spysky/<int:list_id>/", mailing_lists.change, name="mailing_list"),
    path("spysky/<int:list_id>/vyluchyty/", mailing_lists.remove, name="mailing_list_remove"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/zminyty/", editor.change, name="change"),
    path("<int:pk>/na-vizuvannia/", deeds.ask_visas, name="ask_visas"),
    path("<int:pk>/vizuvaty/", deeds.give_visa, name="give_visa"),
    path("<int:pk>/povernuty/", deeds.send_back, name="send_back"),
    path("<int:pk>/pidpysaty/", deeds.sign, name="sign"),
    path("<int:pk>/zniaty-pidpys/", deeds.withdraw, name="withdraw"),
    path("<int:pk>/skasuvaty/", deeds.cancel, name="cancel"),
    path("<int:pk>/pidpys-na-paperi/", clerk.mark_paper, name="mark_paper"),
    path("<int:pk>/zareiestruvaty/", clerk.register, name="register"),
    path("<int:pk>/nadislaty/", clerk.dispatch, name="dispatch"),
    path("<int:pk>/druk/", prints.letter, name="print"),
    path("<int:pk>/pdf/", prints.pdf, name="pdf"),
    path("<int:pk>/docx/", prints.docx, name="docx"),
    path("<int:pk>/arkush-viz/", prints.visa_sheet, name="visa_sheet"),
]
