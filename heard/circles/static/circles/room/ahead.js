/** The table's own way through a circle while its line is cut: a walk through what the server foresaw. */

/**
 * A foreseen state: what differs from the first view, how long its clocks are (soft and whole, in
 * milliseconds), and where moves and the end of each clock lead, with the clocks that then begin.
 * @typedef {{view: Record<string, any>, boxes: Record<string, [number, number]>, moves: Record<string, Edge>, time_up: Record<string, Edge>}} Node
 * @typedef {[string, string[]]} Edge
 * @typedef {{root: string, base: Record<string, any>, nodes: Record<string, Node>}} Graph
 * @typedef {{move: string, seat?: number|null, target?: number, value?: number}} Move
 * @typedef {{move: Move, made_at: number}} Made
 */

const PAUSE = 300_000;
const WARN = [60_000, 15_000];

export class Ahead {
  /** @type {Graph|null} */ #graph = null;
  /** @type {Record<string, number>} when each clock began */ #began = {};
  /** @type {Record<string, any>} */ #truth = {};
  #node = "";
  /** @type {number|null} */ #held_at = null;
  /** @type {Set<string>} answers that change nothing the graph knows */ #given = new Set();
  isStuck = false;

  /** What the server shows is the truth; what was foreseen before it is forgotten.
   * @param {Record<string, any>} view */
  see(view) {
    const wasHere = this.#held_at !== null && this.#graph;
    this.#truth = view;
    this.isStuck = false;
    this.#given.clear();
    if (view.status === "paused" && wasHere) return;
    if (this.#isForeseen(view)) return this.#setClock(view.clock);
    this.#held_at = view.status === "paused" ? (view.clock?.held_at ?? null) : null;
    this.#graph = null;
  }

  /** @param {Graph} graph that begins at the view that was seen last */
  foresee(graph) {
    if (this.#held_at !== null && this.#graph) return;
    this.#graph = graph;
    this.#node = graph.root;
    this.#began = this.#beginnings(graph.nodes[graph.root].boxes);
  }

  /** What the table shows now. @returns {Record<string, any>} */
  get view() {
    const node = this.#here;
    const shown = node && this.#graph ? { ...this.#truth, ...this.#graph.base, ...node.view } : this.#truth;
    const clock = node ? this.#clock(node) : this.#truth.clock;
    if (this.#held_at !== null) return { ...shown, ...this.#pausedView(shown), clock: clock && { ...clock, held: true, held_at: this.#held_at } };
    return { ...shown, clock, moves: this.isStuck ? [] : shown.moves.filter((/** @type {Move} */ move) => !this.#given.has(labelOf(move))) };
  }

  /** Makes a move here and now. @param {Move} move @param {number} now @returns {Made} what to tell the server */
  make(move, now) {
    if (move.move === "pause") this.#held_at = now;
    else if (move.move === "resume") this.#goOn(now);
    else if (move.move === "set_slider") this.#given.add(labelOf(move));
    else this.#follow(this.#here?.moves[labelOf(move)], now);
    return { move, made_at: Math.round(now) };
  }

  /** Lets the clocks run until `now`. @param {number} now @returns {Made[]} each clock that ran out, at its own time */
  letTimePass(now) {
    const made = [];
    for (let due = this.#due(); due && due.at <= now && !this.isStuck; due = this.#due()) {
      made.push({ move: { move: "time_passes" }, made_at: Math.round(due.at) });
      if (due.box === "pause") this.#goOn(due.at);
      else this.#follow(this.#here?.time_up[due.box], due.at);
    }
    return made;
  }

  /** Whether we are where the server is: then the way from here is still known.
   * @param {Record<string, any>} view */
  #isForeseen(view) {
    const node = this.#here;
    if (!node || !this.#graph || this.#held_at !== null) return false;
    const { clock, seq, concerns, ...shown } = view;
    return JSON.stringify(shown) === JSON.stringify({ ...this.#graph.base, ...node.view });
  }

  /** @param {any} clock as the server measured it */
  #setClock(clock) {
    const box = this.#due()?.box;
    if (clock && box) this.#began[box] = clock.started_at;
  }

  get #here() {
    return this.#graph?.nodes[this.#node];
  }

  /** @param {Edge|undefined} edge @param {number} at */
  #follow(edge, at) {
    if (!edge) {
      this.isStuck = true;
      return;
    }
    const [node, fresh] = edge;
    this.#node = node;
    this.#given.clear();
    for (const box of fresh) this.#began[box] = at;
  }

  /** After a pause every clock has as much time as it had before. @param {number} now */
  #goOn(now) {
    const length = now - (this.#held_at ?? now);
    this.#held_at = null;
    for (const box of Object.keys(this.#began)) this.#began[box] += length;
    if ((this.#graph?.base ?? this.#truth).status === "paused") this.isStuck = true;
  }

  /** What runs out next. @returns {{box: string, at: number}|null} */
  #due() {
    if (this.#held_at !== null) return { box: "pause", at: this.#held_at + PAUSE };
    const boxes = Object.entries(this.#here?.boxes ?? {});
    const ends = boxes.map(([box, [, whole]]) => ({ box, at: this.#began[box] + whole }));
    return ends.sort((one, two) => one.at - two.at)[0] ?? null;
  }

  /** @param {Node} node */
  #clock(node) {
    const due = this.#held_at === null ? this.#due() : null;
    const box = due?.box ?? Object.keys(node.boxes)[0];
    if (!box) return null;
    const [soft, whole] = node.boxes[box];
    const started_at = this.#began[box];
    return { started_at, soft_ends_at: started_at + soft, ends_at: started_at + whole, warn: this.#truth.clock?.warn ?? WARN, held: false, held_at: null, held_until: null };
  }

  /** @param {Record<string, any>} shown */
  #pausedView(shown) {
    const seat = shown.moves.find((/** @type {Move} */ { move }) => move === "pause" || move === "resume")?.seat ?? 1;
    return { status: "paused", moves: [{ move: "resume", seat }] };
  }

  /** The server shows only the clock that ends first; the others we know from having seen them begin.
   * @param {Record<string, [number, number]>} boxes */
  #beginnings(boxes) {
    const { clock } = this.#truth;
    const began = Object.entries(boxes).map(([box, [soft, whole]]) => {
      const isShown = clock && clock.ends_at - clock.started_at === whole && clock.soft_ends_at - clock.started_at === soft;
      return [box, isShown ? clock.started_at : (this.#began[box] ?? clock?.started_at ?? 0)];
    });
    return Object.fromEntries(began);
  }
}

/** @param {Move} move */
export function labelOf({ move, seat, target }) {
  return `${move}:${seat ?? ""}:${target ?? ""}`;
}

/** What was packed for the way: gzip in base64.
 * @param {string} packed @returns {Promise<any>} */
export async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
