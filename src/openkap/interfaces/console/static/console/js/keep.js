// Keeps the room as it is seen, sealed, so that it opens again without a network; with what is typed and not yet sent.

import * as hour from "./hour.js";
import * as store from "./store.js";

const path = location.pathname;
const SOON = 400;
const PASSING = ["[data-pending]", "[data-refused]"]; // filled anew by the page itself
const HIDDEN = ["[data-stale]", "[data-undo]", "[data-over]", "[data-sound-pause]"];

const fields = () => [...document.querySelectorAll("form[data-entry] input:not([type=hidden]), form[data-entry] textarea")].filter((field) => field.name);
const nameOf = (field) => `${field.form.dataset.entry} ${field.name}`;

function seen() {
  const copy = document.documentElement.cloneNode(true);
  for (const name of PASSING) copy.querySelector(name)?.replaceChildren();
  for (const name of HIDDEN) copy.querySelector(name)?.setAttribute("hidden", "");
  for (const busy of copy.querySelectorAll("[aria-busy], [data-tapped]")) { busy.removeAttribute("aria-busy"); busy.removeAttribute("data-tapped"); }
  copy.querySelector("[data-saved]")?.removeAttribute("data-ready");
  return copy.outerHTML;
}

function typed() {
  return Object.fromEntries(fields().filter((field) => field.value).map((field) => [nameOf(field), field.value]));
}

let timer = null;

export function keep() {
  clearTimeout(timer);
  timer = setTimeout(() => store.keepRoom(path, { html: seen(), typed: typed(), offset: hour.offset() }), SOON);
}

export async function bringBack() {
  const kept = await store.room(path);
  for (const field of fields()) {
    const words = kept?.typed?.[nameOf(field)];
    if (words && !field.value) field.value = words;
  }
}

addEventListener("input", keep);
