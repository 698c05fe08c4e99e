/** What faces and voices add to my edge: switches, questions to me, the words that are written. */

import { el, rebuild, say } from "./dom.js";

/**
 * @typedef {{label: string, press: () => void, isMain?: boolean}} Way
 * @typedef {{n: number, seat: number, by: number, words: string}} Caption
 * @typedef {object} Room what a call needs from the page around it
 * @property {HTMLElement} element
 * @property {(name: string) => HTMLElement} part
 * @property {any} page
 * @property {import("./say.js").Words} words
 * @property {import("./wire.js").Wire} wire
 * @property {(seat: number) => string} name
 * @property {(text: string) => void} notice
 * @property {() => void} redraw
 */

export class CallPanel {
  /** @type {Map<string, {text: string, ways: Way[]}>} */ #asked = new Map();

  /** @param {(name: string) => HTMLElement} part @param {import("./say.js").Words} words
   * @param {{toggle: (what: "audio"|"video"|"captions") => void, write: (words: string) => void}} deeds */
  constructor(part, words, deeds) {
    this.part = part;
    this.words = words;
    for (const what of /** @type {const} */ (["audio", "video", "captions"])) {
      this.#switch(what)?.addEventListener("click", () => deeds.toggle(what));
    }
    const form = /** @type {HTMLFormElement} */ (part("writing"));
    const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) deeds.write(field.value.trim());
      field.value = "";
      field.focus();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  /** @param {"audio"|"video"|"captions"} what @param {boolean} isOn @param {boolean} isShown */
  showSwitch(what, isOn, isShown) {
    const button = this.#switch(what);
    if (!button) return;
    const name = { audio: "mic", video: "camera", captions: "captions" }[what];
    button.hidden = !isShown;
    button.setAttribute("aria-checked", String(isOn));
    say(/** @type {Element} */ (button.lastElementChild), this.words.say(`${name}_${isOn ? "on" : "off"}`));
  }

  /** One question at a time, the oldest first. @param {string} key @param {string} text @param {Way[]} ways */
  ask(key, text, ways) {
    this.#asked.set(key, { text, ways });
    this.#showAsked();
  }

  /** @param {string} key */
  unask(key) {
    if (this.#asked.delete(key)) this.#showAsked();
  }

  /** @param {string} label an empty one puts the field away */
  showWriting(label) {
    this.part("writing").hidden = label === "";
    this.part("writing-label").textContent = label;
  }

  /** @param {Caption[]} captions @param {boolean} isOn @param {(seat: number) => string} name */
  showCaptions(captions, isOn, name) {
    const list = this.part("captions");
    list.hidden = !isOn || captions.length === 0;
    if (list.hidden) return list.replaceChildren();
    const shown = new Set(captions.map(({ n }) => String(n)));
    for (const line of /** @type {HTMLElement[]} */ ([...list.children])) if (!shown.has(line.dataset.n ?? "")) line.remove();
    const last = Number(/** @type {HTMLElement|null} */ (list.lastElementChild)?.dataset.n ?? 0);
    for (const { n, seat, words } of captions.filter((caption) => caption.n > last)) {
      // Added one by one, so that a reader is told only what is new.
      list.append(el("p", { "data-n": n, dir: "auto" }, el("span", { class: "visually-hidden" }, `${name(seat)}: `), words));
    }
  }

  #showAsked() {
    const [question] = this.#asked.values();
    const box = this.part("ask");
    box.hidden = !question;
    this.#tell(question?.text ?? "");
    if (!question) return;
    say(this.part("ask-text"), question.text);
    rebuild(this.part("ask-ways"), [question.text, ...question.ways.map(({ label }) => label)], () => question.ways.map(wayButton));
  }

  /** A box that comes into view is not told by itself, only what changes in one that was there.
   * @param {string} text */
  #tell(text) {
    const live = this.part("ask-live");
    if (live.textContent !== text) live.textContent = text;
  }

  /** @param {"audio"|"video"|"captions"} what */
  #switch(what) {
    return /** @type {HTMLButtonElement|null} */ (this.part(`switch-${what}`));
  }
}

/** @param {Way} way */
function wayButton({ label, press, isMain }) {
  return el("button", { type: "button", class: `button ${isMain ? "button--act" : "button--quiet"}`, onclick: press }, label);
}
