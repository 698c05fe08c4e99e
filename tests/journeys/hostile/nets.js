/** What words have become in a page: code, or the text that they were. */
const nets = (() => {
  // Attributes in which words may stand, and those that lead somewhere.
  const SAID = new Set(["value", "data-shown", "data-text"]);
  const LEADS = new Set([
    "href", "src", "action", "formaction", "data", "poster", "xlink:href", "ping", "background", "srcset",
  ]);
  const says = (text) => /zap/i.test(text);
  const isData = ({ localName, type }) => localName === "script" && type === "application/json";

  const leadsAway = (value) => {
    const address = new URL(value, location.href);
    if (address.protocol === "blob:" || value.startsWith("data:image/")) return false;
    return !address.protocol.startsWith("http") || address.host !== location.host;
  };

  const isCode = ({ name, value }) => {
    if (name.startsWith("on") || name === "srcdoc" || says(name)) return true;
    if (SAID.has(name)) return false;
    return LEADS.has(name) ? leadsAway(value) : says(value);
  };

  const faultsOf = (element) => {
    const found = [...element.attributes].filter(isCode).map(({ name, value }) => `${name}=${value}`);
    const isOurs = element.localName !== "script" || element.hasAttribute("nonce") || isData(element);
    if (!isOurs || says(element.localName)) found.push("is not ours");
    if (["style", "script"].includes(element.localName) && !isData(element) && says(element.textContent)) found.push("says it");
    return found.map((fault) => `<${element.localName}> ${fault.slice(0, 200)}`);
  };

  const commentsOf = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (walker.nextNode()) if (says(walker.currentNode.data)) found.push(`a comment: ${walker.currentNode.data}`);
    return found;
  };

  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap(({ localName, shadowRoot, content }) => [
      ...(shadowRoot ? [shadowRoot] : []),
      ...(localName === "template" ? [content] : []),
    ]);

  const takenForCode = (root) => [
    ...commentsOf(root),
    ...[...root.querySelectorAll("*")].flatMap(faultsOf),
    ...within(root).flatMap(takenForCode),
  ];

  /** Gaps, and signs that nobody sees, may change on the way; nothing else may. */
  const bare = (text) => text.normalize("NFC").replace(/[\s\p{C}\uFFFD]/gu, "");

  const textOf = ({ title, body }) => {
    const said = [title, ...[...body.querySelectorAll("input, textarea")].map(({ value }) => value)];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!parentElement.closest("script, style, textarea")) said.push(data);
    }
    return bare(said.join(""));
  };

  const notShown = ({ title, body }, words) => {
    const text = textOf({ title, body });
    return words.filter((each) => !text.includes(bare(each)));
  };

  return { takenForCode, notShown };
})();
