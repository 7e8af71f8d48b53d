// <room-light>: its form is sent at once and never queued: a light that changes an hour later helps nobody. The page stays
// as it is, so that the music plays on. Without this script the form is sent like any other.

class RoomLight extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-told]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.submitter);
    });
    // A preset of the room takes the light with it.
    this.presets = (event) => {
      const level = event.target.dataset.light;
      if (level) this.send(this.form.querySelector(`[value="${level}"]`));
    };
    document.addEventListener("submit", this.presets);
  }

  disconnectedCallback() {
    document.removeEventListener("submit", this.presets);
  }

  async send(button) {
    const body = new URLSearchParams(new FormData(this.form, button));
    body.set("entry_id", crypto.randomUUID());
    this.line.textContent = "…";
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(8000) });
      const told = await answer.json();
      this.line.textContent = answer.ok ? `Light: ${button.textContent.trim()}` : told.message;
    } catch {
      this.line.textContent = "The light was not reached. Use its own switch.";
    }
  }
}

customElements.define("room-light", RoomLight);
