/** Measures the room and says where the ring goes: phone, side by side, wide, or a plain list. */

import { facesRing } from "./faces-ring.js";
import { answerRing, evenRing, phoneRing, wideRing } from "./ring.js";

const EMPTY = { places: [], gaps: [], path: "" };
/** A ring that is lower than this is no picture of a table any more. */
const least = (/** @type {any} */ scene, /** @type {any} */ view) =>
  scene.layout === "answer" ? 70 : view.seats.length > 3 ? 150 : 110;

/** Which picture fits. @param {number} width @param {number} height
 * @returns {"list"|"side"|"wide"|"phone"} */
export function shapeOfRoom(width, height) {
  if (width >= 900 && height >= 560) return "wide";
  if (height < 480) return width >= 560 && height >= 300 ? "side" : "list";
  return width < 280 ? "list" : "phone";
}

/** All numbers are seen from the upper left corner of the ring's own part of the room.
 * @param {HTMLElement} room @param {(name: string) => HTMLElement} part
 * @param {import("./scene.js").Scene} scene @param {any} view
 * @returns {{ring: import("./ring.js").Ring, box: import("./picture.js").Box}} */
export function layoutOf(room, part, scene, view) {
  const form = formThatFits(room, part("ring"), least(scene, view));
  const box = measure(room, part, form);
  const table = tableFor(room, form, part("ring"), box, scene, view);
  return { ring: form === "list" ? list(table) : ringFor(form, scene, table), box };
}

const list = (/** @type {any} */ table) => ({
  ...EMPTY,
  places: table.seats.map((/** @type {number} */ seat) => ({ seat, x: 0, y: 0, size: 44, isCentre: false })),
});

/** When words leave the ring no room, the seats become a list.
 * @param {HTMLElement} room @param {HTMLElement} ring @param {number} lowest */
function formThatFits(room, ring, lowest) {
  const form = shapeOfRoom(innerWidth, innerHeight);
  if (form !== "list" || room.dataset.form !== "list") setForm(room, form);
  if (form !== "list" && ring.clientHeight < lowest) setForm(room, "list");
  return room.dataset.form;
}

/** @param {HTMLElement} room @param {string} form */
function setForm(room, form) {
  if (room.dataset.form !== form) room.dataset.form = form;
}

/** @param {HTMLElement} room @param {(name: string) => HTMLElement} part @param {string|undefined} form */
function measure(room, part, form) {
  const whole = room.getBoundingClientRect();
  const ring = part("ring").getBoundingClientRect();
  const edge = part("edge").getBoundingClientRect();
  return {
    x: whole.left - ring.left,
    y: whole.top - ring.top,
    width: whole.width,
    height: whole.height,
    edgeTop: edge.top - ring.top,
    isWide: form === "wide",
    isFlat: form === "phone" || form === "wide",
  };
}

/** @param {HTMLElement} room @param {string|undefined} form @param {HTMLElement} ring @param {import("./picture.js").Box} box
 * @param {import("./scene.js").Scene} scene @param {any} view */
function tableFor(room, form, ring, box, scene, view) {
  const isRtl = getComputedStyle(room).direction === "rtl";
  return {
    width: ring.clientWidth,
    height: ring.clientHeight,
    reach: box.isFlat ? box.edgeTop : undefined,
    seats: view.seats.map((/** @type {any} */ { n }) => n),
    me: view.me,
    centre: scene.centre,
    speaker: view.speaker ?? null,
    reflector: view.listener ?? null,
    base: box.isFlat ? 90 : isRtl ? 180 : 0,
    hasVoice: Boolean(scene.voice),
    isLow: form === "side",
    isRtl,
    hasFaces: room.dataset.media === "video",
  };
}

/** @param {string|undefined} form @param {import("./scene.js").Scene} scene @param {any} table */
function ringFor(form, scene, table) {
  if (scene.layout === "even") return table.hasFaces ? facesRing(table) : evenRing(table);
  if (form === "wide") return wideRing(table);
  if (scene.layout === "answer" && form === "phone") return answerRing(table);
  return phoneRing(table);
}
