/** My words written along by this device itself; where it would ask a cloud, there are none. */

const LONGEST = 300;
const FINAL = new Set(["not-allowed", "service-not-allowed", "language-not-supported", "audio-capture"]);
const REST = 500;

export class OwnCaptions {
  /** @type {any} */ #recognition = null;

  /** Whether this device can do it alone, with nothing to fetch first.
   * @param {string} language @param {any} [world] @returns {Promise<boolean>} */
  static async isHere(language, world = globalThis) {
    const Recognition = recogniserOf(world);
    if (!Recognition?.available || !("processLocally" in Recognition.prototype)) return false;
    try {
      return (await Recognition.available({ langs: [language], processLocally: true })) === "available";
    } catch {
      return false;
    }
  }

  /** @param {string} language @param {{words: (text: string) => void}} on @param {any} [world] */
  constructor(language, on, world = globalThis) {
    this.language = language;
    this.on = on;
    this.world = world;
  }

  start() {
    if (this.#recognition) return;
    const recognition = new (recogniserOf(this.world))();
    Object.assign(recognition, { lang: this.language, continuous: true, interimResults: false, processLocally: true });
    recognition.onresult = (/** @type {any} */ event) => this.#heard(event);
    recognition.onerror = (/** @type {any} */ { error }) => FINAL.has(error) && (recognition.onend = null);
    recognition.onend = () => this.world.setTimeout(() => this.#recognition === recognition && recognition.start(), REST);
    recognition.start();
    this.#recognition = recognition;
  }

  /** What is still being recognised is let go: it may have been said off the floor. */
  stop() {
    const recognition = this.#recognition;
    this.#recognition = null;
    if (!recognition) return;
    recognition.onresult = recognition.onend = null;
    recognition.abort();
  }

  /** @param {{resultIndex: number, results: any}} event */
  #heard({ resultIndex, results }) {
    for (const result of [...results].slice(resultIndex)) {
      if (result.isFinal) for (const words of inParts(result[0].transcript)) this.on.words(words);
    }
  }
}

/** No longer than what may be sent at once, and no word cut in two where there are words.
 * @param {string} text */
function inParts(text) {
  return text.trim().match(new RegExp(`\\S.{0,${LONGEST - 2}}\\S(?=\\s|$)|\\S{1,${LONGEST}}`, "gsu")) ?? [];
}

/** @param {any} world */
function recogniserOf(world) {
  return world.SpeechRecognition ?? world.webkitSpeechRecognition;
}
