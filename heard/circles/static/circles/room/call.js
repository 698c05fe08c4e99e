/** Faces and voices of one page: who is in the green room, who is heard, what is sent, what comes back. */

import { Awake } from "../media/awake.js";
import { browserDevices, Capture } from "../media/capture.js";
import { audible, coming, maySend, partOf } from "../media/floor.js";
import { Mesh } from "../media/mesh.js";
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
  #lines = new Lines();
  #awake = new Awake();
  #leaving = new AbortController();

  /** @param {Room} room */
  constructor(room) {
    this.room = room;
    this.kind = room.page.media.kind;
    this.devices = browserDevices();
    this.capture = new Capture(this.devices, { changed: () => this.#told(), track: (kind, track) => this.#captured(kind, track) });
    this.sound = new Sound({ element: () => this.#speaker() }, { blocked: () => this.arriving.askForTap() });
    this.faces = new Faces(room.part("seats"));
    this.panel = new CallPanel(room.part, room.words, { toggle: (what) => this.toggle(what), write: (words) => this.written.write(words) });
    this.beside = new Beside(room.words, this.panel, { name: room.name, changed: () => this.#told() });
    this.written = new Written(room.words, room.page.room_language ?? room.page.language, this.panel, { name: room.name, send: (body) => room.wire.send(body) });
    this.arriving = new Arriving(room, this, { inside: () => this.#goIn() });
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
    this.#mesh.keep(this.#others());
    this.#conduct();
  }

  /** @param {import("./wire.js").LineState} state */
  line(state) {
    if (state === "open") this.#mustGreet = true;
    if (state === "moved" || state === "removed" || state === "refused") this.close();
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

  /** What stands at a seat beside its name. @returns {Map<number, string>} */
  notes() {
    const others = [...(this.#mesh?.others ?? [])];
    return new Map(others.map(([seat, other]) => [seat, this.#noteOf(seat, other)]));
  }

  /** @param {number} seat @param {import("../media/mesh.js").Other} other */
  #noteOf(seat, { state, line }) {
    const { words, name } = this.room;
    if (line === "broken") return words.say("seat_unreachable");
    if (this.#message.captioners.includes(seat)) return words.say("seat_captions");
    if (state.through) return words.say("seat_through", { name: name(state.through) });
    return state.mic ? "" : words.say("seat_mic_off");
  }

  /** What is wrong with the lines, if anything is. */
  get notice() {
    const { words, name } = this.room;
    const broken = [...(this.#mesh?.others ?? [])].filter(([, { line }]) => line === "broken").map(([seat]) => name(seat));
    if (broken.length) return words.say("unreachable", { name: words.list(broken) });
    return this.#lines.level === "all" ? "" : words.say(`line_${this.#lines.level}`);
  }

  /** Whether my microphone is on and rests because the floor is somebody else's. */
  get rests() {
    return this.#micIsOn() && Boolean(this.#message) && !this.#maySend();
  }

  /** Who hears me, while everyone gathers. */
  get hint() {
    if (!this.#message || !GATHERING.has(this.#message.view.stage) || !this.#micIsOn()) return "";
    const names = [...(this.#mesh?.others ?? [])].filter(([, { state }]) => state?.hears.includes(this.#message.view.me)).map(([seat]) => this.room.name(seat));
    return names.length ? this.room.words.count("hears_you", names.length, { names: this.room.words.list(names) }) : "";
  }

  /** After the seats were drawn. */
  drawn() {
    const me = this.#message.view.me;
    this.faces.show((seat) => (seat === me ? this.capture.state("video").is === "on" : Boolean(this.#mesh?.others.get(seat)?.state?.camera)), me);
  }

  /** Each second: a change that is near wants its next speaker's picture ready. */
  tick() {
    if (this.#mesh && this.#message) this.#shape();
  }

  /** @returns {import("./scene.js").Deed[]} */
  needs() {
    const beside = { label: this.room.words.say(this.beside.isSilent ? "beside_me_end" : "beside_me"), note: this.room.words.say("beside_me_note"), move: { move: "beside_me" } };
    return [...this.written.needs(), ...(this.#message?.view.seats.length > 1 ? [beside] : [])];
  }

  /** @param {string} need @returns {boolean} whether it was one of ours */
  does(need) {
    if (need === "beside_me") this.#toggleBeside();
    else if (!this.written.does(need)) return false;
    this.#conduct();
    return true;
  }

  #toggleBeside() {
    this.beside.isSilent = !this.beside.isSilent;
    if (this.beside.isSilent) this.beside.askWhose(this.#others());
    else this.beside.through = null;
    this.#told();
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
    const ping = async () => {
      const asked_at = performance.now();
      await this.room.wire.askForIce();
      return performance.now() - asked_at;
    };
    return checkLine({ ping, ice: () => this.#ice, connection: openConnection });
  }

  // ── what is sent and heard ────────────────────────────────────────────────

  /** @param {number} me */
  #makeMesh(me) {
    const world = { connection: openConnection, later: (/** @type {() => void} */ deed, /** @type {number} */ wait) => setTimeout(deed, wait), cancel: (/** @type {any} */ timer) => clearTimeout(timer), now: () => performance.now(), random: () => Math.random() };
    const mesh = new Mesh({ me, kind: this.kind, ice: this.#ice, world, send: (to, data) => this.room.wire.signal(to, data), on: {
      changed: () => this.#changed(),
      track: (seat, kind, track) => this.#came(seat, kind, track),
      gone: (seat) => this.#gone(seat),
      trouble: (code) => this.#trouble(code),
    } });
    for (const kind of /** @type {const} */ (["audio", "video"])) mesh.carry(kind, this.capture.track(kind));
    this.faces.put(me, this.capture.track("video"));
    if (this.beside.isSilent) this.beside.askWhose(this.#others());
    return mesh;
  }

  /** The floor, on this page: whom I play, whether I am sent, and in what quality. */
  #conduct() {
    if (!this.#message || !this.#mesh) return this.#showSwitches();
    const { view } = this.#message;
    const states = this.#states();
    this.sound.silent(this.beside.isSilent);
    this.sound.play(audible(view, view.me, states));
    this.capture.rest(!this.#maySend());
    this.#shape();
    this.beside.see(states, view.me);
    this.written.see(this.#message, { level: this.#lines.level, isHeard: this.#micIsOn() });
    this.#showSwitches();
  }

  #shape() {
    const { view } = this.#message;
    const isComing = coming(view, this.room.wire.now()).includes(view.me);
    const others = Math.max(1, this.#mesh?.others.size ?? 1);
    const { level, available } = this.#lines;
    this.#mesh?.shape(encodingFor(partOf(view, view.me), { level, isPhone: this.devices.isPhone, available, others, isComing }));
  }

  #showSwitches() {
    const is = (/** @type {"audio"|"video"} */ kind) => this.capture.state(kind).is === "on";
    this.panel.showSwitch("audio", is("audio"), !this.beside.isSilent);
    this.panel.showSwitch("video", is("video"), true);
  }

  async #measure() {
    const samples = await this.#mesh?.stats();
    if (!samples || !this.#mesh) return;
    const { level } = this.#lines;
    this.#lines.see(samples, performance.now());
    if (level !== this.#lines.level || JSON.stringify(this.#state()) !== this.#said) this.#told();
  }

  /** @returns {State} */
  #state() {
    const { through, carries, isSilent } = this.beside;
    const isGathering = GATHERING.has(this.#message?.view.stage);
    return { mic: this.#micIsOn() && !isSilent, camera: this.capture.state("video").is === "on", through, carries, hears: isGathering ? this.#lines.heard : [], level: this.#lines.level };
  }

  #states() {
    return new Map([...(this.#mesh?.others ?? [])].flatMap(([seat, { state }]) => (state ? [[seat, state]] : [])));
  }

  #maySend() {
    const { view } = this.#message;
    return maySend(view, view.me, new Map([...this.#states(), [view.me, this.#state()]]));
  }

  #micIsOn() {
    return this.capture.state("audio").is === "on";
  }

  #others() {
    const { view } = this.#message;
    return view.seats.filter((/** @type {any} */ seat) => seat.n !== view.me && !["empty", "left"].includes(seat.state)).map((/** @type {any} */ { n }) => n);
  }

  // ── what happens ──────────────────────────────────────────────────────────

  /** My own state has changed: the others are told, and so is my page. */
  #told() {
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
    this.#changed();
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
    const now = performance.now();
    if (now - this.#ice_asked_at < ICE_ASKED_EACH) return this.room.notice(this.room.words.say(code));
    this.#ice_asked_at = now;
    this.room.wire.askForIce().catch(() => this.room.notice(this.room.words.say(code)));
  }

  #wake() {
    this.#mesh?.wake();
    this.capture.reacquire();
  }
}

/** @param {RTCConfiguration} config */
function openConnection(config) {
  return new RTCPeerConnection(config);
}
