/** What goes both ways on a line: a voice, a face, and how large the face is sent. */

import { Chain } from "./chain.js";

/**
 * @typedef {"audio"|"video"} Kind
 * @typedef {import("./quality.js").Encoding} Encoding
 */

export class Lanes {
  /** @type {Map<Kind, RTCRtpTransceiver>} */ #lanes = new Map();
  /** @type {Map<Kind, MediaStreamTrack|null>} */ #tracks = new Map();
  /** @type {Encoding|null} */ #encoding = null;
  /** What must go both ways. @type {Set<Kind>} */ #owed = new Set(["audio"]);
  #changes = new Chain();

  /** @param {Kind[]} kinds */
  constructor(kinds) {
    this.kinds = kinds;
  }

  /** @param {Kind} kind @param {MediaStreamTrack|null} track */
  carry(kind, track) {
    this.#tracks.set(kind, track);
    this.fit();
  }

  /** @param {Encoding} encoding */
  shape(encoding) {
    this.#encoding = encoding;
    this.fit();
  }

  /** Both directions stand from the start, so that a camera can come later without a new agreement.
   * @param {RTCPeerConnection} pc */
  open(pc) {
    for (const kind of this.kinds) {
      this.#adopt(kind, pc.addTransceiver(kind, { direction: "sendrecv", streams: together() }));
    }
  }

  /** Takes what the other side has opened, before we answer. @param {RTCPeerConnection} pc */
  async accept(pc) {
    for (const kind of this.kinds) {
      const lane = firstLane(pc, kind);
      if (!lane || lane === this.#lanes.get(kind)) continue;
      this.#adopt(kind, lane);
      lane.direction = "sendrecv";
      lane.sender.setStreams?.(...together());
    }
    await this.#fitTracks();
  }

  /** The connection is gone; what should be sent stays known. */
  forget() {
    this.#lanes.clear();
    this.#owed = new Set(["audio"]);
    this.#changes = new Chain();
  }

  /** Brings what is sent to what is wanted. */
  fit() {
    this.#changes.add(async () => {
      await this.#fitEncoding();
      await this.#fitTracks();
    });
  }

  /** After each agreement: whether it holds a voice, and a face once it held one: a browser that cannot
   * show faces keeps its voice. */
  areWhole() {
    const standing = this.kinds.filter((kind) => this.#lanes.get(kind)?.currentDirection === "sendrecv");
    for (const kind of standing) this.#owed.add(kind);
    return this.#owed.size === standing.length;
  }

  /** A changed page may offer more lanes than we asked for.
   * @param {RTCPeerConnection} pc @param {RTCRtpTransceiver} lane */
  areOf(pc, lane) {
    const kind = /** @type {Kind} */ (lane.receiver.track.kind);
    return this.kinds.includes(kind) && firstLane(pc, kind) === lane;
  }

  /** @param {Kind} kind @param {RTCRtpTransceiver} lane */
  #adopt(kind, lane) {
    this.#lanes.set(kind, lane);
    keepSmall(lane, kind);
  }

  async #fitTracks() {
    for (const [kind, { sender }] of this.#lanes) {
      const track = this.#tracks.get(kind) ?? null;
      if (sender.track !== track) await sender.replaceTrack(track).catch(() => {});
    }
  }

  async #fitEncoding() {
    const sender = this.#lanes.get("video")?.sender;
    const track = this.#tracks.get("video");
    if (!sender || !track || !this.#encoding) return;
    const parameters = sender.getParameters();
    const encoding = /** @type {any} */ (parameters.encodings?.[0]);
    const wanted = parametersOf(this.#encoding, track.getSettings());
    if (!encoding || Object.entries(wanted).every(([name, value]) => encoding[name] === value)) return;
    Object.assign(encoding, wanted);
    await sender.setParameters(parameters);
  }
}

/** @param {RTCPeerConnection} pc @param {Kind} kind */
function firstLane(pc, kind) {
  return pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
}

/** Lips and voice keep together only within one stream. @returns {MediaStream[]} */
function together() {
  return globalThis.MediaStream ? [new MediaStream()] : [];
}

/** Few codecs make a short description; all browsers have these.
 * @param {RTCRtpTransceiver} lane @param {Kind} kind */
function keepSmall(lane, kind) {
  const all = globalThis.RTCRtpReceiver?.getCapabilities(kind)?.codecs ?? [];
  const few = all.filter(({ mimeType }) => /^(audio\/opus|video\/(vp8|rtx))$/i.test(mimeType));
  try {
    if (few.some(({ mimeType }) => !/rtx$/i.test(mimeType))) lane.setCodecPreferences?.(few);
  } catch {
    // A browser that refuses the choice offers all it has.
  }
}

/** @param {Encoding} encoding @param {MediaTrackSettings} settings */
function parametersOf({ active, maxBitrate, maxFramerate, height }, settings) {
  const shorter = Math.min(settings.height ?? height, settings.width ?? Infinity);
  return { active, maxBitrate, maxFramerate, scaleResolutionDownBy: Math.max(1, shorter / height) };
}
