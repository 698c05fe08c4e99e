/** One's own voice, recorded and played back; it stays in this page. */

import { playOut } from "./meter.js";

/** @param {MediaStreamTrack} track @param {number} milliseconds @returns {Promise<Blob>} */
export async function record(track, milliseconds) {
  const recorder = new MediaRecorder(new MediaStream([track]));
  /** @type {Blob[]} */ const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  setTimeout(() => recorder.state === "recording" && recorder.stop(), milliseconds);
  await new Promise((resolve) => (recorder.onstop = resolve));
  return new Blob(parts, { type: recorder.mimeType });
}

/** @param {AudioContext} context @param {Blob} recorded @param {string} [sinkId] */
export async function playBack(context, recorded, sinkId) {
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await recorded.arrayBuffer());
  source.start();
  return playOut(context, source, sinkId, source.buffer.duration * 1_000);
}
