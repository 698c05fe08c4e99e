/** When a line is tried again: soon at first, then with patience, and never given up. */

/**
 * @typedef {"new"|"connecting"|"connected"|"shaky"|"broken"} Line
 *
 * @typedef {object} Deeds
 * @property {() => void} restart look for a new way within the agreement there is
 * @property {() => void} beginAnew
 * @property {() => Promise<number>} bytesIn
 * @property {(line: Line) => void} line
 */

const FIRST_LINE = 12_000;
const SHAKY_FOR = 2_500;
/** The wait after each try; when they are used up the line is called broken. */
const WAITS = [300, 1_200, 2_700, 4_800, ...Array(8).fill(5_000)];
const WAIT_WHEN_BROKEN = 15_000;
const LONG_WAIT = 5_000;
const JITTER = 1_000;
const TRIES_OF_A_LIFE = 4;

export class Recovery {
  /** @type {Line} */ line = "new";
  #tries = 0;
  #wasConnected = false;
  #isStopped = false;
  /** @type {any} */ #timer = null;

  /** @param {import("./peer.js").World} world @param {Deeds} deeds */
  constructor(world, deeds) {
    this.world = world;
    this.deeds = deeds;
  }

  /** A connection begins, the first or a new one. */
  begin() {
    this.#sayWhereWeAre();
    this.#plan(() => this.#try(), this.#tries ? this.#wait : FIRST_LINE);
  }

  /** @param {RTCPeerConnectionState} state */
  hear(state) {
    if (state === "connected") this.#arrive();
    else if (this.#tries) return;
    else if (state === "failed") this.#try();
    else if (this.#wasConnected && (state === "disconnected" || state === "connecting")) {
      this.#say("shaky");
      this.#watch();
    }
  }

  /** Something has changed for the better, perhaps: no need to wait. */
  wake() {
    if (this.#tries) this.deeds.restart();
    else if (this.line === "shaky") this.#try();
  }

  stop() {
    this.#isStopped = true;
    this.#plan(null, 0);
  }

  #arrive() {
    this.#tries = 0;
    this.#wasConnected = true;
    this.#plan(null, 0);
    this.#say("connected");
  }

  /** A line that is called disconnected may still carry; a new way is looked for only when it does not. */
  async #watch() {
    const before = await this.deeds.bytesIn();
    if (!this.#isShakyYet) return;
    this.#plan(async () => {
      const carries = (await this.deeds.bytesIn()) > before;
      if (!this.#isShakyYet) return;
      if (carries) this.#watch();
      else this.#try();
    }, SHAKY_FOR);
  }

  get #isShakyYet() {
    return this.line === "shaky" && !this.#tries && !this.#isStopped;
  }

  #try() {
    this.#tries += 1;
    this.#sayWhereWeAre();
    this.#plan(() => this.#try(), this.#wait);
    // When new ways lead nowhere the agreement itself may be spoilt.
    if (this.#tries > TRIES_OF_A_LIFE && this.#tries % TRIES_OF_A_LIFE === 1) this.deeds.beginAnew();
    else this.deeds.restart();
  }

  get #wait() {
    const wait = WAITS[this.#tries - 1] ?? WAIT_WHEN_BROKEN;
    return wait < LONG_WAIT ? wait : wait + JITTER * this.world.random();
  }

  #sayWhereWeAre() {
    this.#say(this.#tries > WAITS.length ? "broken" : this.#wasConnected ? "shaky" : "connecting");
  }

  /** @param {Line} line */
  #say(line) {
    if (line === this.line) return;
    this.line = line;
    this.deeds.line(line);
  }

  /** @param {(() => void)|null} deed @param {number} wait */
  #plan(deed, wait) {
    this.world.cancel(this.#timer);
    this.#timer = deed && !this.#isStopped ? this.world.later(deed, wait) : null;
  }
}
