// <kit-unsent> around a form: leaving the page asks first while something was typed and not sent.

class Unsent extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.dirty = this.hasAttribute("came-back");
    this.form?.addEventListener("input", () => { this.dirty = true; });
    this.form?.addEventListener("submit", () => { this.dirty = false; });
    this.leaving = (event) => { if (this.dirty) event.preventDefault(); };
    addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.leaving);
  }
}

customElements.define("kit-unsent", Unsent);
