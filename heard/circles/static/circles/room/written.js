/** Words that are read instead of, or beside, being heard: typed, or recognised on this device. */

import { OwnCaptions } from "../media/own-captions.js";

/** @typedef {import("./say.js").Words} Words */

export class Written {
  #shows = true;
  #writes = false;
  #isHere = false;
  /** @type {OwnCaptions|null} */ #own = null;
  /** @type {any} */ #message = null;

  /** @param {Words} words @param {string} language @param {import("./call-panel.js").CallPanel} panel
   * @param {{name: (seat: number) => string, send: (body: {type: string, [key: string]: unknown}) => void}} on */
  constructor(words, language, panel, on) {
    this.words = words;
    this.language = language;
    this.panel = panel;
    this.on = on;
    OwnCaptions.isHere(language).then((isHere) => (this.#isHere = isHere));
  }

  /** @param {any} message @param {{level: string, isHeard: boolean}} line how my voice fares */
  see(message, line) {
    this.#message = message;
    const { view, captions = [] } = message;
    this.panel.showCaptions(captions, this.#shows, this.on.name);
    this.panel.showSwitch("captions", this.#shows, captions.length > 0);
    this.panel.showWriting(this.#label(line.level));
    if (view.floor.includes(view.me) && line.isHeard) this.#own?.start();
    else this.#own?.stop();
  }

  toggle() {
    this.#shows = !this.#shows;
  }

  /** @param {string} words @param {{quiet?: boolean}} [how] */
  write(words, how = {}) {
    const { view } = this.#message;
    const seat = view.floor.includes(view.me) ? view.me : this.#spokenFor();
    this.on.send({ type: "say", words, ...(seat ? { seat } : {}), ...how });
  }

  /** @returns {import("./scene.js").Deed[]} */
  needs() {
    const own = { label: this.words.say(this.#own ? "own_captions_end" : "own_captions"), note: this.words.say("own_captions_note"), move: { move: "own_captions" } };
    const write = { label: this.words.say(this.#writes ? "write_instead_end" : "write_instead"), note: this.words.say("write_instead_note"), move: { move: "write_instead" } };
    return [write, ...(this.#isHere ? [own] : [])];
  }

  /** @param {string} need @returns {boolean} whether it was one of ours */
  does(need) {
    if (need === "write_instead") this.#writes = !this.#writes;
    else if (need === "own_captions") this.#toggleOwn();
    else return false;
    return true;
  }

  stop() {
    this.#own?.stop();
    this.#own = null;
  }

  #toggleOwn() {
    if (this.#own) return this.stop();
    // What comes a moment too late, because its turn is over, is let go without a word.
    this.#own = new OwnCaptions(this.language, { words: (words) => this.write(words, { quiet: true }) });
  }

  /** Whose turn it is to be written, in words for the field; empty when nobody's is mine to write. @param {string} level */
  #label(level) {
    const { view, captioners = [] } = this.#message;
    if (view.floor.includes(view.me)) {
      if (!this.#writes && level !== "words") return "";
      return this.words.say(view.role === "listener" ? "write_listener_label" : "write_label");
    }
    const seat = captioners.includes(view.me) ? this.#spokenFor() : null;
    return seat ? this.words.say("write_for", { name: this.on.name(seat) }) : "";
  }

  /** @returns {number|null} */
  #spokenFor() {
    const { floor, speaker } = this.#message.view;
    return floor.includes(speaker) ? speaker : (floor[0] ?? null);
  }
}
