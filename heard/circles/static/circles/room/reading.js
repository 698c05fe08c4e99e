/** What a view says when it is read: names, texts, deeds, answers; the parts of a scene. */

/**
 * @typedef {{move: string, target?: number, value?: number, seat?: number, targets?: number[], left?: number, by?: number, turn?: number, step?: string}} Move
 * @typedef {{label: string, move: Move, mark?: string, note?: string}} Deed
 * @typedef {import("./say.js").Words} Words
 * @typedef {Record<string, any>} View
 * @typedef {{view: View, names: Record<string, string>, sliders: Record<string, number>|null, texts: any, words: Words, card?: number, notes?: Map<number, string>, rests?: boolean, hears?: string, hushed?: boolean}} Room
 */

export const NEEDS = ["more_time", "pass", "pause", "rest", "raise_concern", "settle_concern", "move_on"];
const LONGEST_STATUS = 70;
const KNOWN = new Set([
  ...NEEDS, "arrive", "ready", "begin", "done", "choose", "volunteer", "accept", "decline",
  "raise_hand", "lower_hand", "resume", "set_slider", "leave", "time_passes",
]);

/** @param {Room} room @returns {Deed[]} the answers a step offers, the first one first */
export function answersOf(room) {
  const { view, words } = room;
  const marks = ["heard", "half", "empty"];
  return view.moves
    .filter((/** @type {Move} */ { move }) => !KNOWN.has(move))
    .sort((/** @type {Move} */ one, /** @type {Move} */ two) => rank(one.move) - rank(two.move))
    .map((/** @type {Move} */ move, /** @type {number} */ index) => ({
      label: stepTexts(room).choices?.[move.move] ?? answerLabel(words, move.move),
      move: bare(move),
      mark: marks[index] ?? "empty",
    }));
}

/** What brings the turn to its end stands first. @param {string} choice */
function rank(choice) {
  const first = ["heard", "is_all", "enough"].indexOf(choice);
  return first === -1 ? 9 : first;
}

/** @param {Words} words @param {string} choice */
function answerLabel(words, choice) {
  return words.has(`answer_${choice}`) ? words.say(`answer_${choice}`) : choice.replaceAll("_", " ");
}

/** @param {Room} room @param {string} name @param {() => string} label @returns {Deed[]} */
export function deedsFor({ view }, name, label) {
  const move = view.moves.find((/** @type {Move} */ each) => each.move === name);
  return move ? [{ label: label(), move: bare(move) }] : [];
}

/** @param {Room} room @param {string} name @returns {Deed[]} */
export function targetsOf(room, name) {
  return room.view.moves
    .filter((/** @type {Move} */ { move }) => move === name)
    .flatMap((/** @type {Move} */ move) => (move.targets ?? []).map((target) => ({ label: nameOf(room, target), move: { ...bare(move), target } })));
}

/** @param {View} view @param {string} name */
export function hasMove(view, name) {
  return view.moves.some((/** @type {Move} */ { move }) => move === name);
}

/** @param {Move} move @returns {Move} only what the wire wants to hear */
export function bare({ move, seat, value }) {
  return { move, ...(seat === undefined ? {} : { seat }), ...(value === undefined ? {} : { value }) };
}

/** @param {Room} room @param {number|null|undefined} seat */
export function nameOf({ names, words }, seat) {
  if (!seat) return "";
  return names[String(seat)] || words.say("seat_number", { number: seat });
}

/** @param {Room} room */
export function phaseTexts({ view, texts }) {
  return texts.phases?.[view.phase?.id] ?? {};
}

/** @param {Room} room @returns {string} */
export function stepText(room) {
  const { view } = room;
  const role = view.role === "table" ? "speaker" : view.role;
  return stepTexts(room)[role] ?? "";
}

/** What the format itself says in this step: to each role, on its button, for its answers. @param {Room} room */
export function stepTexts(room) {
  return phaseTexts(room).steps?.[room.view.step] ?? {};
}

/** A short first sentence can be a status; what follows it is said more softly.
 * @param {string} text @returns {[string, string]} */
export function firstSentence(text) {
  const [, first, rest] = text.match(/^(.*?[.?؟])(?:\s+(.*))?$/su) ?? ["", text, ""];
  return first.length > LONGEST_STATUS ? ["", text] : [first.replace(/\.$/, ""), rest ?? ""];
}

/** @param {Room} room @returns {string} */
export function lineOf({ view, words }) {
  // What is given back belongs to the story of the one who told it.
  const key = view.line?.startsWith("echo.") ? `echo.${(view.speaker - 1) % 3}` : view.line;
  return key && words.has(key) ? words.say(key) : "";
}

/** Everyone sees the same card first; another one is turned by hand. @param {Room} room @returns {string} */
export function cardOf(room) {
  const cards = phaseTexts(room).cards ?? [];
  const first = Math.max(0, (room.view.turn?.number ?? 1) - 1);
  return cards.length ? cards[(first + (room.card ?? 0)) % cards.length] : "";
}

/** @param {Room} room */
export function whoIsHere({ view, words }) {
  const here = view.seats.filter((/** @type {any} */ { state }) => !["empty", "left", "away"].includes(state)).length;
  return words.count("are_here", here, { here, of: view.seats.length });
}

/** @param {Room} room */
export function waitingFor(room) {
  const { view, words } = room;
  const missing = view.seats.filter((/** @type {any} */ seat) => !seat.ready && !["empty", "left", "away"].includes(seat.state) && seat.n !== view.me);
  if (!missing.length) return words.say("you_are_ready");
  return words.say("wait_for", { names: words.list(missing.map((/** @type {any} */ { n }) => nameOf(room, n))) });
}

/** @param {Room} room */
export function sliderCaption(room) {
  const entries = Object.entries(room.sliders ?? {});
  const part = (/** @type {[string, number]} */ [seat, value]) => room.words.say("slider_value", { name: nameOf(room, Number(seat)), value });
  return entries.map(part).join(" · ");
}

/** @param {Room} room */
export function assistWords(room) {
  const { facilitator } = room.view;
  return facilitator && ![room.view.speaker, room.view.listener].includes(facilitator) ? room.words.say("assist_by", { name: nameOf(room, facilitator) }) : room.words.say("assist");
}

/** A move with what was seen when it was made, so that one that comes late moves nothing.
 * @param {Move} move @param {View} view @returns {Move} */
export function asSeen(move, view) {
  return view.stage === "turn" && view.step ? { ...move, turn: view.turn.number, step: view.step } : move;
}
