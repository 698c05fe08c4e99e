/** The lines to all other pages of a circle: who is there, and a line to each. */

import { Peer } from "./peer.js";
import { read } from "./signals.js";

/**
 * @typedef {import("./signals.js").State} State
 * @typedef {import("./signals.js").Signal} Signal
 * @typedef {import("./peer.js").Kind} Kind
 * @typedef {import("./peer.js").Ice} Ice
 * @typedef {{session: string, line: import("./recovery.js").Line, state: State}} Other
 *
 * @typedef {object} Listener
 * @property {(seat: number) => void} changed its line, its state or its page
 * @property {(seat: number, kind: Kind, track: MediaStreamTrack) => void} track
 * @property {(seat: number) => void} gone
 * @property {(code: import("./peer.js").Trouble) => void} trouble once each
 */

const ASK_AFTER = 1_000;
/** A seat that changes its page more often than this is asked again later. */
const PAGE_AT_LEAST = 1_000;

export class Mesh {
  /** @type {Map<number, Other>} */ others = new Map();
  /** @type {Map<number, Peer>} */ #peers = new Map();
  /** Where the lives of a pair of pages go on, should it meet again. @type {Map<string, number>} */ #lives = new Map();
  /** @type {Map<number, any>} timers of those who will be asked who they are */ #asking = new Map();
  /** @type {Map<number, number>} */ #metAt = new Map();
  /** @type {Map<Kind, MediaStreamTrack|null>} */ #tracks = new Map();
  /** @type {import("./quality.js").Encoding|null} */ #encoding = null;
  /** @type {Set<string>} */ #troubles = new Set();
  /** @type {State|null} */ #state = null;
  #session = "";

  /** @param {{me: number, kind: "video"|"voice", ice: Ice, world: import("./peer.js").World,
   *   send: (to: number|null, data: object) => void, on: Listener}} options */
  constructor({ me, kind, ice, world, send, on }) {
    this.me = me;
    this.kind = kind;
    this.ice = ice;
    this.world = world;
    this.send = send;
    this.on = on;
  }

  /** Also when the wire is back: lines that run stay as they are. @param {State} state */
  enter(state) {
    this.#state = state;
    this.#session ||= newSession(this.world);
    this.#sayHello(null);
  }

  leave() {
    if (this.#session) this.send(null, { kind: "bye", session: this.#session });
    this.keep([]);
    for (const timer of this.#asking.values()) this.world.cancel(timer);
    this.#asking.clear();
    this.#session = "";
  }

  /** @param {number} from @param {unknown} data whatever came */
  hear(from, data) {
    const signal = read(data);
    if (!signal || !this.#session || from === this.me) return;
    if (signal.kind === "hello") this.#hearHello(from, signal);
    else if (!this.#isOfNow(from, signal)) this.#askSoon(from);
    else if (signal.kind === "state") this.#change(from, { state: signal.state });
    else if (signal.kind === "bye") this.#drop(from);
    else this.#peers.get(from)?.hear(signal);
  }

  /** Only these seats may still come back. @param {number[]} seats */
  keep(seats) {
    for (const seat of [...this.others.keys()]) if (!seats.includes(seat)) this.#drop(seat);
  }

  /** @param {State} state */
  tell(state) {
    this.#state = state;
    if (this.#session) this.send(null, { kind: "state", session: this.#session, state });
  }

  /** @param {Kind} kind @param {MediaStreamTrack|null} track */
  carry(kind, track) {
    this.#tracks.set(kind, track);
    for (const peer of this.#peers.values()) peer.carry(kind, track);
  }

  /** @param {import("./quality.js").Encoding} encoding for each of the others */
  shape(encoding) {
    this.#encoding = encoding;
    for (const peer of this.#peers.values()) peer.shape(encoding);
  }

  /** @param {Ice} ice */
  renew(ice) {
    this.ice = ice;
    this.#troubles.clear();
    for (const peer of this.#peers.values()) peer.renew(ice);
  }

  wake() {
    for (const peer of this.#peers.values()) peer.wake();
  }

  /** @returns {Promise<Map<number, import("./peer.js").PeerSample>>} */
  async stats() {
    const looks = [...this.#peers].map(async ([seat, peer]) => /** @type {const} */ ([seat, await peer.stats()]));
    return new Map(await Promise.all(looks));
  }

  /** Whoever greets without knowing us is greeted back; both may do so at once.
   * @param {number} from @param {import("./signals.js").Hello} hello */
  #hearHello(from, { session, re, state }) {
    const known = this.others.get(from);
    const isNew = known?.session !== session;
    if (isNew && this.world.now() - (this.#metAt.get(from) ?? -Infinity) < PAGE_AT_LEAST) return this.#askSoon(from);
    if (re === undefined) this.#sayHello(from, session);
    if (isNew) this.#meet(from, session, state);
    else this.#peers.get(from)?.resume(re !== undefined);
    if (!isNew) this.#change(from, { state });
  }

  /** @param {number} from @param {string} session @param {State} state */
  #meet(from, session, state) {
    this.#drop(from);
    this.#metAt.set(from, this.world.now());
    this.others.set(from, { session, state, line: "new" });
    const peer = this.#makePeer(from, session);
    this.#peers.set(from, peer);
    for (const [kind, track] of this.#tracks) peer.carry(kind, track);
    if (this.#encoding) peer.shape(this.#encoding);
    peer.start();
  }

  /** @param {number} seat @param {string} session */
  #makePeer(seat, session) {
    const mine = this.#session;
    return new Peer({
      polite: this.me > seat,
      kind: this.kind,
      ice: this.ice,
      world: this.world,
      life: this.#lives.get(session),
      send: (data) => this.send(seat, { ...data, session: mine, re: session }),
      on: {
        line: (line) => this.#change(seat, { line }),
        track: (kind, track) => this.on.track(seat, kind, track),
        trouble: (code) => this.#tellTrouble(code),
        missed: () => this.#askSoon(seat),
      },
    });
  }

  /** @param {number} seat */
  #drop(seat) {
    const peer = this.#peers.get(seat);
    if (!peer) return;
    this.#lives.set(/** @type {Other} */ (this.others.get(seat)).session, peer.life + 1);
    peer.close();
    this.#peers.delete(seat);
    this.others.delete(seat);
    this.on.gone(seat);
  }

  /** @param {number} seat @param {Partial<Other>} news */
  #change(seat, news) {
    Object.assign(/** @type {Other} */ (this.others.get(seat)), news);
    this.on.changed(seat);
  }

  /** Between the page that we know and this one of ours.
   * @param {number} from @param {Exclude<Signal, import("./signals.js").Hello>} signal */
  #isOfNow(from, signal) {
    const isForUs = !("re" in signal) || signal.re === this.#session;
    return isForUs && this.others.get(from)?.session === signal.session;
  }

  /** Once a second at most: whoever answers says who it is. @param {number} seat */
  #askSoon(seat) {
    if (this.#asking.has(seat)) return;
    const timer = this.world.later(() => {
      this.#asking.delete(seat);
      this.#sayHello(seat);
    }, ASK_AFTER);
    this.#asking.set(seat, timer);
  }

  /** @param {number|null} to @param {string} [re] */
  #sayHello(to, re) {
    this.send(to, { kind: "hello", session: this.#session, ...(re && { re }), state: this.#state });
  }

  /** @param {import("./peer.js").Trouble} code */
  #tellTrouble(code) {
    if (!this.#troubles.has(code)) this.on.trouble(code);
    this.#troubles.add(code);
  }
}

/** @param {{now(): number, random(): number}} world */
function newSession(world) {
  const parts = [world.now(), world.random() * 2 ** 52, world.random() * 2 ** 52];
  return parts.map((part) => Math.floor(part).toString(36)).join("-");
}
