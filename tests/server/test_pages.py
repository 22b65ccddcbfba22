from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from truenorth.server.models import Member, Scenario

PAGES = ["", "plan/", "plan/activity/", "plan/history/", "check/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_a_member(address: str, acme: Scenario, cmo: Member, browser: Callable[[Member], Client]):
    answer = browser(cmo).get(f"/w/acme/{address}")

    assert answer.status_code == 200
    assert "Acme" in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_workspace_does_not_exist_for_others(address: str, acme: Scenario, django_user_model: type):
    client = Client()
    client.force_login(django_user_model.objects.create_user("eve@other.example"))

    assert client.get(f"/w/acme/{address}").status_code == 404
