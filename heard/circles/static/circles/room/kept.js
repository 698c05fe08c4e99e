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
