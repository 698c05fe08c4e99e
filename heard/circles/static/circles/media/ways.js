/** The ways between two pages as they are found: ours told in batches, theirs kept until they make sense. */

const BATCH_FOR = 50;
const MOST_IN_BATCH = 20;
const MOST_EARLY = 100;

/**
 * @typedef {"relay_refused"|"relay_unreachable"} Trouble
 *
 * @typedef {object} Listener
 * @property {(candidates: RTCIceCandidateInit[]) => void} found
 * @property {(code: Trouble) => void} trouble
 */

export class Ways {
  /** @type {RTCIceCandidateInit[]} from there, before their description */ #early = [];
  /** @type {RTCIceCandidateInit[]} of ours */ #found = [];
  #told = 0;
  /** @type {any} */ #batchTimer = null;
  #relayIsSilent = false;
  #relayIsFound = false;

  /** @param {import("./peer.js").World} world @param {Listener} on */
  constructor(world, on) {
    this.world = world;
    this.on = on;
  }

  /** One of ours was found. @param {RTCIceCandidate} candidate */
  add(candidate) {
    if (candidate.type === "relay") this.#relayIsFound = true;
    this.#found.push(candidate.toJSON());
    this.#batchTimer ??= this.world.later(() => this.#tell(), BATCH_FOR);
  }

  /** All of ours, to a page that may have missed them. */
  tellAgain() {
    this.#told = 0;
    this.#tell();
  }

  /** What nothing is known of yet waits for the next description.
   * @param {RTCPeerConnection} pc @param {RTCIceCandidateInit[]} candidates theirs */
  async take(pc, candidates) {
    for (const candidate of candidates) {
      const isKnown = pc.remoteDescription && (await pc.addIceCandidate(candidate).then(() => true, () => false));
      if (!isKnown && this.#early.length < MOST_EARLY) this.#early.push(candidate);
    }
  }

  /** There is a new description. @param {RTCPeerConnection} pc */
  async takeEarly(pc) {
    await this.take(pc, this.#early.splice(0));
  }

  /** @param {RTCPeerConnectionIceErrorEvent} event */
  hearRelay({ errorCode, url }) {
    if (errorCode >= 400 && errorCode < 500) this.on.trouble("relay_refused");
    else if (errorCode === 701 && url?.startsWith("turn")) this.#relayIsSilent = true;
  }

  /** @param {RTCPeerConnection} pc */
  judgeRelays(pc) {
    const isSilent = this.#relayIsSilent && !this.#relayIsFound;
    if (isSilent && pc.iceGatheringState === "complete") this.on.trouble("relay_unreachable");
  }

  /** With fresh credentials a silent relay gets another chance. */
  renew() {
    this.#relayIsSilent = false;
  }

  /** The connection is gone. */
  forget() {
    this.#early = [];
    this.#found = [];
    this.#told = 0;
  }

  #tell() {
    this.#batchTimer = null;
    while (this.#told < this.#found.length) {
      const candidates = this.#found.slice(this.#told, this.#told + MOST_IN_BATCH);
      this.#told += candidates.length;
      this.on.found(candidates);
    }
  }
}
