/** What who keeps the process is offered, and what everyone else is told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { powersOf } from "../../static/circles/room/keeping.js";
import { Words } from "../../static/circles/room/say.js";

const words = new Words({ keep_hush: "Ask {name} for quiet", keep_hush_note: "", keep_unhush: "Let {name} be heard", keep_unhush_note: "", keep_remove: "Remove {name}", keep_remove_ask: "{name} will be out.", keep_pause_all: "Pause", keep_pause_all_note: "" }, "en");

/** @param {string} status @returns {any} */
function room(status) {
  return { view: { status, me: 1, seats: [] }, names: { 1: "Ada", 2: "Ben", 3: "Cleo" }, words };
}

test("each other seat is named in what can be done with it", () => {
  const powers = powersOf(room("running"), { hush: [2], unhush: [3], remove: [2, 3] });

  assert.deepEqual(powers.map(({ label }) => label), ["Pause", "Let Cleo be heard", "Ask Ben for quiet", "Remove Ben", "Remove Cleo"]);
});

test("to remove asks once, the rest does not", () => {
  const powers = powersOf(room("running"), { hush: [2], unhush: [], remove: [2] });

  assert.deepEqual(powers.filter(({ question }) => question).map(({ move }) => move), [{ move: "remove", target: 2 }]);
});

test("a circle that is paused is not paused again", () => {
  const powers = powersOf(room("paused"), { hush: [], unhush: [], remove: [] });

  assert.deepEqual(powers, []);
});
