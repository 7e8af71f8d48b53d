// The way of an entry to the server. It has its number from the start, is kept on this device until the server has
// answered with that number, and is sent again until then: a lost answer never loses it, a repeat never doubles it.
// What the server refuses by a rule is given back with the server's sentence; it is not tried again.

import * as store from "./store.js";

const AGAIN = [1000, 2000, 4000, 5000];
const LONGEST_ANSWER = 10_000;
const FORBIDDEN_TRIES = 3; // a form token that has aged is renewed and tried again; a role that may not, may not

export function newNumber() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a page that was not opened over HTTPS
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Queue extends EventTarget {
  // person: whose entries these are; token: gives the page's present form token; renew: asks the server for a new one.
  constructor({ person, token, renew }) {
    super();
    Object.assign(this, { person, token, renew });
    this.waiting = [];
    this.told = new Map(); // who waits for the outcome of which entry; the entry itself is plain data, for the store
    this.others = 0;
    this.tries = 0;
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
  }

  // What an earlier visit to this page could not send. Another person's entries wait for that person.
  async restore() {
    const left = await store.all();
    const known = new Set(this.waiting.map((entry) => entry.id));
    const own = left.filter((entry) => entry.person === this.person && !known.has(entry.id));
    this.others = left.filter((entry) => entry.person !== this.person).length;
    own.sort((one, other) => one.at - other.at);
    this.waiting.unshift(...own.filter((entry) => !entry.refused));
    for (const entry of own.filter((one) => one.refused)) this.giveBack(entry);
    this.changed();
    this.send();
  }

  // Resolves with {kept: true}, with {refused} and the server's answer, or with {waiting: true} when there was none yet.
  add({ url, words, data }) {
    const entry = { id: newNumber(), person: this.person, url, words, data, at: Date.now() };
    this.waiting.push(entry);
    const stored = store.put(entry);
    this.changed();
    return new Promise((resolve) => {
      this.told.set(entry.id, resolve);
      stored.then(() => this.send());
    });
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    while (this.waiting.length) {
      const entry = this.waiting[0];
      const outcome = await this.post(entry);
      if (outcome.waiting) {
        for (const each of this.waiting) this.tell(each, outcome);
        this.timer = setTimeout(() => this.send(), AGAIN[Math.min(this.tries++, AGAIN.length - 1)]);
        break;
      }
      this.tries = 0;
      this.waiting.shift();
      if (this.tell(entry, outcome) || outcome.kept) {
        await store.remove(entry.id);
      } else {
        entry.refused = outcome.message; // its form is long empty: it stays here until a person has seen it
        await store.put(entry);
        this.giveBack(entry);
      }
    }
    this.sending = false;
    this.changed();
  }

  giveBack(entry) {
    this.dispatchEvent(new CustomEvent("refused", { detail: entry }));
  }

  seen(entry) {
    return store.remove(entry.id);
  }

  // Whether somebody still waited for it.
  tell(entry, outcome) {
    const told = this.told.get(entry.id);
    this.told.delete(entry.id);
    told?.(outcome);
    return Boolean(told);
  }

  async post(entry) {
    const seconds = Math.round((Date.now() - entry.at) / 1000);
    const body = new URLSearchParams({ ...entry.data, entry_id: entry.id, csrfmiddlewaretoken: this.token() });
    if (seconds > 2) body.set("seconds_ago", String(seconds)); // its time is when it was tapped, not when it arrives
    let answer;
    try {
      answer = await fetch(entry.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(LONGEST_ANSWER),
      });
      const said = (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? await answer.json() : {};
      if (answer.ok && said.kept === entry.id) return { kept: true };
      if (said.message) return { refused: true, ...said };
    } catch {
      return { waiting: true };
    }
    if (answer.status === 403) {
      entry.forbidden = (entry.forbidden ?? 0) + 1;
      if (entry.forbidden >= FORBIDDEN_TRIES) return { refused: true, message: "Your sign-in does not allow this. Sign in again.", reasons: [] };
      await this.renew();
    } else if (answer.status === 404 || answer.status === 400) {
      return { refused: true, message: "The server does not know this room any more. Write it down and open the room again.", reasons: [] };
    }
    return { waiting: true };
  }

  changed() {
    this.dispatchEvent(new Event("changed"));
  }
}
