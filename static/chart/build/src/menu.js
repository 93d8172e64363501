// The menu of a party: by right click, or the key M on the focused party.
import { make } from "./frame.js";

export class Menu {
  constructor(root, words) {
    Object.assign(this, { root, words, back: null });
    this.list = make("ul", { className: "menu", hidden: true });
    this.list.setAttribute("role", "menu");
    root.append(this.list);
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("focusout", (event) => {
      if (!this.list.contains(event.relatedTarget)) this.close();
    });
  }

  // deeds: [label, act, key]
  open({ x, y }, title, deeds, back) {
    this.back = back;
    this.list.setAttribute("aria-label", title);
    this.list.replaceChildren(
      ...deeds.map(([label, act, key]) => {
        const button = make("button", { type: "button", tabIndex: -1 }, label, make("kbd", { textContent: key ?? "" }));
        button.setAttribute("role", "menuitem");
        button.addEventListener("click", () => {
          this.close();
          act();
        });
        const entry = make("li", {}, button);
        entry.setAttribute("role", "none");
        return entry;
      }),
    );
    this.list.hidden = false;
    const { clientWidth, clientHeight } = this.root;
    this.list.style.left = `${Math.max(0, Math.min(x, clientWidth - this.list.offsetWidth - 4))}px`;
    this.list.style.top = `${Math.max(0, Math.min(y, clientHeight - this.list.offsetHeight - 4))}px`;
    this.list.querySelector("button").focus({ preventScroll: true });
  }

  get shown() {
    return !this.list.hidden;
  }

  press(event) {
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.indexOf(event.target);
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    event.stopPropagation();
    if (moves[event.key]) {
      event.preventDefault();
      buttons[(at + moves[event.key] + buttons.length) % buttons.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      this.back?.();
    }
  }

  close() {
    this.list.hidden = true;
  }
}
