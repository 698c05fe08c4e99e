/** Pages of one circle, with a wire between them that delays, mixes and loses what is said. */

import { Mesh } from "../../../static/circles/media/mesh.js";
import { Network } from "./connections.js";
import { Time } from "./time.js";

export const STATE = { mic: false, camera: false, through: null, carries: [], hears: [], level: "all" };
export const ICE = { servers: [], relay: false };

export class FakeCircle {
  /** @type {Map<number, Page>} */ pages = new Map();
  /** @type {Set<number>} whose wire is cut */ cut = new Set();
  /** Whether all that a page says keeps its order; else each kind of signal has its own. */ keepsOrder = false;
  /** @type {{from: number, to: number|null, data: any}[]} */ said = [];

  /** @param {number} [seed] @param {number} [slowest] milliseconds */
  constructor(seed = 1, slowest = 0) {
    this.time = new Time(seed);
    this.network = new Network(this.time);
    this.slowest = slowest;
    this.lanes = new Map();
  }

  /** Also a reload: the page before is gone without a word. @param {number} seat */
  open(seat, { kind = "video" } = {}) {
    this.pages.get(seat)?.die();
    const page = new Page(this, seat, kind);
    this.pages.set(seat, page);
    return page;
  }

  carry(from, to, data) {
    this.said.push({ from, to, data });
    if (this.cut.has(from)) return;
    const lane = this.keepsOrder ? from : `${from}/${data.kind}`;
    const at = Math.max(this.lanes.get(lane) ?? 0, this.time.now() + this.slowest * this.time.random());
    this.lanes.set(lane, at);
    const text = JSON.stringify(data);
    this.time.later(() => this.#arrive(from, to, text), at - this.time.now());
  }

  #arrive(from, to, text) {
    for (const [seat, page] of this.pages) {
      if (seat !== from && !this.cut.has(seat) && (to === null || to === seat)) page.mesh.hear(from, JSON.parse(text));
    }
  }
}

class Page {
  /** @type {any[]} */ tracks = [];
  /** @type {number[]} */ gone = [];
  /** @type {string[]} */ troubles = [];
  /** @type {any[]} */ connections = [];
  isAlive = true;

  constructor(circle, seat, kind) {
    this.circle = circle;
    this.seat = seat;
    const { now, random, cancel, later } = circle.time;
    const connection = (config) => this.connections[this.connections.push(circle.network.connection(config)) - 1];
    this.mesh = new Mesh({
      me: seat,
      kind,
      ice: ICE,
      world: { connection, now, random, cancel, later: (deed, wait) => later(() => this.isAlive && deed(), wait) },
      send: (to, data) => this.isAlive && circle.carry(seat, to, data),
      on: {
        changed: () => {},
        track: (...heard) => this.tracks.push(heard),
        gone: (other) => this.gone.push(other),
        trouble: (code) => this.troubles.push(code),
      },
    });
  }

  enter() {
    this.mesh.enter(STATE);
  }

  get open() {
    return this.connections.filter(({ signalingState }) => signalingState !== "closed");
  }

  get lines() {
    return Object.fromEntries([...this.mesh.others].map(([seat, { line }]) => [seat, line]));
  }

  die() {
    this.isAlive = false;
    for (const connection of this.open) connection.close();
  }
}
