/** How the lines to the others are, measured every two seconds: their width, and who is really heard. */

import { Ladder } from "../media/quality.js";

/** @typedef {import("../media/peer.js").PeerSample} PeerSample */

// Total energy, as a browser counts it, grows by more than this when anyone is there at all.
const SILENCE = 1e-5;

export class Lines {
  /** @type {import("../media/signals.js").State["level"]} */ level = "all";
  /** What may be sent to all others together, in bits a second. @type {number|null} */ available = null;
  /** The seats whose sound comes through here. @type {number[]} */ heard = [];
  /** @type {Map<number, PeerSample>} */ #before = new Map();
  #ladder = new Ladder();

  /** @param {Map<number, PeerSample>} samples @param {number} now milliseconds */
  see(samples, now) {
    const all = [...samples.values()];
    const widths = all.map(({ available }) => available).filter((width) => width !== null);
    this.available = widths.length ? Math.min(...widths) * all.length : null;
    this.heard = [...samples].filter(([seat, { heard }]) => heard - (this.#before.get(seat)?.heard ?? heard) > SILENCE).map(([seat]) => seat).sort();
    this.level = this.#ladder.hear({ available: this.available, lost: worst(all.map(({ lostOut }) => lostOut)), rtt: worst(all.map(({ rtt }) => rtt)), others: all.length }, now);
    this.#before = samples;
  }
}

/** @param {(number|null)[]} values */
function worst(values) {
  return Math.max(0, ...values.map((value) => value ?? 0));
}
