// <kit-focus> brings the reader to what needs a look (the error summary) when the page or fragment arrives.

class Focus extends HTMLElement {
  connectedCallback() {
    requestAnimationFrame(() => this.querySelector("[tabindex]")?.focus());
  }
}

customElements.define("kit-focus", Focus);
