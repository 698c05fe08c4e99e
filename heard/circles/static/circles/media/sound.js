/** The voices of the others: one player for each seat, of which only those with the floor are heard. */

/**
 * @typedef {object} World
 * @property {() => HTMLAudioElement} element
 * @property {(track: MediaStreamTrack) => MediaStream} [stream]
 *
 * @typedef {{element: HTMLAudioElement, track: MediaStreamTrack}} Voice
 */

const MOST_OTHERS = 7;

export class Sound {
  /** @type {Map<number, Voice>} */ #voices = new Map();
  /** @type {HTMLAudioElement[]} players that a gesture has opened and nobody uses yet */ #spare = [];
  /** @type {Set<number>} */ #floor = new Set();
  #isSilent = false;
  #isBlocked = false;
  #sink = "";

  /** @param {World} world @param {{blocked(): void}} on `blocked`: the browser wants a gesture first */
  constructor(world, on) {
    this.world = world;
    this.on = on;
  }

  /** @param {number} seat @param {MediaStreamTrack} track */
  add(seat, track) {
    const known = this.#voices.get(seat);
    if (known?.track === track) return;
    const element = known?.element ?? this.#spare.pop() ?? this.#makeElement();
    this.#voices.set(seat, { element, track });
    element.dataset.seat = String(seat);
    track.enabled = false;
    element.muted = true;
    element.srcObject = this.world.stream?.(track) ?? new MediaStream([track]);
    this.#set(seat);
  }

  /** @param {number} seat */
  remove(seat) {
    const voice = this.#voices.get(seat);
    if (!voice) return;
    this.#voices.delete(seat);
    hush(voice);
    voice.element.pause();
    voice.element.srcObject = null;
    this.#spare.push(voice.element);
  }

  /** Exactly these are heard from now on. @param {Set<number>} seats */
  play(seats) {
    this.#floor = new Set(seats);
    this.#setAll();
  }

  /** Nobody is heard here: the sound comes from the device beside. @param {boolean} isSilent */
  silent(isSilent) {
    this.#isSilent = isSilent;
    this.#setAll();
  }

  /** Within a gesture: opens the players there are, and those that will be needed.
   * @returns {Promise<boolean>} whether all play */
  async unlock() {
    while (this.#voices.size + this.#spare.length < MOST_OTHERS) this.#spare.push(this.#makeElement());
    // Without a track they wait, and the browser remembers that a gesture opened them.
    for (const element of this.#spare) element.play()?.catch(() => {});
    const tries = [...this.#voices.values()].map(({ element }) => element.play());
    const results = await Promise.allSettled(tries);
    const allPlay = results.every(({ status }) => status === "fulfilled");
    if (allPlay) this.#isBlocked = false;
    return allPlay;
  }

  /** @param {string} deviceId empty: the usual one */
  sinkTo(deviceId) {
    this.#sink = deviceId;
    for (const element of [...this.#spare, ...[...this.#voices.values()].map(({ element }) => element)]) {
      this.#setSink(element);
    }
  }

  #setAll() {
    for (const seat of this.#voices.keys()) this.#set(seat);
  }

  /** A player runs all the time, so that nothing is lost when its seat gets the floor.
   * @param {number} seat */
  #set(seat) {
    const voice = /** @type {Voice} */ (this.#voices.get(seat));
    const isHeard = this.#floor.has(seat) && !this.#isSilent;
    if (!isHeard) hush(voice);
    else {
      voice.track.enabled = true;
      voice.element.muted = false;
    }
    // Unmuting stops a player that was allowed to run only because it was mute.
    if (isHeard || voice.element.paused) this.#run(voice.element);
  }

  /** @param {HTMLAudioElement} element */
  #run(element) {
    element.play()?.catch((error) => error?.name === "NotAllowedError" && this.#blocked());
  }

  #blocked() {
    if (!this.#isBlocked) this.on.blocked();
    this.#isBlocked = true;
  }

  #makeElement() {
    const element = this.world.element();
    this.#setSink(element);
    return element;
  }

  /** @param {HTMLAudioElement} element */
  #setSink(element) {
    if (element.setSinkId && element.sinkId !== this.#sink) element.setSinkId(this.#sink).catch(() => {});
  }
}

/** @param {Voice} voice */
function hush({ element, track }) {
  element.muted = true;
  track.enabled = false;
}
