/** How the lines to the others are: measured every two seconds, and told in words. */

import { Ladder } from "../media/quality.js";

/**
 * @typedef {import("../media/peer.js").PeerSample} PeerSample
 * @typedef {import("../media/mesh.js").Other} Other
 * @typedef {Map<number, Other>} Others by seat
 */

// Total energy, as a browser counts it, grows by more than this when anyone is there at all.
const SILENCE = 1e-5;

export class Lines {
  /** @type {import("../media/signals.js").State["level"]} */ level = "all";
  /** What may be sent to all others together, in bits a second. @type {number|null} */ available = null;
  /** The seats whose sound comes through here. @type {number[]} */ heard = [];
  /** @type {Map<number, PeerSample>} */ #before = new Map();
  #ladder = new Ladder();

  /** @param {import("./say.js").Words} words @param {(seat: number) => string} name */
  constructor(words, name) {
    this.words = words;
    this.name = name;
  }

  /** @param {Map<number, PeerSample>} samples @param {number} now milliseconds */
  see(samples, now) {
    const all = [...samples.values()];
    const widths = all.map(({ available }) => available).filter((width) => width !== null);
    this.available = widths.length ? Math.min(...widths) * all.length : null;
    this.heard = [...samples].filter(([seat, { heard }]) => heard - (this.#before.get(seat)?.heard ?? heard) > SILENCE).map(([seat]) => seat).sort();
    this.level = this.#ladder.hear({ available: this.available, lost: worst(all.map(({ lostOut }) => lostOut)), rtt: worst(all.map(({ rtt }) => rtt)), others: all.length }, now);
    this.#before = samples;
  }

  /** What stands at each seat beside its name. @param {Others} others @param {number[]} captioners */
  notes(others, captioners) {
    return new Map([...others].map(([seat, other]) => [seat, this.#note(other, captioners.includes(seat))]));
  }

  /** What is wrong with them, if anything is. @param {Others} others */
  notice(others) {
    const broken = [...others].filter(([, { line }]) => line === "broken");
    if (broken.length) return this.words.say("unreachable", { name: this.#names(broken) });
    return this.level === "all" ? "" : this.words.say(`line_${this.level}`);
  }

  /** Who hears me. @param {Others} others @param {number} me */
  hint(others, me) {
    const hearing = [...others].filter(([, { state }]) => state.hears.includes(me));
    return hearing.length ? this.words.count("hears_you", hearing.length, { names: this.#names(hearing) }) : "";
  }

  /** @param {Other} other @param {boolean} isCaptioner */
  #note({ state, line }, isCaptioner) {
    if (line === "broken") return this.words.say("seat_unreachable");
    if (isCaptioner) return this.words.say("seat_captions");
    if (state.through) return this.words.say("seat_through", { name: this.name(state.through) });
    return state.mic ? "" : this.words.say("seat_mic_off");
  }

  /** @param {[number, Other][]} entries */
  #names(entries) {
    return this.words.list(entries.map(([seat]) => this.name(seat)));
  }
}

/** @param {(number|null)[]} values */
function worst(values) {
  return Math.max(0, ...values.map((value) => value ?? 0));
}
