"""Hostile words of people in a circle: names, captions, concerns and reports, to the end."""

import json
from contextlib import ExitStack
from itertools import cycle

import pytest

from tests.hostile_words import WORDS, packed
from tests.journeys.hostile.house import (
    ALL,
    GUESTS,
    TYPED,
    Seat,
    as_names,
    fills,
    links_on,
    open_circle,
    posts,
    submits,
)
from tests.journeys.hostile.rooms import (
    Room,
    answer_at_the_door,
    answer_to,
    enter_call,
    go_inside,
    raises,
    signals_with,
    tells,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
LONGEST_CAPTION, LONGEST_NEED, LONGEST_WORDS = 300, 300, 1000
CAPTIONS_AT_ONCE = 25
SEATS = len(GUESTS)
NICKNAME = "EnterForm.nickname"


@pytest.fixture
def guests(come_in):
    """People with accounts and hostile names, each with a device of their own."""
    return [come_in(number) for number in range(1, len(GUESTS) + 1)]


@pytest.fixture
def sit(host, guests):
    """Ada hosts a circle by voice and sits in the first seat; the guests are in the room."""
    with ExitStack() as life:
        yield lambda form: seated(host, guests, form, life)


@pytest.fixture
def room(sit):
    return sit("empathy-circle-20")


def seated(host, guests, form, life):
    names, topic = as_names(WORDS), packed(TYPED, 200)[0]
    said = {"topic": topic, "names": "\n".join(names[: len(GUESTS) + 1]), "host_sits": "on"}
    path = open_circle(host, form, mode="voice", **said)
    own, *links = links_on(host, path)
    enter_call(host, own, names[0])
    seats = [Seat.take(guest, link, guest.name) for guest, link in zip(guests, links, strict=True)]
    return Room(host, path, topic, seats, [seat.enters(life) for seat in seats])


def parts_of(names):
    return [names[start : start + SEATS] for start in range(0, len(names), SEATS)]


def test_names_stay_words_in_a_room(sit, words, looks):
    # Here is time: the circle begins when all are ready, or after a quarter of an hour.
    room = sit("empathy-circle")
    go_inside(room.ada)

    for part in parts_of(as_names(words)):
        room.are_called(part)
        looks.at(room.ada, "room", {NICKNAME: part})


def test_names_and_captions_stay_words_in_a_room_until_the_end(room, looks):
    ada, names = room.ada, as_names(WORDS)
    looks.at(ada, "green room", {"StartForm.topic": [room.topic]})
    go_inside(ada)
    looks.at(ada, "room", {"StartForm.topic": [room.topic]})

    captions, seen, coming = packed(WORDS, LONGEST_CAPTION), set(), cycle(names)
    while room.view["stage"] != "closed":
        if room.moment not in seen:
            seen.add(room.moment)
            name = next(coming)
            # All alike, since at the end only those are named whom Ada has listened to.
            room.are_called([name] * SEATS)
            looks.at(ada, "room", {NICKNAME: [name]})
            if room.view["role"] == "speaker" and room.view["step"] == "speak":
                writes(ada, room, packed(TYPED, LONGEST_CAPTION)[0], looks)
        said, speaker = captions[:CAPTIONS_AT_ONCE], room.speaker
        # Whose turn is over meanwhile is refused; then the next speaker says it.
        if said and speaker and all(speaker.say(line)[1][0] for line in said):
            looks.at(ada, "room, captions", {"Say.words": said})
            captions = captions[CAPTIONS_AT_ONCE:]
        room.goes_on()

    assert not captions
    room.are_called([names[1]] * SEATS)
    looks.at(ada, "room, closing", {NICKNAME: [names[1]]})
    keeps_a_step(ada, packed(TYPED, 500)[0], looks)


def writes(ada, room, words, looks):
    """Instead of speaking."""
    room.acts({"move": "write_instead"})
    ada.page.locator("#writing-field").fill(words)
    ada.page.locator("#writing-field").press("Enter")
    looks.at(ada, "room, captions", {"#writing-field": [words]})


def keeps_a_step(ada, words, looks):
    ada.page.locator("#next-step").fill(words)
    ada.page.reload()
    ada.page.locator("#next-step").wait_for()
    looks.at(ada, "room, closing", {"#next-step": [words]})


def test_concerns_and_reports_stay_words_for_those_who_read_them(room, come_in, words, looks):
    names = as_names(words)[-SEATS:]
    go_inside(room.ada)
    room.are_called(names)
    concerns = packed(words, LONGEST_WORDS)
    for guest, concern in zip(cycle(room.guests), concerns, strict=False):
        tells(guest, concern)
    raises(room.ada, concerns[0])
    reports = packed(tuple(each for each in words if each in TYPED), LONGEST_WORDS)
    about = [reports_somebody(room, number, told) for number, told in enumerate(reports)]

    needs = packed(TYPED, LONGEST_NEED)[0]
    posts(room.seats[0].visitor, "/people/me/", nickname=GUESTS[0], access_needs=needs)

    reader = come_in()
    told = {"Explain.words": concerns, "#concern-words": concerns[:1]}
    told |= {"ProfileForm.access_needs": (needs,)}
    looks.at(reader.open(room.path), "circle", told)
    typed = {"ReportForm.words": reports, NICKNAME: [names[each] for each in about]}
    of_accounts = {"OwnerForm.name": [room.seats[each].visitor.name for each in about]}
    looks.at(reader.open("/care/"), "what needs care", typed | of_accounts)


def reports_somebody(room, number, words):
    """Each guest about each of the others, then about the circle; returns who it was about."""
    by, after = number % SEATS, 1 + number // SEATS
    about = (by + after) % SEATS
    form = {"about": str(about + 2) if about != by else "circle", "reason": "hurt", "words": words}
    seat = room.seats[by]
    assert posts(seat.visitor, f"{seat.path}report/", **form).ok
    return about


def test_what_is_refused_inside_a_circle_stays_words(host, come_in, looks):
    names, guest = as_names(WORDS)[:3], come_in(1)
    path = open_circle(host, "empathy-circle-20", names="\n".join(names), mode="devices")
    seat = Seat.take(guest, links_on(host, path)[0], names[0])
    fills(guest.open(f"{seat.path}report/"), words=ALL, about=ALL, reason=ALL)
    submits(guest, "main form .button")

    typed = {"ReportForm.words": TYPED, "ReportForm.about": (), "ReportForm.reason": ()}
    looks.at(guest, "report, refused", typed | {NICKNAME: names[1:]})


def test_what_pages_say_to_one_another_stays_words(room, looks, served_node):
    go_inside(room.ada)
    hostile = packed(WORDS, LONGEST_WORDS)
    for guest in room.guests:
        for data in signals_with(hostile[0]):
            guest.socket.send(json.dumps({"type": "signal", "to": 1, "data": data}))
    looks.at(room.ada, "room", {"Signal.data": ()})

    guest = room.guests[0]
    move = {"type": "move", "move": {"move": WORDS[0]}}
    late = {"type": "move", "move": {"move": "done", "turn": 1, "step": WORDS[0]}}
    rating = {"type": "rate", "turn": 1, "side": WORDS[0], "value": 1}
    answers = [answer_to(guest, **frame) for frame in (move, late, rating)]
    looks.nowhere(["Move.choice", "Move.step", "Rate.side"], "".join(answers))
    looks.nowhere(["Enter.ticket"], answer_at_the_door(served_node, hostile[0]))


def test_a_name_that_is_refused_stays_words(host, watched, looks):
    names = as_names(WORDS)[:3]
    path = open_circle(host, "empathy-circle-20", names="\n".join(names), mode="devices")
    stranger = watched()
    for form, page in (("EnterForm", links_on(host, path)[0]), ("TryForm", "/try/")):
        fills(stranger.open(page), nickname=ALL, read=ALL)
        submits(stranger, "main form .button")
        typed = {f"{form}.nickname": TYPED, f"{form}.read": ()}
        looks.at(stranger, "take a seat, refused", typed)


def test_a_name_among_companions_stays_words(watched, looks):
    name = as_names(WORDS)[0]
    alone = watched().open("/try/")
    alone.page.locator("[name=nickname]").fill(name)
    alone.page.locator("main form .button").click()
    alone.page.locator("live-room[data-line=open]").wait_for()

    looks.at(alone, "room", {"TryForm.nickname": [name]})


def test_names_stay_words_for_who_keeps_the_process(host, looks):
    names = as_names(WORDS)[:6]
    form = {"names": "\n".join(names), "mode": "devices", "host_sits": "on"}
    path = open_circle(host, "empathy-circle", **form)
    seat = Seat.take(host, links_on(host, path)[0], names[0])
    host.open(f"{seat.path}room/").page.locator("live-room[data-line=open]").wait_for()

    host.page.locator("[data-part=open-needs]").click()
    host.page.locator("[data-part=keeping] summary").click()
    host.page.locator("[data-part=keeping] .need").last.click()

    looks.at(host, "room, keeping the process", {"StartForm.names": names})
