/** What the one device in the middle shows, and to whom it is turned; without the DOM. */

import { answersOf, deedsFor, firstSentence, nameOf, phaseTexts, stepText, stepTexts } from "./reading.js";

/**
 * @typedef {import("./scene.js").Room} Room
 * @typedef {import("./scene.js").Deed} Deed
 * @typedef {import("./scene.js").Move} Move
 *
 * @typedef {object} TableScene
 * @property {number|null} facing the seat to which everything is turned; null: upright
 * @property {"speaks"|"reflects"|""} mark
 * @property {string} title
 * @property {string} soft
 * @property {string} text what the format says to whoever has the floor
 * @property {Deed[]} main at most one
 * @property {Deed[]} quiet
 * @property {Map<number, Deed>} picks names that can be tapped
 * @property {Deed[]} needs
 * @property {number|null} slider whose blind answer is next
 * @property {boolean} isQuiet
 */

const NEEDS = ["more_time", "pass", "pause", "move_on", "raise_hand", "lower_hand"];

/** @param {Room} room @returns {TableScene} */
export function tableSceneOf(room) {
  const { view } = room;
  /** @type {TableScene} */
  const blank = { facing: null, mark: "", title: "", soft: "", text: "", main: [], quiet: [], picks: new Map(), needs: needsOf(room), slider: null, isQuiet: false };
  if (view.status === "paused") return { ...blank, ...paused(room), needs: [] };
  const stages = { waiting: together, together, slider, choosing, asking: choosing, turn };
  return { ...blank, ...stages[/** @type {keyof typeof stages} */ (view.stage)]?.(room) };
}

/** @param {Room} room @returns {Partial<TableScene>} */
function together(room) {
  const { words, view } = room;
  const texts = phaseTexts(room);
  const isQuiet = view.phase?.show === "quiet";
  const goOn = [...deedsFor(room, "begin", () => words.say("table_ready")), ...deedsFor(room, "move_on", () => words.say("table_ready"))];
  return { title: texts.title ?? "", soft: texts.prompt ?? "", main: isQuiet ? [] : goOn.slice(0, 1), isQuiet };
}

/** @param {Room} room @returns {Partial<TableScene>} */
function paused(room) {
  const { words } = room;
  return { title: words.say("paused"), soft: words.say("paused_soft"), main: deedsFor(room, "resume", () => words.say("resume")) };
}

/** @param {Room} room @returns {Partial<TableScene>} */
function slider(room) {
  const next = room.view.moves.find((/** @type {Move} */ { move }) => move === "set_slider")?.seat ?? null;
  const texts = phaseTexts(room);
  return { title: texts.title ?? room.words.say("slider_title"), soft: texts.prompt ?? room.words.say("slider_prompt"), slider: next };
}

/** @param {Room} room @returns {Partial<TableScene>} */
function choosing(room) {
  const { view, words } = room;
  const picks = new Map();
  for (const move of view.moves) {
    if (move.move === "volunteer") picks.set(move.seat, { label: nameOf(room, move.seat), move: { move: "volunteer", seat: move.seat } });
    if (move.move === "choose") for (const target of move.targets) picks.set(target, { label: nameOf(room, target), move: { move: "choose", seat: move.seat, target } });
  }
  const chooser = view.speaker ?? null;
  if (!chooser) return { picks, title: words.say("who_begins"), soft: words.say("table_tap") };
  return { picks, facing: chooser, mark: "speaks", title: nameOf(room, chooser), soft: words.say("table_choose") };
}

/** @param {Room} room @returns {Partial<TableScene>} */
function turn(room) {
  const { view, words } = room;
  const answers = answersOf(room);
  const seat = answers[0]?.move.seat ?? (view.floor.length === 1 ? view.floor[0] : (view.speaker ?? view.holders[0] ?? null));
  const deeds = answers.length ? answers : doneDeeds(room, seat);
  const isReflecting = seat === view.listener && seat !== view.speaker;
  return {
    facing: seat,
    mark: isReflecting ? "reflects" : "speaks",
    title: view.holders.length > 1 ? words.list(view.holders.map((/** @type {number} */ each) => nameOf(room, each))) : nameOf(room, seat),
    ...wordsOf(softOf(room, isReflecting, answers.length > 0), textFor(room, isReflecting)),
    main: deeds.slice(0, 1),
    quiet: deeds.slice(1),
  };
}

/** Nothing is said twice. @param {string} soft @param {string} text */
function wordsOf(soft, text) {
  return { soft, text: soft && text.startsWith(soft) ? text.slice(soft.length).replace(/^[.,\s]+/u, "") : text };
}

/** @param {Room} room @param {boolean} isReflecting @param {boolean} isConfirming */
function softOf({ view, words, names, ...rest }, isReflecting, isConfirming) {
  const room = { view, words, names, ...rest };
  const [own] = firstSentence(textFor(room, isReflecting));
  if (isConfirming) return view.assist ? words.say("assist") : own || words.say("confirm");
  if (isReflecting) return own || words.say("give_back");
  return view.listener ? words.say("listener_will_reflect", { name: nameOf(room, view.listener) }) : "";
}

/** @param {Room} room @param {boolean} isReflecting */
function textFor(room, isReflecting) {
  const role = isReflecting ? "listener" : "speaker";
  return stepText({ ...room, view: { ...room.view, role } });
}

/** @param {Room} room @param {number|null} seat @returns {Deed[]} */
function doneDeeds(room, seat) {
  const { view, words } = room;
  const label = seat === view.listener && seat !== view.speaker ? "done_reflecting" : view.holders.length > 1 ? "done_together" : "table_done";
  const done = view.moves.find((/** @type {Move} */ each) => each.move === "done" && each.seat === seat) ?? view.moves.find((/** @type {Move} */ { move }) => move === "done");
  const ready = view.moves.filter((/** @type {Move} */ { move }) => move === "ready");
  if (done) return [{ label: stepTexts(room).done ?? words.say(label), move: { move: "done", seat: done.seat } }];
  return ready.slice(0, 1).map((/** @type {Move} */ { seat: each }) => ({ label: words.say("done_together"), move: { move: "ready", seat: each } }));
}

/** @param {Room} room @returns {Deed[]} */
function needsOf(room) {
  const { view, words } = room;
  const isDone = (/** @type {Move} */ { move }) => move === "move_on" && view.stage === "together" && view.phase?.show !== "quiet";
  return NEEDS.flatMap((name) =>
    view.moves
      .filter((/** @type {Move} */ move) => move.move === name && !isDone(move))
      .map((/** @type {Move} */ { seat }) => ({
        label: ["pass", "raise_hand", "lower_hand"].includes(name) ? words.say(`table_${name}`, { name: nameOf(room, seat) }) : words.say(`need_${name}`),
        note: words.has(`need_${name}_note`) ? words.say(`need_${name}_note`) : "",
        move: { move: name, seat },
      })),
  );
}

/** Everyone's questions in the order of the seats, so that the device goes round once; who has left has none.
 * @param {{turn: number, speaker: number|null, listener: number|null}[]} turns @param {Room} room */
export function roundOfQuestions(turns, room) {
  const { words } = room;
  return room.view.seats.flatMap((/** @type {any} */ { n, companion, state }) => {
    if (companion || state === "left") return [];
    const mine = turns.flatMap((turn) => [
      ...(turn.speaker === n ? [{ turn: turn.turn, side: /** @type {const} */ ("speaker"), seat: n, question: words.say("how_heard") }] : []),
      ...(turn.listener === n ? [{ turn: turn.turn, side: /** @type {const} */ ("listener"), seat: n, question: words.say("how_understood", { name: nameOf(room, turn.speaker) }) }] : []),
    ]);
    return mine.length ? [{ seat: n, questions: mine }] : [];
  });
}
