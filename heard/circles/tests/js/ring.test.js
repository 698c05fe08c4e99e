import assert from "node:assert/strict";
import { test } from "node:test";
import { clockwiseFrom, evenRing, phoneRing, tablePlaces, wideRing } from "../../static/circles/room/ring.js";

const PHONES = [
  { width: 390, height: 470 },
  { width: 320, height: 300 },
  { width: 360, height: 400 },
];
const people = (count) => Array.from({ length: count }, (_, index) => index + 1);
const overlap = (a, b) => a.size / 2 + b.size / 2 - Math.hypot(a.x - b.x, a.y - b.y);
const isInside = ({ width }, place) => place.x - place.size / 2 >= -1 && place.x + place.size / 2 <= width + 1;

test("everyone finds the same neighbours, whoever looks", () => {
  assert.deepEqual(clockwiseFrom([1, 2, 3, 4], 3), [4, 1, 2]);
});

test("my own seat is nearest to me", () => {
  const { places } = phoneRing({ width: 390, height: 470, seats: people(5), me: 3, centre: 1 });

  assert.deepEqual({ seat: places[0].seat, x: places[0].x, y: places[0].y }, { seat: 3, x: 195, y: 470 });
});

test("my left neighbour sits at the left", () => {
  const { places } = phoneRing({ width: 390, height: 470, seats: people(5), me: 1 });
  const next = places.find(({ seat }) => seat === 2);

  assert.ok(next.x < 195 && next.y > 235);
});

test("who is in the loop with me sits in the middle, and their place stays on the ring", () => {
  const { places, gaps } = phoneRing({ width: 390, height: 470, seats: people(5), me: 1, centre: 4 });

  assert.equal(places.find(({ seat }) => seat === 4).size > 150, true);
  assert.deepEqual(gaps.map(({ seat }) => seat), [4]);
});

test("two people need no ring", () => {
  const { path, places } = phoneRing({ width: 390, height: 470, seats: [1, 2], me: 1, centre: 2 });

  assert.equal(path, "");
  assert.equal(places[1].isCentre, true);
});

for (const count of [2, 3, 4, 5, 6, 7, 8]) {
  test(`${count} people fit on a phone without touching one another`, () => {
    for (const phone of PHONES) {
      const { places } = phoneRing({ ...phone, seats: people(count), me: 1, centre: 2 });
      const others = places.slice(1);
      for (const place of others) assert.ok(isInside(phone, place), `${phone.width}: ${place.seat}`);
      for (const one of others) for (const two of others) {
        if (one.seat < two.seat) assert.ok(overlap(one, two) < 0, `${phone.width}: ${one.seat} and ${two.seat}`);
      }
    }
  });

  test(`${count} people fit on a wide screen`, () => {
    for (const screen of [{ width: 1440, height: 733 }, { width: 1024, height: 560 }]) {
      const { places } = wideRing({ ...screen, seats: people(count), me: 1, speaker: 2, reflector: 3 });
      for (const one of places) for (const two of places) {
        if (one.seat < two.seat) assert.ok(overlap(one, two) < 0, `${screen.width}: ${one.seat} and ${two.seat}`);
      }
    }
  });

  test(`${count} people fit on one even circle`, () => {
    const { places } = evenRing({ width: 390, height: 460, seats: people(count), me: 1 });
    for (const one of places) for (const two of places) {
      if (one.seat < two.seat) assert.ok(overlap(one, two) < 0, `${one.seat} and ${two.seat}`);
    }
  });
}

test("names lie around the table and face the side where their people sit", () => {
  assert.deepEqual(tablePlaces(people(4), 390, 844).map(({ side }) => side), ["bottom", "left", "top", "right"]);
});

test("names stay on the screen, however the device lies", () => {
  for (const count of [2, 3, 4, 5, 6, 7, 8]) for (const [width, height] of [[390, 844], [1024, 768]]) {
    for (const { x, y } of tablePlaces(people(count), width, height)) {
      assert.ok(Math.abs(x) < width / 2 && Math.abs(y) < height / 2);
    }
  }
});

test("the light goes the way to the one who has the floor", () => {
  const [below, left, above, right] = tablePlaces(people(4), 600, 600);

  assert.deepEqual([below, left, above, right].map(({ light }) => Math.round((light + 360) % 360)), [0, 90, 180, 270]);
});
