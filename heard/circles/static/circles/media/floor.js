/** Who is heard and seen how, read from the view of the circle and from what the pages say. */

/**
 * @typedef {import("./signals.js").State} State
 * @typedef {"speaker"|"listener"|"witness"|"open"} Part `open`: one of several on a free floor
 */

const SOON = 2_000;
const ABSENT = new Set(["empty", "left", "away", "late"]);
const IN_TURN = new Set(["turn", "choosing", "asking"]);

/** The seats whose sound this page plays: the floor without me, each by the device that has its sound.
 * @param {any} view @param {number} me @param {Map<number, State>} states of all pages, mine too
 * @returns {Set<number>} */
export function audible(view, me, states) {
  if (deviceOf(me, states) !== me) return new Set();
  const devices = new Set(view.floor.map((/** @type {number} */ seat) => deviceOf(seat, states)));
  devices.delete(me);
  return /** @type {Set<number>} */ (devices);
}

/** Whether my microphone may be heard: I, or someone beside me whose sound I carry, have the floor.
 * @param {any} view @param {number} me @param {Map<number, State>} states @returns {boolean} */
export function maySend(view, me, states) {
  return view.floor.some((/** @type {number} */ seat) => deviceOf(seat, states) === me);
}

/** @param {any} view @param {number} seat @returns {Part} */
export function partOf(view, seat) {
  if (IN_TURN.has(view.stage)) {
    const lit = view.seats.filter((/** @type {any} */ { state }) => state === "speaking" || state === "choosing");
    if (lit.length === 1 && lit[0].n === seat) return "speaker";
    if (view.listener === seat) return "listener";
  }
  return view.floor.includes(seat) ? "open" : "witness";
}

/** Who will be seen next when the clock of a turn ends within two seconds.
 * @param {any} view @param {number} now by the server's clock @returns {number[]} */
export function coming(view, now) {
  const { clock, stage, speaker, listener, floor } = view;
  if (stage !== "turn" || !clock?.ends_at || clock.held || clock.ends_at - now > SOON) return [];
  const partner = [speaker, listener].filter((seat) => seat && !floor.includes(seat));
  return partner.length ? partner : nextSpeakers(view).slice(0, 1);
}

/** Both must say so before the sound of one goes through the device of the other.
 * @param {number} seat @param {Map<number, State>} states */
function deviceOf(seat, states) {
  const through = states.get(seat)?.through;
  const carrier = through ? states.get(through) : undefined;
  return through && carrier && carrier.through === null && carrier.carries.includes(seat) ? through : seat;
}

/** Round the ring after the speaker: who reflected or raised a hand comes first where the order says so.
 * @param {any} view @returns {number[]} */
function nextSpeakers({ seats, speaker, listener, holders, phase, round }) {
  const ring = [...seats.slice(speaker), ...seats.slice(0, speaker)];
  const able = ring.filter(({ n, state }) => !ABSENT.has(state) && !holders.includes(n));
  const fresh = able.filter(({ spoken }) => !spoken);
  const next = fresh.length || round?.number === round?.of ? fresh : able;
  const first = next.filter(({ n, hand }) => (phase.order === "chain_choice" ? n === listener : hand));
  return [...first, ...next].map(({ n }) => n);
}
