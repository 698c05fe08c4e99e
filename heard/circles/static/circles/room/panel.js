/** My edge of the table: status, one soft line, one button, and what else I may do. */

import { el, mark, rebuild, say } from "./dom.js";

/**
 * @typedef {import("./scene.js").Deed} Deed
 * @typedef {import("./scene.js").Scene} Scene
 */

/** @param {(name: string) => HTMLElement} part @param {Scene} scene @param {(deed: Deed) => void} act
 * @returns {boolean} whether the focus was on a button that is gone */
export function showPanel(part, scene, act) {
  const status = part("status");
  status.classList.toggle("room__status--voice", scene.isVoice);
  rebuild(status, [scene.mark, scene.status], () => [...(scene.mark ? [mark(scene.mark)] : []), scene.status].map(asNode));
  say(part("soft"), scene.soft);
  say(part("hint"), scene.hint);
  say(part("caption"), scene.caption);
  say(part("voice"), scene.voice);
  part("voice").classList.toggle("room__voice--card", scene.isCard);
  part("slider").hidden = !scene.slider;
  part("card").hidden = !scene.hasCards;
  rebuild(part("list"), scene.list, () => scene.list.map((line) => el("li", {}, line)));
  part("list").hidden = scene.list.length === 0;
  return showDeeds(part("deeds"), scene, act);
}

/** @param {HTMLElement} box @param {Scene} scene @param {(deed: Deed) => void} act */
function showDeeds(box, scene, act) {
  const { main, choices, quiet, layout } = scene;
  const isAnswer = layout === "answer";
  return rebuild(box, [main, choices, quiet, isAnswer], () => {
    const shown_at = performance.now();
    // A second tap that was meant for the button before must not press the new one.
    const press = (/** @type {Deed} */ deed) => () => performance.now() - shown_at > 350 && act(deed);
    return [
      ...main.map((deed) => button(deed, `button button--act${isAnswer ? " button--heard" : ""}`, press(deed), isAnswer)),
      ...(choices.length ? [el("div", { class: "room__choices" }, ...choices.map((deed) => button(deed, "button button--quiet", press(deed), false)))] : []),
      ...quiet.map((deed) => button(deed, "button button--quiet", press(deed), isAnswer)),
    ];
  });
}

/** @param {Deed} deed @param {string} kind @param {() => void} onclick @param {boolean} hasMark */
function button(deed, kind, onclick, hasMark) {
  const content = hasMark && deed.mark ? [mark(deed.mark), deed.label] : [deed.label];
  return el("button", { type: "button", class: kind, "data-move": deed.move.move, onclick }, ...content);
}

/** @param {string|Node} child @returns {Node} */
function asNode(child) {
  return typeof child === "string" ? document.createTextNode(child) : child;
}
