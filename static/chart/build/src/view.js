// What the reader did to the view: opened, hidden, filtered, moved, pinned; with undo and redo.

const LONGEST = 60;
const clone = (state) => structuredClone(state);
const empty = () => ({ open: [], hidden: [], off: [], moved: {}, pinned: [] });
// what the address keeps; places and pins stay with the page
const shared = ({ open, hidden, off }) => JSON.stringify({ open, hidden, off });

export class View {
  constructor(send) {
    Object.assign(this, { state: empty(), past: [], future: [], send, known: shared(empty()), sent: [] });
  }

  // A change by the reader: `act` changes a copy of the state.
  change(act) {
    const before = clone(this.state);
    act(this.state);
    if (JSON.stringify(before) === JSON.stringify(this.state)) return;
    this.past = [...this.past, before].slice(-LONGEST);
    this.future = [];
    this.tell();
  }

  undo() {
    if (!this.past.length) return false;
    this.future.push(clone(this.state));
    this.state = this.past.pop();
    this.tell();
    return true;
  }

  redo() {
    if (!this.future.length) return false;
    this.past.push(clone(this.state));
    this.state = this.future.pop();
    this.tell();
    return true;
  }

  tell() {
    const now = shared(this.state);
    if (now === (this.sent.at(-1) ?? this.known)) return;
    this.sent.push(now);
    this.send(JSON.parse(now));
  }

  // The address has spoken: an answer to what was sent is no news, and an older answer never undoes a newer deed.
  hear({ open, hidden, off }) {
    const heard = shared({ open, hidden, off });
    if (heard === this.sent.at(-1)) {
      this.known = heard;
      this.sent = [];
    } else if (!this.sent.includes(heard) && heard !== this.known) {
      this.state = { ...this.state, open, hidden, off };
      this.known = heard;
      this.sent = [];
    }
  }

  forget() {
    Object.assign(this, { past: [], future: [], sent: [], state: empty(), known: shared(empty()) });
  }
}

export const toggled = (list, item) => (list.includes(item) ? list.filter((one) => one !== item) : [...list, item]);
