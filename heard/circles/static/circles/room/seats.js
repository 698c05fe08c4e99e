/** The seats as an ordered list that starts with me; where they stand is a picture made by CSS. */

import { el, initials } from "./dom.js";
import { clockwiseFrom } from "./ring.js";
import { nameOf } from "./reading.js";

const TINTS = 8;

/** @param {HTMLElement} list @param {import("./scene.js").Room} room */
export function showSeats(list, room) {
  const { view } = room;
  const numbers = view.seats.map((/** @type {any} */ { n }) => n);
  const first = view.me ?? numbers[0];
  const items = [first, ...clockwiseFrom(numbers, first)].map((number) => {
    const seat = view.seats.find((/** @type {any} */ { n }) => n === number);
    return showSeat(itemOf(list, number), seat, room);
  });
  if (items.some((item, index) => list.children[index] !== item)) list.replaceChildren(...items);
}

/** @param {HTMLElement} list @param {number} number */
function itemOf(list, number) {
  const found = list.querySelector(`[data-seat="${number}"]`);
  if (found) return /** @type {HTMLElement} */ (found);
  return el(
    "li",
    { class: "seat", "data-seat": number, "data-tint": (number - 1) % TINTS },
    el("span", { class: "seat__face", "aria-hidden": "true" }, el("span", {})),
    el("span", { class: "seat__name" }),
    el("span", { class: "seat__word" }),
    el("span", { class: "seat__note" }),
  );
}

/** @param {HTMLElement} item @param {any} seat @param {import("./scene.js").Room} room */
function showSeat(item, seat, room) {
  const { view, words } = room;
  const name = nameOf(room, seat.n);
  const [face, label, word, note] = /** @type {HTMLElement[]} */ ([...item.children]);
  item.dataset.state = seat.state;
  item.classList.toggle("seat--mine", seat.n === view.me);
  item.classList.toggle("seat--lit", seat.state === "speaking" || seat.state === "reflecting" || seat.state === "choosing");
  write(/** @type {HTMLElement} */ (face.firstChild), initials(name));
  write(label, name);
  write(note, seat.companion ? words.say("companion") : (room.notes?.get(seat.n) ?? ""));
  const deed = deedOf(seat, room);
  label.toggleAttribute("aria-hidden", Boolean(deed));
  if (deed) label.setAttribute("aria-hidden", "true");
  write(word, deed || `, ${stateWords(seat, room).join(", ")}`);
  return item;
}

/** Whoever is in the light has a sentence instead of a name.
 * @param {any} seat @param {import("./scene.js").Room} room */
function deedOf(seat, room) {
  const { view, words } = room;
  if (seat.n === view.me || view.stage !== "turn") return "";
  const name = nameOf(room, seat.n);
  if (seat.state === "speaking") return words.say("speaks", { name });
  if (seat.state !== "reflecting") return "";
  return words.say(view.floor.includes(seat.n) ? "reflects" : "will_reflect", { name });
}

/** @param {any} seat @param {import("./scene.js").Room} room @returns {string[]} */
export function stateWords(seat, { view, words }) {
  const isGathering = ["waiting", "together", "slider"].includes(view.stage) && seat.state === "witnessing";
  const state = isGathering ? (seat.ready ? "state_ready" : "state_here") : `state_${seat.state}`;
  return [
    seat.n === view.me ? words.say("you") : "",
    words.say(state),
    seat.hand ? words.say("would_like_to_speak") : "",
  ].filter(Boolean);
}

/** @param {HTMLElement} list @param {import("./ring.js").Ring} ring */
export function placeSeats(list, ring) {
  list.classList.toggle("seats--small", ring.places.some(({ size }) => size < 48));
  const isCrowded = ring.places.length > 5 && list.closest("[data-form=phone]") !== null;
  list.classList.toggle("seats--crowded", isCrowded);
  for (const item of /** @type {HTMLElement[]} */ ([...list.children])) {
    // Where many sit close together a name shows on focus or tap.
    item.toggleAttribute("tabindex", isCrowded);
    if (isCrowded) item.tabIndex = 0;
    const place = ring.places.find(({ seat }) => String(seat) === item.dataset.seat);
    item.classList.toggle("seat--unseen", !place);
    item.classList.toggle("seat--centre", Boolean(place?.isCentre));
    if (!place) continue;
    item.style.setProperty("--x", `${place.x}px`);
    item.style.setProperty("--y", `${place.y}px`);
    item.style.setProperty("--size", `${place.size}px`);
  }
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
