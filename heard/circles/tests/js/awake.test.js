import assert from "node:assert/strict";
import { test } from "node:test";
import { Awake } from "../../static/circles/media/awake.js";

function world() {
  const locks = [];
  const page = Object.assign(new EventTarget(), { hidden: false });
  const request = async () => locks[locks.push({ isHeld: true, async release() { this.isHeld = false; } }) - 1];
  return { locks, page, request, awake: new Awake({ request }, page), held: () => locks.filter(({ isHeld }) => isHeld).length };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the screen stays on from the start to the stop", async () => {
  const { awake, held } = world();
  awake.start();
  awake.start();
  await settled();
  assert.equal(held(), 1);

  awake.stop();

  assert.equal(held(), 0);
});

test("a page that is looked at again takes the lock again, a hidden one does not", async () => {
  const { awake, page, locks } = world();
  awake.start();
  await settled();
  locks[0].isHeld = false;

  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(locks.length, 1);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));

  assert.equal(locks.length, 2);
});

test("a lock that comes after the stop is given back", async () => {
  const { awake, held } = world();

  awake.start();
  awake.stop();
  await settled();

  assert.equal(held(), 0);
});

test("a browser without such locks, or one that says no, is no trouble", async () => {
  const { page } = world();

  new Awake(undefined, page).start();
  new Awake({ request: async () => { throw new Error("low battery"); } }, page).start();

  await settled();
});
