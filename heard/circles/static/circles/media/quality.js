/** How much of a face goes out: by the part a person has, and by what the line carries. */

import { LEVELS } from "./signals.js";

/**
 * @typedef {import("./signals.js").Level} Level
 * @typedef {{active: boolean, maxBitrate: number, height: number, maxFramerate: number}} Encoding
 *   bits a second, lines of the picture's shorter side, pictures a second
 */

/** @type {Record<import("./floor.js").Part, Encoding>} */
const FULL = {
  speaker: { active: true, height: 360, maxBitrate: 450_000, maxFramerate: 24 },
  listener: { active: true, height: 180, maxBitrate: 160_000, maxFramerate: 15 },
  witness: { active: true, height: 90, maxBitrate: 90_000, maxFramerate: 10 },
  open: { active: true, height: 180, maxBitrate: 160_000, maxFramerate: 15 },
};
const SHARE = 0.8;
const STEP = 10_000;
const LEAST = 30_000;
/** From here on a phone's line may carry more than the small picture it begins with. */
const PHONE_GROWS_AT = 300_000;
/** The least bits a second with which a picture of this height is worth its size. */
const WORTH = [
  { height: 360, from: 200_000 },
  { height: 180, from: 80_000 },
  { height: 90, from: 0 },
];

/** @param {import("./floor.js").Part} part of the seat whose camera this is
 * @param {{level: Level, isPhone: boolean, available: number|null, others: number, isComing: boolean}} line
 *   `available`: bits a second to all others together, null while unknown
 * @returns {Encoding} for each of the others */
export function encodingFor(part, { level, isPhone, available, others, isComing }) {
  const share = available === null ? null : (SHARE * available) / Math.max(1, others);
  const full = FULL[isComing ? "speaker" : part];
  const begins = isPhone && (share ?? 0) < PHONE_GROWS_AT && full === FULL.speaker ? FULL.open : full;
  const fitted = fitInto(begins, share);
  if (level === "all") return fitted;
  return { ...fitted, active: level === "small", height: fitted.height / 2, maxBitrate: fitted.maxBitrate / 2 };
}

/** @param {Encoding} full @param {number|null} share @returns {Encoding} */
function fitInto(full, share) {
  if (share === null || share >= full.maxBitrate) return full;
  const maxBitrate = Math.floor(share / STEP) * STEP;
  const worth = WORTH.find(({ from }) => maxBitrate >= from) ?? WORTH[2];
  return {
    ...full,
    maxBitrate: Math.max(STEP, maxBitrate),
    height: Math.min(full.height, worth.height),
    active: maxBitrate >= LEAST,
  };
}

/** @typedef {{available: number|null, others?: number, lost: number|null, rtt: number|null}} Weather
 *   `lost` from 0 to 1, `rtt` in milliseconds */

/** What makes each level too much for the line. */
const TOO_MUCH = [
  { lost: 0.08, rtt: 800, available: 100_000 },
  { lost: 0.12, rtt: 1_200, available: 50_000 },
  { lost: 0.25, rtt: 2_000, available: 0 },
  { lost: 1, rtt: Infinity, available: 0 },
];
const FINE = { lost: 0.03, rtt: 400 };
const DOWN_AFTER = 4_000;
const UP_AFTER = 20_000;
const LONGEST_UP = 160_000;

/** What the line carries, one step at a time: soon down, late up, and later still after a try that did not hold. */
export class Ladder {
  #step = 0;
  #upAfter = UP_AFTER;
  #climbedAt = -Infinity;
  /** @type {number|null} */ #badSince = null;
  /** @type {number|null} */ #goodSince = null;

  /** @param {Weather} weather @param {number} now @returns {Level} */
  hear(weather, now) {
    this.#badSince = isTooMuch(weather, TOO_MUCH[this.#step]) ? (this.#badSince ?? now) : null;
    this.#goodSince = isFine(weather) ? (this.#goodSince ?? now) : null;
    if (this.#badSince !== null && now - this.#badSince >= DOWN_AFTER) this.#goDown(now);
    else if (this.#goodSince !== null && now - this.#goodSince >= this.#upAfter) this.#goUp(now);
    return LEVELS[this.#step];
  }

  /** @param {number} now */
  #goDown(now) {
    const fell = now - this.#climbedAt < UP_AFTER;
    this.#upAfter = fell ? Math.min(LONGEST_UP, this.#upAfter * 2) : UP_AFTER;
    this.#moveTo(Math.min(LEVELS.length - 1, this.#step + 1));
  }

  /** @param {number} now */
  #goUp(now) {
    if (this.#step > 0) this.#climbedAt = now;
    this.#moveTo(Math.max(0, this.#step - 1));
  }

  /** @param {number} step */
  #moveTo(step) {
    this.#step = step;
    this.#badSince = null;
    this.#goodSince = null;
  }
}

/** @param {Weather} weather @param {{lost: number, rtt: number, available: number}} most */
function isTooMuch({ available, others = 1, lost, rtt }, most) {
  const share = (available ?? Infinity) / Math.max(1, others);
  return (lost ?? 0) > most.lost || (rtt ?? 0) > most.rtt || share < most.available;
}

/** The estimate of a line that is hardly used does not grow, so it is no reason to stay down.
 * @param {Weather} weather */
function isFine({ lost, rtt }) {
  return (lost ?? 0) < FINE.lost && (rtt ?? 0) < FINE.rtt;
}
