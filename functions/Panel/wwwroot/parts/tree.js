// A deployment's progress: a tree of steps, each with its state and its time.

import { span } from '../core/clock.js';
import { h } from '../core/dom.js';
import { stepMark } from './status.js';

const NAMES = { build: 'Build', deploy: 'Deploy', initialize: 'Prepare', components: 'Components', finalize: 'Switch traffic', wait: 'Wait until healthy' };

/** @param logs makes the address of the logs of a step: (kind, component) */
export function progressTree(progress, logs) {
  return h('ul', { class: 'tree', 'aria-label': 'Progress' }, progress.steps.map((step) => node(step, step.name, logs)));
}

/** A bar with words: "4 of 6 steps". */
export function progressBar({ success_steps: done, total_steps: total, error_steps: failed }) {
  const text = `${done} of ${total} steps`;
  return h('span', { class: 'progress' }, h('progress', { max: total, value: done, class: failed > 0 ? 'bad' : null, 'aria-label': text }), h('span', {}, text));
}

function node(step, top, logs) {
  const kind = top === 'build' ? 'BUILD' : 'DEPLOY';
  const isOfComponent = step.component_name && !step.steps;
  return h(
    'li', { class: step.steps ? 'branch' : 'leaf', 'data-key': step.name },
    h('div', { class: 'step' },
      stepMark(step.status),
      h('span', { class: 'name' }, title(step)),
      isOfComponent && step.status !== 'PENDING' && step.name !== 'wait' && h('a', { href: logs(kind, step.component_name) }, 'Logs'),
      h('span', { class: 'time' }, span(step.started_at, step.ended_at))),
    step.reason && h('p', { class: `reason ${step.status === 'ERROR' ? 'bad' : ''}` }, h('code', {}, step.reason.code), ' ', step.reason.message),
    step.steps && h('ul', {}, step.steps.map((inner) => node(inner, top, logs))),
  );
}

function title(step) {
  if (step.steps) {
    return NAMES[step.name] ?? step.name;
  }
  if (step.name === 'deploy' || step.name === 'wait') {
    return step.message_base ?? NAMES[step.name];
  }
  return step.message_base ? `${step.message_base} ${step.name}` : NAMES[step.name] ?? step.name;
}

/** The reason of the first step that failed. */
export function failedReason(steps) {
  for (const step of steps) {
    if (step.status === 'ERROR') {
      const inner = failedReason(step.steps ?? []) ?? step.reason;
      if (inner) {
        return inner;
      }
    }
  }
  return null;
}
