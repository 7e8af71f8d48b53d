// Signing out of a device empties what it keeps of the session room, and not before everything in it has been sent.
// The room writes to the browser's store "openkap-room" (entries that wait, rooms as they were seen), sealed with a key
// that the browser holds in a cookie; here they are only counted, and let go of.

const NAME = "openkap-room";
const KEY = "openkap-room-key=; Path=/room/; Max-Age=0; SameSite=Strict";

async function waiting() {
  const known = (await indexedDB.databases?.()) ?? [{ name: NAME }];
  if (!known.some((one) => one.name === NAME)) return 0;
  return new Promise((resolve) => {
    const asked = indexedDB.open(NAME);
    asked.onerror = () => resolve(0);
    asked.onsuccess = () => {
      const base = asked.result;
      const done = (number) => { base.close(); resolve(number); };
      if (!base.objectStoreNames.contains("entries")) return done(0);
      const counting = base.transaction("entries").objectStore("entries").count();
      counting.onsuccess = () => done(counting.result);
      counting.onerror = () => done(0);
    };
  });
}

function empty() {
  document.cookie = KEY;
  return new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve; // a room in another window lets go when it is closed
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-sign-out]");
  if (!form || form.dataset.signOut === "now") return;
  event.preventDefault();
  const left = await waiting().catch(() => 0);
  const words = form.querySelector("[data-unsent]");
  words.hidden = !left;
  words.textContent = `${left === 1 ? "1 entry" : `${left} entries`} of the session room on this device not saved yet. Open the room and wait until it says that all is saved; then sign out.`;
  if (left) return;
  await empty();
  form.dataset.signOut = "now";
  form.submit();
});
