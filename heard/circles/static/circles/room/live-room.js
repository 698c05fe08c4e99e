/** <live-room>: one seat's place in a circle, drawn anew from each view that the wire brings. */

import { litShare, timeIsSaid, timeWord, warningPassed } from "./clock.js";
import { farewell, keepStepHere, questionsFor, showDots, showQuestions } from "./closing.js";
import { calm, say } from "./dom.js";
import { layoutOf } from "./layout.js";
import { Escapes, leaveNow, whereBackLeads } from "./leave-now.js";
import { showPanel } from "./panel.js";
import { fadeAt, lightArcs, paint, shapesOf } from "./picture.js";
import { Words } from "./say.js";
import { asSeen, nameOf } from "./reading.js";
import { sceneOf } from "./scene.js";
import { placeSeats, showSeats } from "./seats.js";
import { Sheet } from "./sheet.js";
import { browserWorld, Wire } from "./wire.js";

const COMES_BACK_FOR = 60_000;

class LiveRoom extends HTMLElement {
  /** @type {any} */ #message = null;
  /** @type {import("./scene.js").Scene|null} */ #scene = null;
  /** @type {Map<number, number>} */ #away = new Map();
  /** @type {import("./call.js").Call|undefined} */ call;
  #card = 0;
  #told = "";
  #word = "";
  #looked_at = 0;
  #escapes = new Escapes();

  connectedCallback() {
    const away = whereBackLeads();
    if (away) return location.replace(away);
    this.page = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("room-data")).textContent ?? "{}");
    this.words = new Words(this.page.words, this.page.language);
    this.leaving = new AbortController();
    this.sheet = new Sheet(/** @type {HTMLDialogElement} */ (this.#part("sheet")), { act: (deed) => this.act(deed), raise: (words) => this.#raise(words) }, this.words);
    this.wire = new Wire(browserWorld(this.page.ticket, this.page.csrf), this.#listener(), this.page.key);
    this.#listen();
    if (this.page.media && !this.page.closed) this.#openCall();
    else this.wire.start();
    this.ticking = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    this.wire?.stop();
    this.call?.close();
    this.leaving?.abort();
    this.resizing?.disconnect();
    clearInterval(this.ticking);
  }

  /** Faces and voices; the code for them comes only to circles that have them. */
  async #openCall() {
    const words = /** @type {Words} */ (this.words);
    const wire = /** @type {Wire} */ (this.wire);
    const code = await import("./call.js").catch(() => null);
    if (!this.isConnected) return;
    if (!code) return this.#showLine("refused", words.say("line_is_away"));
    this.call = new code.Call({
      element: this, part: (name) => this.#part(name), page: this.page, words, wire,
      name: (seat) => nameOf({ ...this.#message, words }, seat), notice: (text) => this.#notice(text), redraw: () => this.#again(),
    });
    this.call.open();
  }

  #again() {
    if (this.#message && this.#message.view.stage !== "closed") this.#render();
  }

  /** @param {import("./scene.js").Deed} deed */
  act({ move }) {
    if (this.call?.does(move.move)) return this.#render();
    const value = move.move === "set_slider" ? Number(/** @type {HTMLInputElement} */ (this.#part("slider-input")).value) : move.value;
    this.wire?.move(asSeen(value === undefined ? move : { ...move, value }, this.#message.view));
  }

  /** @returns {import("./wire.js").Listener} */
  #listener() {
    return {
      view: (message) => this.#show(message),
      line: (state, message) => this.#showLine(state, message),
      answer: (answer, frame) => this.#notice(answer.ok || frame?.quiet ? "" : answer.message || this.words?.say("not_saved") || ""),
      trouble: (message) => this.#notice(message),
      signal: (from, data) => this.call?.signal(from, data),
      ice: (ice) => this.call?.ice(ice),
    };
  }

  #listen() {
    const { signal } = /** @type {AbortController} */ (this.leaving);
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ name, /** @type {(event: any) => void} */ deed) => target.addEventListener(name, deed, { signal });
    on(document, "visibilitychange", () => document.hidden || this.wire?.wake());
    on(window, "online", () => this.wire?.wake());
    on(document, "keydown", (event) => this.#key(event));
    on(this.#part("leave-now"), "click", (event) => this.#leaveNow(event));
    on(this.#part("open-needs"), "click", () => this.#openSheet());
    on(this.#part("card"), "click", () => this.#turnCard());
    on(this.#part("again"), "click", () => location.reload());
    on(this.#part("finish"), "click", () => this.classList.add("room--done"));
    on(this.#part("open-leave"), "click", (event) => this.#askToLeave(event));
    keepStepHere(/** @type {HTMLTextAreaElement} */ (this.#part("step-field")), `heard:step:${this.page.key}`);
    this.resizing = new ResizeObserver(() => this.#draw());
    this.resizing.observe(this);
    for (const part of ["edge", "ring"]) this.resizing.observe(this.#part(part));
  }

  /** @param {any} message */
  #show(message) {
    const before = this.#message?.view;
    this.#message = message;
    this.#noteWhoIsAway(message.view);
    this.dataset.stage = message.view.stage;
    this.call?.see(message);
    if (message.view.stage === "closed") return this.#close();
    if (this.dataset.line === "open") this.#notice("");
    if (before && before.turn?.number !== message.view.turn?.number) this.#card = 0;
    this.#render();
  }

  #render() {
    const room = this.#room();
    const scene = sceneOf(room);
    this.#scene = scene;
    this.className = `room room--${scene.layout} room--${scene.edge}${room.view.phase?.show === "quiet" ? " room--quiet" : ""}`;
    this.classList.toggle("room--spoken", Boolean(scene.voice));
    showSeats(this.#part("seats"), room);
    say(this.#part("where"), scene.where);
    const lostFocus = showPanel((name) => this.#part(name), scene, (deed) => this.act(deed));
    this.sheet?.show([...(this.call?.needs() ?? []), ...scene.needs]);
    this.sheet?.showOthers(this.#others());
    this.#showKeeping(room);
    this.call?.drawn();
    this.#showConcerns(room);
    this.#notice(this.#word);
    this.#draw();
    this.#tick();
    this.#announce(scene);
    if (lostFocus) this.#part("status").focus();
  }

  /** @returns {import("./scene.js").Room} */
  #room() {
    const { view, names, sliders, hushed } = this.#message;
    const words = /** @type {Words} */ (this.words);
    return { view, names, sliders, texts: this.page.texts, words, card: this.#card, hushed, ...this.call?.tells() };
  }

  /** @returns {[string, string][]} */
  #others() {
    const { view, names } = this.#message;
    return view.seats.filter((/** @type {any} */ { n }) => n !== view.me).map((/** @type {any} */ { n }) => [String(n), names[n]]);
  }

  /** What did not arrive before is asked for once more. */
  #openSheet() {
    this.#again();
    this.sheet?.open();
  }

  /** What only who keeps the process may do; the code for it comes only to them.
   * @param {import("./scene.js").Room} room */
  async #showKeeping(room) {
    const box = /** @type {HTMLElement|null} */ (this.querySelector("[data-part=keeping]"));
    if (!box) return;
    const code = await import("./keeping.js").catch(() => null);
    code?.showKeeping(box, room, this.#message.keeping, (move) => this.act({ label: "", move }));
  }

  #draw() {
    if (!this.#scene || !this.#message || this.#message.view.stage === "closed") return;
    const { ring, box } = layoutOf(this, (name) => this.#part(name), this.#scene, this.#message.view);
    const svg = /** @type {any} */ (this.#part("picture"));
    svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    fadeAt(svg, this.#part("ring").clientHeight);
    paint(svg, shapesOf({ scene: this.#scene, view: this.#message.view, comingBack: this.#comingBack() }, ring, box));
    placeSeats(this.#part("seats"), ring);
    lightArcs(svg, this.#share());
  }

  #tick() {
    const view = this.#message?.view;
    if (!view || view.stage === "closed") return;
    const now = this.wire?.now() ?? Date.now();
    this.call?.tick();
    say(this.#part("time"), this.#timeWords());
    lightArcs(/** @type {any} */ (this.#part("picture")), this.#share());
    if (warningPassed(view.clock, this.#looked_at || now, now)) this.#tell(this.#timeWords());
    this.#looked_at = now;
  }

  #share() {
    return litShare(this.#message.view.clock, this.wire?.now() ?? 0, calm());
  }

  #timeWords() {
    const { clock, stage } = this.#message.view;
    const word = timeWord(clock, this.wire?.now() ?? 0);
    if (!word || !timeIsSaid(stage) || !this.words) return "";
    const time = word.minutes ? this.words.count(word.key, word.minutes) : this.words.say(word.key);
    const mine = word.minutes && stage === "turn" && this.#scene?.edge === "lit" && this.#scene.mark === "speaks" && clock.ends_at > clock.soft_ends_at;
    return mine ? this.words.say("time_then_finish", { time }) : time;
  }

  /** @param {import("./scene.js").Scene} scene */
  #announce(scene) {
    if (scene.live === this.#told) return;
    this.#told = scene.live;
    const time = this.#timeWords();
    this.#part("urgent").textContent = scene.isUrgent ? scene.live : "";
    if (!scene.isUrgent) this.#tell([scene.live.replace(/[.?!]$/u, ""), time].filter(Boolean).join(". "));
  }

  /** @param {string} words */
  #tell(words) {
    this.#part("live").textContent = words;
  }

  /** @param {string} words */
  #notice(words) {
    this.#word = words;
    say(this.#part("notice"), words || (this.dataset.line === "open" && this.call?.notice) || "");
  }

  /** @param {import("./wire.js").LineState} state @param {string} [message] */
  #showLine(state, message) {
    this.dataset.line = state;
    this.call?.line(state);
    if (state === "connecting" && this.#message) return;
    const isOver = state === "moved" || state === "refused";
    this.#notice(state === "open" ? "" : message || this.words?.say(state) || "");
    this.#part("again").hidden = !isOver;
  }

  /** @param {any} view */
  #noteWhoIsAway(view) {
    for (const seat of view.seats) {
      if (seat.state !== "away") this.#away.delete(seat.n);
      else if (!this.#away.has(seat.n)) this.#away.set(seat.n, Date.now());
    }
  }

  #comingBack() {
    return new Set([...this.#away].filter(([, since]) => Date.now() - since < COMES_BACK_FOR).map(([seat]) => seat));
  }

  /** @param {import("./scene.js").Room} room */
  #showConcerns(room) {
    const others = room.view.concerns.filter((/** @type {any} */ { seat }) => seat !== room.view.me);
    const told = others.map((/** @type {any} */ { seat }) => room.words.say("concern_of", { name: nameOf(room, seat) }));
    say(this.#part("concerns"), told.join(" "));
  }

  /** @param {string} words */
  #raise(words) {
    this.wire?.move({ move: "raise_concern" });
    if (words) this.wire?.send({ type: "concern_words", words });
  }

  #turnCard() {
    this.#card += 1;
    this.#render();
  }

  /** @param {Event} event */
  #askToLeave(event) {
    event.preventDefault();
    /** @type {HTMLDialogElement} */ (this.#part("leave")).showModal();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!event.repeat && this.#escapes.press(event.key, performance.now()) && this.#keysAreOn()) return this.#leaveNow(event);
    const isElsewhere = event.target !== document.body && event.target !== this.#part("status");
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || this.querySelector("dialog[open]")) return;
    if (this.#switchOf(event)) this.call?.toggle(/** @type {any} */ (this.#switchOf(event)));
    if (event.key === "?" && !/** @type {Element} */ (event.target).closest("input, textarea") && this.#keysAreOn()) this.#openSheet();
    if (event.key === "Enter" && !isElsewhere && this.#keysAreOn()) /** @type {HTMLElement|null} */ (this.querySelector(".button--act"))?.click();
  }

  /** The seat goes away as with a lost line; devices are let go of before the page is. @param {Event} event */
  #leaveNow(event) {
    event.preventDefault();
    leaveNow(/** @type {HTMLAnchorElement} */ (this.#part("leave-now")).href, () => this.disconnectedCallback());
  }

  /** M for the microphone, C for captions. @param {KeyboardEvent} event */
  #switchOf(event) {
    const isWriting = /** @type {Element} */ (event.target).closest("input, textarea, select");
    return isWriting || !this.#keysAreOn() ? undefined : { m: "audio", c: "captions" }[event.key.toLowerCase()];
  }

  #keysAreOn() {
    return /** @type {HTMLInputElement} */ (this.#part("keys")).checked;
  }

  #close() {
    const room = this.#room();
    const turns = this.#message.turns ?? [];
    const questions = questionsFor(turns, room.view.me, room.words, (seat) => nameOf(room, seat));
    const isFirst = !this.classList.contains("room--closed");
    this.className = `room room--closed${this.classList.contains("room--done") ? " room--done" : ""}`;
    this.sheet?.close();
    say(this.#part("farewell"), farewell(room.view.ended, room.words));
    showQuestions(this.#part("questions"), questions, room.words, ({ turn, side }, value) => this.wire?.send({ type: "rate", turn, side, value }));
    showDots(this.#part("dots"), room.view.seats.length);
    say(this.#part("rate-note"), questions.length ? room.words.say("rate_note") : "");
    if (isFirst) this.#tell(farewell(room.view.ended, room.words));
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

customElements.define("live-room", LiveRoom);
