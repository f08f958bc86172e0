// A text that is to be entered elsewhere, with a button that copies it.

import { h } from '../core/dom.js';
import { toast } from './notice.js';

export const copyable = (text, what) => h(
  'span', { class: 'copyable' },
  h('code', {}, text),
  h('button', { type: 'button', 'aria-label': `Copy the ${what}`, on: { click: (event) => copy(event, text) } }, 'Copy'),
);

// Where the page may not write to the clipboard (plain http), the text is selected instead.
async function copy(event, text) {
  const code = event.currentTarget.previousElementSibling;
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch {
    getSelection().selectAllChildren(code);
  }
}
