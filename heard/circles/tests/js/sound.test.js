import assert from "node:assert/strict";
import { test } from "node:test";
import { Sound } from "../../static/circles/media/sound.js";
import { settled } from "./fakes/time.js";

/** A browser that, where it is `strict`, lets only what is mute play before a gesture. */
class FakeBrowser {
  elements = [];
  isStrict = false;
  blocked = 0;

  constructor() {
    const browser = this;
    this.sound = new Sound(
      { element: () => browser.elements[browser.elements.push(new FakeElement(browser)) - 1], stream: (track) => ({ track }) },
      { blocked: () => void (this.blocked += 1) },
    );
  }

  /** Which of the tracks are really heard. */
  heard(...tracks) {
    const playing = this.elements.filter(({ paused, muted, srcObject }) => !paused && !muted && srcObject?.track.enabled);
    return tracks.filter((track) => playing.some(({ srcObject }) => srcObject.track === track));
  }
}

class FakeElement {
  paused = true;
  srcObject = null;
  sinkId = "";
  dataset = {};
  plays = 0;
  wasOpened = false;
  #isMuted = false;
  constructor(browser) {
    this.browser = browser;
  }
  get muted() {
    return this.#isMuted;
  }
  set muted(isMuted) {
    this.#isMuted = isMuted;
    if (!isMuted && !this.mayBeHeard) this.paused = true;
  }
  get mayBeHeard() {
    return !this.browser.isStrict || this.wasOpened;
  }
  async play() {
    this.plays += 1;
    if (!this.#isMuted && !this.mayBeHeard) throw Object.assign(new Error(), { name: "NotAllowedError" });
    this.paused = false;
  }
  pause() {
    this.paused = true;
  }
  async setSinkId(id) {
    this.sinkId = id;
  }
}

const voice = (name) => ({ name, kind: "audio", enabled: true });

test("a voice that comes is not heard before its seat has the floor", async () => {
  const browser = new FakeBrowser();
  const ada = voice("ada");

  browser.sound.add(1, ada);
  await settled();

  assert.deepEqual(browser.heard(ada), []);
  assert.deepEqual([ada.enabled, browser.elements[0].muted, browser.elements[0].paused], [false, true, false]);
});

test("exactly the floor is heard", async () => {
  const browser = new FakeBrowser();
  const voices = [voice("ada"), voice("ben"), voice("cleo")];
  voices.forEach((one, index) => browser.sound.add(index + 1, one));

  browser.sound.play(new Set([1, 3]));
  const first = browser.heard(...voices).map(({ name }) => name);
  browser.sound.play(new Set([2]));

  assert.deepEqual(first, ["ada", "cleo"]);
  assert.deepEqual(browser.heard(...voices), [voices[1]]);
  assert.deepEqual(voices.map(({ enabled }) => enabled), [false, true, false]);
});

test("a player goes on while its seat is off the floor, so that its first word is not lost", async () => {
  const browser = new FakeBrowser();
  browser.sound.add(1, voice("ada"));
  await settled();

  browser.sound.play(new Set([1]));
  browser.sound.play(new Set());

  assert.equal(browser.elements[0].paused, false);
});

test("a voice that comes while its seat has the floor is heard at once", async () => {
  const browser = new FakeBrowser();
  const [before, after] = [voice("ada"), voice("ada again")];
  browser.sound.play(new Set([1]));

  browser.sound.add(1, before);
  browser.sound.add(1, after);
  await settled();

  assert.deepEqual(browser.heard(before, after), [after]);
  assert.equal(browser.elements.length, 1);
});

test("a page that is silent plays nothing until it is not", async () => {
  const browser = new FakeBrowser();
  const ada = voice("ada");
  browser.sound.add(1, ada);
  browser.sound.play(new Set([1]));

  browser.sound.silent(true);
  const then = browser.heard(ada);
  browser.sound.silent(false);

  assert.deepEqual([then, browser.heard(ada)], [[], [ada]]);
});

test("a browser that wants a gesture is said once, and heard after it", async () => {
  const browser = new FakeBrowser();
  browser.isStrict = true;
  const [ada, ben] = [voice("ada"), voice("ben")];
  browser.sound.add(1, ada);
  browser.sound.add(2, ben);
  browser.sound.play(new Set([1, 2]));
  await settled();
  const before = [browser.blocked, browser.heard(ada, ben)];

  for (const element of browser.elements) element.wasOpened = true;
  const isOpen = await browser.sound.unlock();

  assert.deepEqual(before, [1, []]);
  assert.equal(isOpen, true);
  assert.deepEqual(browser.heard(ada, ben), [ada, ben]);
});

test("a gesture that is not enough is answered honestly", async () => {
  const browser = new FakeBrowser();
  browser.isStrict = true;
  browser.sound.add(1, voice("ada"));
  browser.sound.play(new Set([1]));

  assert.equal(await browser.sound.unlock(), false);
});

test("a gesture on the way in also opens the players of those who come later", async () => {
  const browser = new FakeBrowser();
  browser.isStrict = true;
  const ada = voice("ada");
  await browser.sound.unlock();
  for (const element of browser.elements) element.wasOpened = element.plays > 0;

  browser.sound.add(1, ada);
  browser.sound.play(new Set([1]));
  await settled();

  assert.deepEqual([browser.heard(ada), browser.blocked], [[ada], 0]);
});

test("who is removed is not heard, and their player is used again", async () => {
  const browser = new FakeBrowser();
  const [ada, ben] = [voice("ada"), voice("ben")];
  browser.sound.play(new Set([1, 2]));
  browser.sound.add(1, ada);

  browser.sound.remove(1);
  browser.sound.add(2, ben);

  assert.deepEqual(browser.heard(ada, ben), [ben]);
  assert.deepEqual([ada.enabled, browser.elements.length], [false, 1]);
});

test("the chosen loudspeaker is that of all players, also of those to come", async () => {
  const browser = new FakeBrowser();
  browser.sound.add(1, voice("ada"));

  browser.sound.sinkTo("headset");
  browser.sound.add(2, voice("ben"));

  assert.deepEqual(browser.elements.map(({ sinkId }) => sinkId), ["headset", "headset"]);
});
