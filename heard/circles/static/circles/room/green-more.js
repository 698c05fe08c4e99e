/** "Sound and camera": which device, what it sounds like, what the line will carry, what stays private. */

import { playBack, playTone, record } from "../media/trial-sounds.js";
import { el, rebuild } from "./dom.js";

const RECORDED_FOR = 3_000;
/** @type {("audio"|"video"|"output")[]} */
const PICKED = ["audio", "video", "output"];

/**
 * @typedef {import("./green-room.js").Needs} Needs
 * @typedef {import("./green-room.js").Choices} Choices
 */

export class GreenMore {
  #isTrying = false;

  /** @param {Needs} needs @param {Choices} choices
   * @param {{signal: AbortSignal, changed: () => void, tell: (words: string) => void}} green */
  constructor(needs, choices, green) {
    this.needs = needs;
    this.choices = choices;
    this.green = green;
  }

  open() {
    const { signal } = this.green;
    for (const what of PICKED) this.#select(what)?.addEventListener("change", () => this.#pick(what), { signal });
    this.#press("tone", () => this.#try(() => this.#playTone()));
    this.#press("self", () => this.#try(() => this.#hearMyself()));
    this.#press("line", () => this.#try(() => this.#tryLine()));
    this.#press("through", () => this.#switchThrough());
    this.#press("relay", () => this.#switch("relay"));
    this.needs.part("green-self").hidden = !("MediaRecorder" in window);
    const unwatch = this.needs.capture.watch({ changed: () => this.#list() });
    signal.addEventListener("abort", unwatch);
    this.#list();
    this.needs.part("green-choices").hidden = false;
  }

  async #list() {
    const devices = await this.needs.capture.devices();
    const { capture } = this.needs;
    for (const what of PICKED) {
      const select = this.#select(what);
      if (!select) continue;
      const now = what === "output" ? this.choices.speaker : capture.state(what).deviceId;
      const options = [{ id: "", label: this.needs.words.say("usual_device") }, ...devices[what]];
      rebuild(select, options, () => options.map(({ id, label }) => el("option", { value: id }, label)));
      select.value = options.some(({ id }) => id === now) ? now : "";
      if (what === "output") /** @type {HTMLElement} */ (select.parentElement).hidden = devices.output.length === 0 || !("setSinkId" in HTMLMediaElement.prototype);
    }
    this.#showSwitches();
  }

  /** @param {"audio"|"video"|"output"} what */
  #pick(what) {
    const { value } = /** @type {HTMLSelectElement} */ (this.#select(what));
    const { kept } = this.needs;
    kept.put({ devices: { ...kept.get().devices, [what]: value } });
    if (what === "output") this.choices.speaker = value;
    else this.needs.capture.choose(what, value);
  }

  /** One thing at a time. @param {() => Promise<string>} trial gives the key of what it found */
  async #try(trial) {
    if (this.#isTrying) return;
    this.#isTrying = true;
    this.#say(await trial().catch(() => "line_is_away"));
    this.#isTrying = false;
  }

  async #playTone() {
    await withContext((context) => playTone(context, this.choices.speaker));
    return "tone_played";
  }

  async #hearMyself() {
    const track = this.needs.capture.track("audio");
    if (!track) return "self_needs_mic";
    return withContext(async (context) => {
      this.#say("self_records");
      const recorded = await record(track, RECORDED_FOR);
      this.#say("self_plays");
      await playBack(context, recorded, this.choices.speaker);
      return "self_played";
    });
  }

  async #tryLine() {
    this.#say("line_tries");
    const answer = await this.needs.checkLine();
    if (answer === "relay_refused") return answer;
    return `line_is_${answer === "video" && this.needs.page.media.kind === "voice" ? "sound" : answer}`;
  }

  #switchThrough() {
    this.#switch("through");
    if (this.choices.through) this.needs.capture.turnOff("audio");
    this.green.changed();
  }

  /** @param {"through"|"relay"} what */
  #switch(what) {
    this.choices[what] = !this.choices[what];
    this.#showSwitches();
  }

  #showSwitches() {
    for (const what of /** @type {const} */ (["through", "relay"])) this.needs.part(`green-${what}`)?.setAttribute("aria-checked", String(this.choices[what]));
  }

  /** @param {string} key */
  #say(key) {
    const words = this.needs.words.say(key);
    this.needs.part("green-told").textContent = words;
    this.green.tell(words);
  }

  /** @param {string} name @param {() => void} deed */
  #press(name, deed) {
    this.needs.part(`green-${name}`)?.addEventListener("click", deed, { signal: this.green.signal });
  }

  /** @param {string} what @returns {HTMLSelectElement|null} */
  #select(what) {
    return /** @type {HTMLSelectElement|null} */ (this.needs.part(`green-pick-${what}`));
  }
}

/** Made within the tap, so that the browser lets it sound.
 * @template T @param {(context: AudioContext) => Promise<T>} deed */
async function withContext(deed) {
  const context = new AudioContext();
  try {
    return await deed(context);
  } finally {
    context.close();
  }
}
