// What the room keeps on this device, sealed (seal.js): entries that the server has not confirmed yet, so that a reload or
// a crash does not lose them, and the room as it was last seen, so that it opens without a network. An entry is removed as
// soon as it is confirmed. In the open stand only its number, whose it is and its order: enough to count what waits.
// Where the browser has no such store, or nothing to seal with, entries live as long as the page.

import { open, seal } from "./seal.js";

const NAME = "openkap-room";
const VERSION = 2;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const old of [...asked.result.objectStoreNames]) asked.result.deleteObjectStore(old);
      asked.result.createObjectStore("entries", { keyPath: "id" });
      asked.result.createObjectStore("rooms", { keyPath: "path" });
      asked.result.createObjectStore("counts");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let database = null;

async function within(name, mode, act) {
  database ??= opened();
  const transaction = (await database).transaction(name, mode, { durability: "strict" });
  const asked = act(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const quietly = (work, otherwise) => work.catch(() => otherwise);

// --- entries

const about = ({ id, person }) => `entry ${id} ${person}`;

export async function put(entry) {
  const { id, person, sequence } = entry;
  return quietly(seal(entry, about(entry)).then((sealed) => within("entries", "readwrite", (entries) => entries.put({ id, person, sequence, ...sealed }))));
}

export const remove = (id) => quietly(within("entries", "readwrite", (entries) => entries.delete(id)));

// {own: entries of this person, others: how many wait for somebody else, closed: how many of one's own did not open}
export async function all(person) {
  const rows = await quietly(within("entries", "readonly", (entries) => entries.getAll()), []);
  const mine = rows.filter((row) => row.person === person);
  const own = (await Promise.all(mine.map((row) => quietly(open(row, about(row)), null)))).filter(Boolean);
  return { own, others: rows.length - mine.length, closed: mine.length - own.length };
}

export const count = () => quietly(within("entries", "readonly", (entries) => entries.count()), 0);

// The order in which this device was written on; it only ever grows, in all its windows together.
let counted = 0;

export async function next() {
  let number = 0;
  await quietly(within("counts", "readwrite", (counts) => {
    const asked = counts.get("entries");
    asked.onsuccess = () => counts.put((number = (asked.result ?? 0) + 1), "entries");
    return asked;
  }));
  counted = Math.max(number, counted + 1);
  return counted;
}

// --- the room as it was last seen

export async function keepRoom(path, room) {
  return quietly(seal(room, path).then((sealed) => within("rooms", "readwrite", (rooms) => rooms.put({ path, ...sealed }))));
}

export async function room(path) {
  const row = await quietly(within("rooms", "readonly", (rooms) => rooms.get(path)));
  return row ? quietly(open(row, path), null) : null;
}

// The addresses of the rooms that open with this person's key.
export async function rooms() {
  const rows = await quietly(within("rooms", "readonly", (rooms) => rooms.getAll()), []);
  const mine = await Promise.all(rows.map(async (row) => ((await quietly(open(row, row.path), null)) ? row.path : null)));
  return mine.filter(Boolean);
}

// Another person's rooms do not open with this person's key, and are of no use here.
export async function forgetOthersRooms() {
  const mine = new Set(await rooms());
  const paths = await quietly(within("rooms", "readonly", (rooms) => rooms.getAllKeys()), []);
  for (const path of paths.filter((one) => !mine.has(one))) await quietly(within("rooms", "readwrite", (rooms) => rooms.delete(path)));
}
