// Entries that the server has not confirmed yet, kept on this device so that a reload or a crash does not lose them.
// Each is removed as soon as it is confirmed. Where the browser has no such store, they live as long as the page.

const NAME = "openkap-room";
const ENTRIES = "entries";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ENTRIES, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let database = null;

async function within(mode, act) {
  database ??= opened();
  const transaction = (await database).transaction(ENTRIES, mode, { durability: "strict" });
  const asked = act(transaction.objectStore(ENTRIES));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const quietly = (work, otherwise) => work.catch(() => otherwise);

export const put = (entry) => quietly(within("readwrite", (entries) => entries.put(entry)));
export const remove = (id) => quietly(within("readwrite", (entries) => entries.delete(id)));
export const all = () => quietly(within("readonly", (entries) => entries.getAll()), []);
