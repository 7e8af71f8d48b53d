// The session room: forms that never lose what was entered, marks that take one tap, and one line that says what is kept.

import "./line.js";
import * as hour from "./hour.js";
import { bringBack, keep as keepSeen } from "./keep.js";
import { reckon } from "./plan.js";
import { Queue } from "./queue.js";
import * as store from "./store.js";

const UNDO_FOR = 10_000;
const SAID_LATE = 1000; // what is kept within a second was never "not saved yet" to a person
const TITLE = document.title.replace(/^\(\d+ not saved\) /, "");
const TWICE = 700; // two taps on one mark within this are one

const live = document.querySelector("room-live");
const saved = document.querySelector("[data-saved]");
const state = () => document.getElementById("live-state");
const token = () => state().querySelector("[name=csrfmiddlewaretoken]").value;
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: live.dataset.zone });

async function renew() {
  live.last = ""; // all of the live part, whether or not something is new: a fresh form token comes with it
  await live.ask();
}

hour.learn(document.documentElement.hasAttribute("data-away") ? "" : state().dataset.now);
const queue = new Queue({ person: live.dataset.person, device: live.dataset.device, token, renew });

// --- what is kept, and what not yet

function late() {
  return queue.waiting.filter((entry) => queue.age(entry) >= SAID_LATE);
}

function words(waiting) {
  const said = [];
  if (waiting.length) {
    const oldest = Math.min(...waiting.map((entry) => entry.at));
    said.push(`${waiting.length} not saved yet; kept on this device since ${clock(oldest)}.`);
    said.push(queue.signIn ? "Sign in again to send what is kept." : "We keep trying: leave this page open.");
  }
  if (queue.others) said.push(`${queue.others} of another person wait on this device until that person signs in here.`);
  if (queue.closed) said.push(`${queue.closed} kept on this device cannot be opened any more; tell your lead.`);
  return said.join(" ") || (queue.waiting.length ? "Saving …" : "All saved");
}

function show() {
  const waiting = late();
  saved.dataset.state = waiting.length || queue.others || queue.closed ? "waiting" : "kept";
  saved.textContent = words(waiting);
  document.title = waiting.length ? `(${waiting.length} not saved) ${TITLE}` : TITLE;
  (waiting.length ? navigator.setAppBadge?.(waiting.length) : navigator.clearAppBadge?.())?.catch(() => {});
  document.querySelector("[data-sign-in]").hidden = !queue.signIn;
  if (!queue.waiting.length) document.querySelector("[data-hold]").hidden = true;
  const list = document.querySelector("[data-pending]");
  list.replaceChildren(...waiting.map((entry) => {
    const line = document.createElement("li");
    line.textContent = `${clock(entry.at)} ${entry.words}: not saved yet`;
    return line;
  }));
  if (queue.waiting.length > waiting.length) setTimeout(() => { show(); countOn(); }, SAID_LATE);
}

queue.addEventListener("changed", show);
queue.addEventListener("changed", countOn);

// The clocks go on by what waits here; the server's own come back with its next answer.
function countOn() {
  const waiting = late();
  if (!waiting.length) return;
  const now = reckon(JSON.parse(state().querySelector("[data-plan]").value), waiting);
  if (!now) return;
  const place = document.getElementById("live-clocks");
  const made = document.querySelector("[data-due-template]").content.cloneNode(true);
  const iso = new Date(hour.now()).toISOString();
  const [due, clock] = [made.querySelector("kit-due"), made.querySelector("kit-clock")];
  clock.setAttribute("since", new Date(now.dosed).toISOString());
  for (const each of [due, clock]) each.setAttribute("now", iso);
  place.querySelector("kit-clock")?.replaceWith(clock);
  if (now.due === null) return place.querySelector("kit-due")?.remove();
  due.setAttribute("due", new Date(now.due).toISOString());
  due.setAttribute("watch-after", now.route.amber * 60);
  due.setAttribute("alert-after", now.route.red * 60);
  const old = place.querySelector("kit-due");
  if (old) old.replaceWith(due);
  else place.prepend(due);
}

// What is not saved holds the page, and the two ways that would close the session over it.
addEventListener("beforeunload", (event) => { if (queue.waiting.length) event.preventDefault(); });

queue.addEventListener("refused", ({ detail: entry }) => {
  const card = document.querySelector("[data-refused-template]").content.firstElementChild.cloneNode(true);
  const form = [...document.querySelectorAll("form[data-entry]")].find((one) => one.action === entry.url && one.dataset.entry !== "mark");
  const gone = () => queue.seen(entry).then(() => card.remove());
  card.querySelector("[data-words]").textContent = `Not kept: ${clock(entry.at)} ${entry.words}. ${entry.refused}`;
  card.querySelector("[data-seen]").addEventListener("click", gone);
  card.querySelector("[data-back]").hidden = !form;
  card.querySelector("[data-back]").addEventListener("click", () => {
    for (const [name, value] of Object.entries({ happened_at: clock(entry.at), ...entry.data })) if (form.elements[name] && value) form.elements[name].value = value;
    form.hidden = false;
    if (form.closest("details")) form.closest("details").open = true;
    form.querySelector("input:not([type=hidden]), textarea").focus();
    gone();
  });
  document.querySelector("[data-refused]").append(card);
});

// --- forms

function problem(form, { field = "", message = "", reasons = [] } = {}) {
  const place = form.querySelector("[data-problem]") ?? document.getElementById("problem-event");
  place.hidden = !message;
  place.querySelector("[data-problem-words]").textContent = message;
  place.querySelector("[data-problem-reasons]").replaceChildren(...reasons.map((reason) => {
    const line = document.createElement("li");
    line.textContent = reason;
    return line;
  }));
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const wrong = message && form.elements[field];
  if (wrong instanceof HTMLElement && wrong.type !== "hidden") {
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }
}

function typed(form, submitter) {
  const data = Object.fromEntries(new FormData(form, submitter));
  delete data.csrfmiddlewaretoken;
  delete data.entry_id;
  return data;
}

const WORDS = {
  happening: (data, submitter) => [submitter.dataset.label, data.what === "came_in" ? data.text : ""].filter(Boolean).join(": "),
  distress: (data, submitter) => submitter.dataset.label,
  resolve: (data) => `Resolved: ${data.text}`,
  therapy: () => "Psychotherapy note",
  reading: (data) => `Vital signs ${data.sbp ? `${data.sbp}/${data.dbp} ` : ""}${[data.hr, data.spo2, data.rr, data.moaas].filter(Boolean).join(" · ")}`.trim(),
  mark: (data, submitter) => submitter.dataset.label,
  note: (data) => `Note: ${data.text}`,
  strike: () => "Strike",
  dose: (data) => `Dose ${data.dose} ${data.unit}`,
};

function empty(form) {
  for (const input of form.querySelectorAll("input:not([type=hidden]), textarea")) input.value = "";
}

async function keep(form, submitter) {
  const kind = form.dataset.entry;
  const data = typed(form, submitter);
  form.setAttribute("aria-busy", "true");
  const outcome = await queue.add({ url: form.action, words: WORDS[kind](data, submitter), data });
  form.removeAttribute("aria-busy");
  if (outcome.refused) {
    problem(form, outcome);
    return outcome;
  }
  problem(form);
  empty(form);
  if (outcome.kept) live.ask();
  return outcome;
}

const tapped = new WeakMap();

async function mark(form, button) {
  if (performance.now() - (tapped.get(button) ?? -TWICE) < TWICE) return;
  tapped.set(button, performance.now());
  const data = typed(form, button);
  form.elements.happened_at.value = "";
  button.dataset.tapped = "";
  setTimeout(() => delete button.dataset.tapped, TWICE);
  const adding = queue.add({ url: form.action, words: button.dataset.label, data });
  const { id } = queue.waiting.at(-1);
  offerUndo(id, button.dataset.label);
  const outcome = await adding;
  problem(form, outcome.refused ? outcome : {});
  if (outcome.refused) document.querySelector("[data-undo]").hidden = true;
  if (outcome.kept) live.ask();
}

function offerUndo(id, words) {
  const place = document.querySelector("[data-undo]");
  place.querySelector("[data-undo-words]").textContent = `${words}, ${clock(hour.now())}`;
  place.hidden = false;
  clearTimeout(offerUndo.timer);
  offerUndo.timer = setTimeout(() => { place.hidden = true; }, UNDO_FOR);
  place.querySelector("button").onclick = async () => {
    place.hidden = true;
    const form = document.querySelector("[data-entry=strike]");
    const data = { struck_id: id, reason: "Tapped by mistake." };
    const outcome = await queue.add({ url: form.action, words: `Undo ${words}`, data });
    if (outcome.kept) live.ask();
  };
}

// A dose is read once more before it is sent; what is incomplete goes to the server, which says what is missing.
async function dose(form, submitter) {
  const data = typed(form);
  if (submitter?.name === "change") { form.dataset.step = "type"; return; }
  const complete = ["route", "dose", "unit"].every((name) => data[name].trim());
  if (complete && submitter?.name !== "confirmed") {
    const route = form.elements.route.selectedOptions[0].textContent;
    const over = data.infusion_min ? ` over ${data.infusion_min} min` : "";
    const vial = data.vial.trim() ? `, vial ${data.vial.trim()}` : "";
    const at = data.happened_at ? `, given at ${data.happened_at}` : "";
    const reader = form.elements.read_back_by.selectedOptions[0].textContent;
    const second = data.read_back_by ? `, read back by ${reader}` : ", not read back by a second person";
    form.querySelector("[data-dose-words]").textContent = `${data.dose} ${data.unit}, ${route}${over}${vial}${at}${second}`;
    form.dataset.step = "confirm";
    problem(form);
    form.querySelector("[name=confirmed]").focus();
    return;
  }
  const outcome = await keep(form, submitter);
  form.dataset.step = "type";
  const asked = outcome.refused && outcome.field === "read_back";
  form.querySelector("[data-read-back]").hidden = !asked;
  if (asked) form.elements.read_back.focus();
  if (outcome.refused && outcome.field === "deviation") {
    form.querySelector(".dose-differs").open = true;
    form.elements.deviation.focus();
  }
  if (outcome.refused) return;
  form.elements.unit.value = "";
  form.closest("details").open = false;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const kind = form.dataset.entry;
  if (!kind) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  if (kind === "mark") mark(form, event.submitter);
  else if (kind === "resolve") keep(form, event.submitter).then((outcome) => { form.hidden = !outcome.refused; });
  else if (kind === "distress" || kind === "happening") keep(form, event.submitter);
  else if (kind === "dose") dose(form, event.submitter);
  else if (kind === "strike") keep(form, event.submitter).then((outcome) => { form.hidden = !outcome.refused; });
  else keep(form, event.submitter);
});

document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-phrase]");
  if (phrase) {
    const note = document.getElementById("note-text");
    note.setRangeText(phrase.dataset.phrase, note.selectionStart, note.selectionEnd, "end");
    note.focus();
    keepSeen();
    return;
  }
  if (queue.waiting.length && event.target.closest("[data-when-saved]")) {
    event.preventDefault();
    document.querySelector("[data-hold]").hidden = false;
    return;
  }
  const resolve = event.target.closest("[data-resolve], [data-resolve-close]");
  if (resolve) {
    event.preventDefault();
    const form = document.querySelector("[data-entry=resolve]");
    problem(form);
    form.hidden = resolve.matches("[data-resolve-close]");
    if (form.hidden) return;
    form.elements.what.value = `resolved:${resolve.dataset.resolve}`;
    form.querySelector("[data-resolve-words]").textContent = resolve.dataset.words;
    form.elements.text.focus();
    return;
  }
  const strike = event.target.closest("[data-strike]");
  const close = event.target.closest("[data-strike-close]");
  if (!strike && !close) return;
  event.preventDefault();
  const form = document.querySelector("[data-entry=strike]");
  problem(form);
  form.hidden = Boolean(close);
  if (close) return;
  form.elements.struck_id.value = strike.dataset.strike;
  form.querySelector("[data-strike-words]").textContent = strike.dataset.words;
  form.elements.reason.value = "";
  form.elements.reason.focus();
});

function onlyForRoute() {
  const form = document.querySelector("[data-entry=dose]");
  for (const field of form?.querySelectorAll("[data-only-route]") ?? []) {
    field.hidden = field.dataset.onlyRoute !== form.elements.route.value;
    if (field.hidden) field.querySelector("input").value = "";
  }
}

document.querySelector("[data-entry=dose]")?.elements.route.addEventListener("change", onlyForRoute);
onlyForRoute();

const MUSIC = {
  music_change: (title) => `Music changed: ${title}`,
  music_out: (title) => `Music not for this client: ${title}`,
  music_in: (title) => `Music welcome again: ${title}`,
  silence: () => "Silence",
};

document.addEventListener("room:music", ({ detail }) => {
  const form = document.getElementById("marks");
  const words = MUSIC[detail.what](detail.text);
  queue.add({ url: form.action, words, data: detail }).then((outcome) => outcome.kept && live.ask());
});

// --- what came with the live part

function nothingIsTyped() {
  return !queue.waiting.length && [...document.querySelectorAll("form[data-entry] input:not([type=hidden]), textarea")].every((input) => !input.value);
}

let leaving = false; // a second reload would begin the first anew

function toTheRecord() {
  if (!leaving) location.reload();
  leaving = true;
}

live.addEventListener("kit:live", ({ detail }) => {
  if (detail.id !== "live-state") return;
  const now = state();
  hour.learn(now.dataset.now);
  for (const each of now.querySelectorAll("[data-last]")) {
    const input = document.getElementById(`sign-${each.dataset.last}`);
    if (input) input.placeholder = each.value;
  }
  const marked = new Map([...now.querySelectorAll("[data-mark]")].map((each) => [each.dataset.mark, each.value]));
  for (const place of document.querySelectorAll("[data-marked]")) place.textContent = marked.get(place.dataset.marked) ?? "";
  for (const field of document.querySelectorAll("form [name=csrfmiddlewaretoken]")) field.value = token();
  keepSeen();
  if (now.dataset.state === "live") return;
  if (nothingIsTyped()) toTheRecord();
  else document.querySelector("[data-over]").hidden = false;
});

// --- what comes due by the clock alone: a reminder, a phase

setInterval(() => { if (!document.hidden && !queue.waiting.length) renew(); }, 60_000);

// --- the wall clock, by the server's time

setInterval(() => {
  const place = document.querySelector("[data-wall-clock]");
  if (place && hour.offset() !== null) place.textContent = clock(hour.now());
}, 1000);

// --- the phase goes on with the clock, until the guide says one

setInterval(() => {
  const since = Date.parse(document.querySelector("#live-clocks kit-clock")?.getAttribute("since"));
  const chips = [...document.querySelectorAll("[data-from]")];
  if (Number.isNaN(since) || !chips.length || chips[0].hasAttribute("data-said")) return;
  const minute = (hour.now() - since) / 60_000;
  const now = chips.filter((chip) => Number(chip.dataset.from) <= minute).at(-1);
  for (const chip of chips) chip.toggleAttribute("aria-current", false);
  now?.setAttribute("aria-current", "step");
}, 5000);

// --- without a network

addEventListener("offline", () => { live.heardAt = 0; live.check(); });
navigator.serviceWorker?.register(live.dataset.worker).catch(() => {}); // a browser that may not: the room works online
navigator.storage?.persist?.();

await store.forgetOthersRooms();
await bringBack();
await queue.restore();
saved.setAttribute("data-ready", "");
keepSeen();
