import assert from "node:assert/strict";
import { test } from "node:test";
import { isGrace, isOver, litShare, Offset, timeLeft, timeWord, warningPassed } from "../../static/circles/room/clock.js";

const SECOND = 1000;
const TURN = { started_at: 0, soft_ends_at: 240 * SECOND, ends_at: 285 * SECOND, warn: [60_000, 15_000], held: false };

test("time is said in whole minutes until the last one", () => {
  assert.deepEqual(timeWord(TURN, 50 * SECOND), { key: "time_minutes", minutes: 3 });
  assert.deepEqual(timeWord(TURN, 175 * SECOND), { key: "time_minutes", minutes: 1 });
});

test("the last minute is said in four calm sentences and no number", () => {
  const said = [181, 200, 226, 241].map((second) => timeWord(TURN, second * SECOND).key);

  assert.deepEqual(said, ["time_minute_left", "time_less", "time_last", "time_grace"]);
});

test("a held clock says that it rests and does not move", () => {
  const held = { ...TURN, held: true, held_at: 60 * SECOND };

  assert.equal(timeWord(held, 900 * SECOND).key, "time_held");
  assert.equal(timeLeft(held, 900 * SECOND), 180 * SECOND);
});

test("the lit share goes from all to nothing at the soft end", () => {
  assert.equal(litShare(TURN, 0), 1);
  assert.equal(litShare(TURN, 120 * SECOND), 0.5);
  assert.equal(litShare(TURN, 250 * SECOND), 0);
});

test("with reduced motion the arc moves in steps of fifteen seconds", () => {
  assert.equal(litShare(TURN, 121 * SECOND, true), litShare(TURN, 134 * SECOND, true));
});

test("grace is between the soft end and the end", () => {
  assert.equal(isGrace(TURN, 239 * SECOND), false);
  assert.equal(isGrace(TURN, 250 * SECOND), true);
  assert.equal(isOver(TURN, 250 * SECOND), false);
  assert.equal(isOver(TURN, 285 * SECOND), true);
});

test("each warning is passed once", () => {
  assert.equal(warningPassed(TURN, 179 * SECOND, 180 * SECOND), 60_000);
  assert.equal(warningPassed(TURN, 180 * SECOND, 181 * SECOND), null);
  assert.equal(warningPassed(TURN, 224 * SECOND, 225 * SECOND), 15_000);
});

test("without a clock nothing is said", () => {
  assert.equal(timeWord(null, 0), null);
  assert.equal(litShare(null, 0), 0);
});

test("one slow answer does not move our clock", () => {
  const offset = new Offset();

  offset.measure(0, 1_050, 100);
  offset.measure(0, 1_050, 100);
  offset.measure(0, 9_000, 100);

  assert.equal(offset.length, 1_000);
});
