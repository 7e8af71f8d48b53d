// The way of an entry to the server. It has its number from the start, is kept on this device until the server has
// answered with that number, and is sent again until then: a lost answer never loses it, a repeat never doubles it.
// What the server refuses by a rule is given back with the server's sentence; it is not tried again.

import * as hour from "./hour.js";
import * as store from "./store.js";

const AGAIN = [500, 1000, 2000, 5000];
const LOST_IN_A_ROW = 3; // so many tell a line that is down from one that loses some
const LONGEST_ANSWER = 10_000;
const EARLY_TRIES = 8; // what an entry is about has not arrived: it may be on its way from another device
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
  // person: whose entries these are; device: the identity of this device; token: gives the page's present form token;
  // renew: asks the server for a new one.
  constructor({ person, device, token, renew }) {
    super();
    Object.assign(this, { person, device, token, renew });
    this.waiting = [];
    this.told = new Map(); // who waits for the outcome of which entry; the entry itself is plain data, for the store
    this.stored = new Map();
    this.begun = new Map();
    this.others = 0;
    this.closed = 0;
    this.signIn = false;
    this.tries = 0;
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
  }

  // What an earlier visit to this page could not send. Another person's entries wait for that person.
  async restore() {
    const left = await store.all(this.person);
    const known = new Set(this.waiting.map((entry) => entry.id));
    const own = left.own.filter((entry) => !known.has(entry.id));
    Object.assign(this, { others: left.others, closed: left.closed });
    own.sort((one, other) => one.sequence - other.sequence);
    this.waiting.unshift(...own.filter((entry) => !entry.refused));
    for (const entry of own.filter((one) => one.refused)) this.giveBack(entry);
    this.changed();
    this.send();
  }

  // Resolves with {kept: true}, with {refused} and the server's answer, or with {waiting: true} when there was none yet.
  add({ url, words, data }) {
    const { person, device } = this;
    const entry = { id: newNumber(), person, device, url, words, data, at: hour.now(), hour: hour.taken() };
    this.waiting.push(entry);
    this.begun.set(entry.id, performance.now());
    this.stored.set(entry.id, store.next().then((number) => { entry.sequence = number; return store.put(entry); }));
    this.changed();
    return new Promise((resolve) => {
      this.told.set(entry.id, resolve);
      this.stored.get(entry.id).then(() => this.send());
    });
  }

  // How many milliseconds ago this page took it in; endless where an earlier visit did.
  age(entry) {
    return performance.now() - (this.begun.get(entry.id) ?? -Infinity);
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    const tried = new Set();
    let again = false;
    let lost = 0;
    for (let entry; (entry = this.waiting.find((one) => !tried.has(one.id)));) {
      tried.add(entry.id);
      await this.stored.get(entry.id);
      const outcome = await this.post(entry);
      this.signIn = Boolean(outcome.signIn);
      if (outcome.waiting) {
        again = true;
        lost = outcome.lost ? lost + 1 : 0;
        if (outcome.away || lost >= LOST_IN_A_ROW) {
          for (const each of this.waiting) this.tell(each, outcome);
          break;
        }
        this.tell(entry, outcome);
        continue;
      }
      this.tries = lost = 0;
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      if (this.tell(entry, outcome) || outcome.kept) {
        await store.remove(entry.id);
      } else {
        entry.refused = outcome.message; // its form is long empty: it stays here until a person has seen it
        await store.put(entry);
        this.giveBack(entry);
      }
      this.changed();
    }
    if (again) this.timer = setTimeout(() => this.send(), AGAIN[Math.min(this.tries++, AGAIN.length - 1)]);
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

  // {kept}, {refused}, or {waiting}: for this one alone, or for all of them where the server is `away`.
  async post(entry) {
    const { id, person, device, sequence } = entry;
    const { device_at, offset, moved } = entry.hour;
    const body = new URLSearchParams({
      ...entry.data,
      ...{ entry_id: id, person, device, sequence, device_at, sent_at: Date.now() },
      offset_ms: offset ?? "",
      moved_ms: moved,
      moved_in_all_ms: this.begun.has(id) ? hour.movedSince(entry.hour) : "", // another visit had a steady count of its own
      csrfmiddlewaretoken: this.token(),
    });
    let answer;
    let said = {};
    try {
      answer = await fetch(entry.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(LONGEST_ANSWER),
      });
      if ((answer.headers.get("Content-Type") ?? "").startsWith("application/json")) said = await answer.json();
    } catch (error) {
      return { waiting: true, lost: true, away: error.name === "TimeoutError" || !navigator.onLine };
    }
    if (answer.ok && said.kept === id) return { kept: true };
    if (answer.type === "opaqueredirect" || said.field === "person") return { waiting: true, away: true, signIn: true };
    if (said.later === id && this.more(entry, "early") < EARLY_TRIES) return { waiting: true };
    if (said.message) return { refused: true, reasons: [], ...said };
    if (answer.status === 403) {
      if (this.more(entry, "forbidden") >= FORBIDDEN_TRIES) return { refused: true, message: "Your sign-in does not allow this. Sign in again.", reasons: [] };
      await this.renew();
    } else if (answer.status === 404 || answer.status === 400) {
      return { refused: true, message: "The server does not know this room any more. Write it down and open the room again.", reasons: [] };
    }
    return { waiting: true };
  }

  more(entry, what) {
    entry[what] = (entry[what] ?? 0) + 1;
    return entry[what];
  }

  changed() {
    this.dispatchEvent(new Event("changed"));
  }
}
