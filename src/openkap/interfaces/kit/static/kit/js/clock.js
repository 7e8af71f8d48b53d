// <kit-clock since now> counts minutes since a moment; <kit-due due now watch-after alert-after> counts down to one.
// Silent. `now` is what the server's clock showed when the page or fragment was made: a tablet whose clock is wrong still
// counts right. A page that comes from the device's own cache is old, so there the device's clock is the better witness.

const MINUTE = 60_000;
const MINUS = "\u2212";

function aheadOf(served) {
  const [visit] = performance.getEntriesByType("navigation");
  const kept = visit && (visit.type === "back_forward" || (visit.transferSize === 0 && !visit.workerStart));
  const arriving = document.readyState !== "complete"; // later ones are fragments, and those are never cached
  return Number.isNaN(served) || (arriving && kept) ? 0 : Date.now() - served;
}

class Ticking extends HTMLElement {
  connectedCallback() {
    this.ahead = aheadOf(Date.parse(this.getAttribute("now")));
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
    this.wake = () => this.tick(); // a tablet that slept shows the right minute at once
    document.addEventListener("visibilitychange", this.wake);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
  }

  now() {
    return Date.now() - this.ahead;
  }

  show(words) {
    const place = this.querySelector("[data-value]");
    if (place && place.textContent !== words) place.textContent = words;
  }
}

class Clock extends Ticking {
  tick() {
    const since = Date.parse(this.getAttribute("since"));
    if (Number.isNaN(since)) return;
    const gone = this.now() - since;
    const sign = gone <= -MINUTE ? MINUS : "";
    this.show(`${sign}${Math.floor(Math.abs(gone) / MINUTE)} min`);
  }
}

class Due extends Ticking {
  tick() {
    const due = Date.parse(this.getAttribute("due"));
    if (Number.isNaN(due)) return;
    const late = this.now() - due;
    this.show(this.words(late));
    const seconds = late / 1000;
    const state = seconds >= this.limit("alert-after") ? "alert" : seconds >= this.limit("watch-after") ? "watch" : "";
    const shape = this.querySelector(".due");
    if (shape && shape.dataset.state !== state) {
      shape.dataset.state = state;
      this.dispatchEvent(new CustomEvent("kit:due", { bubbles: true, detail: { state } }));
    }
  }

  words(late) {
    const size = Math.abs(late);
    if (size < MINUTE) return "now";
    const minutes = Math.floor(size / MINUTE);
    const far = minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
    return late < 0 ? `in ${far}` : `${far} late`;
  }

  limit(name) {
    const seconds = Number.parseFloat(this.getAttribute(name));
    return Number.isNaN(seconds) ? Infinity : seconds;
  }
}

customElements.define("kit-clock", Clock);
customElements.define("kit-due", Due);
