/** <table-room>: one device in the middle of a table, which goes on when the line does not. */

import { Ahead, unpack } from "./ahead.js";
import { litShare, timeIsSaid, timeWord } from "./clock.js";
import { calm, el, mark, rebuild, say } from "./dom.js";
import { offerAway, whereBackLeads } from "./leave-now.js";
import { tablePlaces, timeArc, wordsFor } from "./ring.js";
import { Words } from "./say.js";
import { asSeen, nameOf } from "./reading.js";
import { TableClosing } from "./table-closing.js";
import { tableSceneOf } from "./table-scene.js";
import { Sheet } from "./sheet.js";
import { browserWorld, Wire } from "./wire.js";

const TURNS = { bottom: 0, left: 90, top: 180, right: -90 };
const UPRIGHT = "heard:table:upright";

class TableRoom extends HTMLElement {
  /** @type {any} */ #message = null;
  /** @type {any} */ #latest = null;
  /** @type {any} */ #foreseen = null;
  /** @type {import("./table-scene.js").TableScene|null} */ #scene = null;
  #ahead = new Ahead();
  #coming = 0;
  #line = "connecting";
  #told = "";
  /** @type {TableClosing|null} */ #closing = null;

  connectedCallback() {
    const away = whereBackLeads();
    if (away) return location.replace(away);
    this.page = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("room-data")).textContent ?? "{}");
    this.words = new Words(this.page.words, this.page.language);
    this.leaving = new AbortController();
    this.sheet = new Sheet(/** @type {HTMLDialogElement} */ (this.#part("sheet")), { act: (deed) => this.act(deed), raise: () => {} }, this.words);
    this.wire = new Wire({ ...browserWorld(this.page.ticket, this.page.csrf), isTable: true }, this.#listener(), this.page.key);
    this.#closing = new TableClosing((name) => this.#part(name), (rating) => this.wire?.send({ type: "rate", ...rating }));
    this.#listen();
    this.wire.start();
    this.ticking = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    this.wire?.stop();
    this.leaving?.abort();
    clearInterval(this.ticking);
  }

  /** @param {import("./scene.js").Deed} deed */
  act({ move }) {
    const now = this.wire?.now() ?? Date.now();
    const over = this.#ahead.letTimePass(now);
    this.#send(over);
    // A clock that ran out under the finger was first: what was tapped is no longer there.
    if (!over.length) this.#send(movesFor(move, this.#ahead.view).map((each) => this.#ahead.make(asSeen(each, this.#ahead.view), now)));
    this.#show();
  }

  /** @param {import("./ahead.js").Made[]} made */
  #send(made) {
    for (const { move, made_at } of made) this.wire?.move(move, { made_at });
  }

  /** @returns {import("./wire.js").Listener} */
  #listener() {
    return {
      view: (message) => this.#hear(message),
      ahead: (message) => this.#foresee(message),
      line: (state, message) => this.#showLine(state, message),
      answer: (answer) => this.#answered(answer),
      trouble: (message) => say(this.#part("notice"), message),
    };
  }

  #listen() {
    const { signal } = /** @type {AbortController} */ (this.leaving);
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ name, /** @type {(event: any) => void} */ deed) => target.addEventListener(name, deed, { signal });
    on(document, "visibilitychange", () => document.hidden || (this.wire?.wake(), this.#stayAwake()));
    on(window, "online", () => this.wire?.wake());
    on(window, "resize", () => this.#show());
    offerAway(on, /** @type {HTMLAnchorElement} */ (this.#part("leave-now")), () => this.disconnectedCallback());
    on(this.#part("open-needs"), "click", () => this.sheet?.open());
    on(this.#part("again"), "click", () => location.reload());
    on(this.#part("slider-open"), "click", () => this.#openSlider(true));
    on(this.#part("slider-done"), "click", () => this.#answerSlider());
    on(this.#part("upright"), "change", () => this.#turnText());
    /** @type {HTMLInputElement} */ (this.#part("upright")).checked = localStorage.getItem(UPRIGHT) === "yes";
    this.#stayAwake();
  }

  /** While moves of ours wait for their answer, what the table shows is newer than what we hear.
   * @param {any} message */
  #hear(message) {
    this.#latest = message;
    if (!this.#message || this.#isSettled()) this.#believe();
  }

  /** What was foreseen begins at the view that came before it. @param {any} message */
  async #foresee(message) {
    this.#coming = message.seq;
    const foreseen = { seq: message.seq, ...(await unpack(message.packed)) };
    if (foreseen.seq !== this.#coming) return;
    this.#foreseen = foreseen;
    if (this.#isSettled() && foreseen.seq === this.#message?.view.seq) this.#ahead.foresee(foreseen);
  }

  #believe() {
    this.#message = this.#latest;
    this.#ahead.see(this.#latest.view);
    if (this.#foreseen?.seq === this.#latest.view.seq) this.#ahead.foresee(this.#foreseen);
    this.#show();
  }

  /** @param {any} answer */
  #answered(answer) {
    if (!answer.ok) say(this.#part("notice"), answer.message ?? "");
    if (this.#isSettled() && this.#latest?.view.seq >= (answer.seq ?? 0)) this.#believe();
  }

  #isSettled() {
    return this.wire?.queue.waiting.every(({ type }) => type !== "move") ?? true;
  }

  #tick() {
    if (!this.#message) return;
    const made = this.#ahead.letTimePass(this.wire?.now() ?? Date.now());
    this.#send(made);
    if (made.length) this.#show();
    else this.#showTime();
  }

  #room() {
    return { ...this.#message, view: this.#ahead.view, texts: this.page.texts, words: /** @type {Words} */ (this.words) };
  }

  #show() {
    if (!this.#message) return;
    const room = this.#room();
    this.dataset.stage = room.view.stage;
    if (room.view.stage === "closed") return this.#close(room);
    const scene = tableSceneOf(room);
    this.#scene = scene;
    this.classList.toggle("table--quiet", scene.isQuiet);
    this.classList.toggle("table--stuck", this.#ahead.isStuck);
    this.#turnTo(room, scene);
    this.#showNames(room, scene);
    rebuild(this.#part("title"), [scene.mark, scene.title], () => [...(scene.mark ? [mark(scene.mark)] : []), document.createTextNode(scene.title)]);
    say(this.#part("soft"), scene.main.length || scene.isQuiet || !scene.picks.size ? scene.soft : "");
    say(this.#part("text"), scene.text);
    this.#showDeeds(scene);
    this.#showSlider(room, scene);
    this.sheet?.show(scene.needs);
    this.sheet?.showOthers(room.view.seats.map((/** @type {any} */ { n }) => [String(n), nameOf(room, n)]));
    this.#showNotice();
    this.#showTime();
    this.#announce(scene);
  }

  /** @param {any} room */
  #places(room) {
    return tablePlaces(room.view.seats.map((/** @type {any} */ { n }) => n), this.clientWidth, this.clientHeight);
  }

  /** @param {any} room @param {import("./table-scene.js").TableScene} scene */
  #turnTo(room, scene) {
    const place = this.#places(room).find(({ seat }) => seat === scene.facing);
    const side = place && this.dataset.form === "turned" ? place.side : "bottom";
    const words = wordsFor(place, this.clientWidth, this.clientHeight);
    this.dataset.side = side;
    this.classList.toggle("table--lit", Boolean(place));
    this.#place(this, { turn: `${TURNS[side]}deg`, light: `${place?.light ?? 0}deg` });
    this.#place(this.#part("head"), { x: `${words.x}px`, y: `${words.y}px`, length: `${words.length}px` });
  }

  /** @param {any} room @param {import("./table-scene.js").TableScene} scene */
  #showNames(room, scene) {
    const list = this.#part("names");
    const { view } = room;
    const shown = view.seats.map((/** @type {any} */ { n }) => ({
      name: nameOf(room, n),
      pick: scene.picks.get(n),
      isLit: n === scene.facing,
      isListener: n === view.listener && view.stage === "turn",
    }));
    rebuild(list, shown, () => shown.map((/** @type {any} */ each) => this.#name(each)));
    this.#places(room).forEach(({ x, y, side }, index) => {
      this.#place(/** @type {HTMLElement} */ (list.children[index]), { x: `${x}px`, y: `${y}px`, turn: `${TURNS[side]}deg` });
    });
  }

  /** @param {HTMLElement} element @param {Record<string, string>} values */
  #place(element, values) {
    for (const [name, value] of Object.entries(values)) element.style.setProperty(`--${name}`, value);
  }

  /** @param {any} place */
  #name({ name, pick, isLit, isListener }) {
    const sign = mark(isLit && this.#scene?.mark === "speaks" ? "speaks" : isListener ? "reflects" : "listens");
    const inside = pick
      ? el("button", { type: "button", class: "button button--quiet table__pick", "data-move": pick.move.move, onclick: () => this.act(pick) }, name)
      : el("span", { class: "table__person" }, sign, name);
    return el("li", { class: `table__name${isLit ? " table__name--lit" : ""}${isListener ? " table__name--listener" : ""}` }, inside);
  }

  /** @param {import("./table-scene.js").TableScene} scene */
  #showDeeds({ main, quiet, picks, soft }) {
    const press = (/** @type {import("./scene.js").Deed} */ deed) => () => this.act(deed);
    const asked = main.length || !picks.size ? "" : soft;
    rebuild(this.#part("main"), [main, asked], () => asked ? [el("p", { class: "table__ask" }, asked)] : main.map((deed) => el("button", { type: "button", class: "table__button", "data-move": deed.move.move, onclick: press(deed) }, el("span", {}, deed.label))));
    rebuild(this.#part("quiet"), quiet, () => quiet.map((deed) => el("button", { type: "button", class: "button button--quiet", "data-move": deed.move.move, onclick: press(deed) }, deed.label)));
  }

  /** @param {any} room @param {import("./table-scene.js").TableScene} scene */
  #showSlider(room, scene) {
    const box = this.#part("slider");
    box.hidden = scene.slider === null;
    if (scene.slider === null || box.dataset.seat === String(scene.slider)) return;
    box.dataset.seat = String(scene.slider);
    this.#part("slider-pass").textContent = this.words?.say("pass_device", { name: nameOf(room, scene.slider) }) ?? "";
    this.#openSlider(false);
  }

  /** @param {boolean} isOpen */
  #openSlider(isOpen) {
    this.#part("slider-fields").hidden = !isOpen;
    this.#part("slider-open").hidden = isOpen;
    /** @type {HTMLInputElement} */ (this.#part("slider-input")).value = "5";
  }

  #answerSlider() {
    const value = Number(/** @type {HTMLInputElement} */ (this.#part("slider-input")).value);
    if (this.#scene?.slider) this.act({ label: "", move: { move: "set_slider", seat: this.#scene.slider, value } });
  }

  #showTime() {
    const { clock, stage } = this.#ahead.view;
    const now = this.wire?.now() ?? Date.now();
    const word = timeIsSaid(stage) ? timeWord(clock, now) : null;
    say(this.#part("time"), !word || !this.words ? "" : word.minutes ? this.words.count(word.key, word.minutes) : this.words.say(word.key));
    const arc = /** @type {any} */ (this.#part("arc"));
    const length = stage === "waiting" ? 0 : litShare(clock, now, calm()) * 100;
    arc.setAttribute("d", timeArc({ x: 0, y: 0 }, 118));
    arc.style.strokeDasharray = `${length} 200`;
    arc.style.strokeDashoffset = `${-(100 - length) / 2}`;
    arc.style.visibility = length > 0 ? "visible" : "hidden";
  }

  /** @param {import("./table-scene.js").TableScene} scene */
  #announce({ title, soft }) {
    const words = [title, soft.replace(/[.]$/u, "")].filter(Boolean).join(". ");
    if (words === this.#told) return;
    this.#told = words;
    this.#part("live").textContent = [words, this.#part("time").textContent].filter(Boolean).join(". ");
  }

  /** @param {string} state @param {string} [message] */
  #showLine(state, message) {
    this.#line = state;
    this.#part("again").hidden = state !== "moved" && state !== "refused";
    if (message) say(this.#part("notice"), message);
    else this.#showNotice();
  }

  #showNotice() {
    if (["moved", "refused"].includes(this.#line)) return;
    const isCut = this.#line === "lost" || (this.#line === "connecting" && this.#message);
    const key = !isCut ? "" : this.#ahead.isStuck ? "needs_line" : "without_line";
    say(this.#part("notice"), this.words?.say(key) ?? "");
  }

  /** @param {any} room */
  #close(room) {
    this.classList.add("table--closed");
    this.sheet?.close();
    this.#closing?.show(room, this.#message.turns ?? []);
  }

  #turnText() {
    const { checked } = /** @type {HTMLInputElement} */ (this.#part("upright"));
    localStorage.setItem(UPRIGHT, checked ? "yes" : "no");
    this.dataset.form = checked ? "upright" : "turned";
    this.#show();
  }

  /** A table's screen that goes dark would end the circle's clock for everyone. */
  async #stayAwake() {
    const { checked } = /** @type {HTMLInputElement} */ (this.#part("upright"));
    this.dataset.form = checked || innerHeight < 520 || innerWidth < 340 ? "upright" : "turned";
    try {
      await /** @type {any} */ (navigator).wakeLock?.request("screen");
    } catch {
      // Not allowed just now, for example because the battery is low.
    }
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** Around a table everyone has arrived when they begin, so that one tap says both.
 * @param {import("./scene.js").Move} move @param {Record<string, any>} view @returns {import("./scene.js").Move[]} */
function movesFor(move, { phase }) {
  const isArriving = phase?.kind === "together" && phase.show === "welcome";
  return move.move === "begin" && isArriving ? [move, { move: "move_on" }] : [move];
}

customElements.define("table-room", TableRoom);
