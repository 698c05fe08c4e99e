import assert from "node:assert/strict";
import { test } from "node:test";
import { Hearing, loudness, Meter } from "../../static/circles/media/meter.js";

const tone = (height) => Float32Array.from({ length: 1024 }, (_, index) => height * Math.sin(index / 3));

/** What is said after these levels, one each quarter of a second. */
function saidAfter(levels, hearing = new Hearing(), from = 0) {
  levels.forEach((level, index) => hearing.hear(level, from + index * 250));
  return hearing.said;
}

const times = (count, ...levels) => Array.from({ length: count }, () => levels).flat();

test("silence is nothing, a full tone is everything, and ten times the power is always the same step", () => {
  assert.equal(loudness(tone(0)), 0);
  assert.equal(loudness(tone(1)), 1);
  const [low, middle, high] = [0.001, 0.00316, 0.01].map((height) => loudness(tone(height)));
  assert.ok(Math.abs(middle - low - (high - middle)) < 0.01);
  assert.ok(low > 0 && middle > low);
});

test("someone who has not spoken yet is asked to, not judged", () => {
  assert.equal(saidAfter(times(20, 0.2)), "speak");
});

test("three seconds without any sound at all mean that nothing is heard", () => {
  assert.equal(saidAfter(times(11, 0)), "speak");
  assert.equal(saidAfter(times(14, 0)), "nothing");
});

test("a voice over the noise comes through well, at once", () => {
  assert.equal(saidAfter([0.2, 0.6]), "well");
});

test("a weak voice is called quiet only after three seconds", () => {
  assert.equal(saidAfter(times(5, 0.05, 0.3)), "speak");
  assert.equal(saidAfter(times(8, 0.05, 0.3)), "quiet");
});

test("a pause after speaking changes nothing", () => {
  const hearing = new Hearing();
  saidAfter([0.2, 0.6], hearing);

  assert.equal(saidAfter(times(40, 0), hearing, 500), "well");
});

test("a microphone that begins to work is no longer said to give nothing", () => {
  const hearing = new Hearing();
  saidAfter(times(14, 0), hearing);

  assert.equal(saidAfter(times(14, 0.1), hearing, 14 * 250), "speak");
});

test("a meter follows one track at a time and makes no context before the first", () => {
  globalThis.MediaStream = class {};
  const connected = new Set();
  let made = 0;
  const context = () => {
    made += 1;
    return {
      state: "running",
      createAnalyser: () => ({ getFloatTimeDomainData: (samples) => samples.set(tone(connected.size)) }),
      createMediaStreamSource: () => ({ connect() { connected.add(this); }, disconnect() { connected.delete(this); } }),
      close: () => connected.clear(),
    };
  };
  const meter = new Meter(context);

  assert.equal(meter.level() + made, 0);
  meter.of({});
  meter.of({});
  assert.equal(connected.size, 1);
  assert.equal(meter.level(), 1);
  meter.stop();
  assert.equal(meter.level() + connected.size, 0);
  assert.equal(made, 1);
});
