// <kit-number step low high> adds − and + to a numeric field. Without a script, or without a step, it is a plain field.
// An empty field starts at the nearer end of the range only when pressed; the grey last value is never taken over.

class NumberSteps extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const step = this.getAttribute("step");
    if (!input || !step || this.querySelector("button")) return;
    const places = (step.split(".")[1] ?? "").length;
    const low = Number.parseFloat(this.getAttribute("low"));
    const high = Number.parseFloat(this.getAttribute("high"));
    const label = this.closest(".field")?.querySelector(".label")?.firstChild?.textContent.trim() ?? "";
    const move = (by) => {
      const held = Number.parseFloat(input.value);
      const next = Number.isNaN(held) ? low : held + by * Number.parseFloat(step);
      input.value = String(Number(Math.min(high, Math.max(low, next)).toFixed(places)));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const box = this.querySelector(".measured-box");
    box.before(this.button("\u2212", `Lower ${label}`, () => move(-1)));
    box.after(this.button("+", `Raise ${label}`, () => move(1)));
  }

  button(sign, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    return made;
  }
}

customElements.define("kit-number", NumberSteps);
