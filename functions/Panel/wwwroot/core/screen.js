// What a terminal shows: characters in rows and columns, changed by what comes out of it (ECMA-48, as far as shells use it).

const KEPT_ROWS = 1000;
const TAB = 8;
const LONGEST_SEQUENCE = 256;
const PLAIN = Object.freeze({ fg: null, bg: null, flags: '' });
const BLANK = Object.freeze({ char: ' ', style: PLAIN });

export class Screen {
  #state = 'text';
  #sequence = '';
  #style = PLAIN;
  #saved = { row: 0, column: 0, style: PLAIN };
  #other = null;
  #wraps = false;
  #top = 0;
  #bottom = 0;

  constructor(columns, rows, answer) {
    this.columns = columns;
    this.rows = rows;
    this.answer = answer;
    this.reset();
  }

  reset() {
    this.past = [];
    this.lines = this.#empty(this.rows);
    this.row = 0;
    this.column = 0;
    this.showsCursor = true;
    this.sendsApplicationKeys = false;
    this.bracketsPaste = false;
    this.#style = PLAIN;
    this.#wraps = false;
    this.#region(0, this.rows - 1);
  }

  resize(columns, rows) {
    const fit = (line) => [...line.slice(0, columns), ...blanks(Math.max(columns - line.length, 0))];
    this.lines = this.lines.map(fit);
    this.columns = columns;
    while (this.lines.length > rows) {
      if (this.row < this.lines.length - 1) {
        this.lines.pop();
      } else {
        this.#keep(this.lines.shift());
        this.row--;
      }
    }
    this.lines.push(...this.#empty(rows - this.lines.length));
    this.rows = rows;
    this.row = Math.max(this.row, 0);
    this.column = Math.min(this.column, columns - 1);
    this.#wraps = false;
    this.#region(0, rows - 1);
    if (this.#other) {
      this.#other.lines = [...this.#other.lines.map(fit), ...this.#empty(rows)].slice(0, rows);
      this.#other.row = Math.min(this.#other.row, rows - 1);
      this.#other.column = Math.min(this.#other.column, columns - 1);
    }
  }

  write(text) {
    for (const char of text) {
      this.#take(char);
    }
  }

  #take(char) {
    if (this.#state === 'text') {
      if (char < ' ' || char === '\x7f') {
        this.#control(char);
      } else {
        this.#print(char);
      }
      return;
    }
    if (char === '\x18' || char === '\x1a' || this.#sequence.length > LONGEST_SEQUENCE) {
      this.#state = 'text';
    } else if (this.#state === 'escape') {
      this.#escape(char);
    } else if (this.#state === 'charset') {
      this.#state = 'text';
    } else if (this.#state === 'string') {
      // A title and the like: of no use here. It ends with BEL or ESC \.
      this.#state = char === '\x07' ? 'text' : char === '\x1b' ? 'escape' : 'string';
    } else if (char >= '@' && char <= '~') {
      this.#state = 'text';
      this.#csi(char);
    } else if (char < ' ') {
      this.#control(char);
    } else {
      this.#sequence += char;
    }
  }

  #control(char) {
    switch (char) {
      case '\x1b': this.#state = 'escape'; this.#sequence = ''; break;
      case '\r': this.column = 0; this.#wraps = false; break;
      case '\n': case '\v': case '\f': this.#feed(); break;
      case '\b': this.column = Math.max(this.column - 1, 0); this.#wraps = false; break;
      case '\t': this.column = Math.min((Math.floor(this.column / TAB) + 1) * TAB, this.columns - 1); break;
      default: break;
    }
  }

  #print(char) {
    if (/\p{Mark}/u.test(char) && this.column > 0) {
      const at = this.#wraps ? this.column : this.column - 1;
      const cell = this.lines[this.row][at];
      this.lines[this.row][at] = { ...cell, char: (cell.char + char).slice(0, 16) };
      return;
    }
    if (this.#wraps) {
      this.column = 0;
      this.#feed();
    }
    this.lines[this.row][this.column] = { char, style: this.#style };
    this.#wraps = this.column === this.columns - 1;
    this.column = Math.min(this.column + 1, this.columns - 1);
  }

  #feed() {
    this.#wraps = false;
    if (this.row === this.#bottom) {
      this.#scroll(1);
    } else {
      this.row = Math.min(this.row + 1, this.rows - 1);
    }
  }

  // Up by so many rows, down where negative; what leaves at the very top is kept.
  #scroll(count, from = this.#top) {
    for (let i = 0; i < Math.min(Math.abs(count), this.rows); i++) {
      if (count > 0) {
        const [gone] = this.lines.splice(from, 1);
        this.lines.splice(this.#bottom, 0, this.#blank());
        if (from === 0 && !this.#other) {
          this.#keep(gone);
        }
      } else {
        this.lines.splice(this.#bottom, 1);
        this.lines.splice(from, 0, this.#blank());
      }
    }
  }

  #keep(line) {
    this.past.push(line);
    if (this.past.length > KEPT_ROWS) {
      this.past.shift();
    }
  }

  #escape(char) {
    this.#state = 'text';
    switch (char) {
      case '[': this.#state = 'csi'; this.#sequence = ''; break;
      case ']': case 'P': case '_': case '^': case 'X': this.#state = 'string'; break;
      case '(': case ')': case '*': case '+': case '#': case '%': case ' ': this.#state = 'charset'; break;
      case '7': this.#save(); break;
      case '8': this.#restore(); break;
      case 'D': this.#feed(); break;
      case 'E': this.column = 0; this.#feed(); break;
      case 'M': if (this.row === this.#top) { this.#scroll(-1); } else { this.row = Math.max(this.row - 1, 0); } break;
      case 'c': this.reset(); break;
      default: break;
    }
  }

  #csi(final) {
    const isPrivate = /^[<=>?]/.test(this.#sequence);
    const numbers = this.#sequence.replace(/^[<=>?]/, '').split(/[;:]/).map((part) => Math.min(Number.parseInt(part, 10) || 0, 9999));
    const count = Math.max(numbers[0], 1);
    if (isPrivate) {
      if (final === 'h' || final === 'l') {
        numbers.forEach((mode) => this.#mode(mode, final === 'h'));
      }
      return;
    }
    if (final !== 'm') {
      this.#wraps = false;
    }
    const line = this.lines[this.row];
    switch (final) {
      case 'A': this.row = Math.max(this.row - count, this.row >= this.#top ? this.#top : 0); break;
      case 'B': case 'e': this.row = Math.min(this.row + count, this.row <= this.#bottom ? this.#bottom : this.rows - 1); break;
      case 'C': case 'a': this.column = Math.min(this.column + count, this.columns - 1); break;
      case 'D': this.column = Math.max(this.column - count, 0); break;
      case 'E': this.row = Math.min(this.row + count, this.rows - 1); this.column = 0; break;
      case 'F': this.row = Math.max(this.row - count, 0); this.column = 0; break;
      case 'G': case '`': this.column = Math.min(count, this.columns) - 1; break;
      case 'd': this.row = Math.min(count, this.rows) - 1; break;
      case 'H': case 'f': this.row = Math.min(count, this.rows) - 1; this.column = Math.min(Math.max(numbers[1] ?? 1, 1), this.columns) - 1; break;
      case 'J': this.#eraseDisplay(numbers[0]); break;
      case 'K': this.#eraseLine(numbers[0]); break;
      case 'L': if (this.#isInRegion()) { this.#scroll(-count, this.row); } break;
      case 'M': if (this.#isInRegion()) { this.#deleteLines(count); } break;
      case 'P': line.splice(this.column, count); line.push(...this.#fill(this.columns - line.length)); break;
      case '@': line.splice(this.column, 0, ...this.#fill(Math.min(count, this.columns))); line.length = this.columns; break;
      case 'X': this.#eraseCells(this.column, this.column + count); break;
      case 'S': this.#scroll(count); break;
      case 'T': this.#scroll(-count); break;
      case 'm': this.#paint(numbers); break;
      case 'r': this.#setRegion(numbers); break;
      case 's': this.#save(); break;
      case 'u': this.#restore(); break;
      case 'n': this.#report(numbers[0]); break;
      case 'c': this.answer('\x1b[?1;2c'); break;
      default: break;
    }
  }

  #report(what) {
    if (what === 6) {
      this.answer(`\x1b[${this.row + 1};${this.column + 1}R`);
    } else if (what === 5) {
      this.answer('\x1b[0n');
    }
  }

  #mode(mode, isOn) {
    switch (mode) {
      case 1: this.sendsApplicationKeys = isOn; break;
      case 25: this.showsCursor = isOn; break;
      case 47: case 1047: case 1049: this.#swap(isOn); break;
      case 2004: this.bracketsPaste = isOn; break;
      default: break;
    }
  }

  // Programs that fill the screen have one of their own; what was there before comes back after them.
  #swap(isOn) {
    if (isOn && !this.#other) {
      this.#other = { lines: this.lines, row: this.row, column: this.column };
      this.lines = this.#empty(this.rows);
    } else if (!isOn && this.#other) {
      ({ lines: this.lines, row: this.row, column: this.column } = this.#other);
      this.#other = null;
      this.#region(0, this.rows - 1);
    }
  }

  #setRegion(numbers) {
    const top = Math.max(numbers[0], 1) - 1;
    const bottom = Math.min(numbers[1] || this.rows, this.rows) - 1;
    if (top < bottom) {
      this.#region(top, bottom);
      this.row = 0;
      this.column = 0;
    }
  }

  #region(top, bottom) {
    this.#top = top;
    this.#bottom = bottom;
  }

  #isInRegion() {
    return this.row >= this.#top && this.row <= this.#bottom;
  }

  #deleteLines(count) {
    for (let i = 0; i < Math.min(count, this.rows); i++) {
      this.lines.splice(this.row, 1);
      this.lines.splice(this.#bottom, 0, this.#blank());
    }
  }

  #eraseDisplay(what) {
    if (what === 3) {
      this.past = [];
      return;
    }
    const [from, to] = what === 0 ? [this.row + 1, this.rows] : what === 1 ? [0, this.row] : [0, this.rows];
    for (let row = from; row < to; row++) {
      this.lines[row] = this.#blank();
    }
    if (what < 2) {
      this.#eraseLine(what);
    }
  }

  #eraseLine(what) {
    this.#eraseCells(what === 0 ? this.column : 0, what === 1 ? this.column + 1 : this.columns);
  }

  #eraseCells(from, to) {
    this.lines[this.row].splice(from, Math.min(to, this.columns) - from, ...this.#fill(Math.min(to, this.columns) - from));
  }

  #save() {
    this.#saved = { row: this.row, column: this.column, style: this.#style };
  }

  #restore() {
    this.row = Math.min(this.#saved.row, this.rows - 1);
    this.column = Math.min(this.#saved.column, this.columns - 1);
    this.#style = this.#saved.style;
  }

  #paint(numbers) {
    for (let i = 0; i < numbers.length; i++) {
      const code = numbers[i];
      const flag = { 1: 'b', 2: 'd', 3: 'i', 4: 'u', 7: 'r', 9: 's' }[code];
      if (code === 0) {
        this.#style = PLAIN;
      } else if (flag) {
        this.#set({ flags: this.#style.flags.includes(flag) ? this.#style.flags : this.#style.flags + flag });
      } else if (code >= 22 && code <= 29) {
        const off = { 22: /[bd]/g, 23: /i/g, 24: /u/g, 27: /r/g, 29: /s/g }[code];
        this.#set({ flags: off ? this.#style.flags.replace(off, '') : this.#style.flags });
      } else if (code === 38 || code === 48) {
        const [color, used] = extended(numbers.slice(i + 1));
        this.#set(code === 38 ? { fg: color } : { bg: color });
        i += used;
      } else if (code === 39 || code === 49) {
        this.#set(code === 39 ? { fg: null } : { bg: null });
      } else {
        this.#setBasic(code);
      }
    }
  }

  #setBasic(code) {
    const base = Math.floor(code / 10) * 10;
    const number = code - base;
    if (number < 8 && [30, 40, 90, 100].includes(base)) {
      const color = base >= 90 ? number + 8 : number;
      this.#set(base === 30 || base === 90 ? { fg: color } : { bg: color });
    }
  }

  #set(change) {
    this.#style = Object.freeze({ ...this.#style, ...change });
  }

  // What is erased takes the background that is set.
  #fill(count) {
    const cell = this.#style.bg === null ? BLANK : { char: ' ', style: { ...PLAIN, bg: this.#style.bg } };
    return Array.from({ length: Math.max(count, 0) }, () => cell);
  }

  #blank() {
    return this.#fill(this.columns);
  }

  #empty(count) {
    return Array.from({ length: Math.max(count, 0) }, () => blanks(this.columns));
  }
}

const blanks = (count) => Array.from({ length: count }, () => BLANK);

// One of 256 colours, or red, green and blue; and how many numbers that took.
function extended(numbers) {
  if (numbers[0] === 5) {
    return [numbers[1] < 16 ? numbers[1] : cube(Math.min(numbers[1], 255)), 2];
  }
  return numbers[0] === 2 ? [`rgb(${numbers.slice(1, 4).map((part) => Math.min(part, 255)).join(' ')})`, 4] : [null, numbers.length];
}

function cube(index) {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (part) => (part === 0 ? 0 : 55 + part * 40);
  const at = index - 16;
  return `rgb(${level(Math.floor(at / 36))} ${level(Math.floor(at / 6) % 6)} ${level(at % 6)})`;
}
