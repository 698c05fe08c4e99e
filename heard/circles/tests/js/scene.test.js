import assert from "node:assert/strict";
import { test } from "node:test";
import { Words } from "../../static/circles/room/say.js";
import { sceneOf } from "../../static/circles/room/scene.js";
import { roundOfQuestions, tableSceneOf } from "../../static/circles/room/table-scene.js";

const KEYS = {
  you_have_the_floor: "You have the floor", give_back: "Give back what you heard", listens: "You listen",
  confirm: "Is that what you meant?", confirm_soft: "Only you can say.", let_reflect: "Pause, and let {name} reflect",
  speaks_will_reflect: "{name} speaks. {listener} will reflect.", turn_of: "Turn {number} of {of}", asked: "Would you reflect?",
  accept: "Yes", decline: "Not this time", choose: "Who shall reflect?", chooses: "{name} chooses", paused: "We pause", resume: "Go on",
  answer_heard: "I feel heard", answer_not_quite: "Not quite", answer_more: "There is more", answer_is_all: "That is all",
  assist: "This is hard to hear.", assist_by: "{name} can help you both.", need_pass: "Pass", need_rest: "Do not ask me", need_rest_end: "You may ask me",
  need_settle_concern: "{name} has a concern", "echo.0": "You wrote to your brother.", "speak.0": "My brother and I", done_speaking: "That is it",
  who_begins: "Who would like to begin?", table_choose: "Tap a name", table_done: "That is it", done_reflecting: "That is what I heard",
  how_heard: "How heard?", how_understood: "How well did you understand {name}?", ready_on: "Ready", ready_close: "Ready to close",
  "are_here.other": "{here} of {of} are here", table_ready: "We are ready", wait_for: "We wait for {names}.", late: "You came later.",
};
const NAMES = { 1: "Ada", 2: "Ben", 3: "Cleo" };
const seats = (states) => states.map((state, index) => ({ n: index + 1, state, ready: false, hand: false, companion: false }));

function room(changes = {}, more = {}) {
  const view = {
    status: "running", stage: "turn", me: 3, host_seat: 1, facilitator: null, phase: { id: "circle", kind: "turns", number: 3, of: 5 },
    round: { number: 1, of: 1 }, turn: { number: 2, in_round: 2, of: 3 }, step: "speak", speaker: 1, listener: 2, holders: [1], floor: [1],
    seats: seats(["speaking", "reflecting", "witnessing"]), role: "witness", moves: [], concerns: [], assist: false, asked: false, line: null, ...changes,
  };
  return { view, names: NAMES, sliders: null, texts: { phases: { circle: { title: "Circle" } }, agreements: [] }, words: new Words(KEYS, "en"), ...more };
}

test("the speaker has the floor, a lit edge and one button in their own words", () => {
  const scene = sceneOf(room({ me: 1, role: "speaker", moves: [{ move: "done" }, { move: "pass" }] }));

  assert.deepEqual([scene.status, scene.edge, scene.isUrgent], ["You have the floor", "lit", true]);
  assert.deepEqual(scene.main, [{ label: "Pause, and let Ben reflect", move: { move: "done" } }]);
  assert.deepEqual(scene.needs.map(({ move }) => move.move), ["pass"]);
});

test("the listener gives back, in reflected light, to the speaker in the middle", () => {
  const scene = sceneOf(room({ me: 2, role: "listener", step: "reflect", floor: [2], moves: [{ move: "done" }] }));

  assert.deepEqual([scene.status, scene.edge, scene.centre], ["Give back what you heard", "reflect", 1]);
});

test("a witness has nothing to do and sees who speaks", () => {
  const scene = sceneOf(room());

  assert.deepEqual([scene.edge, scene.main, scene.caption], ["rest", [], "Ada speaks. Ben will reflect."]);
});

test("what brings the turn to its end is the largest of three equal answers", () => {
  const moves = [{ move: "more" }, { move: "not_quite" }, { move: "heard" }];
  const scene = sceneOf(room({ me: 1, role: "speaker", step: "confirm", floor: [1, 2], moves }));

  assert.deepEqual(scene.main.map(({ label }) => label), ["I feel heard"]);
  assert.deepEqual(scene.quiet.map(({ label }) => label), ["There is more", "Not quite"]);
});

test("the format's own question takes the place of ours", () => {
  const texts = { phases: { circle: { steps: { any_more: { speaker: "Is there more? Take your time." } } } } };
  const scene = sceneOf(room({ me: 1, role: "speaker", step: "any_more", moves: [{ move: "is_all" }] }, { texts }));

  assert.deepEqual([scene.status, scene.soft], ["Is there more?", "Take your time."]);
});

test("after three not quite there is a kind hint, by name when there is a facilitator", () => {
  const confirming = { me: 1, role: "speaker", step: "confirm", moves: [{ move: "heard" }], assist: true };

  assert.equal(sceneOf(room(confirming)).hint, "This is hard to hear.");
  assert.equal(sceneOf(room({ ...confirming, facilitator: 3 })).hint, "Cleo can help you both.");
});

test("whoever is asked may say no, and others see only that someone chooses", () => {
  const asked = sceneOf(room({ stage: "asking", me: 2, asked: true, moves: [{ move: "accept" }, { move: "decline" }] }));
  const other = sceneOf(room({ stage: "choosing", me: 3, listener: null, seats: seats(["choosing", "witnessing", "witnessing"]) }));

  assert.deepEqual([asked.main[0].label, asked.quiet[0].label], ["Yes", "Not this time"]);
  assert.equal(other.caption, "Ada chooses");
});

test("the speaker chooses among the names that the rules allow", () => {
  const scene = sceneOf(room({ stage: "choosing", me: 1, listener: null, moves: [{ move: "choose", targets: [2, 3] }] }));

  assert.deepEqual(scene.choices, [
    { label: "Ben", move: { move: "choose", target: 2 } },
    { label: "Cleo", move: { move: "choose", target: 3 } },
  ]);
});

test("anyone may end a pause", () => {
  const scene = sceneOf(room({ status: "paused", moves: [{ move: "resume" }] }));

  assert.deepEqual([scene.status, scene.main[0].label], ["We pause", "Go on"]);
});

test("what a companion gives back belongs to the story that was told", () => {
  assert.equal(sceneOf(room({ line: "echo.1", step: "reflect", floor: [2] })).voice, "You wrote to your brother.");
});

test("a concern can be settled by the one who keeps the process", () => {
  const scene = sceneOf(room({ me: 1, concerns: [{ n: 4, seat: 2, at: 0 }], moves: [{ move: "settle_concern" }] }));

  assert.deepEqual(scene.needs, [{ label: "Ben has a concern", note: "", move: { move: "settle_concern", value: 4 } }]);
});

test("who rests is offered to end it", () => {
  assert.equal(sceneOf(room({ resting: true, moves: [{ move: "rest" }] })).needs[0].label, "You may ask me");
});

test("a status is not said twice", () => {
  const texts = { phases: { circle: { steps: { speak: { witness: "You listen. Nothing to do." } } } } };

  assert.equal(sceneOf(room({}, { texts })).soft, "Nothing to do.");
});

test("the table turns to whoever has the floor, and its one button is theirs", () => {
  const view = { me: null, role: "table", moves: [{ move: "done", seat: 1 }, { move: "pass", seat: 1 }] };
  const scene = tableSceneOf(room(view));

  assert.deepEqual([scene.facing, scene.title], [1, "Ada"]);
  assert.deepEqual(scene.main[0].move, { move: "done", seat: 1 });
});

test("at a table one chooses by tapping a name", () => {
  const scene = tableSceneOf(room({ me: null, stage: "choosing", listener: null, moves: [{ move: "choose", seat: 1, targets: [2, 3] }] }));

  assert.deepEqual([...scene.picks].map(([seat, { move }]) => [seat, move.target]), [[2, 2], [3, 3]]);
});

test("a quiet minute has no button that could end it by accident", () => {
  const phase = { id: "quiet", kind: "together", show: "quiet", number: 4, of: 5 };
  const scene = tableSceneOf(room({ me: null, stage: "together", phase, moves: [{ move: "move_on", seat: null }] }));

  assert.deepEqual(scene.main, []);
  assert.deepEqual(scene.needs.map(({ move }) => move.move), ["move_on"]);
});

test("the device goes round the table once, and companions are not asked", () => {
  const turns = [{ turn: 1, speaker: 1, listener: 2 }, { turn: 2, speaker: 2, listener: 3 }];
  const asked = room({ me: null });
  asked.view.seats[2].companion = true;

  const round = roundOfQuestions(turns, asked);

  assert.deepEqual(round.map(({ seat, questions }) => [seat, questions.map(({ turn, side }) => `${turn} ${side}`)]), [
    [1, ["1 speaker"]],
    [2, ["1 listener", "2 speaker"]],
  ]);
});

test("who has left the table is asked nothing at the end", () => {
  const asked = room({ me: null });
  asked.view.seats[1].state = "left";

  const round = roundOfQuestions([{ turn: 1, speaker: 1, listener: 2 }], asked);

  assert.deepEqual(round.map(({ seat }) => seat), [1]);
});

test("plural forms follow the language", () => {
  const words = new Words({ "time_minutes.one": "one", "time_minutes.two": "two", "time_minutes.few": "{count} few", "time_minutes.other": "other" }, "ar");

  assert.deepEqual([1, 2].map((count) => words.count("time_minutes", count)), ["one", "two"]);
  assert.match(words.count("time_minutes", 3), /few/);
});

test("a format can word a step: its status, its button and its answers", () => {
  const texts = { phases: { circle: { steps: {
    build: { listener: "Say “Yes, and …” and add one thing. Then tap.", done: "Over to you" },
    ask: { speaker: "Would you like to hear something?", choices: { enough: "That will do" } },
  } } } };
  const build = sceneOf(room({ me: 2, role: "listener", step: "build", floor: [2], moves: [{ move: "done" }] }, { texts }));
  const ask = sceneOf(room({ me: 1, role: "speaker", step: "ask", moves: [{ move: "enough" }] }, { texts }));

  assert.deepEqual([build.status, build.soft, build.main[0].label], ["Say “Yes, and …” and add one thing", "Then tap.", "Over to you"]);
  assert.deepEqual([ask.status, ask.live, ask.main[0].label], ["Would you like to hear something?", "Would you like to hear something?", "That will do"]);
});

test("of a pair only the one whose sentence it is has the floor", () => {
  const scene = sceneOf(room({ me: 1, role: "speaker", phase: { id: "circle", kind: "turns", group: "pair", number: 3, of: 5 }, holders: [1, 2], floor: [1] }));

  assert.equal(scene.status, "You have the floor");
});
