import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnCaptions } from "../../static/circles/media/own-captions.js";

class Recognition {
  static made = [];
  static answer = "available";
  static available = async (asked) => (asked.processLocally ? Recognition.answer : "available");
  starts = 0;
  constructor() {
    Recognition.made.push(this);
  }
  start = () => void (this.starts += 1);
  abort = () => void (this.isAborted = true);
}
Recognition.prototype.processLocally = false;

function begun() {
  Recognition.made = [];
  const timers = [];
  const told = [];
  const own = new OwnCaptions("en", { words: (text) => told.push(text) }, { SpeechRecognition: Recognition, setTimeout: (deed) => timers.push(deed) });
  own.start();
  return { own, told, timers, recognition: Recognition.made[0] };
}

const result = (transcript, isFinal = true) => Object.assign([{ transcript }], { isFinal });

test("only a device that does it alone, with nothing to fetch, writes along", async () => {
  const isHere = async (answer) => {
    Recognition.answer = answer;
    return OwnCaptions.isHere("en", { SpeechRecognition: Recognition });
  };

  assert.equal(await isHere("available"), true);
  assert.equal(await isHere("downloadable"), false);
  assert.equal(await isHere("unavailable"), false);
});

test("a recogniser that may ask a cloud is never used", async () => {
  class Cloudy {}
  class Half {
    static available = async () => "available";
  }

  assert.equal(await OwnCaptions.isHere("en", { webkitSpeechRecognition: Cloudy }), false);
  assert.equal(await OwnCaptions.isHere("en", { SpeechRecognition: Half }), false);
  assert.equal(await OwnCaptions.isHere("en", {}), false);
});

test("it is told to stay on the device, and only finished words are passed on, 300 signs at once", () => {
  const { told, recognition } = begun();

  recognition.onresult({ resultIndex: 1, results: [result("old"), result(" I kept the letter "), result("and", false), result("word ".repeat(100))] });

  assert.equal(recognition.processLocally, true);
  assert.equal(told[0], "I kept the letter");
  assert.deepEqual(told.slice(1).map((words) => words.length), [299, 199]);
});

test("words that come after the stop are not passed on", () => {
  const { own, told, recognition } = begun();

  own.stop();
  recognition.onresult?.({ resultIndex: 0, results: [result("off the floor")] });

  assert.deepEqual(told, []);
  assert.equal(recognition.isAborted, true);
});

test("to start twice is to start once, and a pause of the browser is followed by a new start", () => {
  const { own, timers, recognition } = begun();
  own.start();

  recognition.onend();
  timers.shift()();

  assert.equal(Recognition.made.length, 1);
  assert.equal(recognition.starts, 2);
});

test("a browser that says no is not asked again", () => {
  const { timers, recognition } = begun();

  recognition.onerror({ error: "not-allowed" });
  recognition.onend?.();

  assert.equal(timers.length, 0);
});

test("a stop between the end and the new start wins", () => {
  const { own, timers, recognition } = begun();

  recognition.onend();
  own.stop();
  timers.shift()();

  assert.equal(recognition.starts, 1);
});
