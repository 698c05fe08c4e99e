/** What a device sounds like: two notes for a speaker, and one's own voice, recorded and played back. */

const TONES = [523.25, 659.25];
const TONE = 0.6;

/** Two soft notes. @param {AudioContext} context @param {string} [sinkId] @returns {Promise<void>} when they are over */
export function playTone(context, sinkId) {
  const gain = context.createGain();
  TONES.forEach((pitch, index) => {
    const note = Object.assign(context.createOscillator(), { type: "sine" });
    const at = context.currentTime + index * TONE;
    note.frequency.value = pitch;
    note.connect(gain);
    note.start(at);
    note.stop(at + TONE);
    gain.gain.setTargetAtTime(0.2, at, 0.03);
    gain.gain.setTargetAtTime(0, at + TONE / 2, 0.08);
  });
  return playOut(context, gain, sinkId, TONES.length * TONE * 1_000);
}

/** One's own voice; it stays in this page.
 * @param {MediaStreamTrack} track @param {number} milliseconds @returns {Promise<Blob>} */
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

/** Only an element can be sent to a chosen speaker in every browser that knows such a choice.
 * @param {AudioContext} context @param {AudioNode} node @param {string|undefined} sinkId @param {number} milliseconds */
async function playOut(context, node, sinkId, milliseconds) {
  if (!sinkId) node.connect(context.destination);
  else {
    const out = context.createMediaStreamDestination();
    const element = Object.assign(new Audio(), { srcObject: out.stream });
    node.connect(out);
    await element.setSinkId(sinkId).catch(() => {});
    await element.play();
  }
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  node.disconnect();
}
