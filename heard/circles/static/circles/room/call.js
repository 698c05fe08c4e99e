/** Faces and voices of one page: who is in the green room, who is heard, what is sent, what comes back. */

import { Awake } from "../media/awake.js";
import { browserDevices, Capture } from "../media/capture.js";
import { audible, coming, maySend, partOf } from "../media/floor.js";
import { Mesh } from "../media/mesh.js";
import { browserWorld } from "../media/peer.js";
import { encodingFor } from "../media/quality.js";
import { Sound } from "../media/sound.js";
import { Arriving } from "./arriving.js";
import { Beside } from "./beside.js";
import { CallPanel } from "./call-panel.js";
import { el } from "./dom.js";
import { Faces } from "./faces.js";
import { Lines } from "./lines.js";
import { Written } from "./written.js";

const MEASURED_EACH = 2_000;
const ICE_ASKED_EACH = 60_000;
const GATHERING = new Set(["waiting", "together"]);
const OVER = new Set(["moved", "removed", "refused"]);

/**
 * @typedef {import("../media/signals.js").State} State
 * @typedef {import("./call-panel.js").Room} Room
 */

export class Call {
  /** @type {Mesh|null} */ #mesh = null;
  /** @type {any} */ #message = null;
  /** @type {import("./wire.js").Ice} */ #ice = { servers: [], relay: false };
  #said = "";
  #mustGreet = false;
  #ice_asked_at = -ICE_ASKED_EACH;
  #lines;
  #world = browserWorld();
  #awake = new Awake();
  #leaving = new AbortController();

  /** @param {Room} room */
  constructor(room) {
    const { words, name, page } = room;
    this.room = room;
    this.kind = page.media.kind;
    this.devices = browserDevices();
    this.capture = new Capture(this.devices, { changed: () => this.#mineChanged(), track: (kind, track) => this.#captured(kind, track) });
    this.sound = new Sound({ element: () => this.#speaker() }, { blocked: () => this.arriving.askForTap() });
    this.faces = new Faces(room.part("seats"));
    this.panel = new CallPanel(room.part, words, { toggle: (what) => this.toggle(what), write: (words) => this.written.write(words) });
    this.beside = new Beside(words, this.panel, { name, others: () => this.#otherSeats(), changed: () => this.#mineChanged() });
    this.written = new Written(words, page.room_language ?? page.language, this.panel, { name, send: (body) => room.wire.send(body) });
    this.arriving = new Arriving(room, this, { inside: () => this.#goIn() });
    this.#lines = new Lines(words, name);
  }

  /** The green room first; whoever was inside before a reload is back in at once. */
  open() {
    const { signal } = this.#leaving;
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal });
    window.addEventListener("online", () => this.#wake(), { signal });
    window.addEventListener("pagehide", () => this.close(), { signal });
    // A page that the browser kept has let go of its devices and lines.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.arriving.open();
  }

  close() {
    this.#leaving.abort();
    clearInterval(this.measuring);
    this.#mesh?.leave();
    this.#mesh = null;
    this.written.stop();
    this.capture.stop();
    this.#awake.stop();
  }

  /** @param {any} message the room as the house shows it */
  see(message) {
    this.#message = message;
    const { view } = message;
    if (view.stage === "closed") return this.close();
    this.#mesh ??= this.#makeMesh(view.me);
    if (this.#mustGreet) this.#mesh.enter(this.#state());
    this.#mustGreet = false;
    this.#mesh.keep(this.#otherSeats());
    this.#conduct();
  }

  /** @param {import("./wire.js").LineState} state */
  line(state) {
    if (state === "open") this.#mustGreet = true;
    if (!OVER.has(state)) return;
    this.close();
    this.#changed();
  }

  /** @param {number} from @param {unknown} data */
  signal(from, data) {
    this.#mesh?.hear(from, data);
  }

  /** @param {import("./wire.js").Ice} ice */
  ice(ice) {
    this.#ice = { ...ice, relay: ice.relay || this.arriving.isRelayed };
    this.#mesh?.renew(this.#ice);
  }

  /** What stands at the seats of the others, whether my own microphone rests, and who hears me. */
  tells() {
    const { view, captioners } = this.#message;
    const isOn = this.#isOn("audio");
    return {
      notes: this.#lines.notes(this.#others, captioners),
      rests: isOn && !maySend(view, view.me, this.#states()),
      hears: isOn && this.#isGathering ? this.#lines.hint(this.#others, view.me) : "",
    };
  }

  /** What is wrong with the lines, if anything is. */
  get notice() {
    return this.#lines.notice(this.#others);
  }

  /** After the seats were drawn. */
  drawn() {
    const me = this.#message.view.me;
    this.faces.show((seat) => (seat === me ? this.#isOn("video") : Boolean(this.#others.get(seat)?.state.camera)), me);
  }

  /** Each second: a change that is near wants its next speaker's picture ready. */
  tick() {
    if (this.#mesh && this.#message) this.#shape();
  }

  /** @returns {import("./scene.js").Deed[]} */
  needs() {
    return [...this.written.needs(), ...this.beside.needs()];
  }

  /** @param {string} need @returns {boolean} whether it was one of ours */
  does(need) {
    const isOurs = this.written.does(need) || this.beside.does(need);
    if (isOurs) this.#conduct();
    return isOurs;
  }

  /** @param {"audio"|"video"|"captions"} what */
  toggle(what) {
    if (what === "captions") this.written.toggle();
    else if (this.capture.state(what).wanted) this.capture.turnOff(what);
    else if (what === "video" ? this.kind === "video" : !this.beside.isSilent) this.capture.turnOn(what);
    this.#conduct();
  }

  #goIn() {
    this.#awake.start();
    this.room.wire.start();
    this.measuring = setInterval(() => this.#measure(), MEASURED_EACH);
    this.room.redraw();
  }

  /** What will work from here, before anyone is met. */
  async lineCheck() {
    const { checkLine } = await import("../media/line-check.js");
    return checkLine({ ask: () => this.room.wire.askForIce(), ice: () => this.#ice, world: this.#world });
  }

  // ── what is sent and heard ────────────────────────────────────────────────

  /** @param {number} me */
  #makeMesh(me) {
    const mesh = new Mesh({ me, kind: this.kind, ice: this.#ice, world: this.#world, send: (to, data) => this.room.wire.signal(to, data), on: {
      changed: () => this.#changed(),
      track: (seat, kind, track) => this.#came(seat, kind, track),
      gone: (seat) => this.#gone(seat),
      trouble: (code) => this.#trouble(code),
    } });
    for (const kind of /** @type {const} */ (["audio", "video"])) mesh.carry(kind, this.capture.track(kind));
    this.faces.put(me, this.capture.track("video"));
    if (this.beside.isSilent) this.beside.askWhose();
    return mesh;
  }

  /** The floor, on this page: whom I play, whether I am sent, and in what quality. */
  #conduct() {
    this.#showSwitches();
    if (!this.#message || !this.#mesh) return;
    const { view } = this.#message;
    const states = this.#states();
    this.sound.silent(this.beside.isSilent);
    this.sound.play(audible(view, view.me, states));
    this.capture.rest(!maySend(view, view.me, states));
    this.#shape();
    this.beside.see(states, view.me);
    this.written.see(this.#message, { level: this.#lines.level, isHeard: this.#isOn("audio") });
  }

  #shape() {
    const { view } = this.#message;
    const isComing = coming(view, this.room.wire.now()).includes(view.me);
    const { level, available } = this.#lines;
    this.#mesh?.shape(encodingFor(partOf(view, view.me), { level, isPhone: this.devices.isPhone, available, others: this.#others.size, isComing }));
  }

  #showSwitches() {
    this.panel.showSwitch("audio", this.#isOn("audio"), !this.beside.isSilent);
    this.panel.showSwitch("video", this.#isOn("video"), true);
  }

  async #measure() {
    const samples = await this.#mesh?.stats();
    if (!samples || !this.#mesh) return;
    this.#lines.see(samples, this.#world.now());
    if (JSON.stringify(this.#state()) !== this.#said) this.#mineChanged();
  }

  /** @returns {State} */
  #state() {
    const { through, carries, isSilent } = this.beside;
    const { level, heard } = this.#lines;
    return { mic: this.#isOn("audio") && !isSilent, camera: this.#isOn("video"), through, carries, hears: this.#isGathering ? heard : [], level };
  }

  /** Of all pages, mine too. @returns {Map<number, State>} */
  #states() {
    const others = [...this.#others].map(([seat, { state }]) => /** @type {const} */ ([seat, state]));
    return new Map([...others, [this.#message.view.me, this.#state()]]);
  }

  /** @param {"audio"|"video"} kind */
  #isOn(kind) {
    return this.capture.state(kind).is === "on";
  }

  get #isGathering() {
    return GATHERING.has(this.#message?.view.stage);
  }

  /** The pages that are there. @returns {import("./lines.js").Others} */
  get #others() {
    return this.#mesh?.others ?? new Map();
  }

  /** Those who are there or may still come back. */
  #otherSeats() {
    const { view } = this.#message;
    return view.seats.filter((/** @type {any} */ seat) => seat.n !== view.me && !["empty", "left"].includes(seat.state)).map((/** @type {any} */ { n }) => n);
  }

  // ── what happens ──────────────────────────────────────────────────────────

  /** My own state has changed: the others are told, and so is my page. */
  #mineChanged() {
    if (this.#leaving.signal.aborted) return;
    if (this.beside.isSilent && this.capture.state("audio").wanted) this.capture.turnOff("audio");
    this.arriving.keep();
    const state = this.#state();
    const words = JSON.stringify(state);
    if (words !== this.#said) this.#mesh?.tell(state);
    this.#said = words;
    this.#changed();
  }

  #changed() {
    this.#conduct();
    this.room.redraw();
  }

  /** @param {"audio"|"video"} kind @param {MediaStreamTrack|null} track */
  #captured(kind, track) {
    this.#mesh?.carry(kind, track);
    if (kind === "video" && this.#message) this.faces.put(this.#message.view.me, track);
  }

  /** @param {number} seat @param {"audio"|"video"} kind @param {MediaStreamTrack} track */
  #came(seat, kind, track) {
    if (kind === "audio") this.sound.add(seat, track);
    else this.faces.put(seat, track);
    this.#changed();
  }

  #speaker() {
    const audio = /** @type {HTMLAudioElement} */ (el("audio"));
    this.room.element.append(audio);
    return audio;
  }

  /** @param {number} seat */
  #gone(seat) {
    this.sound.remove(seat);
    this.faces.put(seat, null);
    this.#changed();
  }

  /** Old credentials are the usual reason; new ones come with a new ticket. @param {string} code */
  #trouble(code) {
    const now = this.#world.now();
    if (now - this.#ice_asked_at < ICE_ASKED_EACH) return this.room.notice(this.room.words.say(code));
    this.#ice_asked_at = now;
    this.room.wire.askForIce().catch(() => this.room.notice(this.room.words.say(code)));
  }

  #wake() {
    this.#mesh?.wake();
    this.capture.reacquire();
  }
}
