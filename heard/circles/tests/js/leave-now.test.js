import assert from "node:assert/strict";
import { test } from "node:test";

import { Escapes, offerAway } from "../../static/circles/room/leave-now.js";

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

/** A page with a way out, and what is done on it, in order. */
function page() {
  const link = Object.assign(new EventTarget(), { href: "/notes/" });
  /** @type {string[]} */ const done = [];
  const document = Object.assign(new EventTarget(), { documentElement: { hidden: false } });
  const sessionStorage = { setItem: () => done.push("noted") };
  const location = { replace: (/** @type {string} */ where) => done.push(`to ${where}`) };
  Object.assign(globalThis, { document, sessionStorage, location });
  offerAway((target, name, deed) => target.addEventListener(name, deed), /** @type {any} */ (link), () => done.push("let go"));
  return { link, document, done };
}

/** @param {EventTarget} target @param {string} key */
const press = (target, key, repeat = false) => target.dispatchEvent(Object.assign(new Event("keydown"), { key, repeat }));

test("by the link everything is let go of, and then the page is another", () => {
  const { link, document, done } = page();

  link.dispatchEvent(new Event("click", { cancelable: true }));

  assert.deepEqual(done, ["let go", "noted", "to /notes/"]);
  assert.equal(document.documentElement.hidden, true);
});

test("by three presses of Escape too, and not by one that is held down", () => {
  const { document, done } = page();

  for (const repeat of [false, true, true, true]) press(document, "Escape", repeat);
  assert.deepEqual(done, []);
  for (let presses = 0; presses < 2; presses += 1) press(document, "Escape");

  assert.equal(done.at(-1), "to /notes/");
});
