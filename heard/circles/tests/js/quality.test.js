import assert from "node:assert/strict";
import { test } from "node:test";
import { Ladder, encodingFor } from "../../static/circles/media/quality.js";
import { dice } from "./fakes/time.js";

const PARTS = ["speaker", "listener", "witness", "open"];
const LINE = { level: "all", isPhone: false, available: null, others: 5, isComing: false };
const FINE = { available: 5_000_000, lost: 0, rtt: 50 };
const shape = (part, line = {}) => {
  const { height, maxBitrate, maxFramerate, active } = encodingFor(part, { ...LINE, ...line });
  return active ? [height, maxBitrate, maxFramerate] : "off";
};

test("who speaks is sent large, who reflects in the middle, who witnesses small", () => {
  assert.deepEqual(PARTS.map((part) => shape(part)), [
    [360, 450_000, 24],
    [180, 160_000, 15],
    [90, 90_000, 10],
    [180, 160_000, 15],
  ]);
});

test("whoever speaks next is sent as a speaker already", () => {
  assert.deepEqual(shape("witness", { isComing: true }), shape("speaker"));
});

test("all others together never get more than four fifths of the line", () => {
  const random = dice(3);

  for (let round = 0; round < 2_000; round += 1) {
    const others = 1 + Math.floor(7 * random());
    const available = Math.floor(4_000_000 * random() ** 3);
    const line = { ...LINE, others, available, isPhone: random() < 0.5, isComing: random() < 0.2 };
    const { active, maxBitrate } = encodingFor(PARTS[Math.floor(4 * random())], line);
    assert.ok(!active || maxBitrate * others <= 0.8 * available, JSON.stringify({ line, maxBitrate }));
  }
});

test("a thin line makes a speaker smaller before it takes the face away", () => {
  const heights = [2_000_000, 1_000_000, 400_000, 100_000].map((available) => encodingFor("speaker", { ...LINE, others: 2, available }));

  assert.deepEqual(heights.map(({ height, active }) => active && height), [360, 360, 180, 90]);
  assert.equal(shape("speaker", { others: 2, available: 50_000 }), "off");
});

test("a phone begins small and grows when its line allows", () => {
  const phone = (available) => shape("speaker", { isPhone: true, others: 2, available });

  assert.deepEqual(phone(null), [180, 160_000, 15]);
  assert.deepEqual(phone(700_000), [180, 160_000, 15]);
  assert.deepEqual(phone(800_000), [360, 320_000, 24]);
  assert.deepEqual(phone(3_000_000), [360, 450_000, 24]);
});

test("a phone that witnesses is as small as all who witness", () => {
  assert.deepEqual(shape("witness", { isPhone: true }), [90, 90_000, 10]);
});

test("where the line is weak faces are halved, then they go", () => {
  assert.deepEqual(shape("speaker", { level: "small" }), [180, 225_000, 24]);
  assert.deepEqual(["sound", "words"].map((level) => shape("speaker", { level })), ["off", "off"]);
});

/** One look a second. */
function live(ladder, weather, seconds, from = 0) {
  const levels = [];
  for (let second = 0; second <= seconds; second += 1) levels.push(ladder.hear(weather, (from + second) * 1_000));
  return levels;
}

test("four bad seconds take one step down, not fewer", () => {
  assert.deepEqual(live(new Ladder(), { ...FINE, lost: 0.2 }, 4), ["all", "all", "all", "all", "small"]);
});

test("a moment's trouble changes nothing", () => {
  const ladder = new Ladder();

  live(ladder, { ...FINE, rtt: 3_000 }, 3);
  live(ladder, FINE, 0, 4);

  assert.equal(live(ladder, { ...FINE, rtt: 3_000 }, 3, 5).at(-1), "all");
});

test("a line on which half is lost goes down to words step by step", () => {
  const levels = live(new Ladder(), { ...FINE, lost: 0.5 }, 20);

  assert.deepEqual([...new Set(levels)], ["all", "small", "sound", "words"]);
});

test("a line too thin for faces keeps its sound", () => {
  const levels = live(new Ladder(), { ...FINE, available: 100_000, others: 4 }, 60);

  assert.deepEqual([levels.includes("sound"), levels.includes("words")], [true, false]);
});

test("twenty good seconds take one step up", () => {
  const ladder = new Ladder();
  live(ladder, { ...FINE, lost: 0.2 }, 4);

  const levels = live(ladder, FINE, 20, 5);

  assert.deepEqual([levels.at(-2), levels.at(-1)], ["small", "all"]);
});

test("a step up that did not hold is tried later the next time", () => {
  const ladder = new Ladder();
  const bad = { ...FINE, lost: 0.2 };
  live(ladder, bad, 4);
  live(ladder, FINE, 20, 5);
  live(ladder, bad, 4, 26);

  const levels = live(ladder, FINE, 40, 31);

  assert.deepEqual([levels[20], levels[39], levels[40]], ["small", "small", "all"]);
});

test("what is not known is no reason to go down", () => {
  const levels = live(new Ladder(), { available: null, lost: null, rtt: null }, 30);

  assert.deepEqual([...new Set(levels)], ["all"]);
});
