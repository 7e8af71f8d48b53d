// <desk-fresh hx-get hx-trigger="every 15s"> is kept up to date by htmx. When an answer does not come, or is not the part
// that was asked for (the sign-in, a page that says no), what stands there is left as it is and is said to be old.

const spoiled = ({ raw, status }) => status !== 200 || raw.redirected;

document.addEventListener("htmx:before:response", (event) => {
  const part = event.target.closest?.("desk-fresh");
  if (!part) return;
  const { response } = event.detail.ctx;
  if (spoiled(response)) event.preventDefault();
  part.toggleAttribute("data-old", spoiled(response));
  tell(part);
});

document.addEventListener("htmx:error", (event) => {
  const part = event.target.closest?.("desk-fresh");
  if (!part) return;
  part.setAttribute("data-old", "");
  tell(part);
});

function tell(part) {
  let notice = part.nextElementSibling?.matches("[data-old-notice]") ? part.nextElementSibling : null;
  if (!part.hasAttribute("data-old")) return notice?.remove();
  if (notice) return;
  notice = document.createElement("p");
  notice.dataset.oldNotice = "";
  notice.className = "stale";
  notice.setAttribute("role", "status");
  const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  notice.textContent = `Not up to date since ${at}. Open the page again.`;
  part.after(notice);
}
