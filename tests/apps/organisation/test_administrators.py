"""What those who administer the system are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from magistrat.organisation.actions import administrators
from magistrat.outbox.models import Message
from tests.factories import organisation, regulation

pytestmark = pytest.mark.django_db


def test_of_a_mail_server_in_trouble_each_reads_once():
    town = organisation.town("kryvyi-rih")
    since = regulation.AT
    for hours in (1, 2):
        administrators.tell_of_mail_server(since, since + timedelta(hours=hours), "Немає зв'язку.")
    told = Message.objects.filter(key__startswith="outbox.server")
    assert [one.to_post for one in told] == [town.posts["administrator"]]
