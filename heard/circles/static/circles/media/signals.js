/** What two pages say to each other over the wire to find a line: read strictly, or not at all. */

/** What a line still carries, from everything to words only. */
export const LEVELS = /** @type {const} */ (["all", "small", "sound", "words"]);

/**
 * @typedef {typeof LEVELS[number]} Level
 *
 * @typedef {object} State what a page says of itself
 * @property {boolean} mic
 * @property {boolean} camera
 * @property {number|null} through the seat beside me whose device has my sound
 * @property {number[]} carries the seats whose sound my device has
 * @property {number[]} hears the seats whose sound reaches me
 * @property {Level} level
 *
 * A pair that starts anew counts its `life`; an answer names the `offer` that it answers.
 * @typedef {{kind: "hello", session: string, re?: string, state: State}} Hello
 * @typedef {{kind: "state", session: string, state: State}} Told
 * @typedef {{kind: "bye", session: string}} Bye
 * @typedef {{kind: "description", session: string, re: string, life: number, offer: number,
 *   description: {type: "offer"|"answer", sdp: string}}} Description
 * @typedef {{kind: "candidates", session: string, re: string, life: number,
 *   candidates: RTCIceCandidateInit[]}} Candidates
 * @typedef {Hello|Told|Bye|Description|Candidates} Signal
 */

const LONGEST_SDP = 10_000;
const MOST_CANDIDATES = 40;
const MOST_SEATS = 8;

/** @type {Record<string, (data: any) => object|null>} */
const READERS = {
  hello: ({ re, state }) => withState(re === undefined || isSession(re), state, re && { re }),
  state: ({ state }) => withState(true, state),
  bye: () => ({}),
  description: ({ re, life, offer, description }) =>
    isSession(re) && isCount(life) && isCount(offer) && isDescription(description)
      ? { re, life, offer, description: { type: description.type, sdp: description.sdp } }
      : null,
  candidates: ({ re, life, candidates }) =>
    isSession(re) && isCount(life) && isList(candidates, MOST_CANDIDATES, isCandidate)
      ? { re, life, candidates: candidates.map(candidateOf) }
      : null,
};

/** @param {unknown} data @returns {Signal|null} null for anything that is not exactly a signal */
export function read(data) {
  const { kind, session } = /** @type {any} */ (data ?? {});
  if (!Object.hasOwn(READERS, kind) || !isSession(session)) return null;
  const more = READERS[kind](data);
  return more && /** @type {Signal} */ ({ kind, session, ...more });
}

/** @param {boolean} isGood @param {any} state @param {object} [more] */
function withState(isGood, state, more) {
  if (!isGood || !isState(state)) return null;
  const { mic, camera, through, carries, hears, level } = state;
  return { ...more, state: { mic, camera, through, carries: [...carries], hears: [...hears], level } };
}

/** @param {any} state */
function isState(state) {
  const { mic, camera, through, carries, hears, level } = state ?? {};
  return (
    typeof mic === "boolean" &&
    typeof camera === "boolean" &&
    (through === null || isSeat(through)) &&
    isList(carries, MOST_SEATS, isSeat) &&
    isList(hears, MOST_SEATS, isSeat) &&
    LEVELS.includes(level)
  );
}

/** @param {any} description */
function isDescription(description) {
  return ["offer", "answer"].includes(description?.type) && isText(description.sdp, LONGEST_SDP);
}

/** @param {any} candidate */
function isCandidate(candidate) {
  const { candidate: line, sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate ?? {};
  return (
    isText(line, 1_000) &&
    (sdpMid === null || isText(sdpMid, 32)) &&
    (sdpMLineIndex === null || isCount(sdpMLineIndex)) &&
    (usernameFragment === null || isText(usernameFragment, 256))
  );
}

/** @param {RTCIceCandidateInit} candidate */
function candidateOf({ candidate, sdpMid, sdpMLineIndex, usernameFragment }) {
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}

/** @param {any} list @param {number} most @param {(item: any) => boolean} isGood */
function isList(list, most, isGood) {
  return Array.isArray(list) && list.length <= most && list.every(isGood);
}

/** @param {any} text @param {number} longest */
function isText(text, longest) {
  return typeof text === "string" && text.length <= longest;
}

/** @param {any} session */
function isSession(session) {
  return isText(session, 64) && /^[\w-]+$/.test(session);
}

/** @param {any} number */
function isSeat(number) {
  return Number.isInteger(number) && number >= 1 && number <= MOST_SEATS;
}

/** @param {any} number */
function isCount(number) {
  return Number.isInteger(number) && number >= 0 && number < 1_000_000;
}
