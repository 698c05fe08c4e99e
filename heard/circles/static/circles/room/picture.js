/** The one drawing of the room: ring, light, arc of time and my edge, as a list of shapes. */

import { edgeOfTable, fourArcs, halfRing, timeArc } from "./ring.js";

/**
 * @typedef {import("./ring.js").Ring} Ring
 * @typedef {import("./ring.js").Place} Place
 * @typedef {{key: string, tag: string, kind: string, at: Record<string, string|number>, isArc?: boolean}} Shape
 * @typedef {{x: number, y: number, width: number, height: number, edgeTop: number, isWide: boolean, isFlat: boolean}} Box
 * @typedef {{scene: import("./scene.js").Scene, view: any, comingBack: Set<number>}} Shown
 */

/** Everything that is drawn behind the seats; the same input draws the same picture.
 * @param {Shown} shown @param {Ring} ring @param {Box} box @returns {Shape[]} */
export function shapesOf(shown, ring, box) {
  return [
    ...light(shown, ring, box),
    ...edge(shown, box),
    ...table(ring),
    ...ring.places.flatMap((place) => aroundSeat(shown, ring, place)),
    ...quietArc(shown, ring),
  ];
}

/** @param {Shown} shown @param {Ring} ring @param {Box} box @returns {Shape[]} */
function light({ scene, view }, ring, box) {
  if (!ring.places.length) return [];
  const everyone = scene.layout === "even" && isLitTogether(view);
  const lit = everyone ? middleOf(ring) : ring.places.find(({ seat }) => seat === litSeat(view, scene));
  if (!lit) return [];
  const isMine = lit.seat === view.me && scene.layout !== "even";
  const radius = everyone ? Math.max(box.width, box.height) * 0.5 : isMine ? box.width * (box.isWide ? 0.3 : 0.75) : lit.size * 1.3;
  return [shape("glow", "circle", "glow", { cx: 0, cy: 0, r: 100, x: lit.x, y: lit.y, scale: radius / 100 })];
}

/** @param {any} view @param {import("./scene.js").Scene} scene */
function litSeat(view, scene) {
  if (view.stage === "turn") return scene.edge === "lit" && view.holders.includes(view.me) ? view.me : (view.speaker ?? view.holders[0]);
  return scene.edge === "lit" ? view.me : view.speaker;
}

/** @param {any} view */
export function isLitTogether(view) {
  return view.stage === "together" && view.status !== "paused";
}

/** @param {Shown} shown @param {Box} box @returns {Shape[]} */
function edge({ scene }, box) {
  if (scene.edge === "plain" || !box.isFlat) return [];
  const rise = box.isWide ? box.width * 0.07 : scene.edge === "rest" ? 36 : 47;
  const { area, line, arc } = edgeOfTable(box.width, box.edgeTop, box.height + box.y, rise);
  const mine = scene.edge === "lit";
  return [
    shape("edge", "path", `edge edge--${scene.edge}`, { d: area }),
    shape("edge-line", "path", "line", { d: line }),
    ...(mine ? [{ ...shape("edge-arc", "path", "arc", { d: arc, pathLength: 100 }), isArc: true }] : []),
  ];
}

/** @param {Ring} ring @returns {Shape[]} */
function table(ring) {
  const gaps = ring.gaps.map(({ seat, x, y, size }) => shape(`gap-${seat}`, "circle", "gap", { cx: x, cy: y, r: size / 2 }));
  return [...(ring.path ? [shape("ring", "path", "ring", { d: ring.path })] : []), ...gaps];
}

/** @param {Shown} shown @param {Ring} ring @param {Place} place @returns {Shape[]} */
function aroundSeat({ scene, view, comingBack }, ring, place) {
  const seat = view.seats.find((/** @type {any} */ { n }) => n === place.seat);
  if (!seat) return [];
  const radius = place.size / 2;
  const shapes = [];
  if (isHaloed(seat, view, scene)) shapes.push(...halo(place, view, scene));
  else if (seat.n === view.me && scene.layout !== "even") shapes.push(circle(place, "rim", `rim rim--${scene.edge}`, radius + 5));
  if (seat.state === "reflecting") shapes.push(shape(`half-${seat.n}`, "path", "half", { d: halfRing(place, radius + 7, facing(view, ring)) }));
  if (comingBack.has(seat.n)) shapes.push(shape(`back-${seat.n}`, "path", "back", { d: fourArcs(place, radius + 7) }));
  if (view.concerns.some((/** @type {any} */ concern) => concern.seat === seat.n)) {
    shapes.push(circle(place, "concern", "concern", radius + 6), circle(place, "concern2", "concern concern--outer", radius + 11));
  }
  if (seat.hand) shapes.push(shape(`hand-${seat.n}`, "circle", "hand", { cx: place.x, cy: place.y - radius, r: Math.min(13, radius * 0.36) }));
  return shapes;
}

/** @param {any} seat @param {any} view @param {import("./scene.js").Scene} scene */
function isHaloed(seat, view, scene) {
  if (seat.state === "speaking") return true;
  if (scene.layout === "even" && isLitTogether(view)) return seat.state === "witnessing";
  return seat.state === "choosing" && scene.layout !== "even";
}

/** @param {Place} place @param {any} view @param {import("./scene.js").Scene} scene @returns {Shape[]} */
function halo(place, view, scene) {
  const radius = place.size / 2;
  const width = Math.max(5, radius * 0.13);
  const shapes = [circle(place, "halo", "halo", radius + width)];
  if (scene.layout === "even") return shapes;
  if (place.seat === view.me) return [...shapes, circle(place, "floor", "floor", radius + width)];
  const d = timeArc(place, radius + width);
  return [...shapes, circle(place, "track", "track", radius + width), { ...shape(`arc-${place.seat}`, "path", "arc", { d, pathLength: 100 }), isArc: true }];
}

/** Nobody's time is everybody's: the arc stands in the middle.
 * @param {Shown} shown @param {Ring} ring @returns {Shape[]} */
function quietArc({ scene, view }, ring) {
  if (scene.layout !== "even" || view.phase?.show !== "quiet" || view.stage !== "together") return [];
  if (!ring.places.length) return [];
  const middle = middleOf(ring);
  const radius = Math.max(24, Math.hypot(ring.places[0].x - middle.x, ring.places[0].y - middle.y) * 0.48);
  return [{ ...shape("quiet", "path", "arc", { d: timeArc(middle, radius), pathLength: 100 }), isArc: true }];
}

/** @param {any} view @param {Ring} ring */
function facing(view, ring) {
  return ring.places.find(({ seat }) => seat === view.speaker) ?? middleOf(ring);
}

/** @param {Ring} ring */
function middleOf({ places }) {
  const sum = (/** @type {"x"|"y"} */ axis) => places.reduce((total, place) => total + place[axis], 0) / places.length;
  return { x: sum("x"), y: sum("y"), size: 0, seat: 0 };
}

/** @param {Place} place @param {string} name @param {string} kind @param {number} r */
function circle(place, name, kind, r) {
  return shape(`${name}-${place.seat}`, "circle", kind, { cx: place.x, cy: place.y, r });
}

/** @param {string} key @param {string} tag @param {string} kind @param {Record<string, string|number>} at @returns {Shape} */
function shape(key, tag, kind, at) {
  return { key, tag, kind, at };
}

const SVG = "http://www.w3.org/2000/svg";

/** Draws the shapes, keeping those that stay, so that light can cross from seat to seat.
 * @param {SVGElement} svg @param {Shape[]} shapes */
export function paint(svg, shapes) {
  const old = new Map([...svg.querySelectorAll("[data-key]")].map((node) => [node.getAttribute("data-key"), node]));
  const drawn = shapes.map((each) => {
    const kept = old.get(each.key);
    const node = kept?.tagName === each.tag ? kept : document.createElementNS(SVG, each.tag);
    dress(/** @type {SVGElement} */ (node), each);
    return node;
  });
  for (const node of old.values()) if (!drawn.includes(node)) node.remove();
  /** @type {Element|null} */ let before = svg.querySelector("defs");
  for (const node of drawn) {
    // A shape that is moved in the document would lose its way from seat to seat.
    if (before?.nextElementSibling !== node) before?.after(node);
    before = node;
  }
}

/** @param {SVGElement} node @param {Shape} each */
function dress(node, { key, kind, at, isArc }) {
  node.setAttribute("data-key", key);
  node.setAttribute("class", kind.split(" ").map((name) => `picture__${name}`).join(" "));
  if (isArc) node.setAttribute("data-arc", "");
  const { x, y, scale, ...rest } = at;
  if (scale !== undefined) node.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  for (const [name, value] of Object.entries(rest)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
  }
}

/** Where words stand, the ring fades out. @param {SVGElement} svg @param {number} end */
export function fadeAt(svg, end) {
  const fade = svg.querySelector("linearGradient");
  fade?.setAttribute("y1", String(end - 40));
  fade?.setAttribute("y2", String(end + 8));
}

/** Light that draws in from both ends towards the seat. @param {SVGElement} svg @param {number} share */
export function lightArcs(svg, share) {
  for (const arc of svg.querySelectorAll("[data-arc]")) {
    const length = Math.max(0, share * 100);
    const node = /** @type {SVGElement} */ (arc);
    node.style.strokeDasharray = `${length} 200`;
    node.style.strokeDashoffset = `${-(100 - length) / 2}`;
    node.style.visibility = length > 0 ? "visible" : "hidden";
  }
}
