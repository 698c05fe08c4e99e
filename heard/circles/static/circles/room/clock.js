/** What time is left in a turn: lengths, shares and the words that go with them. */

/**
 * @typedef {object} Clock
 * @property {number} started_at milliseconds since the epoch, by the server's clock
 * @property {number|null} soft_ends_at
 * @property {number|null} ends_at
 * @property {number[]} [warn] milliseconds before the soft end
 * @property {boolean} [held]
 * @property {number|null} [held_at]
 * @property {number|null} [held_until]
 *
 * @typedef {{key: string, minutes: number}} TimeWord
 */

const MINUTE = 60_000;
const LAST_SECONDS = 15_000;
const SAID_FOR = 15_000;
const CALM_STEP = 15_000;

/** @param {Clock} clock @returns {number|null} when the arc is gone: grace has no arc */
function arcEndsAt(clock) {
  return clock.soft_ends_at ?? clock.ends_at;
}

/** @param {Clock} clock @param {number} now */
function moment(clock, now) {
  return clock.held ? (clock.held_at ?? now) : now;
}

/** Milliseconds until the soft end, never below zero; null without an end.
 * @param {Clock|null} clock @param {number} now @returns {number|null} */
export function timeLeft(clock, now) {
  const end = clock && arcEndsAt(clock);
  return clock && end ? Math.max(0, end - moment(clock, now)) : null;
}

/** The share of the arc that is still lit, 0 to 1. With `calm` it moves in steps of 15 s.
 * @param {Clock|null} clock @param {number} now @param {boolean} [calm] */
export function litShare(clock, now, calm = false) {
  const left = timeLeft(clock, now);
  if (!clock || left === null) return 0;
  const whole = Math.max(1, /** @type {number} */ (arcEndsAt(clock)) - clock.started_at);
  const shown = calm ? Math.ceil(left / CALM_STEP) * CALM_STEP : left;
  return Math.min(1, shown / whole);
}

/** @param {Clock|null} clock @param {number} now */
export function isGrace(clock, now) {
  if (!clock?.soft_ends_at || clock.held || !hasGrace(clock)) return false;
  return now >= clock.soft_ends_at && now < (clock.ends_at ?? Infinity);
}

/** @param {Clock} clock @returns {boolean} */
export function hasGrace(clock) {
  return Boolean(clock.soft_ends_at && clock.soft_ends_at !== clock.ends_at);
}

/** @param {Clock|null} clock @param {number} now @returns {boolean} */
export function isOver(clock, now) {
  return Boolean(clock?.ends_at && !clock.held && now >= clock.ends_at);
}

/** Which words say the time: whole minutes, and never seconds.
 * @param {Clock|null} clock @param {number} now @returns {TimeWord|null} */
export function timeWord(clock, now) {
  const left = timeLeft(clock, now);
  if (!clock || left === null) return null;
  if (clock.held) return { key: "time_held", minutes: 0 };
  if (left === 0) return { key: hasGrace(clock) ? "time_grace" : "time_over", minutes: 0 };
  if (left <= LAST_SECONDS) return { key: "time_last", minutes: 0 };
  if (left > MINUTE) return { key: "time_minutes", minutes: Math.round(left / MINUTE) };
  return { key: left > MINUTE - SAID_FOR ? "time_minute_left" : "time_less", minutes: 0 };
}

const UNHURRIED = new Set(["waiting", "choosing", "asking"]);

/** Choosing takes moments, and words about its end would only press.
 * @param {string} stage @returns {boolean} */
export function timeIsSaid(stage) {
  return !UNHURRIED.has(stage);
}

/** The warning that was passed between two looks at the clock, in milliseconds, or null.
 * @param {Clock|null} clock @param {number} before @param {number} now @returns {number|null} */
export function warningPassed(clock, before, now) {
  if (!clock || clock.held) return null;
  const then = timeLeft(clock, before);
  const left = timeLeft(clock, now);
  if (then === null || left === null) return null;
  return (clock.warn ?? []).find((warn) => then > warn && left <= warn && left > 0) ?? null;
}

/** The difference between the server's clock and ours: the middle of several measurements. */
export class Offset {
  /** @type {number[]} */ #measured = [];

  /** @param {number} sent our clock @param {number} theirs @param {number} received our clock */
  measure(sent, theirs, received) {
    this.#measured = [...this.#measured, theirs - (sent + received) / 2].slice(-7);
  }

  /** Milliseconds to add to our clock. */
  get length() {
    const sorted = [...this.#measured].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.floor(sorted.length / 2)] : 0;
  }

  get isKnown() {
    return this.#measured.length > 0;
  }
}
