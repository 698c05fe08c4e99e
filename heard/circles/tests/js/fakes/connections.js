/** RTCPeerConnections without a network: agreement as the standard tells it, and lines that a test can cut.
 *
 * What it keeps of the standard (WebRTC 1.0, 4.4 and 4.7): one operation at a time; `signalingState`;
 * implicit descriptions; rollback of our offer by theirs, which takes back mids and lanes; lanes of
 * `addTransceiver` that no offer of the other side takes over; `negotiationneeded` only while stable and idle;
 * ICE restart that is remembered until it is agreed; candidates refused without a description or of an
 * unknown fragment; promises that never settle once the connection is closed.
 */

export class Network {
  isUp = true;
  /** @type {FakeConnection[]} */ connections = [];
  #count = 0;

  /** @param {import("./time.js").Time} time */
  constructor(time) {
    this.time = time;
  }

  connection = (config) => {
    const made = new FakeConnection(this, (this.#count += 1), config);
    this.connections.push(made);
    return made;
  };

  get open() {
    return this.connections.filter(({ signalingState }) => signalingState !== "closed");
  }

  cut() {
    this.isUp = false;
    this.look();
  }

  mend() {
    this.isUp = true;
    this.look();
  }

  /** Which lines stand now. */
  look() {
    for (const one of this.open) one.lookFor(this.isUp ? this.open.find((other) => areAPair(one, other)) : undefined);
  }
}

function areAPair(one, other) {
  return (
    one !== other &&
    one.ours &&
    other.ours &&
    one.theirs.ufrag === other.ours.ufrag &&
    other.theirs.ufrag === one.ours.ufrag &&
    one.theirs.print === other.id &&
    other.theirs.print === one.id &&
    one.candidates.has(other.ours.ufrag) &&
    other.candidates.has(one.ours.ufrag) &&
    // A key once agreed with one connection is none for another.
    (one.metWith ?? other.id) === other.id &&
    (other.metWith ?? one.id) === one.id
  );
}

class FakeSender {
  track = null;
  parameters = { encodings: [{ active: true }] };
  failsBy = null;
  async replaceTrack(track) {
    this.track = track;
  }
  getParameters() {
    return structuredClone(this.parameters);
  }
  async setParameters(parameters) {
    if (this.failsBy) throw this.failsBy;
    this.parameters = parameters;
  }
}

class FakeTransceiver {
  mid = null;
  currentDirection = null;
  sender = new FakeSender();
  constructor(kind, direction, isFromOffer) {
    this.direction = direction;
    this.isFromOffer = isFromOffer;
    this.receiver = { track: { kind, id: Symbol(kind) } };
  }
}

export class FakeConnection {
  signalingState = "stable";
  connectionState = "new";
  iceConnectionState = "new";
  iceGatheringState = "new";
  remoteDescription = null;
  metWith = null;
  bytesIn = 0;
  restarts = 0;
  /** The agreed ends. */ ours = null;
  theirs = null;
  /** Fragments of theirs from which candidates came. */ candidates = new Set();
  /** Fragments of ours for which candidates were found. */ #found = new Set();
  #type = "offer";
  #operations = [];
  #isBusy = false;
  #isNeeded = false;
  /** Fragments of ours that must not be used again. */ #spent = new Set();
  #pendingLocal = null;
  #pendingRemote = null;
  #local = null;
  #transceivers = [];
  #fragments = 0;
  #partner = null;
  #partings = 0;

  constructor(network, id, config) {
    Object.assign(this, { network, id, config });
  }

  get time() {
    return this.network.time;
  }

  /** With the candidates found so far, as browsers write it. */
  get localDescription() {
    const content = this.#pendingLocal ?? this.#local;
    return content && { type: this.#type, sdp: write({ ...content, hasCandidates: this.#found.has(content.ufrag) }) };
  }

  getTransceivers() {
    return [...this.#transceivers];
  }

  addTransceiver(kind, { direction = "sendrecv" } = {}) {
    const made = new FakeTransceiver(kind, direction, false);
    this.#transceivers.push(made);
    this.#checkNeed();
    return made;
  }

  setConfiguration(config) {
    this.config = config;
  }

  restartIce() {
    this.restarts += 1;
    for (const one of [this.#local, this.#pendingLocal]) if (one) this.#spent.add(one.ufrag);
    this.#checkNeed();
  }

  setLocalDescription() {
    return this.#operate(() => (this.signalingState === "have-remote-offer" ? this.#setAnswer() : this.#setOffer()));
  }

  setRemoteDescription({ type, sdp }) {
    return this.#operate(() => {
      const content = parse(sdp);
      if (type === "answer") return this.#takeAnswer(content);
      if (this.signalingState === "have-local-offer") this.#rollBack();
      return this.#takeOffer(content);
    });
  }

  addIceCandidate({ candidate, usernameFragment }) {
    return this.#operate(() => {
      if (!this.remoteDescription) throw named("InvalidStateError");
      const known = [this.theirs?.ufrag, this.#pendingRemote?.ufrag];
      if (!/^candidate:/.test(candidate) || !known.includes(usernameFragment)) throw named("OperationError");
      this.candidates.add(usernameFragment);
      this.network.look();
    });
  }

  async getStats() {
    return new Map([
      ["T", { type: "transport", selectedCandidatePairId: "P" }],
      ["P", { type: "candidate-pair", id: "P", bytesReceived: this.bytesIn }],
    ]);
  }

  close() {
    this.signalingState = "closed";
    this.connectionState = "closed";
    this.#operations = [];
    this.network.look();
  }

  /** The network has looked: with whom a line stands. */
  lookFor(partner) {
    if (partner === this.#partner) return;
    this.#partner = partner ?? null;
    const mark = (this.#partings += 1);
    this.metWith ??= partner?.id;
    if (partner) return this.#turn(mark, 5 + 40 * this.time.random(), "connected");
    if (this.connectionState !== "connected") return;
    this.#turn(mark, 800, "disconnected");
    this.#turn(mark, 6_000, "failed");
  }

  #turn(mark, wait, state) {
    this.time.later(() => {
      if (mark !== this.#partings || this.signalingState === "closed") return;
      this.connectionState = this.iceConnectionState = state;
      this.onconnectionstatechange?.({});
    }, wait);
  }

  // ── one operation at a time ─────────────────────────────────────────────

  #operate(deed) {
    return new Promise((resolve, reject) => {
      this.#operations.push({ deed, resolve, reject });
      this.#goOn();
    });
  }

  #goOn() {
    if (this.#isBusy || !this.#operations.length) return;
    this.#isBusy = true;
    const { deed, resolve, reject } = this.#operations.shift();
    this.time.later(() => {
      if (this.signalingState === "closed") return;
      try {
        resolve(deed());
      } catch (error) {
        reject(error);
      }
      this.#isBusy = false;
      this.#goOn();
      this.#checkNeed();
    }, 3 * this.time.random());
  }

  /** Says once that there is something to agree on, and again only after an agreement. */
  #checkNeed() {
    if (this.#isBusy || this.#operations.length) return;
    this.time.later(() => {
      if (this.signalingState !== "stable" || this.#isBusy || this.#operations.length) return;
      const wasNeeded = this.#isNeeded;
      this.#isNeeded = this.#needsAgreement();
      if (this.#isNeeded && !wasNeeded) this.onnegotiationneeded?.({});
    }, 0);
  }

  #needsAgreement() {
    return this.#spent.size > 0 || this.#transceivers.some(({ currentDirection, direction }) => currentDirection !== direction);
  }

  // ── descriptions ────────────────────────────────────────────────────────

  #setOffer() {
    const lanes = this.#transceivers;
    lanes.forEach((lane, index) => (lane.mid ??= String(index)));
    const isNew = !this.#local || this.#spent.has(this.#local.ufrag);
    const ufrag = isNew ? this.#newFragment() : this.#local.ufrag;
    this.#pendingLocal = this.#content(ufrag, lanes.map(({ mid, receiver, direction }) => ({ mid, kind: receiver.track.kind, direction })));
    this.signalingState = "have-local-offer";
    this.#type = "offer";
    if (isNew) this.#gather(ufrag);
  }

  #takeOffer(content) {
    for (const line of content.lines) this.#laneFor(line);
    if (content.hasCandidates) this.candidates.add(content.ufrag);
    this.#pendingRemote = content;
    this.signalingState = "have-remote-offer";
    this.remoteDescription = { type: "offer", sdp: write(content) };
  }

  #laneFor({ mid, kind }) {
    const known = this.#transceivers.find((lane) => lane.mid === mid);
    if (known && known.receiver.track.kind !== kind) throw named("InvalidAccessError");
    if (known) return;
    const made = new FakeTransceiver(kind, "recvonly", true);
    made.mid = mid;
    this.#transceivers.push(made);
    this.ontrack?.({ track: made.receiver.track, transceiver: made, streams: [] });
  }

  #setAnswer() {
    const isNew = !this.#local || this.theirs?.ufrag !== this.#pendingRemote.ufrag;
    const ufrag = isNew ? this.#newFragment() : this.#local.ufrag;
    const lines = this.#pendingRemote.lines.map(({ mid, kind, direction }) => {
      const lane = this.#transceivers.find((one) => one.mid === mid);
      return { mid, kind, direction: meet(lane.direction, direction) };
    });
    this.#pendingLocal = this.#content(ufrag, lines);
    this.#type = "answer";
    this.#agree(this.#pendingLocal, this.#pendingRemote, lines);
    if (isNew) this.#gather(ufrag);
  }

  #takeAnswer(content) {
    if (this.signalingState !== "have-local-offer") throw named("InvalidStateError");
    if (content.lines.length !== this.#pendingLocal.lines.length) throw named("InvalidAccessError");
    const isFirst = !this.remoteDescription;
    this.remoteDescription = { type: "answer", sdp: write(content) };
    if (content.hasCandidates) this.candidates.add(content.ufrag);
    const lines = content.lines.map((line) => ({ ...line, direction: turned(line.direction) }));
    this.#agree(this.#pendingLocal, content, lines);
    if (!isFirst) return;
    for (const lane of this.#transceivers) this.ontrack?.({ track: lane.receiver.track, transceiver: lane, streams: [] });
  }

  #agree(local, remote, lines) {
    if (!this.#spent.has(local.ufrag)) this.#spent.clear();
    for (const { mid, direction } of lines) this.#transceivers.find((one) => one.mid === mid).currentDirection = direction;
    const isNewWay = this.ours?.ufrag !== local.ufrag;
    Object.assign(this, { ours: local, theirs: remote, signalingState: "stable" });
    this.#local = local;
    this.#pendingLocal = this.#pendingRemote = null;
    this.#isNeeded = false;
    if (isNewWay) this.iceConnectionState = "checking";
    this.network.look();
  }

  #rollBack() {
    this.signalingState = "stable";
    this.#pendingLocal = null;
    for (const lane of this.#transceivers) if (lane.currentDirection === null && !lane.isFromOffer) lane.mid = null;
  }

  #content(ufrag, lines) {
    return { ufrag, print: this.id, lines };
  }

  #newFragment() {
    return `u${this.id}.${(this.#fragments += 1)}`;
  }

  #find(candidate) {
    if (this.signalingState === "closed") return;
    this.#found.add(candidate.usernameFragment);
    this.onicecandidate?.({ candidate });
  }

  #gather(ufrag) {
    for (const port of [1, 2]) {
      this.time.later(() => this.#find(candidate(ufrag, port)), 10 * port);
    }
  }
}

function candidate(usernameFragment, port) {
  const plain = { candidate: `candidate:${port} 1 udp`, sdpMid: "0", sdpMLineIndex: 0, usernameFragment };
  return { ...plain, type: "host", toJSON: () => plain };
}

const write = (content) => `v=0 ${JSON.stringify(content)}`;

function parse(sdp) {
  if (!sdp.startsWith("v=0 {")) throw named("OperationError");
  return JSON.parse(sdp.slice(4));
}

const SENDS = new Set(["sendrecv", "sendonly"]);
const RECEIVES = new Set(["sendrecv", "recvonly"]);

function meet(mine, theirs) {
  return direction(SENDS.has(mine) && RECEIVES.has(theirs), RECEIVES.has(mine) && SENDS.has(theirs));
}

function turned(theirs) {
  return direction(RECEIVES.has(theirs), SENDS.has(theirs));
}

function direction(sends, receives) {
  if (sends) return receives ? "sendrecv" : "sendonly";
  return receives ? "recvonly" : "inactive";
}

function named(name) {
  return Object.assign(new Error(name), { name });
}
