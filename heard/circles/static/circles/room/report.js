/** "Report somebody": whom, why, words if any, one button; answered in the dialog. */

import { el, rebuild } from "./dom.js";

export class Report {
  #form;
  #told;

  /** @param {HTMLFormElement} form as the page brings it; it also works without us
   * @param {import("./say.js").Words} words */
  constructor(form, words) {
    this.words = words;
    this.#form = form;
    this.#told = /** @type {HTMLElement} */ (form.querySelector("[data-part=report-told]"));
    form.addEventListener("submit", (event) => this.#send(event));
  }

  unfold() {
    this.#form.hidden = false;
    this.#fields.hidden = false;
    this.#told.textContent = "";
    /** @type {HTMLElement|null} */ (this.#form.querySelector("input[type=radio]"))?.focus();
  }

  fold() {
    this.#form.hidden = true;
    this.#form.reset();
  }

  /** Names change until everyone has sat down. @param {[string, string][]} names by seat */
  show(names) {
    const box = /** @type {HTMLElement} */ (this.#form.querySelector("[data-part=report-seats]"));
    rebuild(box, names, () => names.map(([seat, name]) => radio(seat, name)));
  }

  get #fields() {
    return /** @type {HTMLElement} */ (this.#form.querySelector("[data-part=report-fields]"));
  }

  /** @param {SubmitEvent} event */
  async #send(event) {
    event.preventDefault();
    const { message, is_kept } = await this.#sent();
    this.#told.textContent = message;
    this.#fields.hidden = is_kept;
    this.#told.focus();
    if (is_kept) this.#form.reset();
  }

  async #sent() {
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body: new FormData(this.#form), headers: { Accept: "application/json" } });
      const { message } = await answer.json();
      return { message: String(message), is_kept: answer.ok };
    } catch {
      return { message: this.words.say("not_saved"), is_kept: false };
    }
  }
}

/** @param {string} seat @param {string} name */
function radio(seat, name) {
  return el("label", { class: "report__radio" }, el("input", { type: "radio", name: "about", value: seat, required: true }), el("bdi", {}, name));
}
