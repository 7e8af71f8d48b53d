// The session room: forms that never lose what was entered, marks that take one tap, and one line that says what is kept.

import "./line.js";
import { Queue } from "./queue.js";

const UNDO_FOR = 10_000;
const SAID_LATE = 1000; // what is kept within a second was never "not saved yet" to a person
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

const queue = new Queue({ person: live.dataset.person, token, renew });

// --- what is kept, and what not yet

function late() {
  return queue.waiting.filter((entry) => Date.now() - entry.at >= SAID_LATE);
}

function show() {
  const waiting = late();
  const others = queue.others ? ` ${queue.others} of another person wait on this device until that person signs in here.` : "";
  saved.dataset.state = waiting.length || others ? "waiting" : "kept";
  saved.textContent = (waiting.length ? `${waiting.length} not saved yet; we keep trying.` : queue.waiting.length ? "Saving …" : "All saved") + others;
  const list = document.querySelector("[data-pending]");
  list.replaceChildren(...waiting.map((entry) => {
    const line = document.createElement("li");
    line.textContent = `${clock(entry.at)} ${entry.words}: not saved yet`;
    return line;
  }));
  if (queue.waiting.length > waiting.length) setTimeout(show, SAID_LATE);
}

queue.addEventListener("changed", show);

queue.addEventListener("refused", ({ detail: entry }) => {
  const card = document.querySelector("[data-refused-template]").content.firstElementChild.cloneNode(true);
  card.querySelector("[data-words]").textContent = `Not kept: ${clock(entry.at)} ${entry.words}. ${entry.refused}`;
  card.querySelector("button").addEventListener("click", () => queue.seen(entry).then(() => card.remove()));
  document.querySelector("[data-refused]").append(card);
});

// --- forms

function problem(form, { field = "", message = "", reasons = [] } = {}) {
  const place = form.querySelector("[data-problem]");
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
  place.querySelector("[data-undo-words]").textContent = `${words}, ${clock(Date.now())}`;
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
    const at = data.happened_at ? `, given at ${data.happened_at}` : "";
    form.querySelector("[data-dose-words]").textContent = `${data.dose} ${data.unit}, ${route}${over}${at}`;
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
  else if (kind === "dose") dose(form, event.submitter);
  else if (kind === "strike") keep(form, event.submitter).then((outcome) => { form.hidden = !outcome.refused; });
  else keep(form, event.submitter);
});

document.addEventListener("click", (event) => {
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

// --- what came with the live part

function nothingIsTyped() {
  return !queue.waiting.length && [...document.querySelectorAll("form[data-entry] input:not([type=hidden]), textarea")].every((input) => !input.value);
}

live.addEventListener("kit:live", ({ detail }) => {
  if (detail.id !== "live-state") return;
  const now = state();
  for (const each of now.querySelectorAll("[data-last]")) {
    const input = document.getElementById(`sign-${each.dataset.last}`);
    if (input) input.placeholder = each.value;
  }
  const marked = new Map([...now.querySelectorAll("[data-mark]")].map((each) => [each.dataset.mark, each.value]));
  for (const place of document.querySelectorAll("[data-marked]")) place.textContent = marked.get(place.dataset.marked) ?? "";
  for (const field of document.querySelectorAll("form [name=csrfmiddlewaretoken]")) field.value = token();
  if (now.dataset.state === "live") return;
  if (nothingIsTyped()) location.reload();
  else document.querySelector("[data-over]").hidden = false;
});

// --- the wall clock, by the server's time

const started = Date.now();
const served = Date.parse(document.querySelector("[data-wall-clock]")?.dataset.now ?? "");
setInterval(() => {
  const place = document.querySelector("[data-wall-clock]");
  if (place && !Number.isNaN(served)) place.textContent = clock(served + Date.now() - started);
}, 1000);

queue.restore().then(() => saved.setAttribute("data-ready", ""));
