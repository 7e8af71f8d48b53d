// <room-music>: the clinic's own files, played on the tablet. Two players cross-fade into each other; a list is an arc along
// the phases of the session, and goes on with them until it is held. Each beginning and each silence stands on the timeline.
// The files stay on this device, in the browser's own folder; the server learns their titles only when one is played.

const FADE_SECONDS = 8;
const FOLDER = "openkap-music";
const STEPS = 65;

// Equal power: the squares of the two sides add up to one, so that the middle of a fade is not quieter than its ends.
export function curves(from, to) {
  const rise = Float32Array.from({ length: STEPS }, (_, step) => Math.sin((step / (STEPS - 1)) * (Math.PI / 2)));
  return { down: Float32Array.from(rise, (_, step) => rise[STEPS - 1 - step] * from), up: rise.map((value) => value * to) };
}

class Deck {
  constructor(context, out) {
    this.audio = new Audio();
    this.gain = new GainNode(context, { gain: 0 });
    new MediaElementAudioSourceNode(context, { mediaElement: this.audio }).connect(this.gain).connect(out);
  }

  async begin(file) {
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    this.audio.src = URL.createObjectURL(file);
    await this.audio.play();
  }

  fade(context, curve, seconds) {
    this.gain.gain.cancelScheduledValues(context.currentTime);
    this.gain.gain.setValueCurveAtTime(curve, context.currentTime, seconds);
  }
}

class Music extends HTMLElement {
  connectedCallback() {
    this.tracks = []; // {name, phase, file}
    this.playing = null;
    this.list = this.querySelector("[data-tracks]");
    this.said = this.querySelector("[data-now]");
    this.vetoes = new Set(JSON.parse(this.querySelector("#music-vetoes").textContent));
    this.sayVetoes();
    this.querySelector("input[type=file]").addEventListener("change", (event) => this.take([...event.target.files]));
    this.querySelector("[data-volume]").addEventListener("input", (event) => this.volume(event.target.value));
    for (const [name, act] of Object.entries({ play: () => this.next(), next: () => this.next(), silence: () => this.silence() })) {
      this.querySelector(`[data-${name}]`).addEventListener("click", act);
    }
    this.hold = this.querySelector("[data-hold-music]");
    this.watch = setInterval(() => this.follow(), 2000);
    this.bringBack().catch(() => {});
  }

  disconnectedCallback() {
    clearInterval(this.watch);
  }

  get fadeSeconds() {
    return Number(this.getAttribute("fade") ?? FADE_SECONDS);
  }

  get phase() {
    return document.querySelector(".phase[aria-current]")?.value.replace("phase:", "") ?? "";
  }

  async folder() {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  }

  async bringBack() {
    const folder = await this.folder();
    const phases = JSON.parse(localStorage.getItem(FOLDER) ?? "{}");
    for await (const [name, handle] of folder.entries()) this.tracks.push({ name, phase: phases[name] ?? "", file: await handle.getFile() });
    this.draw();
  }

  async take(files) {
    for (const file of files.filter((one) => one.type.startsWith("audio/"))) {
      this.tracks = this.tracks.filter((track) => track.name !== file.name);
      this.tracks.push({ name: file.name, phase: "", file });
      await this.keep(file).catch(() => {}); // a browser without such a folder plays it until the page is closed
    }
    this.draw();
  }

  async keep(file) {
    const writing = await (await (await this.folder()).getFileHandle(file.name, { create: true })).createWritable();
    await writing.write(file);
    await writing.close();
  }

  remember() {
    localStorage.setItem(FOLDER, JSON.stringify(Object.fromEntries(this.tracks.map(({ name, phase }) => [name, phase]))));
  }

  draw() {
    const pattern = this.querySelector("template").content.firstElementChild;
    this.list.replaceChildren(...this.tracks.map((track) => {
      const line = pattern.cloneNode(true);
      line.querySelector("[data-title]").textContent = this.title(track);
      const select = line.querySelector("select");
      select.value = track.phase;
      select.setAttribute("aria-label", `Phase of ${this.title(track)}`);
      select.addEventListener("change", () => { track.phase = select.value; this.remember(); });
      const out = line.querySelector("input");
      out.checked = this.isOut(track);
      out.addEventListener("change", () => this.veto(track, out.checked));
      return line;
    }));
    for (const name of ["play", "next", "silence"]) this.querySelector(`[data-${name}]`).disabled = !this.tracks.length;
  }

  title({ name }) {
    return name.replace(/\.[^.]+$/, "");
  }

  isOut(track) {
    return this.vetoes.has(this.title(track));
  }

  // It stands on the timeline, and so in every later session of this client, on any tablet. What plays goes on to another.
  veto(track, out) {
    const title = this.title(track);
    if (out) this.vetoes.add(title);
    else this.vetoes.delete(title);
    this.sayVetoes();
    this.tell(out ? "music_out" : "music_in", title);
    if (out && this.playing === track) (this.choose() ? this.next() : this.silence());
  }

  sayVetoes() {
    this.querySelector("[data-vetoed]").textContent = this.vetoes.size ? `Not for this client: ${[...this.vetoes].sort().join(", ")}.` : "";
  }

  // Of the phase that is now; where it has none of its own, any that is meant for no phase in particular.
  choose() {
    const may = this.tracks.filter((track) => !this.isOut(track) && track !== this.playing);
    return may.find((track) => track.phase === this.phase) ?? may.find((track) => !track.phase) ?? null;
  }

  async next() {
    const track = this.choose();
    if (!track) return this.say("No other track for this phase.");
    this.context ??= this.wire();
    await this.context.resume();
    const [old, fresh] = this.decks;
    await fresh.begin(track.file);
    fresh.audio.onended = () => this.playing === track && this.next();
    const { down, up } = curves(old.gain.gain.value, 1);
    old.fade(this.context, down, this.fadeSeconds);
    fresh.fade(this.context, up, this.fadeSeconds);
    setTimeout(() => this.decks[1] === old && old.audio.pause(), this.fadeSeconds * 1000 + 200);
    this.decks.reverse();
    this.playing = track;
    this.from = this.phase;
    this.say(`Playing: ${this.title(track)}`);
    this.tell("music_change", this.title(track));
  }

  silence() {
    if (!this.playing) return;
    const [deck] = this.decks;
    deck.fade(this.context, curves(deck.gain.gain.value, 1).down, this.fadeSeconds / 2);
    setTimeout(() => deck.audio.pause(), this.fadeSeconds * 500 + 200);
    this.playing = null;
    this.say("Silence");
    this.tell("silence", "");
  }

  // The arc goes on with the phase, unless it is held or silent.
  follow() {
    if (!this.playing || this.hold.checked || this.from === this.phase) return;
    this.from = this.phase;
    if (this.tracks.some((track) => track.phase === this.phase && !this.isOut(track))) this.next();
  }

  wire() {
    const context = new AudioContext();
    this.master = new GainNode(context, { gain: this.querySelector("[data-volume]").value / 100 });
    this.master.connect(context.destination);
    this.decks = [new Deck(context, this.master), new Deck(context, this.master)];
    return context;
  }

  volume(percent) {
    this.master?.gain.setTargetAtTime(percent / 100, this.context.currentTime, 0.2);
  }

  say(words) {
    this.said.textContent = words;
  }

  tell(what, text) {
    this.dispatchEvent(new CustomEvent("room:music", { bubbles: true, detail: { what, text } }));
  }
}

customElements.define("room-music", Music);
