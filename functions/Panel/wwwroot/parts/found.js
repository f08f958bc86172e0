// What was recognised in a repository, with the evidence for each fact.

import { h } from '../core/dom.js';
import { words } from '../core/format.js';
import { note } from './notice.js';

export function found(component) {
  const kind = [component.framework, component.language].filter(Boolean).join(' · ');
  return h(
    'article', { class: 'card', 'data-key': `found-${component.name}` },
    h('div', { class: 'head' }, h('h3', {}, component.name), h('span', { class: 'badge idle' }, words(component.types[0])), kind && h('span', {}, kind), component.source_dir && h('span', { class: 'hint' }, 'in ', h('code', {}, component.source_dir))),
    component.problem && note('warn', h('p', {}, component.problem)),
    (component.evidence ?? []).length > 0 && h(
      'table', { class: 'sheet' },
      h('caption', {}, 'Why'),
      h('thead', {}, h('tr', {}, ['Fact', 'Found in', 'What stands there'].map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, component.evidence.map((evidence) => h('tr', {}, h('td', {}, spaced(evidence.fact)), h('td', {}, h('code', {}, evidence.file)), h('td', {}, evidence.detail))))),
  );
}

/** "HttpPort" as "http port". */
const spaced = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
