import assert from "node:assert/strict";
import { test } from "node:test";
import { Wire } from "../../static/circles/room/wire.js";

const VIEW = { seq: 7, phase: { number: 2 }, turn: { number: 1 }, step: "speak", stage: "turn" };

class FakeSocket {
  readyState = 1;
  /** @type {any[]} */ sent = [];
  isClosed = false;
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.isClosed = true;
    this.onclose?.();
  }
  says(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

class FakeWorld {
  sockets = [];
  timers = new Map();
  clock = 1_000_000;
  kept = new Map();
  ids = 0;
  tickets = 0;
  shelf = {
    getItem: (key) => this.kept.get(key) ?? null,
    setItem: (key, value) => void this.kept.set(key, value),
    removeItem: (key) => void this.kept.delete(key),
  };
  ticket = async () => ({ ticket: `t${(this.tickets += 1)}`, socket: "/ws/room/" });
  open = () => this.sockets[this.sockets.push(new FakeSocket()) - 1];
  now = () => this.clock;
  random = () => 0.5;
  uuid = () => `id-${(this.ids += 1)}`;
  later = (deed, wait) => {
    const timer = Symbol();
    this.timers.set(timer, { deed, at: this.clock + wait });
    return timer;
  };
  cancel = (timer) => this.timers.delete(timer);
  get socket() {
    return this.sockets.at(-1);
  }
  async pass(milliseconds) {
    const end = this.clock + milliseconds;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.clock = Math.max(this.clock, due[1].at);
      due[1].deed();
      await settled();
    }
    this.clock = end;
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function entered(world = new FakeWorld()) {
  const heard = { views: [], lines: [], answers: [], troubles: [] };
  const wire = new Wire(
    world,
    {
      view: (message) => heard.views.push(message),
      line: (state) => heard.lines.push(state),
      answer: (answer, frame) => heard.answers.push([answer, frame]),
      trouble: (message) => heard.troubles.push(message),
    },
    "seat",
  );
  wire.start();
  await settled();
  world.socket.onopen();
  world.socket.says({ type: "view", view: VIEW, names: {}, now: world.clock });
  return { wire, world, heard };
}

test("the first frame is the ticket, without a place to resume from", async () => {
  const { world } = await entered();

  assert.deepEqual(world.socket.sent[0], { type: "enter", ticket: "t1", since: null });
});

test("a lost line comes back by itself with a new ticket and the last seq", async () => {
  const { world, heard } = await entered();

  world.socket.onclose();
  await world.pass(1_000);
  world.socket.onopen();

  assert.deepEqual(heard.lines, ["connecting", "open", "lost", "connecting"]);
  assert.deepEqual(world.socket.sent[0], { type: "enter", ticket: "t2", since: 7 });
});

test("the wait between tries doubles up to ten seconds", async () => {
  const { world } = await entered();
  const waits = [];

  for (let round = 0; round < 7; round += 1) {
    world.socket.onclose();
    const [{ at }] = [...world.timers.values()];
    waits.push(at - world.clock);
    await world.pass(at - world.clock);
  }

  assert.deepEqual(waits, [375, 750, 1500, 3000, 6000, 7500, 7500]);
});

test("a move without an answer is sent again after a cut, once and with the same id", async () => {
  const { wire, world } = await entered();
  const id = wire.move({ move: "done" });

  world.socket.onclose();
  await world.pass(1_000);
  world.socket.onopen();
  world.socket.says({ type: "view", view: VIEW, names: {}, now: world.clock });

  assert.deepEqual(world.socket.sent.filter(({ type }) => type === "move"), [
    { type: "move", move: { move: "done" }, id },
  ]);
});

test("moves made without a line go out in order when it is back", async () => {
  const world = new FakeWorld();
  world.isTable = true;
  const { wire } = await entered(world);
  world.socket.onclose();

  wire.move({ move: "done", seat: 1 }, { made_at: 1 });
  wire.move({ move: "heard", seat: 1 }, { made_at: 2 });
  await world.pass(1_000);
  world.socket.onopen();
  world.socket.says({ type: "view", view: { ...VIEW, step: "other" }, names: {}, now: world.clock });

  assert.deepEqual(world.socket.sent.filter(({ type }) => type === "move").map(({ made_at }) => made_at), [1, 2]);
});

test("a move of a scene that is over is forgotten", async () => {
  const { wire, world } = await entered();
  wire.move({ move: "done" });

  world.socket.onclose();
  await world.pass(1_000);
  world.socket.onopen();
  world.socket.says({ type: "view", view: { ...VIEW, step: "reflect" }, names: {}, now: world.clock });

  assert.deepEqual(wire.queue.waiting, []);
});

test("a page that is loaded again finds the moves that wait", async () => {
  const world = new FakeWorld();
  const { wire } = await entered(world);
  const id = wire.send({ type: "rate", turn: 1, side: "speaker", value: 3 });

  const again = new Wire(world, wire.listener, "seat");

  assert.equal(again.queue.waiting[0].id, id);
});

test("an answered move leaves the queue and is handed over with its frame", async () => {
  const { wire, world, heard } = await entered();
  const id = wire.move({ move: "done" });

  world.socket.says({ type: "answer", id, ok: false, code: "not_now", message: "Not now." });

  assert.deepEqual(wire.queue.waiting, []);
  assert.equal(heard.answers[0][1].id, id);
});

test("our clock follows the middle of several measurements", async () => {
  const { wire, world } = await entered();

  for (const error of [0, 40, 5_000]) {
    world.socket.says({ type: "pong", sent: world.clock, now: world.clock + 1_000 + error });
  }

  assert.equal(wire.now() - world.clock, 1_040);
});

test("a line that says nothing for long is taken as lost", async () => {
  const { world, heard } = await entered();

  await world.pass(20_000);

  assert.ok(heard.lines.includes("lost"));
});

test("a seat that moved to another device is left in peace", async () => {
  const { world, heard } = await entered();

  world.socket.says({ type: "moved", message: "Here now." });
  await world.pass(60_000);

  assert.equal(heard.lines.at(-1), "moved");
  assert.equal(world.sockets.length, 1);
});

test("a ticket that is refused for good ends the tries", async () => {
  const world = new FakeWorld();
  const lines = [];
  world.ticket = async () => {
    throw Object.assign(new Error("The circle is closed."), { isFinal: true });
  };

  new Wire(world, { line: (state, message) => lines.push([state, message]) }, "seat").start();
  await settled();

  assert.deepEqual(lines.at(-1), ["refused", "The circle is closed."]);
});
