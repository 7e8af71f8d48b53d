// <kit-autosave> around a form: each change is sent at once, and one line ([data-saved]) says what has been kept.
//
// The whole form is sent to its action, one request at a time, the newest state last, so the server's write must be safe
// to repeat. Only the answer 204 counts as kept: a redirect to a sign-in page is no receipt. What is not kept is tried
// again, and leaving the page asks first. 4xx with text/plain is shown as the server's words and is not tried again.
// Without a script the form's own button does the same; with one, [data-without-script] is hidden.

const WORDS = {
  sending: "Saving …",
  kept: "Saved",
  waiting: "Not saved yet. We keep trying: please leave this page open.",
  refused: "Not saved yet. Please press the button, or call us.",
};
const LONGEST_WAIT = 20_000;

class Autosave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.tries = 0;
    for (const part of this.querySelectorAll("[data-without-script]")) part.hidden = true;
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", () => { this.dirty = false; });
    this.again = () => { if (this.dirty) this.send(); };
    this.leaving = (event) => { if (this.dirty || this.sending) event.preventDefault(); };
    addEventListener("online", this.again);
    addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("online", this.again);
    removeEventListener("beforeunload", this.leaving);
  }

  changed() {
    this.dirty = true;
    this.tries = 0;
    this.send();
  }

  async send() {
    if (this.sending) return; // the newest state goes out when this one has come back
    clearTimeout(this.timer);
    this.sending = true;
    this.dirty = false;
    this.say("sending");
    let state = "waiting";
    let words = "";
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Kit-Autosave": "1" },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(15_000),
      });
      if (answer.status === 204) state = "kept";
      else if (answer.status >= 400 && answer.status < 500) {
        state = "refused";
        if ((answer.headers.get("Content-Type") ?? "").startsWith("text/plain")) words = await answer.text();
      } else if (answer.type === "opaqueredirect") state = "refused";
    } catch {
      // No network: waiting.
    }
    this.sending = false;
    if (this.dirty) return this.send();
    this.say(state, words);
    if (state === "refused") this.show();
    if (state === "waiting") {
      this.dirty = true;
      this.timer = setTimeout(this.again, Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries++));
    }
  }

  show() {
    this.dirty = true; // still not kept: leaving asks first
    for (const part of this.querySelectorAll("[data-without-script]")) part.hidden = false;
  }

  say(state, words = "") {
    const line = this.querySelector("[data-saved]");
    if (!line) return;
    line.dataset.state = state === "refused" ? "waiting" : state;
    line.textContent = words || this.getAttribute(`words-${state}`) || WORDS[state];
    this.dispatchEvent(new CustomEvent("kit:saved", { bubbles: true, detail: { state } }));
  }
}

customElements.define("kit-autosave", Autosave);
