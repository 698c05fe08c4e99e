/** "I need something": what anyone may ask for, in one dialog that stays until it is closed. */

import { el, rebuild } from "./dom.js";
import { Report } from "./report.js";

/** @typedef {import("./scene.js").Deed} Deed */

export class Sheet {
  #list;
  #concern;
  #words;

  /** @param {HTMLDialogElement} dialog @param {{act: (deed: Deed) => void, raise: (words: string) => void}} deeds
   * @param {import("./say.js").Words} words */
  constructor(dialog, deeds, words) {
    this.dialog = dialog;
    this.deeds = deeds;
    const report = /** @type {HTMLFormElement|null} */ (dialog.querySelector("[data-part=report]"));
    this.report = report && new Report(report, words);
    this.#list = /** @type {HTMLElement} */ (dialog.querySelector("[data-part=needs]"));
    this.#concern = /** @type {HTMLFormElement} */ (dialog.querySelector("[data-part=concern]"));
    this.#words = /** @type {HTMLTextAreaElement} */ (this.#concern.querySelector("textarea"));
    this.#concern.addEventListener("submit", (event) => this.#raise(event));
    this.#openReport?.addEventListener("click", (event) => this.#unfoldReport(event));
    dialog.addEventListener("close", () => this.#fold());
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** @param {[string, string][]} names of the others, by seat */
  showOthers(names) {
    this.report?.show(names);
  }

  /** @param {Deed[]} needs */
  show(needs) {
    rebuild(this.#list, needs, () => needs.map((deed) => el("li", {}, this.#button(deed))));
  }

  /** @param {Deed} deed */
  #button(deed) {
    const note = deed.note ? [el("span", { class: "need__note" }, deed.note)] : [];
    const attributes = { type: "button", class: "need", "data-move": deed.move.move, onclick: () => this.#press(deed) };
    return el("button", attributes, el("span", { class: "need__label" }, deed.label), ...note);
  }

  /** @param {Deed} deed */
  #press(deed) {
    if (deed.move.move === "raise_concern") return this.#unfold();
    this.deeds.act(deed);
    this.close();
  }

  get #openReport() {
    return /** @type {HTMLElement|null} */ (this.dialog.querySelector("[data-part=open-report]"));
  }

  /** @param {Event} event */
  #unfoldReport(event) {
    event.preventDefault();
    this.report?.unfold();
  }

  #unfold() {
    this.#concern.hidden = false;
    this.#part("told").hidden = true;
    this.#part("concern-fields").hidden = false;
    this.#words.focus();
  }

  #fold() {
    this.report?.fold();
    this.#concern.hidden = true;
    this.#words.value = "";
  }

  /** @param {Event} event */
  #raise(event) {
    event.preventDefault();
    this.deeds.raise(this.#words.value.trim());
    this.#words.value = "";
    this.#part("concern-fields").hidden = true;
    this.#part("told").hidden = false;
    this.#part("told").focus();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.dialog.querySelector(`[data-part=${name}]`));
  }
}
