/** The end around a table: the device goes round once, and each answer is hidden after its tap. */

import { farewell, fieldset, showDots } from "./closing.js";
import { el, rebuild, say } from "./dom.js";
import { nameOf } from "./reading.js";
import { roundOfQuestions } from "./table-scene.js";

/** @typedef {{turn: number, side: string, seat: number|null, value: number}} Rating */

export class TableClosing {
  #part;
  #rate;
  #asked = 0;
  #isOpen = false;
  /** @type {import("./scene.js").Room|null} */ #room = null;
  /** @type {any[]} */ #round = [];

  /** @param {(name: string) => HTMLElement} part @param {(rating: Rating) => void} rate */
  constructor(part, rate) {
    this.#part = part;
    this.#rate = rate;
    part("skip").addEventListener("click", () => this.#step(Infinity));
  }

  /** @param {import("./scene.js").Room} room @param {any[]} turns */
  show(room, turns) {
    this.#room = room;
    this.#round = roundOfQuestions(turns, room);
    say(this.#part("farewell"), farewell(room.view.ended, room.words));
    showDots(this.#part("dots"), room.view.seats.length);
    this.#draw(room);
  }

  /** @param {import("./scene.js").Room} room */
  #draw(room) {
    const next = this.#round[this.#asked];
    const box = this.#part("questions");
    this.#part("skip").hidden = !next;
    const hadFocus = rebuild(box, [this.#asked, this.#isOpen, this.#round.length], () => {
      if (!next) return [el("p", { class: "table__goodbye" }, room.words.say("goodbye"))];
      return this.#isOpen ? this.#questions(next, room) : this.#pass(next, room);
    });
    if (hadFocus) /** @type {HTMLElement|null} */ (box.querySelector("[tabindex]"))?.focus();
  }

  /** @param {any} next @param {import("./scene.js").Room} room */
  #pass({ seat }, { words, ...rest }) {
    const name = nameOf({ words, ...rest }, seat);
    const open = el("button", { type: "button", class: "button button--act", onclick: () => this.#open() }, words.say("show_mine"));
    return [el("h2", { tabindex: -1 }, words.say("pass_device", { name })), el("p", {}, words.say("pass_device_soft", { name })), open];
  }

  /** @param {any} next @param {import("./scene.js").Room} room */
  #questions({ seat, questions }, { words, ...rest }) {
    const answered = new Set();
    const rate = (/** @type {any} */ { turn, side }, /** @type {number} */ value) => {
      this.#rate({ turn, side, seat, value });
      answered.add(`${turn} ${side}`);
      if (answered.size === questions.length) this.#step(this.#asked + 1);
    };
    const skip = el("button", { type: "button", class: "link", onclick: () => this.#step(this.#asked + 1) }, words.say("rather_not"));
    const name = nameOf({ words, ...rest }, seat);
    const fields = questions.map((/** @type {any} */ question) => fieldset(question, words, rate));
    return [el("h2", { tabindex: -1 }, words.say("for_seat", { name })), ...fields, skip];
  }

  #open() {
    this.#isOpen = true;
    if (this.#room) this.#draw(this.#room);
  }

  /** @param {number} asked */
  #step(asked) {
    this.#asked = asked;
    this.#isOpen = false;
    if (this.#room) this.#draw(this.#room);
  }
}
