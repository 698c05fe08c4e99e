/** Keeps the screen of a phone on while its person only listens. */

export class Awake {
  /** @type {WakeLockSentinel|null} */ #lock = null;
  #isOn = false;

  /** @param {WakeLock} [locks] @param {Document} [page] */
  constructor(locks = globalThis.navigator?.wakeLock, page = globalThis.document) {
    this.locks = locks;
    this.page = page;
  }

  start() {
    if (this.#isOn) return;
    this.#isOn = true;
    this.page.addEventListener("visibilitychange", this.#take);
    this.#take();
  }

  stop() {
    this.#isOn = false;
    this.page.removeEventListener("visibilitychange", this.#take);
    this.#lock?.release();
    this.#lock = null;
  }

  /** A browser takes the lock back whenever the page is hidden. */
  #take = async () => {
    if (this.page.hidden) return;
    const lock = await this.locks?.request("screen").catch(() => null);
    if (this.#isOn) this.#lock = lock ?? null;
    else lock?.release();
  };
}
