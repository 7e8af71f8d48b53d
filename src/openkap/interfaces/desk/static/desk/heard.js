// <desk-fresh data-stream="address"> hears at once what it would else ask for every 15 seconds. The data of an event is its
// new content; when it differs, the other parts of the page are sent "heard", upon which they ask. The asking goes on
// beside the stream, so nothing is lost where there is none (a full server says 503, a proxy holds it back); it is tried
// again later. A page out of sight lets its stream go: a browser opens only a few lines to one server.

const TRY_AGAIN = 60_000;
const OUT_OF_SIGHT = 10_000;

const part = document.querySelector("desk-fresh[data-stream]");
let stream = null;
let later = 0;

function look() {
  clearTimeout(later);
  if (document.hidden) later = setTimeout(leave, OUT_OF_SIGHT);
  else listen();
}

function listen() {
  if (stream) return;
  stream = new EventSource(part.dataset.stream);
  stream.onmessage = (event) => take(event.data);
  stream.onerror = () => {
    if (stream?.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
    leave();
    later = setTimeout(look, TRY_AGAIN);
  };
}

function leave() {
  clearTimeout(later);
  stream?.close();
  stream = null;
}

function take(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#open-alerts");
  const old = part.querySelector("#open-alerts");
  if (!fresh || !old || fresh.isEqualNode(old)) return;
  old.dataset.count = fresh.dataset.count;
  old.replaceChildren(...fresh.childNodes); // the link itself stays: it may be in focus
  for (const other of document.querySelectorAll("desk-fresh:not([data-stream])")) other.dispatchEvent(new Event("heard"));
}

if (part) {
  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
}
