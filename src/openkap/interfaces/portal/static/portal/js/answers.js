// <portal-answers url> around a form: each answer is sent on the tap, and one line ([data-saved]) says what is kept.
//
// One answer at a time, the newest value of a question last. The server keeps a repeated answer once, so whatever has no
// receipt (status 200) is sent again until it has one. Leaving with something unsent asks first. A refusal (4xx) is
// shown in the server's words; the form's own button sends every answer as well, with or without this script.
//
// An answer listed in data-help-on shows help on the tap itself: it waits for no network.

// In English; words="{…}" on the element says the same in the language of the page.
const WORDS = {
  ready: "Each answer is kept as you tap it",
  sending: "Saving …",
  kept: "All saved",
  waiting: "Not saved yet. We keep trying: please leave this page open.",
  refused: "Not saved. Press the button below, or call us.",
  ended: "Not saved: your visit has ended. Call us for a new link. What was saved before is kept.",
  progress: "%(done)s of %(all)s",
};
const LONGEST_WAIT = 8_000;
const LONGEST_SEND = 10_000;

class Answers extends HTMLElement {
  connectedCallback() {
    this.words = { ...WORDS, ...JSON.parse(this.getAttribute("words") ?? "{}") };
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-saved]");
    this.unsent = new Map(); // item → its newest value without a receipt
    this.refused = new Set();
    this.tries = 0;
    this.form.addEventListener("change", (event) => this.answered(event.target));
    this.form.addEventListener("submit", (event) => this.submitting(event));
    this.onOnline = () => this.send();
    this.onLeaving = (event) => { if (this.unsent.size && !this.submitted) event.preventDefault(); };
    addEventListener("online", this.onOnline);
    addEventListener("beforeunload", this.onLeaving);
    this.say("kept", this.words.ready);
    this.arrange();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("online", this.onOnline);
    removeEventListener("beforeunload", this.onLeaving);
  }

  answered(field) {
    const question = field.closest("[data-item]");
    if (!question) return;
    const { item, helpOn = "" } = question.dataset;
    if (helpOn.split(" ").includes(field.value)) this.showHelp(question);
    this.unsent.set(item, field.value);
    this.refused.delete(item);
    this.tries = 0;
    this.arrange();
    this.send();
  }

  async send() {
    const next = [...this.unsent].find(([item]) => !this.refused.has(item));
    if (this.sending || !next) return;
    clearTimeout(this.timer);
    this.sending = true;
    if (this.line.dataset.state !== "waiting") this.say("sending");
    const [item, value] = next;
    const reply = await this.post(item, value);
    this.sending = false;
    if (reply === null) {
      this.say("waiting");
      this.timer = setTimeout(() => this.send(), Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries++));
      return;
    }
    this.tries = 0;
    if (reply.kept) {
      if (this.unsent.get(item) === value) this.unsent.delete(item);
      if (reply.help && !this.querySelector(".help-here")) this.showHelp(this.question(item));
      if (!this.unsent.size) this.say("kept");
    } else {
      this.refused.add(item);
      this.say("refused", reply.words);
    }
    this.send();
  }

  /** {kept, help} or {words} as the server said; null when it did not come through and is to be tried again. */
  async post(item, value) {
    const body = new URLSearchParams({ item, value });
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), LONGEST_SEND);
    try {
      const answer = await fetch(this.getAttribute("url"), { method: "POST", body, redirect: "manual", keepalive: true, signal: stop.signal });
      if (answer.status === 200) return { kept: true, help: (await answer.json()).crisis_help };
      if (answer.status === 422 || answer.status === 409) return { words: (await answer.json()).message };
      if (answer.status === 403 || answer.type === "opaqueredirect") return { words: this.words.ended };
      return answer.status >= 400 && answer.status < 500 ? { words: this.words.refused } : null;
    } catch {
      return null;
    } finally {
      clearTimeout(clock);
    }
  }

  submitting(event) {
    // While the network is away, sending the form would lead to the browser's error page: the answers wait here instead.
    if (this.unsent.size && this.line.dataset.state === "waiting" && !this.refused.size) {
      event.preventDefault();
      this.line.scrollIntoView({ block: "center" });
      this.send();
    } else {
      this.submitted = true;
    }
  }

  showHelp(question) {
    const slot = question.querySelector("[data-help-slot]");
    if (slot.childElementCount) return;
    slot.append(this.querySelector("template[data-help]").content.cloneNode(true));
    slot.scrollIntoView({ block: "nearest" });
  }

  question(item) {
    return this.querySelector(`[data-item="${CSS.escape(item)}"]`);
  }

  value(question) {
    const field = question.querySelector("input:checked, input:not([type=radio])");
    return field && field.value.trim() !== "" ? field.value : null;
  }

  /** Shows what is asked only after other answers, and how far the form is. */
  arrange() {
    for (const question of this.querySelectorAll("[data-asked-when]")) {
      const { askedWhen, askedFrom } = question.dataset;
      const deciding = askedWhen.split(" ").map((item) => this.question(item)).filter(Boolean);
      if (!deciding.length) continue; // one question a screen: the server has decided
      question.hidden = !deciding.some((one) => Number(this.value(one) ?? -Infinity) >= Number(askedFrom));
    }
    const counted = [...this.querySelectorAll("[data-counts]")].filter((question) => !question.hidden);
    const done = counted.filter((question) => this.value(question) !== null).length;
    const words = this.querySelector("[data-progress]");
    if (!words) return;
    words.textContent = this.words.progress.replace("%(done)s", done).replace("%(all)s", counted.length);
    const bar = this.querySelector(".form-bar progress");
    bar.max = counted.length;
    bar.value = done;
  }

  say(state, words = this.words[state]) {
    this.line.dataset.state = state === "refused" ? "waiting" : state;
    this.line.textContent = words || this.words[state];
  }
}

customElements.define("portal-answers", Answers);
