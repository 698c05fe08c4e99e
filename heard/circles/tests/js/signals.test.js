import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../static/circles/media/signals.js";

const STATE = { mic: true, camera: false, through: null, carries: [2], hears: [], level: "all" };
const PAIR = { session: "a-1", re: "b-1", life: 0 };
const OFFER = { kind: "description", ...PAIR, offer: 3, description: { type: "offer", sdp: "v=0" } };
const CANDIDATE = { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" };
const CANDIDATES = { kind: "candidates", ...PAIR, candidates: [CANDIDATE] };

test("what pages say is read as it was said", () => {
  const all = [
    { kind: "hello", session: "a-1", state: STATE },
    { kind: "hello", session: "a-1", re: "b-1", state: STATE },
    { kind: "state", session: "a-1", state: { ...STATE, through: 3, level: "words" } },
    { kind: "bye", session: "a-1" },
    OFFER,
    CANDIDATES,
    { ...CANDIDATES, candidates: [] },
  ];

  assert.deepEqual(all.map(read), all);
});

test("a candidate need not say where it belongs", () => {
  const signal = { ...CANDIDATES, candidates: [{ candidate: "candidate:1", sdpMid: null, usernameFragment: null }] };

  assert.equal(read(signal)?.candidates[0].candidate, "candidate:1");
});

test("what is said beyond the known is left out", () => {
  const signal = read({ ...OFFER, more: 1, description: { ...OFFER.description, more: 1 } });

  assert.deepEqual(signal, OFFER);
});

const WRONG = {
  "nothing": null,
  "a text": "hello",
  "a list": [OFFER],
  "an unknown kind": { kind: "moved", session: "a-1" },
  "a kind that all objects have": { kind: "toString", session: "a-1" },
  "no session": { kind: "bye" },
  "a session that is no name": { kind: "bye", session: "<b>" },
  "a long session": { kind: "bye", session: "a".repeat(65) },
  "a hello without a state": { kind: "hello", session: "a-1" },
  "a hello to nobody's session": { kind: "hello", session: "a-1", re: 4, state: STATE },
  "a seat that no circle has": { kind: "state", session: "a-1", state: { ...STATE, through: 9 } },
  "half a seat": { kind: "state", session: "a-1", state: { ...STATE, carries: [1.5] } },
  "too many seats": { kind: "state", session: "a-1", state: { ...STATE, hears: Array(9).fill(1) } },
  "an unknown level": { kind: "state", session: "a-1", state: { ...STATE, level: "loud" } },
  "a microphone that is neither on nor off": { kind: "state", session: "a-1", state: { ...STATE, mic: 1 } },
  "a description without an addressee": { ...OFFER, re: undefined },
  "a description without a life": { ...OFFER, life: undefined },
  "a description without a number": { ...OFFER, offer: "3" },
  "a life before the first": { ...OFFER, life: -1 },
  "a rollback": { ...OFFER, description: { type: "rollback", sdp: "" } },
  "a description that is too long": { ...OFFER, description: { type: "offer", sdp: "x".repeat(10_001) } },
  "a description that is no text": { ...OFFER, description: { type: "offer", sdp: {} } },
  "too many candidates": { ...CANDIDATES, candidates: Array(41).fill(CANDIDATE) },
  "a candidate that is a text": { ...CANDIDATES, candidates: ["candidate:1"] },
  "an empty place for a candidate": { ...CANDIDATES, candidates: [null] },
  "candidates that are no list": { ...CANDIDATES, candidates: { length: 1, 0: CANDIDATE } },
};

for (const [name, data] of Object.entries(WRONG)) {
  test(`${name} is no signal`, () => assert.equal(read(data), null));
}
