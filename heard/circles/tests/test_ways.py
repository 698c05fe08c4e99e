"""How people meet: chosen when a circle is opened, said before anyone sits."""

import pytest

from heard.circles.actions import Unfit, open_circle, split_into_tables
from heard.circles.models import Circle
from heard.circles.tests.rooms import NAMES
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
TOO_MANY = (
    "By video a circle has at most six seats; these are seven. "
    "Choose voices only, or one device on the table."
)


def a_circle(mode, people=4, **more):
    return open_circle(
        format_id="council", names=NAMES[:people], mode=mode, host_id=None, language="en", **more
    )


@pytest.fixture
def relay(settings):
    settings.HEARD_TURN_URLS = ("turn:turn.example:3478",)
    settings.HEARD_TURN_SECRET = "not so secret in tests"


@pytest.mark.parametrize(("mode", "people"), [("video", 6), ("voice", 8)])
def test_with_faces_six_meet_and_by_voice_eight_each_with_a_link(mode, people):
    opened = a_circle(mode, people)

    assert len({seat.token for seat in opened.seats}) == people
    assert opened.table_token is None


def test_seven_do_not_meet_by_video_and_are_told_what_they_can_do():
    with pytest.raises(Unfit) as refused:
        a_circle("video", 7)

    assert refused.value.message == TOO_MANY
    assert not Circle.objects.exists()


def test_a_group_that_meets_by_video_is_split_into_sixes():
    opened = split_into_tables(
        format_id="council",
        names=[f"Person {number}" for number in range(14)],
        host_id=ada().pk,
        language="en",
        mode="video",
        relay_only=True,
    )

    assert [len(each.seats) for each in opened] == [5, 5, 4]
    assert set(Circle.objects.values_list("mode", "relay_only")) == {("video", True)}


def test_seven_who_can_only_sit_in_fours_or_more_are_refused_by_video():
    with pytest.raises(Unfit) as refused:
        split_into_tables(
            format_id="fishbowl", names=NAMES[:7], host_id=ada().pk, language="en", mode="video"
        )

    assert "4 to 6 people" in refused.value.message


# ── the pages ───────────────────────────────────────────────────────────────


@pytest.fixture
def host(client):
    client.force_login(ada())
    return client


def page_of(answer):
    return answer.content.decode()


def test_the_page_offers_four_ways_and_faces_first(host):
    page = page_of(host.get("/start/council/"))

    ways = [f'name="mode" value="{mode}"' for mode in ("video", "voice", "devices", "table")]
    assert [page.index(way) for way in ways] == sorted(page.index(way) for way in ways)
    assert page.index('value="video"') < page.index("checked") < page.index('value="voice"')
    assert "Up to six people." in page


def test_a_node_without_https_says_why_it_offers_no_faces_and_no_voices(host, settings):
    settings.HEARD_IS_SECURE = False

    page = page_of(host.get("/start/council/"))
    refused = host.post("/start/council/", {"names": "Ada\nBen\nCleo", "mode": "voice"})

    assert 'value="video"' not in page
    assert 'value="voice"' not in page
    assert "only over HTTPS" in page
    assert "Choose one of these two" in page_of(refused)
    assert not Circle.objects.exists()


def test_seven_names_by_video_are_answered_at_the_way_and_kept(host):
    typed = {"names": "\n".join(NAMES[:7]), "mode": "video"}

    page = page_of(host.post("/start/council/", typed))

    assert TOO_MANY in page
    assert NAMES[6] in page
    assert not Circle.objects.exists()


def test_tables_of_a_split_are_shown_as_they_would_be_by_video(host):
    names = "\n".join(f"Person {number}" for number in range(7))

    page = page_of(host.post("/split/", {"format": "council", "names": names, "mode": "video"}))

    assert "2 tables" in page


def test_addresses_can_be_hidden_only_where_there_is_a_relay(host):
    typed = {"names": "Ada\nBen\nCleo", "mode": "video", "relay_only": "on"}

    page = page_of(host.get("/start/council/"))
    host.post("/start/council/", typed)

    assert "relay_only" not in page
    assert not Circle.objects.get().relay_only


@pytest.mark.usefixtures("relay")
@pytest.mark.parametrize(("mode", "hidden"), [("video", True), ("voice", True), ("table", False)])
def test_a_host_hides_addresses_where_something_is_sent(host, mode, hidden):
    typed = {"names": "Ada\nBen\nCleo", "mode": mode, "relay_only": "on"}

    page = page_of(host.get("/start/council/"))
    host.post("/start/council/", typed)

    assert "relay_only" in page
    assert Circle.objects.get().relay_only is hidden


@pytest.mark.usefixtures("relay")
def test_the_tables_of_a_split_hide_addresses_too(host):
    typed = {"format": "council", "names": "\n".join(NAMES), "mode": "voice", "make": "yes"}

    host.post("/split/", typed | {"relay_only": "on"})

    assert set(Circle.objects.values_list("relay_only", flat=True)) == {True}
