/** The way into a call: the green room, the way back after a reload, and what a device refuses. */

import { GreenRoom } from "./green-room.js";

const FAULTS = new Set(["denied", "busy", "missing", "gone", "insecure"]);

/**
 * @typedef {import("./call-panel.js").Room} Room
 * @typedef {object} Devices
 * @property {import("../media/capture.js").Capture} capture
 * @property {import("../media/sound.js").Sound} sound
 * @property {import("./call-panel.js").CallPanel} panel
 * @property {import("./beside.js").Beside} beside
 * @property {"video"|"voice"} kind
 * @property {() => Promise<string>} lineCheck
 */

export class Arriving {
  #waits = false;

  /** @param {Room} room @param {Devices} call @param {{inside: () => void}} on */
  constructor(room, call, on) {
    this.room = room;
    this.call = call;
    this.on = on;
    this.kept = new Kept(room.page.key);
  }

  get isRelayed() {
    return Boolean(this.kept.get().relay);
  }

  /** The green room first; whoever was inside before a reload is back in at once. */
  open() {
    if (this.kept.get().inside) return this.#comeBack();
    const { element, part, words, page } = this.room;
    const { capture } = this.call;
    this.green = new GreenRoom({ part, words, page, capture, kept: this.kept, checkLine: () => this.call.lineCheck(), on: { enter: (choices) => this.#enter(choices) } });
    element.classList.add("room--green");
    this.green.open();
  }

  /** What a reload shall find again, and what a device refuses, in words. */
  keep() {
    const { capture, beside } = this.call;
    if (!this.#waits) this.kept.put({ mic: capture.state("audio").wanted, camera: capture.state("video").wanted, silent: beside.isSilent });
    if (!this.kept.get().inside) return;
    this.#showFault("audio", "mic");
    this.#showFault("video", "camera");
  }

  askForTap() {
    const { mic, camera } = this.kept.get();
    const what = mic || camera ? ["come_back", mic && "mic", camera && "camera"].filter(Boolean).join("_") : "sound_blocked";
    const back = { label: this.room.words.say("tap_to_come_back"), isMain: true, press: () => this.#tapped(mic, camera) };
    const listen = { label: this.room.words.say("only_listen"), press: () => this.#tapped(false, false) };
    this.call.panel.ask("back", this.room.words.say(what), mic || camera ? [back, listen] : [back]);
  }

  /** Called within the tap, which is what lets the sound in. @param {import("./green-room.js").Choices} choices */
  #enter({ through, relay, speaker }) {
    this.call.beside.isSilent = through;
    this.call.sound.sinkTo(speaker);
    this.kept.put({ inside: true, relay });
    this.green?.close();
    this.#goIn();
  }

  /** The seat is back at once; what was on waits for a tap, because nothing turns on by itself. */
  #comeBack() {
    const { mic, camera, silent, devices } = this.kept.get();
    this.call.beside.isSilent = Boolean(silent);
    for (const kind of /** @type {const} */ (["audio", "video"])) this.call.capture.choose(kind, devices?.[kind] ?? "");
    this.call.sound.sinkTo(devices?.output ?? "");
    this.#waits = Boolean(mic || camera);
    this.#goIn();
    if (this.#waits) this.askForTap();
  }

  #goIn() {
    this.room.element.classList.remove("room--green");
    this.call.sound.unlock();
    this.on.inside();
  }

  /** @param {boolean} mic @param {boolean} camera */
  #tapped(mic, camera) {
    const { capture, sound, panel, beside, kind } = this.call;
    this.#waits = false;
    panel.unask("back");
    sound.unlock();
    if (mic && !beside.isSilent) capture.turnOn("audio");
    if (camera && kind === "video") capture.turnOn("video");
  }

  /** @param {"audio"|"video"} kind @param {string} name */
  #showFault(kind, name) {
    const { capture, panel } = this.call;
    const { is } = capture.state(kind);
    if (!FAULTS.has(is)) return panel.unask(name);
    panel.ask(name, this.room.words.say(`${name}_${is}`), [
      { label: this.room.words.say("try_again"), press: () => capture.turnOn(kind) },
      { label: this.room.words.say("go_on_without"), press: () => capture.turnOff(kind) },
    ]);
  }
}

/** What a reload of this page shall find again: in this tab only, for this seat only. */
export class Kept {
  #name;

  /** @param {string} key */
  constructor(key) {
    this.#name = `heard:call:${key}`;
  }

  /** @returns {Record<string, any>} */
  get() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#name) ?? "{}");
    } catch {
      return {};
    }
  }

  /** @param {Record<string, any>} changes */
  put(changes) {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify({ ...this.get(), ...changes }));
    } catch {
      // A browser that keeps nothing asks again after a reload.
    }
  }
}
