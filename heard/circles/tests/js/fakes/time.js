/** A world whose clock, timers and dice stand still until a test moves them. */

export class Time {
  clock = 1_000_000;
  /** @type {Map<symbol, {deed: () => void, at: number}>} */ timers = new Map();

  /** @param {number} [seed] */
  constructor(seed = 1) {
    this.random = dice(seed);
  }

  now = () => this.clock;
  later = (deed, wait) => {
    const timer = Symbol();
    this.timers.set(timer, { deed, at: this.clock + wait });
    return timer;
  };
  cancel = (timer) => void this.timers.delete(timer);

  /** @param {number} milliseconds */
  async pass(milliseconds) {
    const end = this.clock + milliseconds;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { deed, at }] = next;
      this.timers.delete(timer);
      this.clock = Math.max(this.clock, at);
      deed();
      await settled();
    }
    this.clock = end;
  }

  #next(end) {
    let found = null;
    for (const entry of this.timers) if (entry[1].at <= end && (!found || entry[1].at < found[1].at)) found = entry;
    return found;
  }
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The same dice for the same seed (mulberry32). @param {number} seed */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
