// <desk-fresh hx-get hx-trigger="every 15s"> is kept up to date by htmx. When an answer does not come, or is not the part
// that was asked for (the sign-in, a page that says no), what stands there is left as it is and is said to be old. Any
// other part that is answered so has the whole page opened anew, which then says why.

const isSpoiled = ({ raw, status }) => status !== 200 || raw.redirected;

document.addEventListener("htmx:before:response", (event) => {
  const spoiled = isSpoiled(event.detail.ctx.response);
  if (spoiled) event.preventDefault();
  const part = event.target.closest?.("desk-fresh");
  if (part) tell(part, spoiled);
  else if (spoiled) location.reload();
});

document.addEventListener("htmx:error", (event) => {
  const part = event.target.closest?.("desk-fresh");
  if (part) tell(part, true);
});

function tell(part, isOld) {
  const told = part.nextElementSibling?.matches("[data-old]") ? part.nextElementSibling : null;
  if (!isOld) return told?.remove();
  if (told) return;
  const notice = document.createElement("p");
  notice.dataset.old = "";
  notice.className = "stale";
  notice.setAttribute("role", "status");
  const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  notice.textContent = `Not up to date since ${at}. Open the page again.`;
  part.after(notice);
}
