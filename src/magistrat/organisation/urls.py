"""Addresses of organisation."""

from __future__ import annotations

from django.urls import path

from magistrat.organisation.pages import choosing, duties, people, structure

app_name = "organisation"
urlpatterns = [
    path("", structure.structure, name="structure"),
    path("obraty-posadu/", choosing.choose_post, name="choose_post"),
    path("pidrozdily/novyi/", structure.new_department, name="new_department"),
    path("pidrozdily/<int:department>/", structure.department, name="department"),
    path("pidrozdily/<int:department>/zminyty/", structure.change_department, name="change_department"),
    path("pidrozdily/<int:department>/likviduvaty/", structure.end_department, name="end_department"),
    path("posady/nova/", structure.new_post, name="new_post"),
    path("posady/<int:post>/", structure.post, name="post"),
    path("posady/<int:post>/zminyty/", structure.change_post, name="change_post"),
    path("posady/<int:post>/skorotyty/", structure.end_post, name="end_post"),
    path("posady/<int:post>/pryznachyty/", people.appoint, name="appoint"),
    path("pryznachennia/<int:holding>/zvilnyty/", people.release, name="release"),
    path("pryznachennia/<int:holding>/vypravyty/", people.correct_holding, name="correct_holding"),
    path("pratsivnyky/", people.people, name="people"),
    path("pratsivnyky/novyi/", people.new_person, name="new_person"),
    path("pratsivnyky/<int:person>/", people.person, name="person"),
    path("pratsivnyky/<int:person>/zminyty/", people.change_person, name="change_person"),
    path("pratsivnyky/<int:person>/dostup/vidkryty/", people.open_account, name="open_account"),
    path("pratsivnyky/<int:person>/dostup/parol/", people.renew_password, name="renew_password"),
    path("pratsivnyky/<int:person>/dostup/zakryty/", people.close_account, name="close_account"),
    path("pratsivnyky/<int:person>/dostup/ponovyty/", people.reopen_account, name="reopen_account"),
    path("pratsivnyky/<int:person>/dostup/druhyi-krok/", people.remove_second_step, name="remove_second_step"),
    path("rozpodil/", duties.fields, name="fields"),
    path("rozpodil/novyi/", duties.new_field, name="new_field"),
    path("rozpodil/<int:field>/prypynyty/", duties.end_field, name="end_field"),
    path("zamishchennia/", duties.substitutions, name="substitutions"),
    path("zamishchennia/nove/", duties.new_substitution, name="new_substitution"),
    path("zamishchennia/<int:substitution>/", duties.substitution, name="substitution"),
    path("zamishchennia/<int:substitution>/zatverdyty/", duties.agree, name="agree"),
    path("zamishchennia/<int:substitution>/rozporiadzhennia/", duties.add_order, name="add_order"),
    path("zamishchennia/<int:substitution>/skasuvaty/", duties.cancel, name="cancel"),
    path("peredaty-oboviazky/", duties.hand_over, name="hand_over"),
]
