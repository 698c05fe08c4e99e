"""A community begins: an owner makes it, somebody is invited, and helps to look after it."""

import re

import pytest

from tests.journeys.pages import EVERYDAY, LOOKS, faults_of, leans_over
from tests.journeys.visitors import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def owner(visit, served_node):
    """Whoever runs the node has opened the link that it printed."""
    ada = visit(name="Ada", java_script_enabled=False)
    ada.open(re.findall(r"http\S+", served_node.run("owner-link"))[0])
    ada.page.get_by_label("Your e-mail address").fill("ada@example.org")
    ada.page.get_by_label("What shall we call you?").fill("Ada")
    ada.page.get_by_role("button", name="Make it mine").click()
    return ada


def makes(owner, name, *, kind="chapter"):
    """The slug of a new community."""
    owner.open("/communities/").page.get_by_role("link", name="Make a community").click()
    owner.page.get_by_label("Name", exact=True).fill(name)
    owner.page.get_by_label("What kind of community is it?").select_option(kind)
    owner.page.get_by_label("A welcome in your own words").fill("Come in.\nWe listen on Thursdays.")
    owner.page.get_by_label("Languages that are spoken here").select_option(["en", "ar", "es"])
    owner.page.get_by_label("Time zone").select_option("Europe/London")
    owner.page.get_by_label("lake").check()
    owner.page.get_by_role("button", name="Make it").click()
    owner.page.get_by_role("heading", name=name).wait_for()
    return re.search(r"/communities/([\w-]+)/$", owner.page.url)[1]


def invites(steward, slug, email, role="member"):
    """The link."""
    steward.open(f"/communities/{slug}/invitations/")
    steward.page.get_by_label("Their e-mail address").fill(email)
    steward.page.get_by_role("radio", name=role).check()
    steward.page.get_by_role("button", name="Send the invitation").click()
    steward.page.get_by_role("heading", name="The letter is on its way").wait_for()
    return steward.page.locator(".invitation__address").inner_text()


def test_somebody_is_invited_accepts_and_becomes_a_steward_without_javascript(visit, owner):
    slug = makes(owner, "Listeners of Leeds")
    link = invites(owner, slug, "ben@example.org")
    ben = visit(name="Ben", java_script_enabled=False).open(link)
    ben.page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(ben, "ben@example.org")
    ben.page.get_by_role("button", name="Accept").click()
    ben.sees("You belong to it now.")
    assert not ben.page.get_by_role("link", name="Invite somebody").count()

    owner.open(f"/communities/{slug}/members/").page.get_by_role(
        "link", name=re.compile("^Change person")
    ).click()
    owner.page.get_by_role("radio", name="steward").check()
    owner.page.get_by_role("button", name="Keep").click()
    ben.page.reload()

    assert invites(ben, slug, "cleo@example.org").startswith(owner.node.url)
    handed_on = visit(name="Dan").open(link)
    handed_on.sees("This invitation is closed")


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(look, id=name, marks=() if name in EVERYDAY else pytest.mark.full)
        for name, look in LOOKS.items()
    ],
)
def test_axe_finds_nothing_on_the_pages_of_communities(visit, owner, look):
    slug = makes(owner, "Gehört im Norden")
    link = invites(owner, slug, "cleo@example.org", "facilitator")
    own_id = owner.node.asks(OWN_ID)
    visitor = visit(storage_state=owner.context.storage_state(), **look)

    found = []
    for path in pages_of(slug, own_id):
        found += faults_of(visitor.open(path))
    visitor.page.locator("[name=email]").fill("no address")
    visitor.page.locator("main form .button").first.click()
    found += faults_of(visitor)
    found += faults_of(visitor.open(link)) + faults_of(visit(**look).open(link))

    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_a_community_leans_over_the_edge_of_a_small_phone(visit, owner, language):
    slug = makes(owner, "Donaudampfschifffahrtsgesellschaftskapitänsmütze")
    link = invites(owner, slug, f"{'a' * 50}@{'b' * 50}.example.org")
    state = owner.context.storage_state()
    visitor = visit(viewport=SMALL, locale=language, storage_state=state)

    over = [leans_over(visitor.open(path)) for path in pages_of(slug, owner.node.asks(OWN_ID))]
    visitor.page.locator("[name=email]").fill(f"{'c' * 50}@{'d' * 50}.example.org")
    visitor.page.locator("main form .button").first.click()
    visitor.page.locator(".invitation").wait_for()
    over += [leans_over(visitor), leans_over(visitor.open(link))]

    assert [each for each in over if each] == []


OWN_ID = """
import json
from heard.people.models import Person
print(json.dumps(Person.objects.get(email="ada@example.org").pk))
"""


def pages_of(slug, person_id):
    """The page for inviting comes last, since it is gone on with."""
    own = f"/communities/{slug}/"
    below = ("", "make/", "change/", "members/", f"members/{person_id}/", "leave/", "invitations/")
    return ["/communities/", "/communities/make/", *(f"{own}{each}" for each in below)]
