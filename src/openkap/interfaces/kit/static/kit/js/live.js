// <kit-live src poll since stale-after> keeps what stands inside it up to date.
//
// src answers with server-sent events; the data of an unnamed event is HTML whose elements replace those of the same id.
// An event named "beat" says only that the line is alive. poll?since=ID answers 204, or 200 with such HTML and the newest
// id in the header Last-Event-ID; it is asked when there is no stream (a full server says 503), and the stream is tried
// again later. Nothing is heard for `stale-after` seconds: [data-stale] is shown, with the time of the last news.
// A part in which someone is typing is replaced when they leave it; what was opened in it stays open.

const POLL_EVERY = 3_000;
const TRY_STREAM_AGAIN = 30_000;

class Live extends HTMLElement {
  connectedCallback() {
    this.last = this.getAttribute("since") ?? "";
    this.staleAfter = Number(this.getAttribute("stale-after") ?? 10) * 1000;
    this.waiting = new Map();
    this.heard();
    this.listen();
    this.watch = setInterval(() => this.check(), 1000);
    this.wake = () => { if (!document.hidden) this.ask(); };
    document.addEventListener("visibilitychange", this.wake);
    addEventListener("online", this.wake);
    this.addEventListener("focusout", () => setTimeout(() => this.settle()));
  }

  disconnectedCallback() {
    this.stream?.close();
    clearInterval(this.watch);
    clearInterval(this.polling);
    clearTimeout(this.retry);
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("online", this.wake);
  }

  address(name) {
    const url = new URL(this.getAttribute(name), document.baseURI);
    if (this.last) url.searchParams.set("since", this.last);
    return url;
  }

  listen() {
    if (!this.hasAttribute("src")) return this.poll();
    this.stream = new EventSource(this.address("src"));
    this.stream.onopen = () => { this.heard(); clearInterval(this.polling); this.polling = null; };
    this.stream.onmessage = (event) => this.take(event.data, event.lastEventId);
    this.stream.addEventListener("beat", () => this.heard());
    this.stream.onerror = () => {
      this.poll();
      if (this.stream.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself, with Last-Event-ID
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.listen(), TRY_STREAM_AGAIN);
    };
  }

  poll() {
    if (this.polling || !this.hasAttribute("poll")) return;
    this.polling = setInterval(() => this.ask(), POLL_EVERY);
    this.ask();
  }

  async ask() {
    if (this.asking || !this.hasAttribute("poll")) return;
    this.asking = true;
    try {
      const answer = await fetch(this.address("poll"), { redirect: "error", signal: AbortSignal.timeout(8000) });
      if (answer.status === 204) this.heard();
      if (answer.status === 200) this.take(await answer.text(), answer.headers.get("Last-Event-ID"));
    } catch {
      // Not heard: check() says so to the person when it has lasted.
    } finally {
      this.asking = false;
    }
  }

  take(html, id) {
    if (id) this.last = id;
    this.heard();
    const arrived = new DOMParser().parseFromString(html, "text/html").body;
    for (const part of [...arrived.children]) if (part.id) this.waiting.set(part.id, part);
    this.settle();
  }

  settle() {
    for (const [id, part] of this.waiting) {
      const old = document.getElementById(id);
      if (!old || !this.contains(old)) { this.waiting.delete(id); continue; }
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      if (focused?.matches("input, textarea, select")) continue;
      this.waiting.delete(id);
      const opened = [old, ...old.querySelectorAll("details")].map((one) => one.open);
      const fresh = [part, ...part.querySelectorAll("details")];
      if (opened.length === fresh.length) fresh.forEach((one, place) => { if (opened[place]) one.setAttribute("open", ""); });
      old.replaceWith(document.importNode(part, true));
      if (focused?.id) document.getElementById(focused.id)?.focus();
      this.dispatchEvent(new CustomEvent("kit:live", { bubbles: true, detail: { id } }));
    }
  }

  heard() {
    this.heardAt = Date.now();
    this.check();
  }

  check() {
    const stale = Date.now() - this.heardAt >= this.staleAfter;
    if (stale) this.poll(); // a stream that is open but silent (a buffering proxy) is no stream
    const notice = this.querySelector("[data-stale]");
    if (!notice) return;
    if (stale && notice.hidden) {
      const at = new Date(this.heardAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const words = this.getAttribute("stale-words") ?? "No connection since {time}. What you see may be out of date.";
      notice.querySelector("[data-stale-words]").textContent = words.replace("{time}", at);
    }
    notice.hidden = !stale;
  }
}

customElements.define("kit-live", Live);
