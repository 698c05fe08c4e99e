/** Opens careless pages, does what a visitor may do there, and says what became of the words. */
const openCareless = (nets) => {
  const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

  const touch = (element) => {
    for (const { name } of [...element.attributes]) {
      if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2)));
    }
    if (["a", "button"].includes(element.localName)) element.dispatchEvent(new MouseEvent("click", { cancelable: true, bubbles: true }));
  };

  const lookAt = (frame, words) => {
    const inside = frame.contentDocument;
    if (!inside?.body) return { code: ["went away"], isLost: true };
    return { code: nets.takenForCode(inside), isLost: nets.notShown(inside, [words]).length > 0 };
  };

  const visit = async ([words, html]) => {
    const frame = document.createElement("iframe");
    let ran = false;
    frame.heard = () => (ran = true);
    frame.srcdoc = `<!doctype html><body><script nonce>function zap() { frameElement.heard() }</script>${html}`;
    const loaded = new Promise((go) => frame.addEventListener("load", go, { once: true }));
    document.body.append(frame);
    await Promise.race([loaded, pause(2000)]);
    const seen = lookAt(frame, words);
    frame.contentDocument?.querySelectorAll("*").forEach(touch);
    await pause(100);
    frame.remove();
    return { words, ran, ...seen };
  };

  return (pages) => Promise.all(pages.map(visit));
};
