/** The closing page: one tap for each turn, one small step for oneself, and thanks. */

import { el, rebuild } from "./dom.js";

const VALUES = [0, 1, 2, 3, 4];

/**
 * @typedef {{turn: number, speaker: number|null, listener: number|null}} Turn
 * @typedef {{turn: number, side: "speaker"|"listener", seat: number|null, question: string}} Question
 */

/** What is asked: how heard I felt in my turns, how well I understood those I reflected.
 * @param {Turn[]} turns @param {number} me @param {import("./say.js").Words} words @param {(seat: number|null) => string} nameOf
 * @returns {Question[]} */
export function questionsFor(turns, me, words, nameOf) {
  return turns.flatMap((turn) => [
    ...(turn.speaker === me ? [ask(turn, "speaker", me, words.say("how_heard"))] : []),
    ...(turn.listener === me ? [ask(turn, "listener", me, words.say("how_understood", { name: nameOf(turn.speaker) }))] : []),
  ]);
}

/** @param {Turn} turn @param {"speaker"|"listener"} side @param {number} seat @param {string} question @returns {Question} */
function ask({ turn }, side, seat, question) {
  return { turn, side, seat, question };
}

/** @param {HTMLElement} box @param {Question[]} questions @param {import("./say.js").Words} words
 * @param {(question: Question, value: number) => void} rate */
export function showQuestions(box, questions, words, rate) {
  rebuild(box, questions, () => questions.map((question) => fieldset(question, words, rate)));
}

/** Five discs that fill from below. @param {Question} question @param {import("./say.js").Words} words
 * @param {(question: Question, value: number) => void} rate */
export function fieldset(question, words, rate) {
  const name = `rate-${question.turn}-${question.side}`;
  const kept = el("p", { class: "rating__kept", role: "status" });
  const choose = (/** @type {number} */ value) => () => {
    rate(question, value);
    kept.textContent = words.say("rate_kept");
  };
  return el(
    "fieldset",
    { class: "rating" },
    el("legend", { class: "rating__question" }, question.question),
    el("div", { class: "rating__discs" }, ...VALUES.map((value) => disc(name, value, words, choose(value)))),
    el("p", { class: "rating__ends", "aria-hidden": "true" }, el("span", {}, words.say("rate_0")), el("span", {}, words.say("rate_4"))),
    kept,
  );
}

/** @param {string} name @param {number} value @param {import("./say.js").Words} words @param {() => void} onchange */
function disc(name, value, words, onchange) {
  return el(
    "label",
    { class: "rating__choice" },
    el("input", { type: "radio", class: "rating__input", name, value, onchange }),
    el("span", { class: `rating__disc rating__disc--${value}`, "aria-hidden": "true" }),
    el("span", { class: "visually-hidden" }, words.say(`rate_${value}`)),
  );
}

/** Everyone is lit once more. @param {HTMLElement} box @param {number} seats */
export function showDots(box, seats) {
  rebuild(box, seats, () => Array.from({ length: seats }, () => el("span")));
  box.style.setProperty("--n", String(seats));
  [...box.children].forEach((dot, index) => /** @type {HTMLElement} */ (dot).style.setProperty("--i", String(index)));
}

/** Why it closed, in one sentence. @param {string|null} ended @param {import("./say.js").Words} words */
export function farewell(ended, words) {
  const key = `closed_${ended ?? ""}`;
  return words.has(key) ? words.say(key) : words.say("closed");
}

/** The small step stays on this device. @param {HTMLTextAreaElement} field @param {string} key */
export function keepStepHere(field, key) {
  try {
    field.value = localStorage.getItem(key) ?? "";
    field.addEventListener("input", () => localStorage.setItem(key, field.value));
  } catch {
    // Without a shelf the words live as long as the page.
  }
}
