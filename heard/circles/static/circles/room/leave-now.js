/** Away from this page at once, to one that says nothing of circles. */

const PRESSES = 3;
const WITHIN = 1000;
const LEFT = "heard:left";

/** Escape, three times within a second. */
export class Escapes {
  /** @type {number[]} */ #pressed_at = [];

  /** @param {string} key @param {number} now in milliseconds @returns {boolean} whether it is time to go */
  press(key, now) {
    this.#pressed_at = key === "Escape" ? [...this.#pressed_at, now].slice(-PRESSES) : [];
    const [first] = this.#pressed_at;
    return this.#pressed_at.length === PRESSES && first !== undefined && now - first <= WITHIN;
  }
}

/** The room's page is replaced, so that "back" does not lead to it.
 * @param {string} page @param {() => void} letGo closes devices and lines before anything else */
export function leaveNow(page, letGo) {
  document.documentElement.hidden = true;
  try {
    letGo();
    sessionStorage.setItem(LEFT, page);
  } finally {
    location.replace(page);
  }
}

/** By the link, or by Escape three times within a second.
 * @param {(target: EventTarget, name: string, deed: (event: any) => void) => void} on
 * @param {HTMLAnchorElement} link @param {() => void} letGo */
export function offerAway(on, link, letGo) {
  const escapes = new Escapes();
  const away = (/** @type {Event} */ event) => {
    event.preventDefault();
    leaveNow(link.href, letGo);
  };
  on(link, "click", away);
  on(document, "keydown", (event) => !event.repeat && escapes.press(event.key, performance.now()) && away(event));
}

/** "Back" may reach the page of the link, which leads to the room again: then away once more. Who
 * opens the link anew is let in. @returns {string|null} where to */
export function whereBackLeads() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  try {
    if (visit?.type === "back_forward") return sessionStorage.getItem(LEFT);
    sessionStorage.removeItem(LEFT);
  } catch {
    // Without a shelf nothing was kept.
  }
  return null;
}
