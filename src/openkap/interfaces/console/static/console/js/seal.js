// Seals what the room keeps on this device. The key comes with each page from the server, in a cookie that the browser
// holds in memory; it is the signed-in person's. Without a key nothing is written to the device at all.

const NAME = "openkap-room-key=";
let importing = null;
let from = "";

function cookie() {
  const found = document.cookie.split("; ").find((each) => each.startsWith(NAME));
  return found ? found.slice(NAME.length) : "";
}

// null: nobody is signed in here, or the page did not come over a safe line.
async function key() {
  const text = cookie();
  if (!text || !globalThis.crypto?.subtle) return null;
  if (from !== text) {
    from = text;
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    importing = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
  return importing;
}

// about: what the sealed thing belongs to; it opens only together with it.
export async function seal(value, about) {
  const held = await key();
  if (!held) throw new Error("no key");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder();
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(about) }, held, text.encode(JSON.stringify(value)));
  return { iv, sealed };
}

export async function open({ iv, sealed }, about) {
  const held = await key();
  if (!held) throw new Error("no key");
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) }, held, sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}
