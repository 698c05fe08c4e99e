import assert from "node:assert/strict";
import { test } from "node:test";
import { Capture } from "../../static/circles/media/capture.js";

class FakeTrack extends EventTarget {
  readyState = "live";
  muted = false;
  enabled = true;
  constructor(kind, deviceId) {
    super();
    Object.assign(this, { kind, deviceId, label: `The ${deviceId}` });
  }
  getSettings = () => ({ deviceId: this.deviceId });
  stop = () => void (this.readyState = "ended");
  /** Taken away by the browser: unplugged, a call, a lock. */
  end() {
    if (this.readyState === "ended") return;
    this.readyState = "ended";
    this.onended?.();
  }
  mute(isMuted) {
    this.muted = isMuted;
    if (isMuted) this.onmute?.();
    else this.onunmute?.();
  }
}

/** Questions stay open until a test answers them, in any order. */
class FakeWorld {
  devices = { audio: ["mic", "headset"], video: ["cam", "other"] };
  questions = [];
  tracks = [];
  timers = [];
  told = [];
  isPhone = false;
  page = Object.assign(new EventTarget(), { hidden: false });
  statuses = { microphone: new EventTarget(), camera: new EventTarget() };
  permissions = { query: async ({ name }) => this.statuses[name] };
  later = (deed, wait) => this.timers.push({ deed, wait });
  media = Object.assign(new EventTarget(), {
    getUserMedia: (constraints) => new Promise((resolve, reject) => this.questions.push({ constraints, resolve, reject })),
    enumerateDevices: async () => Object.entries(this.devices).flatMap(([kind, ids]) => ids.map((deviceId) => ({ kind: `${kind}input`, deviceId, label: `The ${deviceId}` }))),
  });
  capture = new Capture(this, { changed: (kind) => this.told.push(kind), track: (kind, track) => void (this.carried[kind] = track) });
  carried = { audio: null, video: null };

  answer(index = 0) {
    const [{ constraints, resolve, reject }] = this.questions.splice(index, 1);
    const [kind] = Object.keys(constraints);
    const { exact, ideal } = constraints[kind].deviceId ?? {};
    const here = this.devices[kind];
    if (!here.length || (exact && !here.includes(exact))) return reject(named(exact ? "OverconstrainedError" : "NotFoundError"));
    const track = new FakeTrack(kind, exact ?? (here.includes(ideal) ? ideal : here[0]));
    this.tracks.push(track);
    resolve({ getTracks: () => [track] });
  }
  refuse(name, index = 0) {
    this.questions.splice(index, 1)[0].reject(named(name));
  }
  live(kind) {
    return this.tracks.filter((track) => track.kind === kind && track.readyState === "live");
  }
  pass(wait) {
    const due = this.timers.filter((timer) => timer.wait <= wait);
    this.timers = this.timers.filter((timer) => !due.includes(timer));
    for (const { deed } of due) deed();
  }
  async on(kind) {
    this.capture.turnOn(kind);
    this.answer();
    await settled();
    return this.tracks.at(-1);
  }
}

const named = (name) => Object.assign(new Error(name), { name });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const is = (world, kind) => world.capture.state(kind).is;

test("nothing is asked for before a tap", async () => {
  const world = new FakeWorld();

  world.capture.choose("audio", "headset");
  world.page.dispatchEvent(new Event("visibilitychange"));
  world.media.dispatchEvent(new Event("devicechange"));
  await world.capture.reacquire();

  assert.equal(world.questions.length, 0);
});

test("a tap brings the chosen microphone, and a second tap lets it go at once", async () => {
  const world = new FakeWorld();
  world.capture.choose("audio", "headset");

  const track = await world.on("audio");

  assert.deepEqual(world.capture.state("audio"), { is: "on", wanted: true, label: "The headset", deviceId: "headset" });
  assert.equal(world.carried.audio, track);
  assert.equal(track.contentHint, "speech");
  world.capture.turnOff("audio");
  assert.equal(track.readyState, "ended");
  assert.equal(world.carried.audio, null);
  assert.equal(is(world, "audio"), "off");
});

test("a device is wished for, never demanded, so that one that is gone is no error", async () => {
  const world = new FakeWorld();
  world.capture.choose("video", "unplugged");

  world.capture.turnOn("video");

  assert.deepEqual(world.questions[0].constraints.video.deviceId, { ideal: "unplugged" });
});

test("a phone sends fewer pictures a second", () => {
  const world = new FakeWorld();
  world.isPhone = true;

  world.capture.turnOn("video");

  assert.deepEqual(world.questions[0].constraints.video.frameRate, { ideal: 15 });
});

test("what comes after it was turned off is stopped and never carried", async () => {
  const world = new FakeWorld();
  world.capture.turnOn("video");

  world.capture.turnOff("video");
  world.answer();
  await settled();

  assert.equal(world.live("video").length, 0);
  assert.equal(world.carried.video, null);
  assert.equal(is(world, "video"), "off");
});

test("off and on again while the browser asks needs no second question", async () => {
  const world = new FakeWorld();
  world.capture.turnOn("audio");
  world.capture.turnOff("audio");
  world.capture.turnOn("audio");

  world.answer();
  await settled();

  assert.equal(is(world, "audio"), "on");
  assert.equal(world.questions.length, 0);
});

test("a device chosen while the browser asks is the one that is had in the end", async () => {
  const world = new FakeWorld();
  world.capture.turnOn("audio");
  world.capture.choose("audio", "headset");

  world.answer();
  await settled();
  world.answer();
  await settled();

  assert.deepEqual(world.live("audio").map(({ deviceId }) => deviceId), ["headset"]);
});

for (const [name, fault] of [["NotAllowedError", "denied"], ["SecurityError", "denied"], ["NotReadableError", "busy"], ["AbortError", "busy"], ["NotFoundError", "missing"]]) {
  test(`a browser that says ${name} means ${fault}, and nothing is wanted any more`, async () => {
    const world = new FakeWorld();
    world.capture.turnOn("audio");

    world.refuse(name);
    await settled();

    assert.equal(is(world, "audio"), fault);
    assert.equal(world.capture.state("audio").wanted, false);
  });
}

test("a page that is not secure says so", () => {
  const capture = new Capture({ later: () => {}, isPhone: false }, { changed: () => {}, track: () => {} });

  capture.turnOn("audio");

  assert.equal(capture.state("audio").is, "insecure");
});

test("an unplugged microphone is followed by the usual one", async () => {
  const world = new FakeWorld();
  world.capture.choose("audio", "headset");
  const track = await world.on("audio");

  world.devices.audio = ["mic"];
  track.end();
  world.answer();
  await settled();

  assert.equal(world.capture.state("audio").label, "The mic");
  assert.equal(is(world, "audio"), "on");
});

test("an unplugged camera is not followed by another, which would show what nobody meant to show", async () => {
  const world = new FakeWorld();
  const track = await world.on("video");

  world.devices.video = ["other"];
  track.end();
  world.answer();
  await settled();

  assert.equal(is(world, "video"), "gone");
  assert.equal(world.live("video").length, 0);
});

test("a second loss soon after the first waits for a tap", async () => {
  const world = new FakeWorld();
  await world.on("audio");
  world.tracks.at(-1).end();
  world.answer();
  await settled();

  world.tracks.at(-1).end();

  assert.equal(is(world, "audio"), "gone");
  assert.equal(world.questions.length, 0);
  assert.equal(world.capture.state("audio").wanted, true);
});

test("a loss long after the first is made good again", async () => {
  const world = new FakeWorld();
  await world.on("audio");
  world.tracks.at(-1).end();
  world.answer();
  await settled();
  world.pass(10_000);

  world.tracks.at(-1).end();
  world.answer();
  await settled();

  assert.equal(is(world, "audio"), "on");
});

test("a microphone that a call holds is asked for anew after two seconds, then waits for a tap", async () => {
  const world = new FakeWorld();
  const track = await world.on("audio");
  track.mute(true);
  world.pass(2_000);
  assert.equal(track.readyState, "ended");
  world.answer();
  await settled();

  world.tracks.at(-1).mute(true);
  world.pass(2_000);

  assert.equal(is(world, "audio"), "gone");
  world.tracks.at(-1).mute(false);
  assert.equal(is(world, "audio"), "on");
});

test("a short silence of the device changes nothing", async () => {
  const world = new FakeWorld();
  const track = await world.on("audio");

  track.mute(true);
  track.mute(false);
  world.pass(2_000);

  assert.equal(track.readyState, "live");
  assert.equal(is(world, "audio"), "on");
});

test("a page that is looked at again takes up what the lock has ended, and only that", async () => {
  const world = new FakeWorld();
  const camera = await world.on("video");
  await world.on("audio");
  world.tracks.at(-1).end();
  world.refuse("NotReadableError");
  await settled();
  assert.equal(is(world, "audio"), "gone");

  world.page.dispatchEvent(new Event("visibilitychange"));
  world.answer();
  await settled();

  assert.equal(is(world, "audio"), "on");
  assert.equal(camera.readyState, "live");
});

test("leave that is taken back in the browser's settings turns the device off", async () => {
  const world = new FakeWorld();
  await settled();
  const track = await world.on("audio");

  Object.assign(world.statuses.microphone, { state: "denied" }).dispatchEvent(new Event("change"));

  assert.equal(is(world, "audio"), "denied");
  assert.equal(track.readyState, "ended");
  Object.assign(world.statuses.microphone, { state: "granted" }).dispatchEvent(new Event("change"));
  assert.equal(is(world, "audio"), "off");
});

test("a resting microphone gives silence, also one that comes while it rests", async () => {
  const world = new FakeWorld();
  world.capture.rest(true);

  const track = await world.on("audio");

  assert.equal(track.enabled, false);
  world.capture.rest(false);
  assert.equal(track.enabled, true);
});

test("a listener that turns off what it hears of leaves nothing on", async () => {
  const world = new FakeWorld();
  world.capture.watch({ track: (kind, track) => track && world.capture.turnOff(kind), changed: () => {} });

  await world.on("audio");

  assert.equal(is(world, "audio"), "off");
  assert.equal(world.live("audio").length, 0);
});

test("devices without a name are not offered", async () => {
  const world = new FakeWorld();
  world.media.enumerateDevices = async () => [{ kind: "audioinput", deviceId: "", label: "" }, { kind: "audiooutput", deviceId: "x", label: "Speaker" }];

  assert.deepEqual(await world.capture.devices(), { audio: [], video: [], output: [{ id: "x", label: "Speaker" }] });
});

test("however taps, answers and losses fall together, the last wish wins and no track is left over", async () => {
  for (let seed = 1; seed <= 400; seed += 1) await manyDeeds(chance(seed), seed);
});

async function manyDeeds(next, seed) {
  const world = new FakeWorld();
  const { capture } = world;
  const some = (list) => list[next(list.length)];
  const kinds = ["audio", "video"];
  const deeds = [
    () => capture.turnOn(some(kinds)),
    () => capture.turnOn(some(kinds)),
    () => capture.turnOff(some(kinds)),
    () => capture.choose(some(kinds), some(["", "mic", "headset", "cam", "other", "unplugged"])),
    () => world.questions.length && world.answer(next(world.questions.length)),
    () => world.questions.length && world.answer(next(world.questions.length)),
    () => world.questions.length && world.refuse(some(["NotAllowedError", "NotReadableError"]), next(world.questions.length)),
    () => world.live(some(kinds))[0]?.end(),
    () => world.live(some(kinds))[0]?.mute(next(2) === 1),
    () => world.pass(some([2_000, 10_000])),
    () => void capture.reacquire(),
    () => settled(),
  ];
  for (let step = 0; step < 40; step += 1) {
    await some(deeds)();
    await Promise.resolve();
    if (next(2)) await settled();
    for (const kind of kinds) assert.ok(world.questions.filter(({ constraints }) => kind in constraints).length + world.live(kind).length <= 1, `seed ${seed}`);
  }
  while (world.questions.length) {
    world.answer();
    await settled();
  }
  for (const kind of kinds) {
    const { wanted, is, deviceId } = capture.state(kind);
    const live = world.live(kind);
    assert.equal(live.length, wanted && (is === "on" || world.carried[kind]) ? 1 : 0, `seed ${seed}: ${kind} is ${is}`);
    assert.equal(world.carried[kind], live[0] ?? null);
    if (is === "on") assert.equal(deviceId, live[0].deviceId);
    assert.equal(wanted, is === "on" || is === "gone");
  }
  capture.stop();
  assert.equal(world.live("audio").length + world.live("video").length, 0);
}

/** The same falls of the dice for the same seed. */
function chance(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}
