import assert from "node:assert/strict";
import { test } from "node:test";
import { Peer } from "../../static/circles/media/peer.js";
import { Network } from "./fakes/connections.js";
import { Time, settled } from "./fakes/time.js";

const ICE = { servers: [], relay: false };
const SMALL = { active: true, maxBitrate: 90_000, height: 90, maxFramerate: 10 };

/** A pair of peers with a wire between them that a test may hold up. */
class Pair {
  time = new Time();
  network = new Network(this.time);
  isWireUp = true;
  said = [];
  heard = { lines: [], tracks: [], troubles: [], missed: 0 };

  constructor({ kind = "video", politeKind = kind } = {}) {
    this.polite = this.#make(true, politeKind, () => this.impolite);
    this.impolite = this.#make(false, kind, () => this.polite);
  }

  #make(polite, kind, other) {
    const carry = (data) => this.isWireUp && other().hear(data);
    return new Peer({
      polite,
      kind,
      ice: ICE,
      world: { ...this.time, connection: this.network.connection },
      send: (data) => {
        this.said.push({ polite, at: this.time.now(), ...data });
        this.time.later(() => carry(data), 1);
      },
      on: {
        line: (line) => polite || this.heard.lines.push(line),
        track: (...track) => this.heard.tracks.push(track),
        trouble: (code) => this.heard.troubles.push(code),
        missed: () => void (this.heard.missed += 1),
      },
    });
  }

  start() {
    this.polite.start();
    this.impolite.start();
    return this;
  }

  async connected() {
    await this.start().time.pass(1_000);
    this.said.length = 0;
    return this;
  }

  /** The open connection of the impolite one, or of the polite one. */
  connection(isPolite = false) {
    return this.network.open[isPolite ? 0 : 1];
  }

  sender(kind, isPolite = false) {
    return this.connection(isPolite).getTransceivers().find(({ receiver }) => receiver.track.kind === kind).sender;
  }

  descriptions(type) {
    return this.said.filter(({ description }) => description?.type === type);
  }
}

const camera = (width = 640, height = 480) => ({ kind: "video", getSettings: () => ({ width, height }) });

test("a line tells how it comes to stand", async () => {
  const pair = await new Pair().connected();

  assert.deepEqual(pair.heard.lines, ["connecting", "connected"]);
});

test("candidates are told in batches", async () => {
  const pair = new Pair();

  await pair.start().time.pass(1_000);

  const batches = pair.said.filter(({ kind, polite }) => kind === "candidates" && !polite);
  assert.deepEqual(batches.map(({ candidates }) => candidates.length), [2]);
});

test("a microphone that was on before the line stands is sent from the first agreement on", async () => {
  const pair = new Pair();
  const track = { kind: "audio" };
  pair.polite.carry("audio", track);
  pair.impolite.carry("audio", track);
  pair.start();
  const agreed = [];
  for (const one of pair.network.open) {
    const real = one.setLocalDescription.bind(one);
    one.setLocalDescription = () => (agreed.push(one.getTransceivers()[0].sender.track), real());
  }

  await pair.time.pass(1_000);

  assert.deepEqual(agreed, [track, track]);
});

test("a face that goes and comes back needs no new agreement", async () => {
  const pair = await new Pair().connected();
  const track = camera();

  pair.polite.carry("video", track);
  await settled();
  const whileOn = pair.sender("video", true).track;
  pair.polite.carry("video", null);
  await settled();

  assert.deepEqual([whileOn, pair.sender("video", true).track], [track, null]);
  assert.deepEqual(pair.said, []);
});

test("the size of a face follows from what the camera gives, upright or not", async () => {
  const sizes = [];
  for (const track of [camera(640, 480), camera(480, 640), camera(120, 80)]) {
    const pair = await new Pair().connected();
    pair.impolite.shape(SMALL);
    pair.impolite.carry("video", track);
    await settled();
    sizes.push(pair.sender("video").parameters.encodings[0].scaleResolutionDownBy);
  }

  assert.deepEqual(sizes, [480 / 90, 480 / 90, 1]);
});

test("the same shape is not set twice, and one that is refused harms nothing", async () => {
  const pair = await new Pair().connected();
  const sender = pair.sender("video");
  let set = 0;
  sender.setParameters = async (parameters) => {
    set += 1;
    if (set === 1) throw new Error("another change is under way");
    sender.parameters = parameters;
  };
  pair.impolite.carry("video", camera());

  for (let time = 0; time < 3; time += 1) {
    pair.impolite.shape({ ...SMALL });
    await settled();
  }

  assert.equal(set, 2);
  assert.equal(sender.parameters.encodings[0].maxBitrate, 90_000);
});

test("a line that fails is tried at once and then with patience, at last every quarter of a minute", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();
  const tries = [];
  mine.restartIce = () => tries.push(pair.time.now());
  pair.isWireUp = false;
  const began = pair.network.connections.length;
  const failed_at = pair.time.now();

  mine.connectionState = "failed";
  mine.onconnectionstatechange();
  await pair.time.pass(9_500);
  const early = tries.map((at) => at - failed_at);
  await pair.time.pass(60_000);

  assert.deepEqual(early, [0, 300, 1_500, 4_200]);
  assert.ok(pair.network.connections.length > began, "a new life begins when restarts lead nowhere");
  assert.equal(pair.heard.lines.at(-1), "broken");
});

test("a line that is called disconnected but still carries is left alone", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();
  Object.defineProperty(mine, "bytesIn", { get: () => pair.time.now() });

  mine.connectionState = "disconnected";
  mine.onconnectionstatechange();
  await pair.time.pass(10_000);

  assert.equal(mine.restarts, 0);
  assert.equal(pair.heard.lines.at(-1), "shaky");
});

test("a line that carries nothing any more is looked for anew after two and a half seconds", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();
  const lost_at = pair.time.now();

  mine.connectionState = "disconnected";
  mine.onconnectionstatechange();
  await pair.time.pass(3_000);

  const [offer] = pair.descriptions("offer");
  assert.ok(offer.at - lost_at >= 2_500, `after ${offer.at - lost_at} ms`);
  assert.equal(mine.restarts, 1);
});

test("when the way is lost both look at once, and one new way is found", async () => {
  const pair = await new Pair().connected();

  pair.network.cut();
  await pair.time.pass(4_000);
  pair.network.mend();
  await pair.time.pass(2_000);

  assert.deepEqual(pair.heard.lines, ["connecting", "connected", "shaky", "connected"]);
  assert.equal(pair.network.connections.length, 2);
});

test("an offer that nobody answered is said again after twelve seconds", async () => {
  const pair = new Pair();
  pair.isWireUp = false;
  await pair.start().time.pass(2_000);
  pair.isWireUp = true;

  await pair.time.pass(12_000);

  assert.equal(pair.impolite.line, "connected");
});

test("a line of which neither new ways nor old offers come begins anew", async () => {
  const pair = await new Pair().connected();
  for (const one of pair.network.open) one.theirs = { ...one.theirs, print: "spoilt" };
  for (const one of pair.network.open) one.setRemoteDescription = () => Promise.reject(new Error("spoilt"));
  pair.network.look();

  await pair.time.pass(30_000);

  assert.deepEqual([pair.impolite.line, pair.polite.line], ["connected", "connected"]);
  assert.equal(pair.impolite.life, pair.polite.life);
  assert.ok(pair.impolite.life > 0);
});

test("the polite one can begin anew too, and the other follows", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection(true);
  mine.restartIce = () => {};
  mine.connectionState = "failed";
  mine.onconnectionstatechange();

  await pair.time.pass(12_000);

  assert.deepEqual([pair.impolite.life, pair.polite.life], [1, 1]);
  assert.deepEqual([pair.impolite.line, pair.polite.line], ["connected", "connected"]);
});

test("a line that seeks again although it stood is not waited for in vain", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();

  mine.connectionState = "connecting";
  mine.onconnectionstatechange();
  await pair.time.pass(3_000);

  assert.equal(mine.restarts, 1);
});

for (const [what, kind] of [["voice", "audio"], ["face", "video"]]) {
  test(`one who takes their ${what} out of the agreement gets another one`, async () => {
    const pair = await new Pair().connected();
    const { sdp } = pair.connection().remoteDescription;
    const description = { type: "offer", sdp: sdp.replace(`"kind":"${kind}","direction":"sendrecv"`, `"kind":"${kind}","direction":"inactive"`) };

    pair.impolite.hear({ kind: "description", session: "a", re: "b", life: 0, offer: 1, description });
    await pair.time.pass(3_000);

    const lanes = [false, true].flatMap((isPolite) => pair.connection(isPolite).getTransceivers());
    assert.deepEqual(lanes.map(({ currentDirection }) => currentDirection), Array(4).fill("sendrecv"));
    assert.deepEqual([pair.impolite.life, pair.polite.life], [1, 1]);
  });
}

test("one who never had a face keeps the voice of the first agreement", async () => {
  const pair = new Pair({ politeKind: "voice" });

  await pair.start().time.pass(10_000);

  const lanes = pair.connection().getTransceivers();
  assert.deepEqual(lanes.map(({ currentDirection }) => currentDirection), ["sendrecv", "sendonly"]);
  assert.deepEqual([pair.impolite.life, pair.impolite.line], [0, "connected"]);
});

test("one who begins anew all the time is not followed all the time", async () => {
  const pair = await new Pair().connected();

  for (let life = 1; life <= 200; life += 1) {
    pair.impolite.hear({ kind: "candidates", session: "a", re: "b", life, candidates: [] });
    await pair.time.pass(10);
  }

  assert.ok(pair.network.connections.length < 8, `${pair.network.connections.length} connections`);
});

test("in a flood of signals our own offer is still made", async () => {
  const pair = await new Pair().connected();
  const flood = { kind: "description", session: "a", re: "b", life: 0, offer: 9, description: { type: "offer", sdp: "garbage" } };

  for (let index = 0; index < 300; index += 1) pair.impolite.hear(flood);
  pair.connection().onnegotiationneeded({});
  await pair.time.pass(2_000);

  assert.equal(pair.descriptions("offer").filter(({ polite }) => !polite).length, 1);
  assert.ok(pair.heard.missed > 0);
});

test("an answer to an older offer is not taken for the answer to a new one", async () => {
  const pair = new Pair();
  await pair.start().time.pass(1_000);
  const old = pair.descriptions("answer")[0];
  const mine = pair.connection();
  pair.isWireUp = false;
  mine.restartIce();
  await pair.time.pass(100);

  pair.impolite.hear(old);
  await pair.time.pass(100);

  assert.equal(mine.signalingState, "have-local-offer");
});

test("fresh credentials leave a running line alone, another way asks for a new one", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();

  pair.impolite.renew({ servers: [{ urls: "turn:a" }], relay: false });
  const [servers, before] = [mine.config.iceServers, mine.restarts];
  pair.impolite.renew({ servers: [{ urls: "turn:a" }], relay: true });

  assert.deepEqual([servers, before], [[{ urls: "turn:a" }], 0]);
  assert.deepEqual([mine.config.iceTransportPolicy, mine.restarts], ["relay", 1]);
});

test("a relay that refuses and a relay that is silent are two troubles, a silent helper is none", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();
  const end = () => ((mine.iceGatheringState = "complete"), mine.onicegatheringstatechange());

  mine.onicecandidateerror({ errorCode: 701, url: "stun:a" });
  end();
  mine.onicecandidateerror({ errorCode: 701, url: "turn:a" });
  end();
  mine.onicecandidateerror({ errorCode: 401, url: "turn:a" });

  assert.deepEqual(pair.heard.troubles, ["relay_unreachable", "relay_refused"]);
});

test("one relay of two that answers is enough", async () => {
  const pair = await new Pair().connected();
  const mine = pair.connection();

  mine.onicecandidateerror({ errorCode: 701, url: "turn:a" });
  mine.onicecandidate({ candidate: { candidate: "candidate:9", type: "relay", toJSON: () => ({ candidate: "candidate:9" }) } });
  mine.iceGatheringState = "complete";
  mine.onicegatheringstatechange();

  assert.deepEqual(pair.heard.troubles, []);
});

test("a second voice that a changed page offers is not played", async () => {
  const pair = await new Pair().connected();
  const before = pair.heard.tracks.length;
  const mine = pair.connection();
  const second = { receiver: { track: { kind: "audio" } } };

  mine.ontrack({ track: second.receiver.track, transceiver: second });

  assert.equal(pair.heard.tracks.length, before);
});

test("in a circle by voice a face that a changed page sends is not shown", async () => {
  const pair = await new Pair({ kind: "voice" }).connected();
  const mine = pair.connection();
  const video = mine.addTransceiver("video");

  mine.ontrack({ track: video.receiver.track, transceiver: video });

  assert.deepEqual(new Set(pair.heard.tracks.map(([kind]) => kind)), new Set(["audio"]));
});

test("how a line is, is read from the report of the browser", async () => {
  const pair = await new Pair().connected();
  let sent = 0;
  pair.connection().getStats = async () => {
    sent += 100;
    return new Map(Object.entries({
      T: { type: "transport", selectedCandidatePairId: "P" },
      O: { type: "candidate-pair", id: "O", availableOutgoingBitrate: 1 },
      P: { type: "candidate-pair", id: "P", availableOutgoingBitrate: 300_000, currentRoundTripTime: 0.05, bytesReceived: 7 },
      out: { type: "outbound-rtp", packetsSent: sent },
      theirs: { type: "remote-inbound-rtp", packetsLost: sent / 10 },
      voice: { type: "inbound-rtp", totalAudioEnergy: 0.5 },
      face: { type: "inbound-rtp" },
    }));
  };
  const first = await pair.impolite.stats();

  const second = await pair.impolite.stats();

  assert.equal(first.lostOut, null);
  assert.deepEqual(second, { available: 300_000, rtt: 50, lostOut: 0.1, bytesIn: 7, heard: 0.5 });
});

test("what a connection of an older life still says is not listened to", async () => {
  const pair = await new Pair().connected();
  const old = pair.connection();
  pair.impolite.hear({ kind: "candidates", session: "a", re: "b", life: 1, candidates: [] });
  await pair.time.pass(1_000);
  pair.said.length = 0;

  old.onicecandidate({ candidate: { candidate: "candidate:9", toJSON: () => ({ candidate: "candidate:9" }) } });
  old.connectionState = "failed";
  old.onconnectionstatechange();
  await pair.time.pass(1_000);

  assert.deepEqual([pair.said, pair.impolite.line], [[], "connected"]);
});

test("a closed line does nothing more", async () => {
  const pair = await new Pair().connected();
  pair.network.cut();
  await pair.time.pass(5_000);
  const said = pair.said.length;

  pair.impolite.close();
  pair.polite.close();
  await pair.time.pass(60_000);

  assert.deepEqual([pair.said.length, pair.network.open.length], [said, 0]);
});
