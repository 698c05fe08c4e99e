/** Faces around the table while it is nobody's turn: as large as the room lets them be. */

import { clockwiseFrom, onOval, smoothLoop } from "./ring.js";

const LARGEST = 168;
const SMALLEST = 44;
/** Below each face stands a name. */
const NAME = 30;
const GAP = 12;

/** Everyone on one oval, with me below. @param {import("./ring.js").Table} table @returns {import("./ring.js").Ring} */
export function facesRing({ width, height, seats, me }) {
  const order = [me, ...clockwiseFrom(seats, me)];
  let places = placesOf(order, width, height, LARGEST);
  for (let size = LARGEST; size > SMALLEST && !fits(places); size -= 4) places = placesOf(order, width, height, size);
  return { places, gaps: [], path: smoothLoop(places) };
}

/** @param {number[]} order @param {number} width @param {number} height @param {number} size */
function placesOf(order, width, height, size) {
  const rx = Math.min((width - size) / 2 - GAP, Math.max(150, size * (order.length > 4 ? 2.6 : 1.7)));
  const ry = (height - size - NAME) / 2 - GAP;
  const oval = { x: width / 2, y: (height - NAME) / 2, rx, ry };
  return order.map((seat, index) => ({ ...onOval(oval, 90 + (360 * index) / order.length), seat, size, isCentre: false }));
}

/** No face covers another face or its name. @param {import("./ring.js").Place[]} places */
function fits(places) {
  return places.every((one, index) =>
    places.slice(index + 1).every((other) => {
      const size = one.size + GAP;
      return Math.abs(one.x - other.x) >= size || Math.abs(one.y - other.y) >= size + NAME || isRoundly(one, other);
    }));
}

/** Discs may stand corner to corner. @param {import("./ring.js").Place} one @param {import("./ring.js").Place} other */
function isRoundly(one, other) {
  const upper = one.y < other.y ? one : other;
  const lower = upper === one ? other : one;
  return Math.hypot(one.x - other.x, lower.y - upper.y - NAME) >= one.size + GAP && lower.y - upper.y > NAME;
}
