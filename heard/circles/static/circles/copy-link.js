/** `<copy-link data-text data-done>`: shows its button where the browser can copy. */

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.hidden = false;
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#copy);
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.dataset.text ?? "");
    const button = this.querySelector("button");
    if (button) button.textContent = this.dataset.done ?? "";
  };
}

customElements.define("copy-link", CopyLink);
