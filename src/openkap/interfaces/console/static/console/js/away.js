// Opens what the room has kept on this device, in place of the page that could not be reached.

import * as hour from "./hour.js";
import * as store from "./store.js";

const kept = await store.room(location.pathname);

if (kept) {
  hour.know(kept.offset);
  const page = new DOMParser().parseFromString(kept.html, "text/html");
  const now = new Date(hour.now()).toISOString();
  for (const clock of page.querySelectorAll("[now]")) clock.setAttribute("now", now);
  for (const clock of page.querySelectorAll("[data-now]")) clock.dataset.now = now;
  const scripts = [...page.querySelectorAll("script[src]")].map((script) => new URL(script.getAttribute("src"), location.href).href);
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  document.documentElement.dataset.away = "";
  for (const script of scripts) await import(script);
} else {
  const waiting = await store.count();
  document.querySelector("[data-nothing]").hidden = false;
  const said = document.querySelector("[data-waiting]");
  said.hidden = !waiting;
  const rooms = await store.rooms();
  document.querySelector("[data-rooms]").replaceChildren(...rooms.map((path) => {
    const link = document.createElement("a");
    Object.assign(link, { href: path, className: "button", textContent: "The room that this device has kept" });
    return link;
  }));
  said.textContent = waiting === 1 ? "1 entry is kept on this device, sealed, until you are connected and signed in." : `${waiting} entries are kept on this device, sealed, until you are connected and signed in.`;
}
document.querySelector("[data-again]")?.addEventListener("click", () => location.reload());
