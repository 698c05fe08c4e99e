/** "For who keeps the process": quiet, a pause for all, and asking somebody to leave. */

import { el, rebuild } from "./dom.js";
import { nameOf } from "./reading.js";

/**
 * @typedef {import("./reading.js").Room} Room
 * @typedef {import("./reading.js").Move} Move
 * @typedef {{hush: number[], unhush: number[], remove: number[]}} Powers seats, by what may be done with them
 * @typedef {{label: string, note: string, move: Move, question?: string}} Power
 */

/** @param {HTMLElement} box @param {Room} room @param {Powers|undefined} powers none for who keeps it no longer
 * @param {(move: Move) => void} act */
export function showKeeping(box, room, powers, act) {
  box.hidden = !powers;
  const shown = powers ? powersOf(room, powers) : [];
  const list = /** @type {HTMLElement} */ (box.querySelector("ul"));
  rebuild(list, shown, () => shown.map((power) => item(power, room, act)));
}

/** @param {Room} room @param {Powers} powers @returns {Power[]} */
export function powersOf(room, powers) {
  const { view, words } = room;
  const say = (/** @type {string} */ key, /** @type {number} */ seat) => words.say(key, { name: nameOf(room, seat) });
  const each = (/** @type {"hush"|"unhush"} */ move) => powers[move].map((target) => ({ label: say(`keep_${move}`, target), note: words.say(`keep_${move}_note`), move: { move, target } }));
  const pause = view.status === "running" ? [{ label: words.say("keep_pause_all"), note: words.say("keep_pause_all_note"), move: { move: "pause_all" } }] : [];
  const remove = powers.remove.map((target) => ({ label: say("keep_remove", target), note: "", move: { move: "remove", target }, question: say("keep_remove_ask", target) }));
  return [...pause, ...each("unhush"), ...each("hush"), ...remove];
}

/** @param {Power} power @param {Room} room @param {(move: Move) => void} act */
function item(power, room, act) {
  const place = el("li");
  const button = (/** @type {string} */ label, /** @type {string} */ note, /** @type {() => void} */ onclick) => {
    const notes = note ? [el("span", { class: "need__note" }, note)] : [];
    return el("button", { type: "button", class: "need", onclick }, el("span", { class: "need__label" }, label), ...notes);
  };
  const ask = () => {
    const yes = button(room.words.say("keep_remove_yes"), "", () => act(power.move));
    place.replaceChildren(el("p", {}, power.question ?? ""), yes, button(room.words.say("keep_remove_no"), "", offer));
    yes.focus();
  };
  const offer = () => place.replaceChildren(button(power.label, power.note, power.question ? ask : () => act(power.move)));
  offer();
  return place;
}
