import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeCircle, STATE } from "./fakes/circle.js";
import { dice } from "./fakes/time.js";

async function connected(...seats) {
  const circle = new FakeCircle();
  for (const seat of seats) circle.open(seat).enter();
  await circle.time.pass(2_000);
  return { circle, pages: seats.map((seat) => circle.pages.get(seat)) };
}

function assertOneLine(circle, message) {
  for (const [seat, page] of circle.pages) {
    const other = [...circle.pages.keys()].find((one) => one !== seat);
    assert.deepEqual(page.lines, { [other]: "connected" }, `${message}: the line of ${seat}`);
    assert.equal(page.open.length, 1, `${message}: connections of ${seat}`);
    assert.equal(page.open[0].signalingState, "stable", message);
    const lanes = page.open[0].getTransceivers().map(({ currentDirection }) => currentDirection);
    assert.deepEqual(lanes, ["sendrecv", "sendrecv"], message);
  }
}

test("two pages that greet at once have exactly one line", async () => {
  const { circle } = await connected(1, 2);

  assertOneLine(circle, "both at once");
});

test("three pages have a line each to each, and each hears two voices and sees two faces", async () => {
  const { pages } = await connected(1, 2, 5);

  assert.deepEqual(pages.map(({ lines }) => Object.values(lines)), Array(3).fill(["connected", "connected"]));
  assert.deepEqual(pages.map(({ tracks }) => tracks.length), [4, 4, 4]);
});

test("the lower seat offers and the higher answers, once, however greetings and offers cross", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const circle = new FakeCircle(seed, 60);
    circle.keepsOrder = true;
    for (const seat of [3, 4]) circle.open(seat).enter();

    await circle.time.pass(2_000);

    const descriptions = circle.said.filter(({ data }) => data.kind === "description");
    assert.deepEqual(descriptions.map(({ from, data }) => [from, data.description.type]), [[3, "offer"], [4, "answer"]]);
  }
});

test("a voice circle has no lane for faces", async () => {
  const circle = new FakeCircle();
  for (const seat of [1, 2]) circle.open(seat, { kind: "voice" }).enter();

  await circle.time.pass(2_000);

  assert.deepEqual(circle.pages.get(2).tracks.map(([, kind]) => kind), ["audio"]);
});

test("a page that comes later finds everyone", async () => {
  const { circle } = await connected(1, 3);

  circle.open(2).enter();
  await circle.time.pass(2_000);

  assert.deepEqual(circle.pages.get(2).lines, { 1: "connected", 3: "connected" });
});

test("entering again when the wire is back leaves a running line as it is", async () => {
  const { circle, pages } = await connected(1, 2);
  const said = circle.said.length;

  for (const page of pages) page.enter();
  await circle.time.pass(2_000);

  assert.deepEqual(new Set(circle.said.slice(said).map(({ data }) => data.kind)), new Set(["hello"]));
  assert.deepEqual(pages.map(({ connections }) => connections.length), [1, 1]);
});

test("a reloaded page takes the place of the one before", async () => {
  const { circle, pages } = await connected(1, 2);

  circle.open(2).enter();
  await circle.time.pass(2_000);

  assertOneLine(circle, "after a reload");
  assert.deepEqual(pages[0].gone, [2]);
});

test("what a page before the reload said is not heard any more", async () => {
  const { circle, pages } = await connected(1, 2);
  const old = circle.said.filter(({ from }) => from === 2).map(({ data }) => data);
  circle.open(2).enter();
  await circle.time.pass(2_000);

  for (const data of old.filter(({ kind }) => kind !== "hello")) pages[0].mesh.hear(2, data);
  await circle.time.pass(5_000);

  assertOneLine(circle, "after stale signals");
  assert.equal(pages[0].connections.length, 2);
});

test("a late hello of the page before does no more than a moment's harm", async () => {
  const { circle, pages } = await connected(1, 2);
  const old = circle.said.find(({ from, data }) => from === 2 && data.kind === "hello").data;
  circle.open(2).enter();
  await circle.time.pass(2_000);

  pages[0].mesh.hear(2, old);
  await circle.time.pass(5_000);

  assertOneLine(circle, "after a stale hello");
});

test("a page that says bye is gone at once, and may come back", async () => {
  const { circle, pages } = await connected(1, 2);

  pages[1].mesh.leave();
  await circle.time.pass(10);
  const after = [pages[0].gone, pages[0].mesh.others.size];
  pages[1].enter();
  await circle.time.pass(2_000);

  assert.deepEqual(after, [[2], 0]);
  assertOneLine(circle, "after coming back");
});

test("a seat that left for good is let go, one whose wire is away is kept", async () => {
  const { pages } = await connected(1, 2, 3);

  pages[0].mesh.keep([1, 2]);

  assert.deepEqual(pages[0].gone, [3]);
  assert.deepEqual([...pages[0].mesh.others.keys()], [2]);
});

test("what a page says of itself reaches the others", async () => {
  const { circle, pages } = await connected(1, 2);

  pages[0].mesh.tell({ ...STATE, mic: true });
  await circle.time.pass(10);

  assert.equal(pages[1].mesh.others.get(1).state.mic, true);
});

test("a face that is turned on later needs no new agreement, also for who comes after", async () => {
  const { circle, pages } = await connected(1, 2);
  const track = { kind: "video", getSettings: () => ({ width: 640, height: 480 }) };
  const said = circle.said.length;

  for (const page of pages) page.mesh.carry("video", track);
  await circle.time.pass(100);
  const after = circle.said.length;
  circle.open(2).enter();
  circle.pages.get(2).mesh.carry("video", track);
  await circle.time.pass(2_000);

  assert.equal(after, said);
  for (const { open } of circle.pages.values()) assert.equal(open[0].getTransceivers()[1].sender.track, track);
});

test("garbage ends no line and starts none", async () => {
  const { circle, pages } = await connected(1, 2);
  const { session, re } = circle.said.find(({ from, data }) => from === 2 && data.kind === "description").data;
  const head = { session, re, life: 0, offer: 1 };

  for (const type of ["offer", "answer"]) pages[0].mesh.hear(2, { ...head, kind: "description", description: { type, sdp: "garbage" } });
  pages[0].mesh.hear(2, { ...head, kind: "candidates", candidates: [{ candidate: "nonsense", sdpMid: "9" }] });
  for (const data of [null, 7, "hello", {}, { kind: "constructor", session }, { kind: "hello", session }]) pages[0].mesh.hear(2, data);
  await circle.time.pass(5_000);

  assertOneLine(circle, "after garbage");
  assert.equal(pages[0].connections.length, 1);
});

for (const type of ["offer", "answer"]) {
  test(`garbage in the place of an ${type} costs two seconds, no more`, async () => {
    const circle = new FakeCircle();
    const carry = circle.carry.bind(circle);
    let isSpoilt = false;
    circle.carry = (from, to, data) => {
      const spoils = !isSpoilt && data.description?.type === type;
      isSpoilt ||= spoils;
      carry(from, to, spoils ? { ...data, description: { type, sdp: "garbage" } } : data);
    };

    for (const seat of [1, 2]) circle.open(seat).enter();
    await circle.time.pass(2_000);

    assertOneLine(circle, type);
  });
}

test("a flood of descriptions is not taken in whole, and the line stays", async () => {
  const { circle, pages } = await connected(1, 2);
  const { data } = circle.said.find(({ from, data }) => from === 2 && data.kind === "description");
  const sdp = (/** @type {number} */ index) => ({ ...data, description: { type: "offer", sdp: `garbage ${index}` } });
  let tried = 0;
  const [connection] = pages[0].open;
  const real = connection.setRemoteDescription.bind(connection);
  connection.setRemoteDescription = (description) => ((tried += 1), real(description));

  for (let index = 0; index < 5_000; index += 1) pages[0].mesh.hear(2, sdp(index));
  await circle.time.pass(5_000);

  assert.equal(tried, 100);
  assertOneLine(circle, "after a flood");
});

test("what was lost in a flood is said again", async () => {
  const { circle, pages } = await connected(1, 2);
  const { data } = circle.said.find(({ from, data }) => from === 2 && data.kind === "description");
  const [theirs] = pages[1].open;
  theirs.restartIce();
  for (let index = 0; index < 2_000; index += 1) {
    pages[0].mesh.hear(2, { ...data, description: { type: "offer", sdp: "garbage" } });
    if (index % 100 === 0) await circle.time.pass(1);
  }
  const during = theirs.signalingState;

  await circle.time.pass(5_000);

  assert.equal(during, "have-local-offer");
  assertOneLine(circle, "after a flood");
});

test("a seat that changes its page all the time costs one line a second at most", async () => {
  const { circle, pages } = await connected(1, 2);

  for (let index = 0; index < 500; index += 1) {
    pages[0].mesh.hear(2, { kind: "hello", session: `page-${index}`, state: STATE });
    await circle.time.pass(10);
  }
  await circle.time.pass(10_000);

  assert.ok(pages[0].connections.length < 20, `${pages[0].connections.length} connections`);
  assertOneLine(circle, "after many pages");
});

test("trouble with the relay is told once until there are new credentials", async () => {
  const { pages } = await connected(1, 2, 3);
  const refuse = () => pages[0].open.forEach((one) => one.onicecandidateerror({ errorCode: 401, url: "turn:a" }));

  refuse();
  refuse();
  pages[0].mesh.renew({ servers: [], relay: false });
  refuse();

  assert.deepEqual(pages[0].troubles, ["relay_refused", "relay_refused"]);
});

test("when both lose their wire and their way, they meet again", async () => {
  const { circle, pages } = await connected(1, 2);

  circle.network.cut();
  circle.cut.add(1).add(2);
  await circle.time.pass(40_000);
  circle.network.mend();
  circle.cut.clear();
  for (const page of pages) page.enter();
  await circle.time.pass(3_000);

  assertOneLine(circle, "after forty seconds away");
});

test("five hundred rough beginnings end with one line within ten seconds", async () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const circle = new FakeCircle(seed, 400);
    const choose = dice(seed * 7919);

    await liveRoughly(circle, choose);
    circle.network.mend();
    circle.cut.clear();
    for (const page of circle.pages.values()) page.enter();
    await circle.time.pass(10_000);

    assertOneLine(circle, `seed ${seed}`);
  }
});

/** Ten deeds by chance, with pauses by chance between them. */
async function liveRoughly(circle, choose) {
  for (const seat of [1, 2]) {
    circle.open(seat).enter();
    await circle.time.pass(300 * choose());
  }
  for (let deed = 0; deed < 10; deed += 1) {
    const seat = 1 + Math.floor(2 * choose());
    const page = circle.pages.get(seat);
    const deeds = [
      () => circle.open(seat).enter(),
      () => circle.cut.add(seat),
      () => circle.cut.delete(seat) && page.enter(),
      () => circle.network.cut(),
      () => circle.network.mend(),
      () => page.open.forEach((one) => one.restartIce()),
      () => [...circle.pages.values()].forEach(({ open }) => open.forEach((one) => one.restartIce())),
      () => page.mesh.wake(),
      () => page.mesh.renew({ servers: [], relay: choose() < 0.5 }),
      () => (page.mesh.leave(), page.enter()),
      () => sayGarbage(circle, seat, choose),
      () => sayAgain(circle, seat, choose),
    ];
    deeds[Math.floor(deeds.length * choose())]();
    await circle.time.pass([20, 200, 2_000, 20_000][Math.floor(4 * choose())] * choose());
  }
}

function sayGarbage(circle, seat, choose) {
  const own = circle.said.filter(({ from, data }) => from === seat && data.kind === "description").at(-1);
  const type = choose() < 0.5 ? "offer" : "answer";
  if (own) circle.carry(seat, own.to, { ...own.data, description: { type, sdp: "garbage" } });
}

function sayAgain(circle, seat, choose) {
  const own = circle.said.filter(({ from }) => from === seat);
  const one = own[Math.floor(own.length * choose())];
  if (one) circle.carry(seat, one.to, one.data);
}
