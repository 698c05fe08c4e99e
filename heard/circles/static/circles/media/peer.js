/** The line to one other page: how both agree on it. */

import { Chain } from "./chain.js";
import { Lanes } from "./lanes.js";
import { Recovery } from "./recovery.js";
import { sampleOf } from "./sample.js";
import { Ways } from "./ways.js";

/**
 * @typedef {import("./signals.js").Description} Description
 * @typedef {import("./signals.js").Candidates} Candidates
 * @typedef {import("./quality.js").Encoding} Encoding
 * @typedef {import("./sample.js").PeerSample} PeerSample
 * @typedef {import("./lanes.js").Kind} Kind
 * @typedef {import("./ways.js").Trouble} Trouble
 * @typedef {{servers: RTCIceServer[], relay: boolean}} Ice
 *
 * @typedef {object} World
 * @property {(config: RTCConfiguration) => RTCPeerConnection} connection
 * @property {(deed: () => void, milliseconds: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} now
 * @property {() => number} random
 *
 * @typedef {object} Listener
 * @property {(line: import("./recovery.js").Line) => void} line
 * @property {(kind: Kind, track: MediaStreamTrack) => void} track
 * @property {(code: Trouble) => void} trouble
 * @property {() => void} missed something that the other page said was lost
 */

/** How long an offer waits for its answer, a found way for its proof, and a new life for the next. */
const ANSWER_WAIT = 1_000;
const RESTART_WAIT = 2_500;
const CHECKING_WAIT = 8_000;
const LIFE_AT_LEAST = 2_000;

export class Peer {
  /** Counts how often this pair began anew: a signal of an older life is stale. */
  life;
  /** @type {RTCPeerConnection|null} */ #pc = null;
  #lanes;
  #ways;
  #signals = new Chain();
  #offer = 0;
  #steppedAt = 0;
  #calledAt = -Infinity;
  /** @type {import("./sample.js").Counted|undefined} */ #counted;

  /** @param {{polite: boolean, kind: "video"|"voice", ice: Ice, world: World,
   *   send: (data: object) => void, on: Listener, life?: number}} options */
  constructor({ polite, kind, ice, world, send, on, life = 0 }) {
    this.polite = polite;
    this.#lanes = new Lanes(kind === "video" ? ["audio", "video"] : ["audio"]);
    this.ice = ice;
    this.world = world;
    this.send = send;
    this.on = on;
    this.life = life;
    this.#ways = new Ways(world, {
      found: (candidates) => this.#tellWays(candidates),
      trouble: on.trouble,
    });
    this.recovery = new Recovery(world, {
      restart: () => this.#restart(),
      beginAnew: () => this.#begin(this.life + 1),
      bytesIn: async () => (await this.#look()).sample.bytesIn,
      line: (line) => on.line(line),
    });
  }

  get line() {
    return this.recovery.line;
  }

  start() {
    this.#begin(this.life);
  }

  /** @param {Description|Candidates} signal */
  hear(signal) {
    if (signal.life > this.life) this.#follow(signal.life);
    else if (signal.life < this.life) this.#callAnew();
    const pc = this.#pc;
    if (!pc || signal.life !== this.life) return;
    const isTaken = this.#signals.add(async () => {
      if (signal.kind === "candidates") await this.#ways.take(pc, signal.candidates);
      else await this.#hearDescription(pc, signal);
    });
    if (!isTaken) this.on.missed();
  }

  /** The other page is there (again): what it may have missed is said once more.
   * @param {boolean} isOnlyAnswer to our own greeting: then what is under way has time */
  resume(isOnlyAnswer) {
    if (isOnlyAnswer && this.world.now() - this.#steppedAt < ANSWER_WAIT) return;
    if (this.#pc?.signalingState === "have-local-offer") this.#sendDescription(this.#pc, this.#offer);
    else this.wake();
    if (this.line !== "connected") this.#ways.tellAgain();
  }

  /** Try at once: the page is looked at again, or the network is back. */
  wake() {
    this.recovery.wake();
  }

  /** @param {Kind} kind @param {MediaStreamTrack|null} track */
  carry(kind, track) {
    this.#lanes.carry(kind, track);
  }

  /** @param {Encoding} encoding */
  shape(encoding) {
    this.#lanes.shape(encoding);
  }

  /** Fresh credentials; a running line is left alone unless it must take another way. @param {Ice} ice */
  renew(ice) {
    const isOtherWay = ice.relay !== this.ice.relay;
    this.ice = ice;
    this.#ways.renew();
    this.#pc?.setConfiguration(configOf(ice));
    if (isOtherWay) this.#pc?.restartIce();
    else this.wake();
  }

  /** @returns {Promise<PeerSample>} */
  async stats() {
    const { sample, counted } = await this.#look();
    this.#counted = counted;
    return sample;
  }

  close() {
    this.recovery.stop();
    this.#end();
  }

  // ── a life: one connection ──────────────────────────────────────────────

  /** @param {number} life */
  #begin(life) {
    this.#end();
    this.life = life;
    this.#step();
    const pc = this.world.connection(configOf(this.ice));
    this.#pc = pc;
    this.#listen(pc);
    if (!this.polite) this.#lanes.open(pc);
    this.#callAnew();
    this.#lanes.fit();
    this.recovery.begin();
  }

  #end() {
    this.#pc?.close();
    this.#pc = null;
    this.#lanes.forget();
    this.#ways.forget();
    this.#signals = new Chain();
    this.#counted = undefined;
  }

  /** Begins anew because of the other page, but not all the time. @param {number} life */
  #follow(life) {
    if (this.world.now() - this.#calledAt < LIFE_AT_LEAST) return;
    this.#calledAt = this.world.now();
    this.#begin(life);
  }

  /** Only the impolite one makes the first offer: by this it learns which life it should be for. */
  #callAnew() {
    const waits = this.polite && this.#pc && !this.#pc.remoteDescription;
    if (waits && this.life > 0) this.#tellWays([]);
  }

  /** @param {RTCPeerConnection} pc */
  #listen(pc) {
    const now = (/** @type {(event: any) => void} */ deed) => (/** @type {any} */ event) => {
      if (pc === this.#pc) deed(event);
    };
    pc.onnegotiationneeded = now(() => this.#signals.addOwn(() => this.#makeOffer(pc)));
    pc.onicecandidate = now(({ candidate }) => candidate?.candidate && this.#ways.add(candidate));
    pc.onicecandidateerror = now((event) => this.#ways.hearRelay(event));
    pc.onicegatheringstatechange = now(() => this.#ways.judgeRelays(pc));
    pc.onconnectionstatechange = now(() => this.recovery.hear(pc.connectionState));
    pc.ontrack = now(({ track, transceiver }) => {
      if (this.#lanes.areOf(pc, transceiver)) this.on.track(track.kind, track);
    });
  }

  #restart() {
    const pc = this.#pc;
    if (!pc) return;
    const age = this.world.now() - this.#steppedAt;
    const patience = pc.iceConnectionState === "checking" ? CHECKING_WAIT : RESTART_WAIT;
    if (pc.signalingState === "have-local-offer") {
      if (age > ANSWER_WAIT) this.#sendDescription(pc, this.#offer);
    } else if (age > patience || pc.connectionState === "failed") {
      this.#step();
      pc.restartIce();
    }
  }

  /** The agreement moved: what is under way gets its time. */
  #step() {
    this.#steppedAt = this.world.now();
  }

  async #look() {
    const report = await this.#pc?.getStats().catch(() => undefined);
    return sampleOf(report ?? new Map(), this.#counted);
  }

  // ── perfect negotiation: one thing after the other, and the polite one gives way ──

  /** @param {RTCPeerConnection} pc */
  async #makeOffer(pc) {
    if (pc.signalingState !== "stable" || (this.polite && !pc.remoteDescription)) return;
    this.#offer += 1;
    await pc.setLocalDescription();
    this.#sendDescription(pc, this.#offer);
  }

  /** @param {RTCPeerConnection} pc @param {Description} signal */
  async #hearDescription(pc, { description, offer }) {
    const isAnswer = description.type === "answer";
    const isAwaited = pc.signalingState === "have-local-offer";
    if (isAnswer ? !isAwaited || offer !== this.#offer : isAwaited && !this.polite) return;
    await pc.setRemoteDescription(description).catch((error) => this.#doubt(error));
    if (!isAnswer) await this.#answer(pc, offer);
    this.#step();
    await this.#ways.takeEarly(pc);
    this.#lanes.fit();
    // Whoever takes their voice or face out of the agreement needs another one.
    if (!this.#lanes.areWhole()) this.#follow(this.life + 1);
  }

  /** Garbage: perhaps the true words are still to be had. @param {Error} error @returns {never} */
  #doubt(error) {
    this.on.missed();
    throw error;
  }

  /** @param {RTCPeerConnection} pc @param {number} offer */
  async #answer(pc, offer) {
    await this.#lanes.accept(pc);
    await pc.setLocalDescription();
    this.#sendDescription(pc, offer);
  }

  /** @param {RTCPeerConnection} pc @param {number} offer */
  #sendDescription(pc, offer) {
    if (pc !== this.#pc || !pc.localDescription) return;
    const { type, sdp } = pc.localDescription;
    this.#step();
    this.send({ kind: "description", life: this.life, offer, description: { type, sdp: restful(sdp) } });
  }

  /** @param {RTCIceCandidateInit[]} candidates */
  #tellWays(candidates) {
    this.send({ kind: "candidates", life: this.life, candidates });
  }
}

/** The browser's own world. @returns {World} */
export function browserWorld() {
  return {
    connection: (config) => new RTCPeerConnection(config),
    later: (deed, milliseconds) => setTimeout(deed, milliseconds),
    cancel: (timer) => clearTimeout(timer),
    now: () => performance.now(),
    random: () => Math.random(),
  };
}

/** @param {Ice} ice @returns {RTCConfiguration} */
function configOf({ servers, relay }) {
  return { iceServers: servers, iceTransportPolicy: relay ? "relay" : "all", bundlePolicy: "max-bundle" };
}

/** Asks the other side to send next to nothing while it is silent. @param {string} sdp */
function restful(sdp) {
  return sdp.replace(/useinbandfec=1(?!;usedtx)/g, "useinbandfec=1;usedtx=1");
}
