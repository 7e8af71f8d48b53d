// The server's time, as far as this device knows it: the device's clock, and by how much it differs, which is learned with
// every answer of the server. How far the device's clock moves against the browser's own steady count is counted too: it
// was set, or the tablet slept. An entry takes all this with it, for only when it arrives can it be told which
// (interfaces/console/posted.py).

let ahead = null; // milliseconds by which the server's clock is ahead of the device's; null until one is known
let moved = 0;
let learnedAt = 0; // what `moved` was then
let clock = Date.now();
let steady = performance.now();

function look() {
  const [wall, count] = [Date.now(), performance.now()];
  moved += (wall - clock) - (count - steady);
  [clock, steady] = [wall, count];
}

export function learn(served) {
  const at = Date.parse(served ?? "");
  if (!Number.isNaN(at)) know(at - Date.now());
}

export function know(offset) {
  look();
  ahead = offset;
  learnedAt = moved;
}

// What an entry takes with it.
export function taken() {
  look();
  return { device_at: Date.now(), offset: ahead, moved: Math.round(moved - learnedAt), learnedAt };
}

// How far the clock has moved since what an entry took with it was learned.
export function movedSince({ learnedAt: then }) {
  look();
  return Math.round(moved - then);
}

export const offset = () => ahead;

// A clock that went back was set, for nothing sleeps backwards.
export function now() {
  look();
  return Date.now() + (ahead ?? 0) - Math.min(0, moved - learnedAt);
}

setInterval(look, 1000);
