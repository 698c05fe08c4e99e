// <passkey-door> signs in with a passkey (options inside, or at an address), <passkey-maker> adds one; without JavaScript neither shows.

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#use);
  }

  disconnectedCallback() {
    this.#button.removeEventListener("click", this.#use);
  }

  /** @returns {Promise<Credential | null>} */
  async ask() {
    throw new TypeError("Each kind of passkey element asks in its own way.");
  }

  /** @param {Event} event */
  #use = async (event) => {
    event.preventDefault();
    this.#alert.hidden = true;
    try {
      const credential = /** @type {PublicKeyCredential | null} */ (await this.ask());
      if (!credential) throw new TypeError("The browser gave no credential.");
      this.#send(JSON.stringify(credential.toJSON()));
    } catch {
      this.#alert.hidden = false;
    }
  };

  /** @param {string} credential */
  #send(credential) {
    const form = /** @type {HTMLFormElement} */ (this.closest("form"));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = credential;
    form.submit();
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }

  get #alert() {
    return /** @type {HTMLElement} */ (this.querySelector("[role=alert]"));
  }
}

class PasskeyDoor extends Passkey {
  async ask() {
    const { request_options: options } = await this.#options();
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
    return navigator.credentials.get({ publicKey });
  }

  async #options() {
    const inside = this.querySelector("script")?.textContent;
    if (inside) return JSON.parse(inside);
    const address = this.dataset.options ?? "";
    return (await fetch(address, { headers: { Accept: "application/json" } })).json();
  }
}

class PasskeyMaker extends Passkey {
  async ask() {
    const data = JSON.parse(this.querySelector("script")?.textContent ?? "{}");
    const options = data.creation_options.publicKey;
    // A key that signs in on its own: it knows whose it is, and asks for the lock of the device.
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
}

customElements.define("passkey-door", PasskeyDoor);
customElements.define("passkey-maker", PasskeyMaker);
