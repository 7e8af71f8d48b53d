// <kit-copy> copies the text of its [data-copy] child. The button is shown only where copying can work.

class Copy extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => this.copy(button));
  }

  async copy(button) {
    const words = button.querySelector("[data-words]");
    const before = this.before ?? (this.before = words.textContent);
    try {
      await navigator.clipboard.writeText(this.querySelector("[data-copy]").textContent.trim());
      words.textContent = "Copied";
    } catch {
      words.textContent = "Please copy by hand";
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { words.textContent = before; }, 3000);
  }
}

customElements.define("kit-copy", Copy);
