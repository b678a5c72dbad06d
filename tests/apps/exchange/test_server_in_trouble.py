"""Who hears of a mail server that takes no letters (KR 16.2; DR 35.9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from magistrat.exchange.actions import mailboxes
from magistrat.outbox import hooks
from magistrat.outbox.models import Message
from magistrat.regulation import queries as rules
from tests.factories import organisation, regulation


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka"])
def test_whoever_sets_e_mail_up_reads_it_once(slug):
    town = organisation.town(slug)
    since = regulation.AT
    for hours in (1, 2):
        hooks.tell_trouble(since, since + timedelta(hours=hours), "Немає зв'язку.")
    told = Message.objects.filter(key__startswith="outbox.server")
    assert [one.to_post for one in told] == [town.posts["administrator"]]
    assert rules.rules_on(regulation.ON).roles_with(mailboxes.RIGHT) == {"administrator"}
