/** What will work from here, found out without anyone else: this page calls itself through the house's own relay. */

const CONNECTED_WITHIN = 8_000;
const MEASURED_FOR = 1_500;
const CHUNK = new Uint8Array(16_000);
const MOST_WAITING = 128_000;
/** Bits a second that one face, one voice need with something to spare. */
const FACE = 300_000;
const VOICE = 60_000;
const SLOW_FOR_FACES = 400;
const SLOW_FOR_VOICES = 1_500;

/**
 * @typedef {"video"|"voice"|"words"|"relay_refused"} Answer
 * @typedef {{connection: (config: RTCConfiguration) => RTCPeerConnection, now: () => number}} World
 * @typedef {{ask: () => Promise<void>, ice: () => {servers: RTCIceServer[], relay: boolean}, world: World}} Line
 */

/** @param {Line} line `ask` goes there and back, and may bring what `ice` gives
 * @returns {Promise<Answer>} rejects when there is no line at all */
export async function checkLine({ ask, ice, world }) {
  const rtt = Math.min(await timeOf(ask, world), await timeOf(ask, world));
  const { servers, relay } = ice();
  const found = servers.length ? await callItself(world, { iceServers: servers, iceTransportPolicy: "relay" }) : null;
  if (found?.isRefused) return "relay_refused";
  if (found?.rate) return byRate(found.rate, rtt);
  if (relay) return "words";
  const direct = await callItself(world, {});
  return direct.rate ? byTime(rtt, found !== null) : "words";
}

/** @param {Line["ask"]} ask @param {World} world @returns {Promise<number>} milliseconds */
async function timeOf(ask, { now }) {
  const asked_at = now();
  await ask();
  return now() - asked_at;
}

/** @param {number} rate @param {number} rtt @returns {Answer} */
function byRate(rate, rtt) {
  if (rate < VOICE || rtt > SLOW_FOR_VOICES) return "words";
  return rate < FACE || rtt > SLOW_FOR_FACES ? "voice" : "video";
}

/** A relay that cannot be reached leaves direct lines, and not everyone has one.
 * @param {number} rtt @param {boolean} relayIsAway @returns {Answer} */
function byTime(rtt, relayIsAway) {
  if (rtt > SLOW_FOR_VOICES) return "words";
  return relayIsAway || rtt > SLOW_FOR_FACES ? "voice" : "video";
}

/** @param {World} world @param {RTCConfiguration} config
 * @returns {Promise<{rate: number, isRefused: boolean}>} bits a second, 0 when nothing came through */
async function callItself({ connection }, config) {
  const pair = [connection(config), connection(config)];
  const [one, other] = pair;
  try {
    return await Promise.race([measured(one, other), refused(pair), tooLate()]);
  } catch {
    return { rate: 0, isRefused: false };
  } finally {
    for (const each of pair) each.close();
  }
}

/** @param {RTCPeerConnection} one @param {RTCPeerConnection} other */
async function measured(one, other) {
  const channel = one.createDataChannel("line");
  const arrived = new Promise((resolve) => (other.ondatachannel = ({ channel: end }) => resolve(end)));
  one.onicecandidate = ({ candidate }) => void (candidate && other.addIceCandidate(candidate).catch(() => {}));
  other.onicecandidate = ({ candidate }) => void (candidate && one.addIceCandidate(candidate).catch(() => {}));
  await one.setLocalDescription();
  await other.setRemoteDescription(/** @type {RTCSessionDescription} */ (one.localDescription));
  await other.setLocalDescription();
  await one.setRemoteDescription(/** @type {RTCSessionDescription} */ (other.localDescription));
  return { rate: await rateBetween(channel, await arrived), isRefused: false };
}

/** @param {RTCDataChannel} channel @param {RTCDataChannel} end @returns {Promise<number>} */
async function rateBetween(channel, end) {
  let bytes = 0;
  end.onmessage = ({ data }) => void (bytes += data.byteLength ?? data.size ?? 0);
  const fill = () => {
    while (channel.readyState === "open" && channel.bufferedAmount < MOST_WAITING) channel.send(CHUNK);
  };
  channel.bufferedAmountLowThreshold = MOST_WAITING / 2;
  channel.onbufferedamountlow = fill;
  if (channel.readyState !== "open") await new Promise((resolve) => (channel.onopen = resolve));
  fill();
  await pause(MEASURED_FOR);
  channel.onbufferedamountlow = null;
  return (bytes * 8 * 1_000) / MEASURED_FOR;
}

/** Credentials that are not taken never end in `failed`: only this event tells.
 * @param {RTCPeerConnection[]} pair @returns {Promise<{rate: number, isRefused: boolean}>} */
function refused(pair) {
  return new Promise((resolve) => {
    for (const each of pair) each.onicecandidateerror = ({ errorCode }) => void (errorCode >= 400 && errorCode < 500 && resolve({ rate: 0, isRefused: true }));
  });
}

async function tooLate() {
  await pause(CONNECTED_WITHIN);
  return { rate: 0, isRefused: false };
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
