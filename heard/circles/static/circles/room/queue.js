/** Moves that wait for their answer: kept on this device, sent again until each is answered. */

/**
 * @typedef {{id: string, type: string, [key: string]: unknown}} Frame
 * @typedef {{frame: Frame, scene: string}} Kept
 * @typedef {{getItem(key: string): string|null, setItem(key: string, value: string): void, removeItem(key: string): void}} Shelf
 */

export class Queue {
  #shelf;
  #key;
  /** @type {Kept[]} */ #kept;

  /** @param {Shelf|null} shelf @param {string} key */
  constructor(shelf, key) {
    this.#shelf = shelf;
    this.#key = key;
    this.#kept = this.#read();
  }

  /** In the order in which they were made. @returns {Frame[]} */
  get waiting() {
    return this.#kept.map(({ frame }) => frame);
  }

  /** @param {Frame} frame @param {string} [scene] the moment it belongs to; empty: any */
  add(frame, scene = "") {
    this.#kept.push({ frame, scene });
    this.#write();
  }

  /** What still makes sense in this scene; the rest is forgotten. @param {string} scene */
  waitingFor(scene) {
    this.#kept = this.#kept.filter((kept) => !kept.scene || kept.scene === scene);
    this.#write();
    return this.waiting;
  }

  /** @param {string} id @returns {Frame|undefined} the frame that was answered */
  answered(id) {
    const found = this.#kept.find(({ frame }) => frame.id === id);
    this.#kept = this.#kept.filter((kept) => kept !== found);
    this.#write();
    return found?.frame;
  }

  #read() {
    try {
      const kept = JSON.parse(this.#shelf?.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  #write() {
    try {
      if (this.#kept.length) this.#shelf?.setItem(this.#key, JSON.stringify(this.#kept));
      else this.#shelf?.removeItem(this.#key);
    } catch {
      // A full or forbidden shelf must not stop a turn: the moves then live in memory only.
    }
  }
}
