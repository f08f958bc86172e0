// Lines of a log: many, growing, searchable, and in bounded memory.

import { h } from '../core/dom.js';
import { count, plain } from '../core/format.js';

const MAXIMUM = 5000;
const NEAR_END = 40;

export class LogPane {
  #pending = [];
  #isScheduled = false;
  #search = '';
  #matches = 0;
  #dropped = 0;
  #follows = true;
  #top = 0;
  #count = h('span', { class: 'hint', role: 'status' });
  #lines = h('div', { class: 'lines' });
  #hint = h('p', { class: 'hint' });
  #box = h('div', { class: 'log wrap', tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-label': 'Log' }, this.#lines, this.#hint);

  constructor() {
    // Lines take their real height when they come into sight, so the end moves after they were added.
    const observer = new ResizeObserver(() => this.#keepEnd());
    observer.observe(this.#lines);
    observer.observe(this.#box);
    this.#box.addEventListener('scroll', () => this.#look());
  }

  get box() {
    return this.#box;
  }

  get counter() {
    return this.#count;
  }

  set wrap(isOn) {
    this.#box.classList.toggle('wrap', isOn);
  }

  clear() {
    this.#pending = [];
    this.#lines.replaceChildren();
    this.#matches = 0;
    this.#dropped = 0;
    this.#tell();
  }

  /** Says why nothing (more) comes. */
  say(text) {
    this.#hint.textContent = text;
  }

  add(line) {
    this.#pending.push(line);
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setTimeout(() => this.#flush(), 50);
    }
  }

  /** A line between the lines. */
  divide(text) {
    this.add({ divider: text });
  }

  /** Shows only lines that contain a text, in any case. */
  search(text) {
    this.#search = text.toLowerCase();
    this.#matches = 0;
    for (const element of this.#lines.children) {
      this.#filter(element);
    }
    this.#tell();
    this.#follows = true;
    this.#keepEnd();
  }

  // Who scrolls up reads; who comes back to the end follows.
  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) {
      this.#follows = true;
    } else if (scrollTop < this.#top) {
      this.#follows = false;
    }
    this.#top = scrollTop;
  }

  #keepEnd() {
    if (this.#follows) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
  }

  // In one go, however many have come.
  #flush() {
    this.#isScheduled = false;
    const fresh = this.#pending.slice(-MAXIMUM).map((line) => this.#filter(element(line)));
    this.#pending = [];
    this.#lines.append(...fresh);
    while (this.#lines.childElementCount > MAXIMUM) {
      const first = this.#lines.firstElementChild;
      this.#matches -= first.hidden || first.plain === undefined ? 0 : 1;
      this.#dropped++;
      first.remove();
    }
    this.#tell();
    this.#keepEnd();
  }

  #filter(line) {
    if (line.plain === undefined) {
      return line;
    }
    const at = this.#search ? line.plain.toLowerCase().indexOf(this.#search) : 0;
    line.hidden = at < 0;
    this.#matches += at < 0 ? 0 : 1;
    line.lastChild.replaceChildren(...(this.#search && at >= 0 ? marked(line.plain, this.#search) : [line.plain]));
    return line;
  }

  #tell() {
    const all = this.#lines.childElementCount;
    const older = this.#dropped > 0 ? ', older ones are not shown' : '';
    this.#count.textContent = this.#search ? `${this.#matches} of ${count(all, 'line')} match${older}` : count(all, 'line') + older;
  }
}

function element({ component, time, text, divider }) {
  if (divider) {
    return h('div', { class: 'divider' }, divider);
  }
  const shown = plain(text);
  const line = h('div', { class: 'line' }, h('time', { datetime: time, title: time }, clock(time)), h('span', { class: 'component' }, component), h('span', { class: 'text' }, shown));
  line.plain = shown;
  return line;
}

function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleTimeString(undefined, { hour12: false });
}

function marked(text, search) {
  const parts = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    parts.push(text.slice(from, at), h('mark', {}, text.slice(at, at + search.length)));
    from = at + search.length;
  }
  return [...parts, text.slice(from)];
}
