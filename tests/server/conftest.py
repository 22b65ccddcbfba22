"""A workspace with people of every party, and a browser for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.test import Client
from tools.postgres import cluster

from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Member, Scenario, User
from truenorth.server.services import workspaces


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process remembers of plans belongs to a test's own database."""
    store._known.clear()


@pytest.fixture
def cmo(db: None) -> Member:
    """The first member of Acme, who manages it."""
    user = User.objects.create_user("amara@acme.example", "correct horse battery", name="Amara Okafor")
    return workspaces.begin("Acme", user=user, example="acme-bent")


@pytest.fixture
def acme(cmo: Member) -> Scenario:
    """Acme's plan."""
    return workspaces.main(cmo.workspace)


@pytest.fixture
def member(cmo: Member) -> Callable[..., Member]:
    """Makes a member of Acme of a party."""

    def made(party: str, **place: object) -> Member:
        user = User.objects.create_user(f"{party}@acme.example", name=PARTIES[party])
        return Member.objects.create(workspace=cmo.workspace, user=user, party=party, **place)

    return made


@pytest.fixture
def browser(cmo: Member) -> Callable[[Member], Client]:
    """Makes a browser in which a member is signed in."""

    def made(of: Member) -> Client:
        client = Client()
        client.force_login(of.user)
        return client

    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a Postgres of our own; where the machine has none, its tests skip and say so."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(cluster())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield found


@pytest.fixture
def postgres_of(postgres: str) -> Callable[[str], str]:
    """Makes an empty database in it, under a name; gives its address."""

    def made(name: str) -> str:
        import psycopg

        with psycopg.connect(postgres, autocommit=True) as connected:
            connected.execute(f"CREATE DATABASE {name}")
        return postgres.rpartition("/")[0] + f"/{name}"

    return made
