// Variables under edit. An encrypted value stays what it is until another takes its place; it is never shown.

import { h } from '../core/dom.js';
import { isEncrypted } from '../core/spec.js';

const SCOPES = [['RUN_AND_BUILD_TIME', 'Run and build'], ['RUN_TIME', 'Run only'], ['BUILD_TIME', 'Build only']];
const KEY = '[_A-Za-z][_A-Za-z0-9]*';
let number = 0;

export const rowOf = (env) => ({
  id: `env-${++number}`,
  key: env.key ?? '',
  value: env.value ?? '',
  scope: env.scope ?? 'RUN_AND_BUILD_TIME',
  isSecret: env.type === 'SECRET',
  isKept: env.type === 'SECRET' && isEncrypted(env.value),
});

export const envOf = ({ key, value, scope, isSecret }) => ({ key, ...(value === '' ? {} : { value }), scope, ...(isSecret ? { type: 'SECRET' } : {}) });

/** Reads lines of KEY=value; quotes around a value are taken off, comments left out. */
export function parseEnvText(text) {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, key, raw] = /^\s*(?:export\s+)?([_A-Za-z][_A-Za-z0-9]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return key ? [{ key, value: raw.replace(/^(["'])(.*)\1$/s, '$2') }] : [];
  });
}

/** @param onChange called when a row was edited; with true when the rows have to be drawn again */
export function envRow(row, onChange, onRemove) {
  const name = row.key || 'new variable';
  const set = (member, isShape = false) => (event) => {
    row[member] = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
    onChange(isShape);
  };
  return h(
    'li', { class: 'env', 'data-key': row.id },
    h('label', {}, h('span', {}, 'Name'), h('input', { class: 'key', value: row.key, pattern: KEY, required: true, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'data-key': `${row.id}-key`, on: { input: set('key') } })),
    row.isKept ? keptValue(row, name, onChange) : h(
      'label', { 'data-key': `${row.id}-${row.isSecret ? 'secret' : 'plain'}` }, h('span', {}, 'Value'),
      h('input', { class: 'value', type: row.isSecret ? 'password' : 'text', value: row.value, spellcheck: 'false', autocomplete: row.isSecret ? 'new-password' : 'off', on: { input: set('value') } })),
    h('label', {}, h('span', {}, 'When'), h('select', { on: { change: set('scope') } }, SCOPES.map(([value, label]) => h('option', { value, selected: value === row.scope }, label)))),
    h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: row.isSecret, disabled: row.isKept, on: { change: set('isSecret', true) } }), h('span', {}, ' Secret')),
    h('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${name}`, on: { click: onRemove } }, 'Remove'),
  );
}

function keptValue(row, name, onChange) {
  return h(
    'div', { class: 'kept', 'data-key': `${row.id}-kept` },
    h('span', {}, 'Value'),
    h('span', { class: 'mask' }, 'Encrypted, never shown '),
    h('button', { type: 'button', class: 'quiet', 'aria-label': `Replace ${name}`, on: { click: replace } }, 'Replace'),
  );

  function replace() {
    row.isKept = false;
    row.value = '';
    onChange(true);
  }
}
