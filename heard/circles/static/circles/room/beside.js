/** Two devices in one room: one of them has the sound for both, when both people say so. */

/** @typedef {import("../media/signals.js").State} State */

export class Beside {
  /** @type {number|null} */ through = null;
  /** @type {Set<number>} */ #carried = new Set();
  /** @type {Set<number>} */ #refused = new Set();

  /** @param {import("./say.js").Words} words @param {import("./call-panel.js").CallPanel} panel
   * @param {{name: (seat: number) => string, others: () => number[], changed: () => void}} on */
  constructor(words, panel, on) {
    this.words = words;
    this.panel = panel;
    this.on = on;
    /** This device plays nothing and hears nothing. */
    this.isSilent = false;
  }

  get carries() {
    return [...this.#carried];
  }

  /** @returns {import("./scene.js").Deed[]} */
  needs() {
    return [{ label: this.words.say(this.isSilent ? "beside_me_end" : "beside_me"), note: this.words.say("beside_me_note"), move: { move: "beside_me" } }];
  }

  /** @param {string} need @returns {boolean} whether it was ours */
  does(need) {
    if (need !== "beside_me") return false;
    if (this.isSilent) this.#choose(null);
    else this.#fallSilent();
    return true;
  }

  /** I have said that a device beside me has the sound; now whose is it? */
  askWhose() {
    const ways = this.on.others().map((seat) => ({ label: this.on.name(seat), press: () => this.#choose(seat) }));
    this.panel.ask("whose", this.words.say("beside_whom"), [...ways, { label: this.words.say("beside_nobody"), press: () => this.#choose(null) }]);
  }

  /** Whoever would speak through my device is let to when I say so. @param {Map<number, State>} states @param {number} me */
  see(states, me) {
    for (const [seat, { through }] of states) {
      if (through !== me) this.#forget(seat);
      else if (!this.#carried.has(seat) && !this.#refused.has(seat)) this.#askToCarry(seat);
    }
    for (const seat of [...this.#carried]) if (!states.has(seat)) this.#forget(seat);
  }

  #fallSilent() {
    this.isSilent = true;
    this.askWhose();
    this.on.changed();
  }

  /** @param {number|null} seat */
  #choose(seat) {
    this.panel.unask("whose");
    this.through = seat;
    this.isSilent = seat !== null;
    this.on.changed();
  }

  /** @param {number} seat */
  #askToCarry(seat) {
    const answer = (/** @type {Set<number>} */ set) => () => {
      set.add(seat);
      this.panel.unask(`carry-${seat}`);
      this.on.changed();
    };
    this.panel.ask(`carry-${seat}`, this.words.say("carry_ask", { name: this.on.name(seat) }), [
      { label: this.words.say("carry_yes"), press: answer(this.#carried) },
      { label: this.words.say("carry_no"), press: answer(this.#refused) },
    ]);
  }

  /** @param {number} seat */
  #forget(seat) {
    this.panel.unask(`carry-${seat}`);
    this.#refused.delete(seat);
    if (this.#carried.delete(seat)) this.on.changed();
  }
}
