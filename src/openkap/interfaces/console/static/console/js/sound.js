// <room-sound>: a soft tone, where somebody has asked for it on this tablet, while a reading is more than late or a red reminder
// has been seen by nobody. Pausing it, saying that one has seen it, and saying what was done are three things: a pause stops
// the tone on this tablet for two minutes and writes nothing. It is no alarm, and claims to be none: a sound that a browser
// may withhold is a help to somebody who looks, not a reason to look away.

// How often, how long and how loud are openkap's own choice: no source was found that says it for a room like this.
const KEPT = "openkap-sound";
const AGAIN = 20_000;
const PAUSE = 120_000;
const TONES = [[440, 0], [330, 0.35]]; // Hz, after seconds
const LOUDNESS = 0.06;

class RoomSound extends HTMLElement {
  connectedCallback() {
    this.wanted = this.querySelector("[data-wanted]");
    this.pause = document.querySelector("[data-sound-pause]");
    this.pausedUntil = this.soundedAt = 0;
    this.wanted.checked = localStorage.getItem(KEPT) === "on";
    this.wanted.addEventListener("change", () => {
      localStorage.setItem(KEPT, this.wanted.checked ? "on" : "off");
      if (this.wanted.checked) this.sound(); // so that one knows how it sounds, and the browser allows it later
      this.look();
    });
    this.pause.querySelector("button").addEventListener("click", () => {
      this.pausedUntil = performance.now() + PAUSE;
      this.look();
    });
    this.watch = setInterval(() => this.look(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.watch);
  }

  get calls() {
    return Boolean(document.querySelector("kit-due .due[data-state=alert], [data-unseen]"));
  }

  look() {
    const now = performance.now();
    const sounds = this.wanted.checked && this.calls && now >= this.pausedUntil;
    this.pause.hidden = !sounds;
    if (sounds && now - this.soundedAt >= AGAIN) this.sound();
  }

  sound() {
    this.soundedAt = performance.now();
    this.context ??= new AudioContext();
    this.context.resume();
    for (const [pitch, after] of TONES) {
      const begins = this.context.currentTime + after;
      const gain = new GainNode(this.context, { gain: 0 });
      const tone = new OscillatorNode(this.context, { frequency: pitch });
      gain.gain.setValueAtTime(0, begins);
      gain.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.05);
      gain.gain.exponentialRampToValueAtTime(0.0001, begins + 0.6);
      tone.connect(gain).connect(this.context.destination);
      tone.start(begins);
      tone.stop(begins + 0.7);
    }
    this.dataset.sounded = Number(this.dataset.sounded ?? 0) + 1;
  }
}

customElements.define("room-sound", RoomSound);
