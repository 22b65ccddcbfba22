from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Event, Member, Scenario
from truenorth.server.services import people, plan, whatifs

Browser = Callable[[Member], Client]
Made = Callable[..., Member]
LETTER = "activity:spring-letter"


def channel(scenario: Scenario, value: str, by: Member, ref: str = LETTER) -> None:
    item = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, item, {**item, "channel": value})], by=by, why=f"by {value}")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/w/acme/{address}")
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def test_a_what_if_is_begun_from_the_menu_of_the_version_and_listed_with_how_far_it_differs(
    acme: Scenario, cmo: Member, browser: Browser
):
    client = browser(cmo)

    led = client.post("/w/acme/plan/what-ifs/begin/", {"name": "Letters by post"}, follow=True)
    made = Scenario.objects.get(name="Letters by post")
    channel(made, "post", cmo)
    says = page(client, "plan/what-ifs/")

    assert led.redirect_chain[-1][0] == "/w/acme/if/letters-by-post/plan/"
    assert "1 changed." in says
    assert "only Amara Okafor sees it" in says
    assert 'from <a class="link" href="/w/acme/?version=1">version 1</a>' in says


def test_a_what_if_is_seen_by_nobody_else_until_it_is_shared(
    acme: Scenario, cmo: Member, member: Made, browser: Browser
):
    made = whatifs.begin(acme, "Less in spring", by=cmo)
    client = browser(member("mops"))

    for address in (f"if/{made.key}/", f"plan/what-ifs/{made.key}/"):
        page(client, address, 404)
    assert "Less in spring" not in page(client, "plan/what-ifs/")
    assert "there is no version" in page(client, f"plan/compare/?one=now&other={made.key}", 400).lower()
    browser(cmo).post(f"/w/acme/plan/what-ifs/{made.key}/share/", {"with": "some", "party": ["mops", "sales"]})

    assert "Less in spring" in page(client, "plan/what-ifs/")
    page(client, f"if/{made.key}/")
    assert whatifs.find(cmo.workspace, made.key, member("finance")) is None
    assert Event.objects.get(what="what-if shared").after == ["sales", "mops"]


def test_a_what_if_is_renamed_put_away_and_brought_back_and_its_address_stays(
    acme: Scenario, cmo: Member, browser: Browser
):
    made, client = whatifs.begin(acme, "Less in spring", by=cmo), browser(cmo)

    client.post(f"/w/acme/plan/what-ifs/{made.key}/rename/", {"name": "More in spring"})
    client.post(f"/w/acme/plan/what-ifs/{made.key}/archive/")
    made.refresh_from_db()
    with pytest.raises(store.Closed):
        channel(made, "post", cmo)
    assert "put away" in page(client, "plan/what-ifs/")
    assert "This what-if is closed; it can be read." in page(client, f"if/{made.key}/plan/")
    client.post(f"/w/acme/plan/what-ifs/{made.key}/back/")
    channel(made, "post", cmo)

    assert Scenario.objects.get(key="less-in-spring").name == "More in spring"
    assert [one.what for one in Event.objects.filter(workspace=cmo.workspace).order_by("pk")][-4:] == [
        "what-if begun",
        "what-if renamed",
        "what-if put away",
        "what-if brought back",
    ]


def test_a_name_of_which_nothing_can_be_read_is_refused(acme: Scenario, cmo: Member, browser: Browser):
    answer = browser(cmo).post("/w/acme/plan/what-ifs/begin/", {"name": " \u202e "}, follow=True)

    assert "give the what-if a name, such as “10 % less money”" in answer.content.decode()


# own: with a what-if that they began; any: with any that they see.
TABLE = """
          business finance sales service cmo mops lead member partner viewer
begin     any      any     any   any     any any  any  any    -       -
rename    own      own     own   own     own own  own  own    -       -
share     own      own     own   own     own own  own  own    -       -
archive   any      own     own   own     any own  own  own    -       -
"""
CELLS = [
    (what, party, cell)
    for what, *cells in map(str.split, TABLE.strip().splitlines()[1:])
    for party, cell in zip(TABLE.split("begin")[0].split(), cells, strict=True)
]


@pytest.mark.parametrize(("what", "party", "cell"), CELLS)
def test_every_cell_of_who_may_do_what_with_a_what_if(what: str, party: str, cell: str):
    from truenorth.server.policy import Seat, may_whatif

    seat = Seat(party)

    assert may_whatif(seat, what, is_own=True) == (cell != "-")
    assert may_whatif(seat, what, is_own=False) == (cell == "any")


def test_who_may_not_is_told_who_may(acme: Scenario, cmo: Member, member: Made):
    made = whatifs.begin(acme, "Less in spring", by=cmo, shared=PARTIES)
    tried = {
        "begin": lambda by: whatifs.begin(acme, "Mine", by=by),
        "rename": lambda by: whatifs.rename(made, "Mine", by=by),
        "share": lambda by: whatifs.share(made, [], by=by),
        "archive": lambda by: whatifs.archive(made, by=by),
    }
    partner = member("partner", programs=["launch"])

    for does in tried.values():
        with pytest.raises(PermissionDenied, match=r"only .* may do that"):
            does(partner)
    assert whatifs.abilities(made, member("mops"), people.seat(member("sales"))) == {"begin"}


def test_a_what_if_of_a_what_if_begins_where_that_one_is(acme: Scenario, cmo: Member, browser: Browser):
    first = whatifs.begin(acme, "Less in spring", by=cmo)
    channel(first, "post", cmo)

    browser(cmo).post(f"/w/acme/if/{first.key}/plan/what-ifs/begin/", {"name": "And less in summer"})

    second = Scenario.objects.get(name="And less in summer")
    assert (second.parent, second.parent_at) == (first, 1)
    assert store.load(second).entities[LETTER].channel == "post"


def test_the_palette_leads_into_what_ifs(acme: Scenario, cmo: Member, browser: Browser):
    whatifs.begin(acme, "Less in spring", by=cmo)

    assert "What-if: Less in spring" in page(browser(cmo), "search/?q=less")
