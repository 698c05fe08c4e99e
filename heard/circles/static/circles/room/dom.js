/** Small help for making and changing elements; text is always text, never markup. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `onclick` and the like are listeners, `class` is a class
 * @param {...(Node|string)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Changes a text only when it differs, so that readers are not told twice.
 * @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
  /** @type {HTMLElement} */ (element).hidden = text === "";
}

/** Builds the children again only when what they show has changed.
 * @param {HTMLElement} element @param {unknown} shown @param {() => Node[]} build */
export function rebuild(element, shown, build) {
  const signature = JSON.stringify(shown);
  if (element.dataset.shown === signature) return false;
  element.dataset.shown = signature;
  const hadFocus = element.contains(document.activeElement);
  element.replaceChildren(...build());
  return hadFocus;
}

/** A disc of our alphabet: ● speaks, ◐ reflects, ○ listens. @param {string} kind */
export function mark(kind) {
  return el("span", { class: `mark mark--${kind}`, "aria-hidden": "true" });
}

/** Two letters at most stand for a face. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = (words.length > 1 ? [words[0], words[words.length - 1]] : words).map(firstSign);
  return letters.join("").toLocaleUpperCase();
}

/** @param {string} word @returns {string} */
function firstSign(word) {
  const Segmenter = /** @type {any} */ (Intl).Segmenter;
  if (!Segmenter) return [...word][0] ?? "";
  return [...new Segmenter(undefined, { granularity: "grapheme" }).segment(word)][0]?.segment ?? "";
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
