import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { Ahead, unpack } from "../../static/circles/room/ahead.js";

const START = 1_000_000;
const MINUTE = 60_000;
const BASE = { stage: "turn", status: "running", speaker: 1, step: "speak", moves: [{ move: "done", seat: 1 }, { move: "pause", seat: 1 }] };
const TURN = [4 * MINUTE, 5 * MINUTE];

// Ada speaks, Ben reflects, Ada says that she is heard, then Ben speaks.
const GRAPH = {
  root: "0",
  base: BASE,
  nodes: {
    0: { view: {}, boxes: { turn: TURN }, moves: { "done:1:": ["1", []], "more_time:1:": ["4", []] }, time_up: { turn: ["3", ["turn"]] } },
    1: { view: { step: "reflect", moves: [{ move: "done", seat: 2 }, { move: "pause", seat: 1 }] }, boxes: { turn: TURN }, moves: { "done:2:": ["2", ["step"]] }, time_up: { turn: ["3", ["turn"]] } },
    2: { view: { step: "confirm", moves: [{ move: "heard", seat: 1 }] }, boxes: { turn: TURN, step: [MINUTE, MINUTE] }, moves: { "heard:1:": ["3", ["turn"]] }, time_up: { step: ["3", ["turn"]] } },
    3: { view: { speaker: 2, moves: [{ move: "done", seat: 2 }] }, boxes: { turn: TURN }, moves: {}, time_up: {} },
    4: { view: {}, boxes: { turn: [5 * MINUTE, 6 * MINUTE] }, moves: {}, time_up: {} },
  },
};

function table() {
  const ahead = new Ahead();
  const clock = { started_at: START, soft_ends_at: START + TURN[0], ends_at: START + TURN[1], warn: [60_000, 15_000], held: false };
  ahead.see({ ...BASE, seq: 9, clock });
  ahead.foresee(GRAPH);
  return ahead;
}

test("a move leads at once to what was foreseen, and says when it was made", () => {
  const ahead = table();

  const made = ahead.make({ move: "done", seat: 1 }, START + 10_000);

  assert.equal(ahead.view.step, "reflect");
  assert.deepEqual(made, { move: { move: "done", seat: 1 }, made_at: START + 10_000 });
});

test("a clock that goes on keeps its end when a step begins", () => {
  const ahead = table();

  ahead.make({ move: "done", seat: 1 }, START + 10_000);

  assert.equal(ahead.view.clock.ends_at, START + TURN[1]);
});

test("a clock that begins with a move begins when the move was really made", () => {
  const ahead = table();

  ahead.make({ move: "done", seat: 1 }, START + 10_000);
  ahead.make({ move: "done", seat: 2 }, START + 20_000);

  assert.equal(ahead.view.clock.ends_at, START + 20_000 + MINUTE);
});

test("the clock that ends first is the one that is shown", () => {
  const ahead = table();
  ahead.make({ move: "done", seat: 1 }, START + 10_000);

  ahead.make({ move: "done", seat: 2 }, START + 4.5 * MINUTE);

  assert.equal(ahead.view.clock.ends_at, START + TURN[1]);
});

test("more time makes the running clock longer", () => {
  const ahead = table();

  ahead.make({ move: "more_time", seat: 1 }, START + 10_000);

  assert.equal(ahead.view.clock.soft_ends_at, START + 5 * MINUTE);
});

test("when a clock runs out the circle goes on by itself, at the time of the clock", () => {
  const ahead = table();

  const made = ahead.letTimePass(START + 7 * MINUTE);

  assert.deepEqual(made, [{ move: { move: "time_passes" }, made_at: START + TURN[1] }]);
  assert.equal(ahead.view.speaker, 2);
  assert.equal(ahead.view.clock.started_at, START + TURN[1]);
});

test("a cut of two minutes changes nothing at the table", () => {
  const ahead = table();
  const made = [];

  for (let second = 0; second <= 120; second += 1) {
    const now = START + second * 1000;
    made.push(...ahead.letTimePass(now));
    if (second === 30) made.push(ahead.make({ move: "done", seat: 1 }, now));
    if (second === 60) made.push(ahead.make({ move: "done", seat: 2 }, now));
    if (second === 75) made.push(ahead.make({ move: "heard", seat: 1 }, now));
  }

  assert.deepEqual(made.map(({ move, made_at }) => [move.move, (made_at - START) / 1000]), [["done", 30], ["done", 60], ["heard", 75]]);
  assert.equal(ahead.view.speaker, 2);
  assert.equal(ahead.view.clock.ends_at, START + 75_000 + TURN[1]);
});

test("a pause holds the clock, and going on gives back all of its time", () => {
  const ahead = table();

  ahead.make({ move: "pause", seat: 1 }, START + MINUTE);
  const { status, moves, clock } = ahead.view;
  ahead.make({ move: "resume", seat: 1 }, START + 3 * MINUTE);

  assert.deepEqual([status, moves, clock.held], ["paused", [{ move: "resume", seat: 1 }], true]);
  assert.equal(ahead.view.clock.ends_at, START + TURN[1] + 2 * MINUTE);
});

test("no clock runs out during a pause", () => {
  const ahead = table();
  ahead.make({ move: "pause", seat: 1 }, START + 4 * MINUTE);

  assert.deepEqual(ahead.letTimePass(START + 8 * MINUTE), []);
});

test("a pause that the server knows does not forget the way", () => {
  const ahead = table();
  ahead.make({ move: "pause", seat: 1 }, START + MINUTE);

  ahead.see({ ...BASE, status: "paused", moves: [{ move: "resume", seat: 1 }], seq: 10, clock: null });
  ahead.make({ move: "resume", seat: 1 }, START + 2 * MINUTE);
  ahead.make({ move: "done", seat: 1 }, START + 2 * MINUTE);

  assert.equal(ahead.view.step, "reflect");
});

test("beyond what was foreseen the moves wait, and the table says so", () => {
  const ahead = table();
  ahead.letTimePass(START + 6 * MINUTE);

  const made = ahead.make({ move: "done", seat: 2 }, START + 7 * MINUTE);

  assert.equal(ahead.isStuck, true);
  assert.deepEqual(ahead.view.moves, []);
  assert.equal(made.made_at, START + 7 * MINUTE);
});

test("what the server shows afterwards is the truth", () => {
  const ahead = table();
  ahead.make({ move: "done", seat: 1 }, START + 10_000);

  ahead.see({ ...BASE, speaker: 3, seq: 12, clock: null });

  assert.equal(ahead.view.speaker, 3);
});

test("an answer on the slider is hidden, and nobody is asked twice", () => {
  const ahead = table();
  const moves = [{ move: "set_slider", seat: 1 }, { move: "set_slider", seat: 2 }];
  ahead.see({ ...BASE, stage: "slider", moves, seq: 10, clock: null });

  ahead.make({ move: "set_slider", seat: 1, value: 7 }, START);

  assert.deepEqual(ahead.view.moves, [{ move: "set_slider", seat: 2 }]);
});

test("a cut just after a move finds the way still known", () => {
  const ahead = table();
  ahead.make({ move: "done", seat: 1 }, START + 10_000);
  const { clock, ...shown } = ahead.view;

  ahead.see({ ...shown, seq: 10, clock: { ...clock, started_at: START + 50 } });
  ahead.make({ move: "done", seat: 2 }, START + 20_000);

  assert.equal(ahead.view.step, "confirm");
});

test("what was packed for the way is unpacked as it was", async () => {
  const graph = { root: "0", nodes: { 0: { view: { names: "آمنة" } } } };

  const packed = gzipSync(JSON.stringify(graph)).toString("base64");

  assert.deepEqual(await unpack(packed), graph);
});
