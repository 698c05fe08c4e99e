/** The green room: before anyone sees or hears this person, they see and hear themselves. */

import { Hearing, Meter } from "../media/meter.js";
import { calm, el, say } from "./dom.js";

/**
 * @typedef {import("../media/capture.js").Kind} Kind
 * @typedef {object} Needs
 * @property {(name: string) => HTMLElement} part
 * @property {import("./say.js").Words} words
 * @property {any} page
 * @property {import("../media/capture.js").Capture} capture
 * @property {import("./arriving.js").Kept} kept
 * @property {() => Promise<string>} checkLine
 * @property {{enter: (choices: Choices) => void}} on
 * @typedef {{through: boolean, relay: boolean, speaker: string}} Choices
 */

const LOOKED_EACH = 50;
const RAYS = 40;
/** What a ray shows where nothing is to move. */
const STILL = { speak: 0.15, nothing: 0, quiet: 0.3, well: 0.8 };

export class GreenRoom {
  /** @type {Choices} */ #choices;
  #leaving = new AbortController();
  #meter = new Meter(() => new AudioContext());
  /** @type {MediaStreamTrack|null} */ #measured = null;
  #hearing = new Hearing();
  #level = 0;
  /** @type {import("./green-more.js").GreenMore|null} */ #more = null;
  /** @type {Record<Kind, string>} */ #labels = { audio: "", video: "" };

  /** @param {Needs} needs */
  constructor(needs) {
    this.needs = needs;
    const { relay, devices } = needs.kept.get();
    this.#choices = { through: false, relay: Boolean(relay), speaker: devices?.output ?? "" };
  }

  open() {
    const { part, capture, kept, on } = this.needs;
    const { signal } = this.#leaving;
    for (const kind of this.#kinds()) {
      capture.choose(kind, kept.get().devices?.[kind] ?? "");
      part(`green-${kind}`).addEventListener("click", () => this.#toggle(kind), { signal });
    }
    part("green-enter").addEventListener("click", () => on.enter(this.#choices), { signal });
    part("green-more").addEventListener("toggle", () => this.#openMore(), { signal });
    signal.addEventListener("abort", capture.watch({ changed: (kind) => this.#changed(kind) }));
    this.ticking = setInterval(() => this.#tick(), LOOKED_EACH);
    part("green").hidden = false;
    this.#showWhoIsHere();
    this.#show();
    this.#draw();
  }

  close() {
    this.#leaving.abort();
    clearInterval(this.ticking);
    this.#meter.stop();
    this.#showFace(null);
    this.needs.part("green").hidden = true;
  }

  #showWhoIsHere() {
    const { part, words, page } = this.needs;
    const { here, of } = page;
    const discs = Array.from({ length: of }, (_, index) => el("span", { class: `disc disc--${index < here ? "filled" : "dashed"}` }));
    part("green-discs").replaceChildren(...discs);
    say(part("green-here"), here ? words.count("are_here", here, { here, of }) : words.say("green_first"));
  }

  /** @returns {Kind[]} */
  #kinds() {
    return this.needs.page.media.kind === "video" ? ["audio", "video"] : ["audio"];
  }

  /** @param {Kind} kind */
  #toggle(kind) {
    const { capture } = this.needs;
    if (capture.state(kind).wanted && capture.state(kind).is !== "gone") return capture.turnOff(kind);
    if (kind === "audio") this.#choices.through = false;
    capture.turnOn(kind);
  }

  /** @param {Kind} kind */
  #changed(kind) {
    const { is, label } = this.needs.capture.state(kind);
    const isAnother = is === "on" && this.#labels[kind] && this.#labels[kind] !== label;
    if (is === "on") this.#labels[kind] = label;
    this.#show();
    if (isAnother) this.#tell(this.needs.words.say("device_changed", { label }));
  }

  #show() {
    const { part, capture, words } = this.needs;
    this.#listenTo(capture.track("audio"));
    this.#showFace(capture.track("video"));
    for (const kind of this.#kinds()) {
      part(`green-${kind}`).setAttribute("aria-checked", String(capture.state(kind).wanted));
      const sentence = words.say(kind === "audio" ? this.#voice() : this.#face());
      const line = part(kind === "audio" ? "green-voice" : "green-camera");
      if (line.textContent && line.textContent !== sentence) this.#tell(sentence);
      say(line, sentence);
    }
    say(part("green-enter"), words.say(capture.state("audio").wanted ? "green_enter" : "green_listen"));
  }

  /** @returns {string} the key of what is said about the microphone */
  #voice() {
    const { is } = this.needs.capture.state("audio");
    if (this.#choices.through) return "green_through";
    return { off: "green_mic_off", asking: "green_asking", on: `green_${this.#hearing.said}` }[/** @type {string} */ (is)] ?? `mic_${is}`;
  }

  #face() {
    const { is } = this.needs.capture.state("video");
    return { off: "green_camera_off", asking: "green_asking", on: "green_camera_on" }[/** @type {string} */ (is)] ?? `camera_${is}`;
  }

  /** @param {MediaStreamTrack|null} track */
  #listenTo(track) {
    if (track === this.#measured) return;
    this.#measured = track;
    this.#hearing = new Hearing();
    this.needs.part("green").classList.toggle("green--heard", track !== null);
    if (track) this.#meter.of(track);
    this.#draw();
  }

  /** @param {MediaStreamTrack|null} track */
  #showFace(track) {
    const video = /** @type {HTMLVideoElement|null} */ (this.needs.part("green-face"));
    const stream = /** @type {MediaStream|null} */ (video?.srcObject ?? null);
    if (!video || (stream?.getVideoTracks()[0] ?? null) === track) return;
    video.srcObject = track && new MediaStream([track]);
    video.hidden = !track;
  }

  #tick() {
    if (!this.#measured) return;
    const level = this.#meter.level();
    const { said } = this.#hearing;
    this.#level += (level - this.#level) * (level > this.#level ? 0.5 : 0.15);
    if (this.#hearing.hear(level, performance.now()) !== said) this.#show();
    this.#draw();
  }

  #draw() {
    const level = !this.#measured ? 0 : calm() ? STILL[this.#hearing.said] : this.#level;
    const rays = this.needs.part("green-rays");
    const drawn = raysFor(level);
    if (rays.getAttribute("d") !== drawn) rays.setAttribute("d", drawn);
  }

  /** What few need comes when it is asked for; while the line is away, when it is asked for again. */
  async #openMore() {
    const { part, words } = this.needs;
    const drawer = /** @type {HTMLDetailsElement} */ (part("green-more"));
    if (this.#more || !drawer.open) return;
    const code = await import("./green-more.js").catch(() => null);
    if (this.#more || this.#leaving.signal.aborted) return;
    const told = code ? "" : words.say("line_is_away");
    say(part("green-away"), told);
    this.#tell(told);
    if (!code) return void (drawer.open = false);
    this.#more = new code.GreenMore(this.needs, this.#choices, { signal: this.#leaving.signal, changed: () => this.#show(), tell: (words) => this.#tell(words) });
    this.#more.open();
  }

  /** @param {string} words */
  #tell(words) {
    this.needs.part("green-live").textContent = words;
  }
}

/** Uneven, as a voice is, and always the same for the same level. @param {number} level from 0 to 1 */
function raysFor(level) {
  return Array.from({ length: RAYS }, (_, index) => {
    const turn = (index / RAYS) * 2 * Math.PI;
    const weight = 0.3 + 0.35 * Math.abs(Math.sin(index * 1.7) + Math.sin(index * 0.6));
    return `M${spot(118, turn)}L${spot(122 + 26 * level * weight, turn)}`;
  }).join("");
}

/** @param {number} radius @param {number} turn */
function spot(radius, turn) {
  return `${(radius * Math.cos(turn)).toFixed(1)} ${(radius * Math.sin(turn)).toFixed(1)}`;
}
