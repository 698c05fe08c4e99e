import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { audible, coming, maySend, partOf } from "../../static/circles/media/floor.js";

const NOBODY_BESIDE = new Map();
const CLOCK = { started_at: 0, soft_ends_at: 100_000, ends_at: 100_000, held: false };

/** As the server shows it: four seats, 2 speaks and 3 reflects. */
function turn(changes = {}) {
  return {
    stage: "turn",
    status: "running",
    phase: { order: "ring" },
    round: { number: 1, of: 1 },
    speaker: 2,
    listener: 3,
    holders: [2],
    floor: [2],
    seats: seats(["witnessing", "speaking", "reflecting", "witnessing"]),
    clock: CLOCK,
    ...changes,
  };
}

const seats = (states) => states.map((state, index) => ({ n: index + 1, state, spoken: false, hand: false }));
const TOGETHER = { stage: "together", speaker: null, listener: null, holders: [], floor: [1, 2, 3], seats: seats(["witnessing", "witnessing", "witnessing"]), clock: CLOCK };
const beside = (through, carries) => ({ mic: true, camera: true, through, carries, hears: [], level: "all" });

/** What seats were shown in the logs of all formats. */
function shownViews() {
  const folder = new URL("../core/golden/", import.meta.url);
  return readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")).views.map(({ view }) => view));
}

test("in all formats exactly the others on the floor are heard, and none of them is small", () => {
  for (const view of shownViews()) {
    const others = view.floor.filter((seat) => seat !== view.me);
    assert.deepEqual([...audible(view, view.me, NOBODY_BESIDE)], others);
    assert.equal(maySend(view, view.me, NOBODY_BESIDE), view.floor.includes(view.me));
    assert.ok(!view.floor.some((seat) => partOf(view, seat) === "witness"), JSON.stringify(view));
  }
});

test("in all formats whoever comes next is another seat that is there", () => {
  for (const view of shownViews()) {
    const there = view.seats.filter(({ state }) => !["empty", "left"].includes(state)).map(({ n }) => n);
    const next = coming(view, view.clock?.ends_at ?? 0);
    assert.ok(next.every((seat) => there.includes(seat)), JSON.stringify(next));
    assert.ok(next.length <= 1);
  }
});

test("the floor is heard, and nobody hears themselves", () => {
  const view = turn({ floor: [2, 3] });

  assert.deepEqual(audible(view, 1, NOBODY_BESIDE), new Set([2, 3]));
  assert.deepEqual(audible(view, 3, NOBODY_BESIDE), new Set([2]));
});

test("only who is on the floor may be sent", () => {
  const view = turn();

  assert.deepEqual([1, 2, 3, 4].map((seat) => maySend(view, seat, NOBODY_BESIDE)), [false, true, false, false]);
});

test("in a pause nobody is heard", () => {
  const paused = turn({ status: "paused", floor: [] });

  assert.equal(audible(paused, 1, NOBODY_BESIDE).size, 0);
  assert.equal(maySend(paused, 2, NOBODY_BESIDE), false);
});

test("on a free floor everyone hears everyone", () => {
  assert.deepEqual(audible(TOGETHER, 1, NOBODY_BESIDE), new Set([2, 3]));
  assert.equal(maySend(TOGETHER, 1, NOBODY_BESIDE), true);
});

test("a seat whose sound goes through the device beside is heard by that device", () => {
  const states = new Map([[2, beside(4, [])], [4, beside(null, [2])]]);

  assert.deepEqual(audible(turn(), 1, states), new Set([4]));
  assert.equal(maySend(turn(), 2, states), false);
  assert.equal(maySend(turn(), 4, states), true);
});

test("of two devices in one room only one plays, and not its own room", () => {
  const states = new Map([[2, beside(4, [])], [4, beside(null, [2])]]);
  const view = turn({ floor: [2, 3] });

  assert.deepEqual(audible(view, 2, states), new Set());
  assert.deepEqual(audible(view, 4, states), new Set([3]));
});

test("as long as only one of the two says so, each speaks for itself", () => {
  const asked = new Map([[2, beside(4, [])], [4, beside(null, [])]]);
  const alone = new Map([[2, beside(4, [])]]);

  assert.deepEqual(audible(turn(), 1, asked), new Set([2]));
  assert.equal(maySend(turn(), 2, asked), true);
  assert.equal(maySend(turn(), 2, alone), true);
});

test("a device that sends its own sound elsewhere carries nobody", () => {
  const states = new Map([[2, beside(4, [])], [4, beside(3, [2])], [3, beside(null, [4])]]);

  assert.deepEqual(audible(turn(), 1, states), new Set([2]));
});

test("in a turn one speaks, one reflects and the others witness", () => {
  assert.deepEqual([1, 2, 3, 4].map((seat) => partOf(turn(), seat)), ["witness", "speaker", "listener", "witness"]);
});

test("whoever chooses a listener is seen as a speaker", () => {
  const view = turn({ stage: "choosing", listener: null, seats: seats(["witnessing", "choosing", "witnessing", "witnessing"]) });

  assert.equal(partOf(view, 2), "speaker");
});

test("several who hold the floor together are open", () => {
  const states = ["speaking", "speaking", "witnessing", "witnessing"];
  const bowl = turn({ listener: null, holders: [1, 2], floor: [1, 2], seats: seats(states) });

  assert.deepEqual([1, 2, 3].map((seat) => partOf(bowl, seat)), ["open", "open", "witness"]);
});

test("where all may answer the speaker stays the speaker", () => {
  const view = turn({ listener: null, floor: [1, 2, 3, 4] });

  assert.deepEqual([1, 2].map((seat) => partOf(view, seat)), ["open", "speaker"]);
});

test("together all are open, in a quiet minute all witness", () => {
  assert.equal(partOf(TOGETHER, 1), "open");
  assert.equal(partOf({ ...TOGETHER, floor: [] }, 1), "witness");
});

test("a speaker whose line is away is not seen as one", () => {
  const view = turn({ floor: [], seats: seats(["witnessing", "away", "reflecting", "witnessing"]) });

  assert.equal(partOf(view, 2), "witness");
});

test("nobody comes before the last two seconds, nor while the clock is held", () => {
  assert.deepEqual(coming(turn(), 97_999), []);
  assert.deepEqual(coming(turn({ clock: { ...CLOCK, held: true } }), 99_000), []);
  assert.deepEqual(coming(turn({ clock: null }), 99_000), []);
  assert.deepEqual(coming(TOGETHER, 99_000), []);
});

test("after the speaker comes the listener, and after the listener the speaker", () => {
  assert.deepEqual(coming(turn(), 98_000), [3]);
  assert.deepEqual(coming(turn({ floor: [3] }), 98_000), [2]);
});

test("after a turn without a listener comes the next in the ring who has not spoken", () => {
  const view = turn({ listener: null });
  view.seats[2].spoken = true;
  view.seats[3].state = "away";

  assert.deepEqual(coming(view, 99_000), [1]);
});

test("in a chain whoever reflected comes next, where hands are asked a hand", () => {
  const both = turn({ floor: [2, 3] });
  const chain = { ...both, phase: { order: "chain_choice" }, listener: 4, floor: [2, 4] };
  const queue = turn({ listener: null, phase: { order: "queue" }, seats: both.seats.map((seat) => ({ ...seat, hand: seat.n === 1 })) });

  assert.deepEqual(coming(chain, 99_000), [4]);
  assert.deepEqual(coming(queue, 99_000), [1]);
});

test("after the last turn of a round the ring begins again, after the last of all nobody comes", () => {
  const spoken = turn({ listener: null }).seats.map((seat) => ({ ...seat, spoken: true }));

  assert.deepEqual(coming(turn({ listener: null, seats: spoken, round: { number: 1, of: 2 } }), 99_000), [3]);
  assert.deepEqual(coming(turn({ listener: null, seats: spoken, round: { number: 2, of: 2 } }), 99_000), []);
});
