/** What stands on the page now, read from the view: words and deeds, without the DOM. */

import {
  NEEDS, answersOf, assistWords, bare, cardOf, deedsFor, firstSentence, hasMove, lineOf, nameOf, phaseTexts, sliderCaption, stepText, stepTexts, targetsOf, waitingFor, whoIsHere,
} from "./reading.js";

/**
 * @typedef {import("./reading.js").Move} Move
 * @typedef {import("./reading.js").Deed} Deed
 * @typedef {import("./reading.js").Words} Words
 * @typedef {import("./reading.js").View} View
 * @typedef {import("./reading.js").Room} Room
 *
 * @typedef {object} Scene
 * @property {"loop"|"even"|"answer"} layout
 * @property {"lit"|"reflect"|"rest"|"plain"} edge
 * @property {"speaks"|"reflects"|"listens"|""} mark
 * @property {string} where
 * @property {string} status
 * @property {boolean} isVoice the status is a human question, set in the serif
 * @property {string} soft
 * @property {string} hint
 * @property {string} caption
 * @property {string} voice what is being said, or the card, in the middle of the table
 * @property {string[]} list agreements to read
 * @property {number|null} centre
 * @property {Deed[]} main at most one
 * @property {Deed[]} quiet
 * @property {Deed[]} choices people to choose from
 * @property {Deed[]} needs the sheet "I need something"
 * @property {boolean} slider
 * @property {boolean} isCard the voice is a question of the format
 * @property {boolean} hasCards
 * @property {string} live
 * @property {boolean} isUrgent
 */

/** @param {Room} room @returns {Scene} */
export function sceneOf(room) {
  const scene = { ...blank(room), ...stageOf(room) };
  scene.soft = withoutRepeating(scene.soft, scene.status);
  if (room.hushed) Object.assign(scene, { hint: room.words.say("hushed"), main: [], choices: [] });
  return { ...scene, live: scene.live || [scene.status, scene.caption].filter(Boolean).join(". ") };
}

/** @param {string} soft @param {string} status */
function withoutRepeating(soft, status) {
  return status && soft.startsWith(`${status}.`) ? soft.slice(status.length + 1).trim() : soft;
}

/** @param {Room} room @returns {Partial<Scene>} */
function stageOf(room) {
  const { view } = room;
  if (view.status === "paused") return paused(room);
  if (view.too_few) return tooFew(room);
  if (view.asked) return asked(room);
  const stages = { waiting: together, together, slider, choosing, asking: choosing, turn };
  return stages[/** @type {keyof typeof stages} */ (view.stage)]?.(room) ?? {};
}

/** @param {Room} room @returns {Scene} */
function blank(room) {
  return {
    layout: "even", edge: "plain", mark: "", where: whereOf(room), status: "", isVoice: false, soft: "",
    hint: "", caption: "", voice: lineOf(room), list: [], centre: null, main: [], quiet: [], choices: [],
    needs: needsOf(room), slider: false, isCard: false, hasCards: false, live: "", isUrgent: false,
  };
}

/** @param {Room} room @returns {Partial<Scene>} */
function together(room) {
  const { view, words } = room;
  const texts = phaseTexts(room);
  const isWelcome = view.stage === "waiting" || view.phase?.show === "welcome";
  const isReady = view.seats.some((/** @type {any} */ seat) => seat.n === view.me && seat.ready);
  return {
    edge: "plain",
    status: texts.title ?? words.say("together"),
    isVoice: true,
    soft: isReady ? waitingFor(room) : (texts.prompt ?? ""),
    caption: isWelcome ? whoIsHere(room) : "",
    hint: room.hears ?? "",
    ...(isWelcome && room.texts.topic && !lineOf(room) ? { voice: room.texts.topic, isCard: true } : cardsOf(room)),
    list: view.phase?.show === "agreements" ? (room.texts.agreements ?? []) : [],
    ...startDeeds(room, isReady),
  };
}

/** @param {Room} room @param {boolean} isReady */
function startDeeds(room, isReady) {
  const { words } = room;
  const begin = deedsFor(room, "begin", () => words.say("begin"));
  const ready = isReady ? [] : deedsFor(room, "ready", () => words.say(readyKey(room)));
  const open = [...deedsFor(room, "done", () => words.say("done_together")), ...hands(room)];
  const [first, ...rest] = [...ready, ...begin, ...open];
  return { main: first ? [first] : [], quiet: rest };
}

/** @param {Room} room */
function readyKey({ view }) {
  if (view.stage === "waiting" || view.phase?.show === "welcome") return "ready";
  return view.phase?.number === view.phase?.of ? "ready_close" : "ready_on";
}

/** @param {Room} room @returns {Partial<Scene>} */
function slider(room) {
  const { view, words } = room;
  const texts = phaseTexts(room);
  const isIn = view.slider?.mine;
  return {
    status: texts.title ?? words.say("slider_title"),
    isVoice: true,
    soft: isIn ? words.say("slider_in", { in: view.slider.in, of: view.slider.of }) : (texts.prompt ?? words.say("slider_prompt")),
    hint: isIn ? "" : words.say("slider_blind"),
    slider: !isIn && hasMove(view, "set_slider"),
    main: isIn ? [] : deedsFor(room, "set_slider", () => words.say("slider_done")),
  };
}

/** @param {Room} room @returns {Partial<Scene>} */
function asked(room) {
  const { words, view } = room;
  return {
    layout: "loop",
    edge: "reflect",
    mark: "reflects",
    centre: view.speaker,
    status: words.say("asked"),
    soft: words.say("asked_soft", { name: nameOf(room, view.speaker) }),
    hint: words.say("asked_unseen"),
    main: deedsFor(room, "accept", () => words.say("accept")),
    quiet: deedsFor(room, "decline", () => words.say("decline")),
  };
}

/** @param {Room} room @returns {Partial<Scene>} */
function choosing(room) {
  const { view, words } = room;
  const choices = targetsOf(room, "choose");
  const chooser = view.speaker ?? view.seats.find((/** @type {any} */ seat) => seat.state === "choosing")?.n;
  const isMine = choices.length > 0 || (chooser === view.me && chooser !== undefined);
  const volunteer = deedsFor(room, "volunteer", () => words.say("volunteer"));
  /** @type {Partial<Scene>} */
  const scene = {
    layout: chooser ? "loop" : "even",
    edge: isMine ? "lit" : chooser ? "rest" : "plain",
    centre: isMine ? null : (chooser ?? null),
    caption: sliderCaption(room),
    choices,
    main: volunteer,
    quiet: hands(room),
  };
  if (choices.length) return { ...scene, mark: "speaks", status: words.say("choose"), soft: words.say("choose_soft"), isUrgent: true, live: words.say("choose") };
  if (isMine) return { ...scene, mark: "speaks", status: words.say("choosing_mine"), soft: words.say("choosing_mine_soft") };
  if (volunteer.length) return { ...scene, status: words.say("who_begins"), isVoice: true, soft: words.say("who_begins_soft") };
  const name = nameOf(room, chooser);
  return { ...scene, mark: "listens", status: words.say("listens"), soft: [words.say("nothing_to_do"), resting(room)].filter(Boolean).join(" "), caption: chooser ? words.say("chooses", { name }) : words.say("floor_is_free") };
}

/** @param {Room} room @returns {Partial<Scene>} */
function turn(room) {
  const { view } = room;
  const answers = answersOf(room);
  if (answers.length) return confirm(room, answers);
  /** @type {Partial<Scene>} */
  const base = { layout: "loop", centre: loopPerson(view), quiet: hands(room), ...(asksByCard(view) ? cardsOf(room) : {}) };
  if (view.role === "speaker") return { ...base, ...asSpeaker(room) };
  if (view.role === "listener" && view.listener === view.me) return { ...base, ...asListener(room) };
  return { ...base, ...asWitness(room) };
}

/** Cards are for those who speak; in an interview for the one who asks, too. @param {View} view */
function asksByCard(view) {
  return view.floor.includes(view.me) && (view.role === "speaker" || view.floor.length > 1);
}

/** @param {Room} room @param {Deed[]} answers @returns {Partial<Scene>} */
function confirm(room, answers) {
  const { view, words } = room;
  const [main, ...quiet] = answers;
  return {
    layout: "answer",
    edge: "lit",
    centre: view.listener ?? loopPerson(view),
    ...questionOf(room),
    isVoice: true,
    caption: view.listener ? words.say("gave_back", { name: nameOf(room, view.listener) }) : "",
    hint: view.assist ? assistWords(room) : words.say("confirm_all_good"),
    main: [main],
    quiet,
    isUrgent: true,
    live: questionOf(room).status,
  };
}

/** The format's own question, if it asks one; what follows it is said more softly. @param {Room} room @returns {Partial<Scene>} */
function questionOf(room) {
  const [, status, soft] = stepText(room).match(/^(.*?[?؟])\s*(.*)$/su) ?? [];
  return { status: status ?? room.words.say("confirm"), soft: soft || room.words.say("confirm_soft") };
}

/** @param {Room} room @returns {Partial<Scene>} */
function asSpeaker(room) {
  const { view, words } = room;
  const listener = nameOf(room, view.listener);
  const others = view.holders.filter((/** @type {number} */ seat) => seat !== view.me && view.floor.includes(seat)).map((/** @type {number} */ seat) => nameOf(room, seat));
  if (!view.floor.includes(view.me)) {
    return { edge: "lit", mark: "listens", status: words.say(view.phase?.group === "pair" ? "speaks" : "hears_back", { name: listener }), soft: stepText(room) || words.say("hears_back_soft"), caption: listener ? words.say("reflects", { name: listener }) : "" };
  }
  const status = others.length ? words.say("you_have_the_floor_with", { names: words.list(others) }) : words.say("you_have_the_floor");
  return {
    edge: "lit",
    mark: "speaks",
    status,
    soft: stepText(room) || words.say("begin_when_you_like"),
    caption: listener && !others.length ? words.say("listens_to_you", { name: listener }) : "",
    main: deedsFor(room, "done", () => doneLabel(room, listener, others.length > 0)),
    isUrgent: true,
    live: status,
  };
}

/** @param {Room} room @param {string} listener @param {boolean} isShared */
function doneLabel(room, listener, isShared) {
  const { view, words } = room;
  if (stepTexts(room).done) return stepTexts(room).done;
  if (isShared) return words.say("done_together");
  return listener && view.floor.length === 1 && view.step !== "confirm" ? words.say("let_reflect", { name: listener }) : words.say("done_speaking");
}

/** @param {Room} room @returns {Partial<Scene>} */
function asListener(room) {
  const { view, words } = room;
  const name = nameOf(room, view.speaker);
  const deeds = { main: deedsFor(room, "done", () => stepTexts(room).done ?? words.say("done_reflecting")) };
  /** @type {Partial<Scene>} */
  const look = { edge: "reflect", mark: "reflects" };
  if (view.floor.includes(view.me)) {
    const both = view.floor.includes(view.speaker);
    const ours = both ? words.say("says_whether", { name }) : words.say("give_back");
    const [own, more] = firstSentence(stepText(room));
    const status = own || ours;
    return { ...look, ...deeds, status, soft: stepText(room) ? more : words.say(both ? "says_whether_soft" : "give_back_soft"), caption: words.say("waits_to_hear", { name }), hint: view.assist ? assistWords(room) : "", isUrgent: !both, live: status };
  }
  return { ...look, ...deeds, status: words.say("listen_for", { name }), soft: stepText(room) || words.say("listen_for_soft"), caption: words.say("speaks", { name }) };
}

/** @param {Room} room @returns {Partial<Scene>} */
function asWitness(room) {
  const { view, words } = room;
  const isLate = view.seats.some((/** @type {any} */ seat) => seat.n === view.me && seat.state === "late");
  return {
    edge: "rest",
    mark: "listens",
    status: words.say("listens"),
    soft: [isLate ? words.say("late") : stepText(room) || words.say("nothing_to_do"), resting(room)].filter(Boolean).join(" "),
    caption: whoHasTheFloor(room),
    main: deedsFor(room, "volunteer", () => words.say("volunteer")),
    live: `${whoHasTheFloor(room)}`,
  };
}

/** @param {Room} room */
function resting({ rests, words }) {
  return rests ? words.say("mic_rests") : "";
}

/** @param {Room} room */
export function whoHasTheFloor(room) {
  const { view, words } = room;
  const speaker = nameOf(room, view.speaker);
  const listener = nameOf(room, view.listener);
  if (view.holders.length > 1) return words.say("have_the_floor", { names: words.list(view.holders.map((/** @type {number} */ seat) => nameOf(room, seat))) });
  if (listener && view.floor.length === 1 && view.floor[0] === view.listener) return words.say("reflects_to", { name: listener, speaker });
  if (view.floor.length > 1 && listener) return words.say("says_whether", { name: speaker });
  return listener ? words.say("speaks_will_reflect", { name: speaker, listener }) : words.say("speaks", { name: speaker });
}

/** @param {Room} room @returns {Partial<Scene>} */
function paused(room) {
  const { words } = room;
  const main = deedsFor(room, "resume", () => words.say("resume"));
  return { status: words.say("paused"), isVoice: true, soft: words.say(main.length ? "paused_soft" : "pause_kept"), main };
}

/** @param {Room} room @returns {Partial<Scene>} */
function tooFew(room) {
  const { words } = room;
  return { status: words.say("too_few"), isVoice: true, soft: words.say("too_few_soft") };
}

/** Who comes to the middle: the person I am in the loop with. @param {View} view */
function loopPerson(view) {
  if (view.speaker === view.me) return view.listener ?? view.holders.find((/** @type {number} */ seat) => seat !== view.me) ?? null;
  return view.speaker ?? view.holders[0] ?? null;
}

/** @param {Room} room @returns {Deed[]} */
function hands(room) {
  const { words } = room;
  return [...deedsFor(room, "raise_hand", () => words.say("raise_hand")), ...deedsFor(room, "lower_hand", () => words.say("lower_hand"))];
}

/** @param {Room} room @returns {Deed[]} */
function needsOf(room) {
  const { view, words } = room;
  return NEEDS.flatMap((name) => {
    if (name === "settle_concern") return concernsOf(room);
    return view.moves.filter((/** @type {Move} */ { move }) => move === name).map((/** @type {Move} */ move) => ({
      label: words.say(name === "rest" && view.resting ? "need_rest_end" : `need_${name}`),
      note: words.say(`need_${name}_note`),
      move: bare(move),
    }));
  });
}

/** @param {Room} room @returns {Deed[]} */
function concernsOf(room) {
  const { view, words } = room;
  if (!hasMove(view, "settle_concern")) return [];
  return view.concerns.map((/** @type {any} */ concern) => ({
    label: words.say("need_settle_concern", { name: nameOf(room, concern.seat) }),
    note: words.say("need_settle_concern_note"),
    move: { move: "settle_concern", value: concern.n },
  }));
}

/** @param {Room} room */
function whereOf(room) {
  const { view, words } = room;
  if (view.stage !== "turn" || !view.turn?.in_round) return phaseTexts(room).title ?? "";
  const where = words.say("turn_of", { number: view.turn.in_round, of: view.turn.of });
  return view.round?.of > 1 ? `${where} · ${words.say("round_of", { number: view.round.number, of: view.round.of })}` : where;
}

/** @param {Room} room @returns {Partial<Scene>} */
function cardsOf(room) {
  const isFree = !lineOf(room);
  return { voice: lineOf(room) || cardOf(room), isCard: isFree, hasCards: isFree && (phaseTexts(room).cards ?? []).length > 1 };
}
