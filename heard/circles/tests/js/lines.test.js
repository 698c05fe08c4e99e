/** How a line is, and what is said of it beside a name, above the table and to me. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Lines } from "../../static/circles/room/lines.js";
import { Words } from "../../static/circles/room/say.js";

const words = new Words({
  "hears_you.one": "{names} hears you", "hears_you.other": "{names} hear you", line_small: "The line is weak", seat_captions: "writes captions",
  seat_mic_off: "mic off", seat_through: "through {name}", seat_unreachable: "words only", unreachable: "The line to {name} is broken",
}, "en");
const STATE = { mic: true, camera: true, through: null, carries: [], hears: [], level: /** @type {const} */ ("all") };

/** @param {object} [state] @param {string} [line] @returns {any} */
const other = (state = {}, line = "connected") => ({ session: "a", line, state: { ...STATE, ...state } });
const newLines = () => new Lines(words, (seat) => ["", "Ada", "Ben", "Cleo", "Dora"][seat] ?? "");
const sample = (changes = {}) => ({ available: 900_000, rtt: 40, lostOut: 0, bytesIn: 0, heard: 0, ...changes });

test("beside a name stands the one thing that matters most", () => {
  const others = new Map([[1, other({ mic: false }, "broken")], [2, other({ mic: false })], [3, other({ mic: false, through: 2 })], [4, other()]]);

  const notes = newLines().notes(others, []);

  assert.deepEqual([...notes], [[1, "words only"], [2, "mic off"], [3, "through Ben"], [4, ""]]);
});

test("who writes captions is shown to do so", () => {
  assert.equal(newLines().notes(new Map([[2, other({ mic: false })]]), [2]).get(2), "writes captions");
});

test("lines that are broken are named before a line that is weak", () => {
  const lines = newLines();
  lines.level = "small";

  assert.equal(lines.notice(new Map([[2, other()]])), "The line is weak");
  assert.equal(lines.notice(new Map([[2, other({}, "broken")], [3, other({}, "broken")]])), "The line to Ben and Cleo is broken");
});

test("where all is well nothing is said", () => {
  assert.equal(newLines().notice(new Map([[2, other()]])), "");
});

test("those who hear me are named", () => {
  const others = new Map([[2, other({ hears: [1] })], [3, other({ hears: [2] })], [4, other({ hears: [1, 2] })]]);

  assert.equal(newLines().hint(others, 1), "Ben and Dora hear you");
  assert.equal(newLines().hint(new Map([[3, other()]]), 1), "");
});

test("whose sound grows between two looks is heard", () => {
  const lines = newLines();
  lines.see(new Map([[2, sample({ heard: 0.5 })], [3, sample({ heard: 0.5 })]]), 0);
  const atFirst = lines.heard;

  lines.see(new Map([[2, sample({ heard: 0.6 })], [3, sample({ heard: 0.5 })]]), 2_000);

  assert.deepEqual([atFirst, lines.heard], [[], [2]]);
});

test("the narrowest line is what each may be sent", () => {
  const lines = newLines();

  lines.see(new Map([[2, sample({ available: 900_000 })], [3, sample({ available: 200_000 })], [4, sample({ available: null })]]), 0);

  assert.equal(lines.available, 3 * 200_000);
});

test("one line that loses much makes the faces small", () => {
  const lines = newLines();

  for (const now of [0, 2_000, 4_000]) lines.see(new Map([[2, sample()], [3, sample({ lostOut: 0.2 })]]), now);

  assert.equal(lines.level, "small");
});
