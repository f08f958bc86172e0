// A terminal: shows a screen, and makes input of keys and of what is pasted.

import { h } from '../core/dom.js';
import { Screen } from '../core/screen.js';

const LARGEST = 500;
const ARROWS = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D', Home: 'H', End: 'F' };
const KEYS = { Enter: '\r', Backspace: '\x7f', Tab: '\t', Escape: '\x1b', Insert: '\x1b[2~', Delete: '\x1b[3~', PageUp: '\x1b[5~', PageDown: '\x1b[6~' };
const FUNCTIONS = { F1: 'OP', F2: 'OQ', F3: 'OR', F4: 'OS', F5: '[15~', F6: '[17~', F7: '[18~', F8: '[19~', F9: '[20~', F10: '[21~', F12: '[24~' };

export class Terminal {
  #on;
  #screen;
  #past = h('div', { class: 'past' });
  #lines = h('div', { class: 'now' });
  #probe = h('span', { class: 'probe', 'aria-hidden': 'true' }, 'MMMMMMMMMM');
  #input = h('textarea', { class: 'keys', 'aria-label': 'Terminal', 'aria-describedby': 'terminal-hint', autocapitalize: 'off', autocomplete: 'off', autocorrect: 'off', spellcheck: 'false', rows: '1' });
  #box = h('div', { class: 'terminal' }, this.#probe, this.#past, this.#lines, this.#input);
  #shown = [];
  #pastCount = 0;
  #isScheduled = false;
  #observer = new ResizeObserver(() => this.#fit());

  /** @param on { type, resize }: called with what is typed, and with columns and rows */
  constructor(on) {
    this.#on = on;
    this.#screen = new Screen(80, 24, (text) => on.type(text));
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('input', (event) => !event.isComposing && this.#typed());
    this.#input.addEventListener('compositionend', () => this.#typed());
    this.#input.addEventListener('paste', (event) => this.#paste(event));
    this.#input.addEventListener('focus', () => this.#draw());
    this.#input.addEventListener('blur', () => this.#draw());
    this.#box.addEventListener('mouseup', () => getSelection().isCollapsed && this.focus());
    this.#observer.observe(this.#box);
  }

  get box() {
    return this.#box;
  }

  get size() {
    return { width: this.#screen.columns, height: this.#screen.rows };
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  close() {
    this.#observer.disconnect();
  }

  clear() {
    this.#screen.reset();
    this.#past.replaceChildren();
    this.#pastCount = 0;
    this.#draw();
  }

  write(text) {
    this.#screen.write(text);
    this.#draw();
  }

  #fit() {
    const cell = this.#probe.getBoundingClientRect();
    const style = getComputedStyle(this.#box);
    const width = this.#box.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const height = this.#box.clientHeight - Number.parseFloat(style.paddingTop) - Number.parseFloat(style.paddingBottom);
    if (cell.width === 0 || width <= 0) {
      return;
    }
    const columns = Math.max(Math.min(Math.floor(width / (cell.width / 10)), LARGEST), 10);
    const rows = Math.max(Math.min(Math.floor(height / cell.height), LARGEST), 4);
    if (columns !== this.#screen.columns || rows !== this.#screen.rows) {
      this.#screen.resize(columns, rows);
      this.#draw();
      this.#on.resize(this.size);
    }
  }

  // Shift and Tab leave the terminal for what comes before it: everything else is the shell's, Tab included.
  #key(event) {
    if (event.isComposing || event.metaKey || (event.key === 'Tab' && event.shiftKey)) {
      return;
    }
    const isCopy = event.ctrlKey && event.shiftKey && (event.key === 'C' || event.key === 'V');
    const text = isCopy ? null : this.#sequence(event);
    if (text !== null) {
      event.preventDefault();
      this.#on.type(text);
    }
  }

  #sequence({ key, ctrlKey, altKey }) {
    if (ARROWS[key]) {
      const modifier = ctrlKey ? '1;5' : altKey ? '1;3' : '';
      return `\x1b${modifier || !this.#screen.sendsApplicationKeys ? '[' : 'O'}${modifier}${ARROWS[key]}`;
    }
    if (KEYS[key]) {
      return (altKey ? '\x1b' : '') + KEYS[key];
    }
    if (FUNCTIONS[key]) {
      return `\x1b${FUNCTIONS[key]}`;
    }
    if (ctrlKey && !altKey && key.length === 1) {
      const code = key === ' ' ? 0 : key.toUpperCase().charCodeAt(0) - 64;
      return code >= 0 && code < 32 ? String.fromCharCode(code) : null;
    }
    return altKey && !ctrlKey && key.length === 1 ? `\x1b${key}` : null;
  }

  #typed() {
    const text = this.#input.value;
    this.#input.value = '';
    if (text) {
      this.#on.type(text.replaceAll('\n', '\r'));
    }
  }

  // What is pasted is text to programs that ask for it, not keys: nothing in it is run unseen.
  #paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData('text').replaceAll('\x1b', '').replace(/\r?\n/g, '\r');
    if (text) {
      this.#on.type(this.#screen.bracketsPaste ? `\x1b[200~${text}\x1b[201~` : text);
    }
  }

  #draw() {
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      requestAnimationFrame(() => this.#flush());
    }
  }

  #flush() {
    this.#isScheduled = false;
    const isAtEnd = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < 40;
    this.#drawPast();
    const { lines, row, column, showsCursor } = this.#screen;
    const isFocused = document.activeElement === this.#input;
    lines.forEach((line, i) => {
      const cursor = showsCursor && i === row ? column : -1;
      const key = runsOf(line, cursor, isFocused);
      const text = JSON.stringify(key);
      if (this.#shown[i] !== text || !this.#lines.children[i]) {
        this.#shown[i] = text;
        const element = h('div', {}, key.map(span));
        if (this.#lines.children[i]) {
          this.#lines.children[i].replaceWith(element);
        } else {
          this.#lines.append(element);
        }
      }
    });
    while (this.#lines.childElementCount > lines.length) {
      this.#lines.lastElementChild.remove();
    }
    this.#shown.length = lines.length;
    if (isAtEnd) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
  }

  #drawPast() {
    const { past } = this.#screen;
    if (past === this.#past.source && past.length === this.#pastCount && past.at(-1) === this.#past.last) {
      return;
    }
    const last = past.lastIndexOf(this.#past.last);
    const fresh = past.slice(last + 1);
    if (last < 0) {
      this.#past.replaceChildren();
    }
    this.#past.append(...fresh.map((line) => h('div', {}, runsOf(line, -1, false).map(span))));
    while (this.#past.childElementCount > past.length) {
      this.#past.firstElementChild.remove();
    }
    this.#past.source = past;
    this.#past.last = past.at(-1);
    this.#pastCount = past.length;
  }
}

// Neighbours of one look together; blanks at the end are left out.
function runsOf(line, cursor, isFocused) {
  const runs = [];
  let end = line.length;
  while (end > 0 && end - 1 !== cursor && line[end - 1].char === ' ' && line[end - 1].style.bg === null && !line[end - 1].style.flags) {
    end--;
  }
  for (let i = 0; i < end; i++) {
    const { char, style } = line[i];
    const mark = i === cursor ? (isFocused ? 'cursor' : 'cursor away') : '';
    const last = runs.at(-1);
    if (last && last.style === style && last.mark === mark) {
      last.text += char;
    } else {
      runs.push({ text: char, style, mark });
    }
  }
  return runs;
}

function span({ text, style, mark }) {
  const isPlain = style.fg === null && style.bg === null && !style.flags && !mark;
  if (isPlain) {
    return text;
  }
  const isReverse = style.flags.includes('r');
  const [fg, bg] = isReverse ? [style.bg, style.fg] : [style.fg, style.bg];
  const classes = [mark, ...[...style.flags].map((flag) => `t-${flag}`), typeof fg === 'number' && `f${fg}`, typeof bg === 'number' && `b${bg}`].filter(Boolean);
  const element = h('span', { class: classes.join(' ') || null }, text);
  if (typeof fg === 'string') {
    element.style.color = fg;
  }
  if (typeof bg === 'string') {
    element.style.background = bg;
  }
  return element;
}
