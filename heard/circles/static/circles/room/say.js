/** The words of the room in the language of the page, with names and numbers put in. */

export class Words {
  #plural;
  #number;
  #list;

  /** @param {Record<string, string>} words @param {string} language */
  constructor(words, language) {
    this.words = words;
    this.#plural = new Intl.PluralRules(language);
    this.#number = new Intl.NumberFormat(language);
    this.#list = new Intl.ListFormat(language);
  }

  /** @param {string} key @param {Record<string, string|number>} [values] */
  say(key, values = {}) {
    const sentence = this.words[key] ?? "";
    return sentence.replace(/\{(\w+)\}/g, (_, name) => this.#show(values[name]));
  }

  /** @param {string} key @param {number} count @param {Record<string, string|number>} [values] */
  count(key, count, values = {}) {
    const form = `${key}.${this.#plural.select(count)}`;
    return this.say(form in this.words ? form : `${key}.other`, { ...values, count });
  }

  /** @param {string[]} names */
  list(names) {
    return this.#list.format(names);
  }

  /** @param {string} key */
  has(key) {
    return key in this.words;
  }

  /** @param {string|number|undefined} value */
  #show(value) {
    return typeof value === "number" ? this.#number.format(value) : (value ?? "");
  }
}
