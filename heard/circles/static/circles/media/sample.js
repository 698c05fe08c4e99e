/** One look at a line: the few numbers that matter out of the browser's report. */

/**
 * @typedef {object} PeerSample
 * @property {number|null} available bits a second that could go out
 * @property {number|null} rtt milliseconds
 * @property {number|null} lostOut share of our packets that did not arrive since the look before, 0 to 1
 * @property {number} bytesIn
 * @property {number} heard energy of the voice that was played here, in all
 *
 * @typedef {{sent: number, lost: number}} Counted packets, in all
 */

/** Fewer packets say nothing about a share. */
const ENOUGH_PACKETS = 20;

/** @param {Map<string, any>|RTCStatsReport} report @param {Counted} [before]
 * @returns {{sample: PeerSample, counted: Counted}} */
export function sampleOf(report, before) {
  const all = [.../** @type {Map<string, any>} */ (report).values()];
  const pair = chosenPair(all);
  const counted = { sent: sum(all, "outbound-rtp", "packetsSent"), lost: sum(all, "remote-inbound-rtp", "packetsLost") };
  const sample = {
    available: pair?.availableOutgoingBitrate ?? null,
    rtt: pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1_000,
    lostOut: before ? shareLost(before, counted) : null,
    bytesIn: pair?.bytesReceived ?? 0,
    heard: sum(all, "inbound-rtp", "totalAudioEnergy"),
  };
  return { sample, counted };
}

/** @param {any[]} all */
function chosenPair(all) {
  const chosen = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  const pairs = all.filter(({ type }) => type === "candidate-pair");
  return pairs.find(({ id }) => id === chosen) ?? pairs.find(({ nominated, state }) => nominated && state === "succeeded");
}

/** @param {any[]} all @param {string} type @param {string} name */
function sum(all, type, name) {
  return all.reduce((total, one) => total + (one.type === type ? (one[name] ?? 0) : 0), 0);
}

/** @param {Counted} before @param {Counted} after */
function shareLost(before, after) {
  const sent = after.sent - before.sent;
  return sent < ENOUGH_PACKETS ? null : Math.min(1, Math.max(0, (after.lost - before.lost) / sent));
}
