/** Where each seat of the ring stands: pure geometry, the same order for all, never mirrored. */

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {Point & {seat: number, size: number, isCentre: boolean}} Place
 * @typedef {object} Table
 * @property {number} width
 * @property {number} height of the part that the others have
 * @property {number} [reach] how far down my own seat is; without it, `height`
 * @property {number[]} seats all seats, in the order of the circle
 * @property {number} me
 * @property {number|null} [centre] who is in the loop with me
 * @property {number|null} [reflector]
 * @property {number|null} [speaker]
 * @property {boolean} [isLow] a phone that lies on its side
 * @property {number} [base] the direction of my own seat in degrees: 90 is below, 0 is right
 *
 * @typedef {{places: Place[], gaps: Place[], path: string}} Ring
 */

const TURN = 360;
const GAP = 14;
const NAME = 12;

/** The others in their order, clockwise from my own seat.
 * @param {number[]} seats @param {number} me */
export function clockwiseFrom(seats, me) {
  const start = Math.max(0, seats.indexOf(me));
  return [...seats.slice(start + 1), ...seats.slice(0, start)];
}

/** A phone held upright: one person in the middle, the others around, me on my edge.
 * @param {Table} table @returns {Ring} */
export function phoneRing(table) {
  const { width, height, seats, me, centre = null, base = 90 } = table;
  const others = clockwiseFrom(seats, me);
  const across = Math.min(width, height * (table.isLow ? 2 : 1.5));
  const alone = others.length < 2;
  const large = Math.min(alone ? 240 : 212, across * 0.54, height * (alone ? 0.6 : 0.44));
  const small = table.isLow ? 44 : smallSize(others.length, across);
  const box = { x: width / 2, y: height / 2 + small * 0.28, rx: across / 2 - small / 2 - 16 };
  const oval = { ...box, ry: Math.max(60, height / 2 - small * 0.75 - 6) };
  const mine = rim(width, table.reach ?? height, base);

  const around = others.map((seat, index) => {
    const angle = base + spread(index, others.length);
    const size = seat === table.reflector && seat !== centre ? small + 8 : small;
    return { ...onOval(oval, angle), seat, size, isCentre: false };
  });
  const middle = roomiest(around, { x: box.x, y: height * 0.5, seat: centre ?? 0, size: large, isCentre: true }, height);
  const places = around.map((place) => (place.seat === centre ? middle : place));
  const gaps = alone ? [] : around.filter((place) => place.seat === centre);
  return {
    places: [{ ...mine, seat: me, size: 66, isCentre: false }, ...places],
    gaps,
    path: alone ? "" : smoothLoop([mine, ...around]),
  };
}

/** A wide screen: everyone on one ellipse, the speaker and the reflector larger.
 * @param {Table} table @returns {Ring} */
export function wideRing(table) {
  const { width, height, seats, me } = table;
  const others = clockwiseFrom(seats, me);
  const scale = Math.max(0.55, Math.min(1, width / 1280, height / 700));
  const witness = (others.length > 5 ? 100 : 124) * scale;
  const oval = { x: width / 2, y: height * 0.56, rx: Math.min(width * 0.36, 520), ry: height * 0.34 };
  const mine = { x: width / 2, y: table.reach ?? height };

  const around = others.map((seat, index) => {
    const point = onOval(oval, wideAngle(index, others.length));
    const lift = point.y > oval.y ? (point.y - oval.y) * 0.7 : 0;
    return { x: point.x, y: point.y - lift, seat, size: sizeOf(seat), isCentre: false };
  });
  makeRoom(around);
  return {
    places: [{ ...mine, seat: me, size: 94 * Math.max(0.8, scale), isCentre: false }, ...around],
    gaps: [],
    path: others.length > 1 ? smoothLoop([mine, ...around]) : "",
  };

  /** @param {number} seat */
  function sizeOf(seat) {
    if (seat === table.speaker) return 254 * scale * (others.length > 5 ? 0.8 : 1);
    return seat === table.reflector ? 188 * scale * (others.length > 5 ? 0.8 : 1) : witness;
  }
}

/** Nobody's turn: everyone, with me below, on one true circle.
 * @param {Table} table @returns {Ring} */
export function evenRing(table) {
  const { width, height, seats, me } = table;
  const order = [me, ...clockwiseFrom(seats, me)];
  const size = Math.min(order.length > 6 ? 64 : 84, height * 0.2, width * 0.2);
  const radius = Math.max(48, Math.min(width * 0.36, (height - size) / 2 - 30, 190));
  const middle = { x: width / 2, y: height / 2 - 6 };

  const places = order.map((seat, index) => ({
    ...onOval({ ...middle, rx: radius, ry: radius }, 90 + (TURN * index) / order.length),
    seat,
    size,
    isCentre: false,
  }));
  return { places, gaps: [], path: circlePath(middle, radius) };
}

/** I say whether it was that: who gave it back is beside their words, or alone in the middle.
 * @param {Table & {isRtl?: boolean, hasVoice?: boolean}} table @returns {Ring} */
export function answerRing({ width, height, reach, me, centre = null, hasVoice, isRtl }) {
  const size = hasVoice ? 60 : Math.min(150, height * 0.6);
  const beside = isRtl ? width - 50 : 50;
  const person = { x: hasVoice ? beside : width / 2, y: hasVoice ? 48 : height / 2, seat: centre ?? 0 };
  return {
    places: [
      { x: width / 2, y: reach ?? height, seat: me, size: 66, isCentre: false },
      { ...person, size, isCentre: true },
    ],
    gaps: [],
    path: "",
  };
}

/** My edge of the table: a segment of a circle whose top is in the middle.
 * @param {number} width @param {number} top @param {number} height @param {number} rise */
export function edgeOfTable(width, top, height, rise) {
  const radius = ((width / 2) ** 2 + rise ** 2) / (2 * rise);
  const line = `M 0 ${top + rise} A ${round(radius)} ${round(radius)} 0 0 1 ${width} ${top + rise}`;
  return { area: `${line} V ${height} H 0 Z`, line, radius, ...edgeArc(width, top, radius) };
}

/** The arc of time along my edge, from end to end.
 * @param {number} width @param {number} top @param {number} radius */
function edgeArc(width, top, radius) {
  const half = Math.asin(Math.min(0.98, Math.min(width * 0.42, 560) / radius));
  const centre = { x: width / 2, y: top + radius };
  return { arc: arcPath(centre, radius, -90 - degrees(half), -90 + degrees(half)) };
}

/** A circle that begins and ends below, so that light draws in from both ends to the top.
 * @param {Point} middle @param {number} radius */
export function timeArc(middle, radius) {
  return arcPath(middle, radius, 90.01, 449.99);
}

/** Half a ring on the side that faces another point.
 * @param {Point} middle @param {number} radius @param {Point} faced */
export function halfRing(middle, radius, faced) {
  const angle = degrees(Math.atan2(faced.y - middle.y, faced.x - middle.x));
  return arcPath(middle, radius, angle - 90, angle + 90);
}

/** Four arcs with gaps: somebody is coming back.
 * @param {Point} middle @param {number} radius */
export function fourArcs(middle, radius) {
  return [0, 90, 180, 270]
    .map((angle) => arcPath(middle, radius, angle + 15, angle + 75))
    .join(" ");
}

/**
 * @typedef {"bottom"|"left"|"top"|"right"} Side
 * @typedef {{seat: number, side: Side, x: number, y: number, light: number}} TablePlace
 * x and y are pixels from the middle; `light` is the way to them in degrees, clockwise from below.
 */

/** Where the names lie around a table: along the rim of the screen, each at its person's side.
 * @param {number[]} seats @param {number} width @param {number} height @returns {TablePlace[]} */
export function tablePlaces(seats, width, height) {
  return seats.map((seat, index) => {
    const angle = (TURN * index) / seats.length;
    const side = sideOf(angle, width > height ? 60 : 30);
    const { x, y } = atRim(side, onOval({ x: 0, y: 0, rx: 1, ry: 1 }, 90 + angle), width / 2, height / 2);
    return { seat, side, x, y, light: degrees(Math.atan2(y, x)) - 90 };
  });
}

/** Where the words for whoever has the floor lie, so that they stay on the screen.
 * @param {TablePlace|undefined} place @param {number} width @param {number} height */
export function wordsFor(place, width, height) {
  if (!place) return { x: 0, y: -205, length: Math.min(width - 112, 480) };
  if (place.side === "top") return { x: 0, y: -height / 2 + 112, length: Math.min(width - 32, 480) };
  if (place.side === "bottom") return { x: 0, y: height / 2 - 132, length: Math.min(width - 32, 480) };
  const length = Math.min(300, height * 0.38);
  const reach = height / 2 - length / 2 - 64;
  return { x: Math.sign(place.x) * (width / 2 - 46), y: Math.max(-reach, Math.min(reach, place.y)), length };
}

/** @param {Side} side @param {Point} point on a circle of radius 1 @param {number} x @param {number} y */
function atRim(side, point, x, y) {
  if (side === "left") return { x: 30 - x, y: point.y * (y - 84) };
  if (side === "right") return { x: x - 30, y: point.y * (y - 84) };
  return { x: point.x * (x - 60), y: side === "top" ? 34 - y : y - 78 };
}

/** @param {number} angle clockwise from below @param {number} end how far the short ends reach @returns {Side} */
function sideOf(angle, end) {
  if (angle < end || angle > TURN - end) return "bottom";
  if (Math.abs(angle - 180) < end) return "top";
  return angle < 180 ? "left" : "right";
}

/** Six to eight people leave the lower half to my edge and to the words.
 * @param {number} index @param {number} others */
function spread(index, others) {
  if (others < 5) return (TURN * (index + 1)) / (others + 1);
  return 86 + (188 * index) / (others - 1);
}

/** The middle person stands where there is most room between the others.
 * @param {Place[]} around @param {Place} middle @param {number} height @returns {Place} */
function roomiest(around, middle, height) {
  const others = around.filter(({ seat }) => seat !== middle.seat || around.length > 1);
  const tries = [0.5, 0.46, 0.54, 0.58, 0.62, 0.66].map((part) => {
    const y = height * part;
    const below = 2 * (height - y) * 0.9;
    const place = { ...middle, y, size: Math.min(middle.size, below) };
    if (others.length > 1) makeRoom([place, ...others.map((other) => ({ ...other }))]);
    return place;
  });
  return tries.reduce((best, place) => (place.size > best.size + 1 ? place : best));
}

/** The larger of two that would touch, halo and name included, becomes smaller.
 * @param {Place[]} places */
function makeRoom(places) {
  for (const one of places) {
    for (const two of places) {
      const [large, small] = one.size >= two.size ? [one, two] : [two, one];
      const name = { x: small.x, y: small.y + small.size / 2 + NAME, size: 2 * NAME };
      const missing = Math.max(tooClose(large, small), tooClose(large, name));
      if (one !== two && missing > 0) large.size = Math.max(56, large.size - 2 * missing);
    }
  }
}

/** @param {Point & {size: number}} large @param {Point & {size: number}} small */
function tooClose(large, small) {
  const halo = large.size > 120 ? large.size * 0.06 : 0;
  return large.size / 2 + halo + small.size / 2 + GAP - Math.hypot(large.x - small.x, large.y - small.y);
}

/** Many people on a wide screen leave the bottom to me and to the words.
 * @param {number} index @param {number} others */
function wideAngle(index, others) {
  return others < 5 ? 90 + (TURN * (index + 1)) / (others + 1) : 128 + (284 * index) / (others - 1);
}

/** @param {number} others @param {number} across */
function smallSize(others, across) {
  return Math.max(44, Math.min(others > 4 ? 52 : 62, across * 0.16));
}

/** @param {number} width @param {number} height @param {number} base */
function rim(width, height, base) {
  if (base === 90) return { x: width / 2, y: height };
  return { x: base === 0 ? width : 0, y: height / 2 };
}

/** @param {{x: number, y: number, rx: number, ry: number}} oval @param {number} angle */
export function onOval({ x, y, rx, ry }, angle) {
  const turn = (angle * Math.PI) / 180;
  return { x: round(x + rx * Math.cos(turn)), y: round(y + ry * Math.sin(turn)) };
}

/** @param {Point} middle @param {number} radius @param {number} from @param {number} to */
function arcPath(middle, radius, from, to) {
  const start = onOval({ ...middle, rx: radius, ry: radius }, from);
  const end = onOval({ ...middle, rx: radius, ry: radius }, to);
  const large = to - from > 180 ? 1 : 0;
  return `M ${start.x} ${start.y} A ${round(radius)} ${round(radius)} 0 ${large} 1 ${end.x} ${end.y}`;
}

/** @param {Point} middle @param {number} radius */
function circlePath(middle, radius) {
  return `${arcPath(middle, radius, 0, 180)} ${arcPath(middle, radius, 180, 360)}`;
}

/** A closed smooth curve through the points (Catmull–Rom, written as Béziers).
 * @param {Point[]} points */
export function smoothLoop(points) {
  const at = (/** @type {number} */ index) => points[(index + points.length) % points.length];
  const curves = points.map((point, index) => {
    const [before, next, after] = [at(index - 1), at(index + 1), at(index + 2)];
    const one = { x: point.x + (next.x - before.x) / 6, y: point.y + (next.y - before.y) / 6 };
    const two = { x: next.x - (after.x - point.x) / 6, y: next.y - (after.y - point.y) / 6 };
    return `C ${[one.x, one.y, two.x, two.y, next.x, next.y].map(round).join(" ")}`;
  });
  return `M ${round(points[0].x)} ${round(points[0].y)} ${curves.join(" ")} Z`;
}

/** @param {number} angle in radians */
function degrees(angle) {
  return (angle * 180) / Math.PI;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
