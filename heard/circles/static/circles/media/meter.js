/** How loud a microphone is, and what that means. */

const QUIETEST = -70;
const LOUDEST = -15;
const LOOKED_BACK = 3_000;

export class Meter {
  /** @type {AudioContext|null} */ #context = null;
  /** @type {MediaStreamAudioSourceNode|null} */ #source = null;
  /** @type {AnalyserNode|null} */ #analyser = null;

  /** @param {() => AudioContext} context made only when there is something to measure */
  constructor(context) {
    this.make = context;
  }

  /** @param {MediaStreamTrack} track */
  of(track) {
    this.#source?.disconnect();
    const context = (this.#context ??= this.make());
    if (context.state === "suspended") context.resume();
    this.#analyser ??= Object.assign(context.createAnalyser(), { fftSize: 1024 });
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
  }

  /** From 0, nothing at all, to 1, loud; even steps for the ear. */
  level() {
    if (!this.#source || !this.#analyser) return 0;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    return loudness(samples);
  }

  stop() {
    this.#source?.disconnect();
    this.#context?.close();
    this.#context = this.#source = this.#analyser = null;
  }
}

/** @param {Float32Array} samples */
export function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power || 1e-12);
  return Math.min(1, Math.max(0, (decibels - QUIETEST) / (LOUDEST - QUIETEST)));
}

/** What three seconds of levels mean. Once a voice was heard, a pause changes nothing. */
export class Hearing {
  /** @type {{level: number, at: number}[]} */ #levels = [];
  #started_at = NaN;
  /** @type {"speak"|"nothing"|"quiet"|"well"} */ said = "speak";

  /** @param {number} level @param {number} now in milliseconds */
  hear(level, now) {
    if (Number.isNaN(this.#started_at)) this.#started_at = now;
    this.#levels = [...this.#levels.filter(({ at }) => at > now - LOOKED_BACK), { level, at: now }];
    const levels = this.#levels.map((each) => each.level);
    const peak = Math.max(...levels);
    const isVoice = peak - Math.min(...levels) > 0.18;
    if (isVoice && peak > 0.45) this.said = "well";
    else if (now - this.#started_at < LOOKED_BACK) return this.said;
    else if (isVoice) this.said = "quiet";
    else if (this.said === "speak" || this.said === "nothing") this.said = peak < 0.03 ? "nothing" : "speak";
    return this.said;
  }
}
