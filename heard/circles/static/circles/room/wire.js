/** The line to the room: enter by ticket, keep the clock, come back after a cut, resend moves. */

import { Offset } from "./clock.js";
import { Queue } from "./queue.js";

/**
 * @typedef {import("./queue.js").Frame} Frame
 * @typedef {"connecting"|"open"|"lost"|"moved"|"removed"|"refused"} LineState
 * @typedef {{servers: any[], relay: boolean}} Ice ways to the others' devices, good for some hours
 * @typedef {object} World what the wire needs from outside, so that tests can stand in for it
 * @property {() => Promise<{ticket: string, socket: string, ice?: Ice}>} ticket
 * @property {(path: string) => any} open a WebSocket, or what looks like one
 * @property {() => number} now
 * @property {() => number} random
 * @property {() => string} uuid
 * @property {(deed: () => void, milliseconds: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {import("./queue.js").Shelf|null} shelf
 * @property {boolean} [isTable] the one device of a table keeps all moves, whatever happens
 *
 * @typedef {object} Listener
 * @property {(message: any) => void} view
 * @property {(state: LineState, message?: string) => void} line
 * @property {(answer: any, frame: Frame|undefined) => void} answer
 * @property {(message: any) => void} [ahead]
 * @property {(from: number, data: unknown) => void} [signal] from another page of this circle
 * @property {(ice: Ice) => void} [ice] comes with each ticket, before the first view
 * @property {(message: string) => void} [trouble]
 */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const SILENCE = 12_000;
const PING_EVERY = 5_000;
const FINAL = new Set(["moved", "removed", "doors_closed", "closed"]);
const FIRST_PINGS = [0, 300, 700, 1_200];

export class Wire {
  /** @type {any} */ #socket = null;
  /** @type {any[]} */ #timers = [];
  #tries = 0;
  #heard_at = 0;
  #attempt = 0;
  #stopped = false;
  #entered = false;
  /** @type {number|null} */ #since = null;
  #scene = "";
  #offset = new Offset();

  /** @param {World} world @param {Listener} listener @param {string} name of the kept queue */
  constructor(world, listener, name) {
    this.world = world;
    this.listener = listener;
    this.queue = new Queue(world.shelf, `heard:moves:${name}`);
  }

  start() {
    this.#stopped = false;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    this.#hangUp();
  }

  /** Try at once: the page is looked at again, or the network is back. */
  wake() {
    if (this.#stopped) return;
    if (this.#socket && this.#entered) this.#ping();
    else this.#again(0);
  }

  /** The server's time, as well as we know it. */
  now() {
    return this.world.now() + this.#offset.length;
  }

  /** A move belongs to its scene: after a cut it is sent again only if the scene is the same.
   * @param {object} move @param {Record<string, unknown>} [more] `made_at` and the like @returns {string} its id */
  move(move, more = {}) {
    return this.send({ type: "move", move, ...more }, this.world.isTable ? "" : this.#scene);
  }

  /** @param {{type: string, [key: string]: unknown}} body @param {string} [scene] @returns {string} its id */
  send(body, scene = "") {
    const frame = { ...body, id: this.world.uuid() };
    this.queue.add(frame, scene);
    if (this.#entered) this.#write(frame);
    return frame.id;
  }

  /** To another page of this circle, or with null to all; lost when there is no line.
   * @param {number|null} to @param {object} data */
  signal(to, data) {
    if (this.#entered) this.#write({ type: "signal", to, data });
  }

  /** Ways to the others anew, when those that we had are refused. */
  async askForIce() {
    const { ice } = await this.world.ticket();
    if (ice) this.listener.ice?.(ice);
  }

  async #connect() {
    this.#hangUp();
    const attempt = this.#attempt;
    this.listener.line("connecting");
    try {
      const { ticket, socket, ice } = await this.world.ticket();
      if (attempt !== this.#attempt) return;
      if (ice) this.listener.ice?.(ice);
      this.#dial(ticket, socket);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (/** @type {any} */ (error)?.isFinal) this.#giveUp("refused", /** @type {any} */ (error).message);
      else this.#lost();
    }
  }

  /** @param {string} ticket @param {string} path */
  #dial(ticket, path) {
    const socket = this.world.open(path);
    this.#socket = socket;
    socket.onopen = () => this.#write({ type: "enter", ticket, since: this.#since });
    socket.onmessage = (/** @type {{data: string}} */ event) => this.#hear(event.data);
    socket.onclose = () => socket === this.#socket && this.#lost();
    this.#heard_at = this.world.now();
    this.#watch();
  }

  /** @param {string} text */
  #hear(text) {
    this.#heard_at = this.world.now();
    const message = JSON.parse(text);
    if (message.type === "view") this.#see(message);
    else if (message.type === "answer") this.#answered(message);
    else if (message.type === "pong") this.#offset.measure(message.sent, message.now, this.#heard_at);
    else if (message.type === "signal") this.listener.signal?.(message.from, message.data);
    else if (message.type === "ahead") this.listener.ahead?.(message);
    else if (message.type === "moved" || message.type === "removed") this.#giveUp(message.type, message.message);
    else if (message.type === "error") this.#trouble(message);
  }

  /** @param {any} message */
  #see(message) {
    const isFirst = !this.#entered;
    this.#scene = sceneOf(message.view);
    this.#entered = true;
    this.#tries = 0;
    this.#since = message.view.seq;
    if (!this.#offset.isKnown) this.#offset.measure(this.#heard_at, message.now, this.#heard_at);
    if (isFirst) this.#welcomed();
    this.listener.view(message);
  }

  #welcomed() {
    this.listener.line("open");
    for (const wait of FIRST_PINGS) this.#later(() => this.#ping(), wait);
    for (const frame of this.queue.waitingFor(this.#scene)) this.#write(frame);
  }

  /** @param {any} message */
  #answered(message) {
    this.listener.answer(message, this.queue.answered(message.id));
  }

  /** @param {{code: string, message: string}} trouble */
  #trouble({ code, message }) {
    if (FINAL.has(code)) this.#giveUp(code === "moved" || code === "removed" ? code : "refused", message);
    else this.listener.trouble?.(message);
  }

  #ping() {
    this.#write({ type: "ping", sent: this.world.now() });
  }

  /** A line that has been silent for long is dead, whatever the socket believes. */
  #watch() {
    this.#later(() => {
      if (this.world.now() - this.#heard_at > SILENCE) return this.#lost();
      if (this.#entered) this.#ping();
      this.#watch();
    }, PING_EVERY);
  }

  #lost() {
    this.#hangUp();
    if (this.#stopped) return;
    this.listener.line("lost");
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries);
    this.#tries += 1;
    // Half of the wait is by chance, so that a whole house does not come back in one second.
    this.#again(wait / 2 + (wait / 2) * this.world.random());
  }

  /** @param {number} wait */
  #again(wait) {
    this.#hangUp();
    this.#later(() => this.#connect(), wait);
  }

  /** @param {LineState} state @param {string} message */
  #giveUp(state, message) {
    this.stop();
    this.listener.line(state, message);
  }

  #hangUp() {
    this.#attempt += 1;
    for (const timer of this.#timers) this.world.cancel(timer);
    this.#timers = [];
    const socket = this.#socket;
    this.#socket = null;
    this.#entered = false;
    socket?.close();
  }

  /** @param {object} frame */
  #write(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  /** @param {() => void} deed @param {number} wait */
  #later(deed, wait) {
    this.#timers.push(this.world.later(deed, wait));
  }
}

/** @param {any} view */
function sceneOf({ phase, round, turn, step, stage }) {
  return [phase?.number, round?.number, turn?.number, step, stage].join("/");
}

/** The browser's own world.
 * @param {string} ticketUrl @param {string} csrf @returns {World} */
export function browserWorld(ticketUrl, csrf) {
  return {
    ticket: () => askForTicket(ticketUrl, csrf),
    open: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))),
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: makeUuid,
    later: (deed, milliseconds) => setTimeout(deed, milliseconds),
    cancel: (timer) => clearTimeout(timer),
    shelf: ownShelf(),
  };
}

/** @param {string} url @param {string} csrf */
async function askForTicket(url, csrf) {
  const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
  const answer = await fetch(url, { method: "POST", headers, signal: AbortSignal.timeout(8_000) });
  if (answer.ok) return answer.json();
  const body = await answer.json().catch(() => ({}));
  const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  throw Object.assign(new Error(body.message ?? ""), { isFinal });
}

/** `crypto.randomUUID` is missing over plain HTTP on a local network. */
function makeUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function ownShelf() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
