// A spec under edit: what matters of it in fields, all of it as text.

import { post } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { componentsOf, withComponent } from '../core/spec.js';
import { envOf, envRow, rowOf } from './envrows.js';
import { failure, note } from './notice.js';

const FIELDS = [
  ['source_dir', 'Directory', 'text'],
  ['build_command', 'Build command', 'text'],
  ['run_command', 'Run command', 'text'],
  ['http_port', 'HTTP port', 'number'],
];
const FIELDS_OF = {
  service: ['source_dir', 'build_command', 'run_command', 'http_port'],
  worker: ['source_dir', 'build_command', 'run_command'],
  job: ['source_dir', 'build_command', 'run_command'],
  static_site: ['source_dir', 'build_command'],
  functions: ['source_dir'],
};

/** @returns { element, read }: read gives the spec as edited, or throws */
export function specForm(initial) {
  let spec = initial;
  let rows = (spec.envs ?? []).map(rowOf);
  let isText = false;
  const element = h('div', {});
  const hint = h('div', { 'aria-live': 'polite', 'data-own': true });
  const text = h('textarea', { class: 'spec', rows: '18', spellcheck: 'false', 'aria-label': 'App spec as JSON', 'data-own': true });
  draw();
  checkName();
  return { element, read };

  function read() {
    return isText ? parse() : { ...spec, envs: rows.map(envOf) };
  }

  function parse() {
    try {
      return JSON.parse(text.value);
    } catch (error) {
      throw Object.assign(new Error(`The spec is not JSON: ${error.message}`), { advice: 'Mend the text, or go back to the fields.' });
    }
  }

  function draw() {
    morph(element, [isText ? h('div', { 'data-key': 'text' }, text, toggle('Edit in fields')) : h('div', { 'data-key': 'fields' }, fields(), toggle('Edit as text'))]);
  }

  function toggle(name) {
    return h('p', { class: 'actions' }, h('button', { type: 'button', class: 'quiet', on: { click: flip } }, name));
  }

  function flip() {
    try {
      const current = read();
      isText = !isText;
      text.value = JSON.stringify(current, null, 2);
      spec = current;
      rows = (current.envs ?? []).map(rowOf);
      draw();
    } catch (error) {
      element.append(failure(error));
    }
  }

  function fields() {
    return [
      h('div', { class: 'card' },
        h('div', { class: 'field' }, h('label', { for: 'app-name' }, 'App name'), h('input', { id: 'app-name', value: spec.name, required: true, maxlength: '32', spellcheck: 'false', autocomplete: 'off', on: { input: (event) => { spec = { ...spec, name: event.target.value.trim() }; }, change: checkName } })),
        hint),
      componentsOf(spec).map(componentFields),
      h('fieldset', {},
        h('legend', {}, 'Variables of all components'),
        h('ul', { class: 'envs' }, rows.map((row) => envRow(row, (isShape) => isShape && draw(), () => { rows = rows.filter((other) => other !== row); draw(); }))),
        h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: () => { rows = [...rows, rowOf({})]; draw(); } } }, 'Add a variable'))),
    ];
  }

  function componentFields({ list, kind, label, component }) {
    return h(
      'fieldset', { 'data-key': `edit-${component.name}` },
      h('legend', {}, `${label} ${component.name}`),
      h('div', { class: 'fields' }, FIELDS.filter(([name]) => FIELDS_OF[kind].includes(name)).map(([name, title, type]) => h(
        'label', { class: 'field' }, h('span', {}, title),
        h('input', { type, name, value: component[name] ?? '', min: type === 'number' ? '1' : null, max: type === 'number' ? '65535' : null, placeholder: 'as found', spellcheck: 'false', autocomplete: 'off', on: { input: (event) => change(list, component.name, name, type, event.target.value) } })))),
    );
  }

  function change(list, component, name, type, value) {
    spec = withComponent(spec, list, component, (old) => {
      const { [name]: _, ...rest } = old;
      return value === '' ? rest : { ...rest, [name]: type === 'number' ? Number(value) : value };
    });
  }

  async function checkName() {
    try {
      const answer = await post('/v2/apps/propose', { spec: read() });
      hint.replaceChildren(answer.app_name_available
        ? h('p', { class: 'hint' }, `The name is free. It would cost $${answer.app_cost} a month.`)
        : note('warn', h('p', {}, `The name is taken; ${answer.app_name_suggestion} is free.`)));
    } catch (error) {
      hint.replaceChildren(failure(error));
    }
  }
}
