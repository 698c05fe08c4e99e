import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { checkLine } from "../../static/circles/media/line-check.js";

const TURN = { servers: [{ urls: ["turn:relay:3478"] }], relay: false };

/** A pair of connections over a line of so many bits a second. */
class FakeConnection {
  static made = [];
  isClosed = false;
  constructor(config, line) {
    Object.assign(this, { config, line });
    FakeConnection.made.push(this);
  }
  addIceCandidate = async () => {};
  setLocalDescription = async () => void (this.localDescription = { from: this });
  async setRemoteDescription({ from }) {
    const isRelayed = this.config.iceTransportPolicy === "relay";
    const rate = isRelayed ? this.line.relayed : this.line.direct;
    if (isRelayed && this.line.refused) return void setTimeout(() => this.onicecandidateerror?.({ errorCode: 401 }), 50);
    if (rate && this.ondatachannel) open(from.channel, this, rate);
  }
  createDataChannel = () => (this.channel = { readyState: "connecting", bufferedAmount: 0, send(chunk) { this.bufferedAmount += chunk.byteLength; } });
  close = () => void (this.isClosed = true);
}

function open(channel, other, rate) {
  setTimeout(() => {
    const end = {};
    other.ondatachannel({ channel: end });
    channel.readyState = "open";
    channel.onopen?.();
    const carry = () => {
      if (other.isClosed) return;
      const bytes = Math.min(channel.bufferedAmount, rate / 8 / 20);
      channel.bufferedAmount -= bytes;
      if (bytes) end.onmessage?.({ data: { byteLength: bytes } });
      if (channel.bufferedAmount <= channel.bufferedAmountLowThreshold) channel.onbufferedamountlow?.();
      setTimeout(carry, 50);
    };
    carry();
  }, 100);
}

async function check(line, ice = { servers: [], relay: false }, rtt = 40) {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeConnection.made = [];
  try {
    let time = 0;
    const ask = async () => {
      if (line.isAway) throw new Error("away");
      time += rtt;
    };
    const world = { now: () => time, connection: (config) => new FakeConnection(config, line) };
    const checking = checkLine({ ask, ice: () => ice, world });
    let isOver = false;
    checking.catch(() => {}).finally(() => (isOver = true));
    while (!isOver) {
      mock.timers.tick(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return await checking;
  } finally {
    mock.timers.reset();
  }
}

test("a relay that carries a face means that video will work", async () => {
  assert.equal(await check({ relayed: 2_000_000 }, TURN), "video");
});

test("a relay that carries little means voices, and one that carries next to nothing means words", async () => {
  assert.equal(await check({ relayed: 150_000 }, TURN), "voice");
  assert.equal(await check({ relayed: 20_000 }, TURN), "words");
});

test("a relay that does not take the credentials is told at once", async () => {
  assert.equal(await check({ refused: true, direct: 9_000_000 }, TURN), "relay_refused");
});

test("a relay that is away leaves direct lines: voices, unless only the relay is allowed", async () => {
  assert.equal(await check({ direct: 9_000_000 }, TURN), "voice");
  assert.equal(await check({ direct: 9_000_000 }, { ...TURN, relay: true }), "words");
});

test("without a relay the time there and back decides", async () => {
  const after = (rtt) => check({ direct: 9_000_000 }, undefined, rtt);

  assert.deepEqual([await after(60), await after(700), await after(2_000)], ["video", "voice", "words"]);
});

test("a browser that lets no line through leaves words", async () => {
  assert.equal(await check({}), "words");
});

test("no line, no answer: the page says that there is no line", async () => {
  await assert.rejects(check({ isAway: true }));
});

test("every connection that was opened is closed", async () => {
  await check({ relayed: 2_000_000 }, TURN);

  assert.equal(FakeConnection.made.length, 2);
  assert.ok(FakeConnection.made.every(({ isClosed }) => isClosed));
});
