/** A queue of one: what must not happen at the same time. */

const MOST_WAITING = 100;

/** Deeds one after the other, whatever becomes of each. */
export class Chain {
  #last = Promise.resolve();
  #waiting = 0;

  /** @param {() => Promise<void>} deed @returns {boolean} not when too many wait already */
  add(deed) {
    return this.#waiting < MOST_WAITING && this.addOwn(deed);
  }

  /** @param {() => Promise<void>} deed */
  addOwn(deed) {
    this.#waiting += 1;
    this.#last = this.#last.then(deed).catch(() => {}).then(() => void (this.#waiting -= 1));
    return true;
  }
}
