import assert from "node:assert/strict";
import { test } from "node:test";

import { Escapes } from "../../static/circles/room/leave-now.js";

/** @param {[string, number][]} presses */
const goes = (presses) => {
  const escapes = new Escapes();
  return presses.map(([key, at]) => escapes.press(key, at));
};

test("three presses of Escape within a second are a wish to go", () => {
  assert.deepEqual(goes([["Escape", 0], ["Escape", 400], ["Escape", 1000]]), [false, false, true]);
});

test("slower presses only close dialogs", () => {
  assert.deepEqual(goes([["Escape", 0], ["Escape", 600], ["Escape", 1200], ["Escape", 1500]]), [false, false, false, true]);
});

test("another key between them begins anew", () => {
  assert.deepEqual(goes([["Escape", 0], ["Escape", 100], ["a", 200], ["Escape", 300]]), [false, false, false, false]);
});
