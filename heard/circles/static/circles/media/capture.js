/** Microphone and camera of this device: on by a tap, off at once, taken up again after an interruption. */

/**
 * @typedef {"audio"|"video"} Kind
 * @typedef {"off"|"asking"|"on"|"denied"|"busy"|"missing"|"gone"|"insecure"} Is
 * @typedef {{is: Is, wanted: boolean, deviceId: string, label: string}} State
 * @typedef {{id: string, label: string}[]} Devices
 * @typedef {object} World
 * @property {MediaDevices} [media] missing where the page is not secure
 * @property {Permissions} [permissions]
 * @property {Document} [page]
 * @property {(deed: () => void, milliseconds: number) => any} later
 * @property {boolean} isPhone
 * @typedef {{changed: (kind: Kind) => void, track: (kind: Kind, track: MediaStreamTrack|null) => void}} Listener
 * @typedef {object} Source what we know of one kind
 * @property {Kind} kind
 * @property {Is} is
 * @property {boolean} wanted
 * @property {string} chosen
 * @property {string} used the last one that we had
 * @property {string} label
 * @property {MediaStreamTrack|null} track
 * @property {number} wish grows when what is asked for is no longer the right one
 * @property {Promise<void>|null} asking
 * @property {number} tries to come back without a tap
 */

const MUTED_FOR = 2_000;
const WELL_AFTER = 10_000;
const PERMISSION = { audio: "microphone", video: "camera" };
const USUAL = new Set(["", "default", "communications"]);
/** @type {Record<string, Is>} */
const FAULTS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing" };

export class Capture {
  #sources = { audio: newSource("audio"), video: newSource("video") };
  #leaving = new AbortController();
  #isResting = false;
  /** @type {Set<Partial<Listener>>} */ #listeners;

  /** @param {World} world @param {Listener} on */
  constructor(world, on) {
    this.world = world;
    this.#listeners = new Set([on]);
    const { signal } = this.#leaving;
    world.media?.addEventListener("devicechange", () => this.#lookAround(), { signal });
    world.page?.addEventListener("visibilitychange", () => void (world.page?.hidden || this.reacquire()), { signal });
    for (const source of this.#all()) this.#watchPermission(source);
  }

  /** @param {Partial<Listener>} listener @returns {() => void} the way to stop listening */
  watch(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Only ever by a tap. @param {Kind} kind */
  turnOn(kind) {
    const source = this.#sources[kind];
    if (source.wanted && source.is !== "gone") return;
    source.wanted = true;
    source.tries = 0;
    if (this.world.media?.getUserMedia) this.#take(source);
    else this.#letGo(source, "insecure");
  }

  /** @param {Kind} kind */
  turnOff(kind) {
    this.#letGo(this.#sources[kind], "off");
  }

  /** @param {Kind} kind @param {string} deviceId empty for the usual one */
  choose(kind, deviceId) {
    const source = this.#sources[kind];
    source.chosen = deviceId;
    source.wish += 1;
    source.tries = 0;
    if (source.wanted) this.#take(source);
  }

  /** Those with a name: before leave is given a browser tells none.
   * @returns {Promise<{audio: Devices, video: Devices, output: Devices}>} */
  async devices() {
    const all = (await this.world.media?.enumerateDevices().catch(() => [])) ?? [];
    const named = all.filter(({ label, deviceId }) => label && !USUAL.has(deviceId));
    const of = (/** @type {string} */ kind) => named.filter((each) => each.kind === kind).map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { audio: of("audioinput"), video: of("videoinput"), output: of("audiooutput") };
  }

  /** Off the floor the microphone stays ours and gives silence. @param {boolean} isResting */
  rest(isResting) {
    this.#isResting = isResting;
    const { track } = this.#sources.audio;
    if (track) track.enabled = !isResting;
  }

  /** Takes up what a call, a lock or another page has taken; what is well stays as it is. */
  async reacquire() {
    for (const source of this.#all()) {
      if (!source.wanted || source.asking) continue;
      source.tries = 0;
      if (source.track?.readyState !== "live") this.#comeBack(source);
      else if (source.track.muted) this.#watchSilence(source, source.track);
    }
    await Promise.all(this.#all().map(({ asking }) => asking));
  }

  stop() {
    this.#leaving.abort();
    for (const source of this.#all()) this.#letGo(source, "off");
  }

  /** @param {Kind} kind @returns {State} */
  state(kind) {
    const { is, wanted, label, chosen, used, track } = this.#sources[kind];
    return { is, wanted, label, deviceId: track ? used : chosen };
  }

  /** @param {Kind} kind */
  track(kind) {
    return this.#sources[kind].track;
  }

  #all() {
    return Object.values(this.#sources);
  }

  /** The old track goes before a new one is asked for: many phones lend a device only once.
   * @param {Source} source */
  #take(source) {
    source.is = "asking";
    this.#drop(source);
    this.#tell(source);
    if (source.wanted) source.asking ??= this.#ask(source);
  }

  /** One question at a time; what comes too late or is no longer wanted is stopped at once.
   * @param {Source} source */
  async #ask(source) {
    let answer, isLate;
    do {
      const { wish } = source;
      answer = await this.#open(source);
      isLate = wish !== source.wish;
      if (isLate || !source.wanted) answer.track?.stop();
    } while (isLate && source.wanted);
    source.asking = null;
    if (!source.wanted) return;
    if (answer.track) this.#have(source, answer.track);
    else this.#letGo(source, source.tries && answer.fault !== "denied" ? "gone" : answer.fault);
  }

  /** @param {Source} source @returns {Promise<{track?: MediaStreamTrack, fault: Is}>} */
  async #open(source) {
    const constraints = { [source.kind]: source.kind === "audio" ? voice(source) : face(source, this.world.isPhone) };
    try {
      const stream = await /** @type {MediaDevices} */ (this.world.media).getUserMedia(constraints);
      return { track: stream.getTracks()[0], fault: "off" };
    } catch (error) {
      return { fault: FAULTS[/** @type {Error} */ (error).name] ?? "busy" };
    }
  }

  /** @param {Source} source @param {MediaStreamTrack} track */
  #have(source, track) {
    source.is = "on";
    source.track = track;
    source.used = track.getSettings().deviceId ?? source.chosen;
    source.label = track.label;
    if (source.kind === "audio") Object.assign(track, { contentHint: "speech", enabled: !this.#isResting });
    track.onended = () => this.#comeBack(source);
    track.onmute = () => this.#watchSilence(source, track);
    track.onunmute = () => source.is === "gone" && this.#become(source, "on");
    for (const on of this.#listeners) on.track?.(source.kind, track);
    this.#tell(source);
    this.world.later(() => void (source.track === track && (source.tries = 0)), WELL_AFTER);
    if (track.muted) this.#watchSilence(source, track);
  }

  /** Once without a tap; a second time soon after means that someone else holds it.
   * @param {Source} source */
  #comeBack(source) {
    if (source.tries) return this.#letGo(source, "gone");
    source.tries += 1;
    this.#take(source);
  }

  /** @param {Source} source @param {MediaStreamTrack} track */
  #watchSilence(source, track) {
    this.world.later(() => {
      if (source.track !== track || !track.muted || this.world.page?.hidden) return;
      if (source.tries) this.#become(source, "gone");
      else this.#comeBack(source);
    }, MUTED_FOR);
  }

  /** @param {Source} source */
  async #watchPermission(source) {
    const name = /** @type {PermissionName} */ (PERMISSION[source.kind]);
    const status = await this.world.permissions?.query({ name }).catch(() => null);
    const heed = () => {
      if (status?.state === "denied") source.wanted && this.#letGo(source, "denied");
      else if (source.is === "denied") this.#become(source, "off");
    };
    status?.addEventListener("change", heed, { signal: this.#leaving.signal });
  }

  #lookAround() {
    for (const source of this.#all()) {
      if (source.track?.readyState === "ended") this.#comeBack(source);
      this.#tell(source);
    }
  }

  /** @param {Source} source @param {Is} is */
  #letGo(source, is) {
    source.wanted = is === "gone";
    source.is = is;
    this.#drop(source);
    this.#tell(source);
  }

  /** @param {Source} source */
  #drop(source) {
    const { track } = source;
    if (!track) return;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
    source.track = null;
    for (const on of this.#listeners) on.track?.(source.kind, null);
  }

  /** @param {Source} source @param {Is} is */
  #become(source, is) {
    source.is = is;
    this.#tell(source);
  }

  /** @param {Source} source */
  #tell({ kind }) {
    for (const on of this.#listeners) on.changed?.(kind);
  }
}

/** @param {Kind} kind @returns {Source} */
function newSource(kind) {
  return { kind, is: "off", wanted: false, chosen: "", used: "", label: "", track: null, wish: 0, asking: null, tries: 0 };
}

/** @param {Source} source @returns {MediaTrackConstraints} */
function voice({ chosen }) {
  return { ...(chosen && { deviceId: { ideal: chosen } }), echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}

/** A camera that comes back without a tap is the same one: another sees what nobody meant to show.
 * @param {Source} source @param {boolean} isPhone @returns {MediaTrackConstraints} */
function face({ chosen, used, tries }, isPhone) {
  const which = tries && used ? { deviceId: { exact: used } } : chosen ? { deviceId: { ideal: chosen } } : { facingMode: "user" };
  return { ...which, width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: isPhone ? 15 : 24 } };
}

/** @returns {World} */
export function browserDevices() {
  return {
    media: navigator.mediaDevices,
    permissions: navigator.permissions,
    page: document,
    later: (deed, milliseconds) => setTimeout(deed, milliseconds),
    isPhone: matchMedia("(hover: none) and (pointer: coarse)").matches,
  };
}
