// Opens the room without a network. Its own files are taken from the server as long as that answers, and from what was
// kept otherwise; a page that cannot be reached becomes the page "away", which opens what the room itself has kept,
// sealed. No page of a person and no answer of the server is ever kept here.
//
// KNOWN stands above this line, written by the server: version, files, away.

const FILES = new Set(KNOWN.files);
const LONGEST_PAGE = 8000;
const LONGEST_FILE = 3000;
const GATEWAY_FAULTS = [502, 503, 504]; // said by a proxy in front of a server that is down

addEventListener("install", (event) => {
  const filled = caches.open(KNOWN.version).then((kept) => kept.addAll([KNOWN.away, ...KNOWN.files]));
  event.waitUntil(filled.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const others = caches.keys().then((names) => names.filter((name) => name !== KNOWN.version));
  event.waitUntil(others.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.has(pathname)) event.respondWith(file(request, pathname));
});

async function page(request) {
  try {
    const answer = await soon(fetch(request), LONGEST_PAGE);
    return GATEWAY_FAULTS.includes(answer.status) ? kept(KNOWN.away) : answer;
  } catch {
    return kept(KNOWN.away);
  }
}

async function file(request, pathname) {
  try {
    const answer = await soon(fetch(request), LONGEST_FILE);
    return answer.ok ? answer : kept(pathname);
  } catch {
    return kept(pathname);
  }
}

async function kept(pathname) {
  return (await (await caches.open(KNOWN.version)).match(pathname)) ?? Response.error();
}

function soon(work, limit) {
  return Promise.race([work, new Promise((_, no) => setTimeout(() => no(new Error("too slow")), limit))]);
}
