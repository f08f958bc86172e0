// States, each by a shape, a word and a colour.

import { h, s } from '../core/dom.js';

const SHAPES = {
  good: ['M3.5 8.5l3 3 6-7'],
  bad: ['M4.5 4.5l7 7M11.5 4.5l-7 7'],
  busy: ['M8 2.5a5.5 5.5 0 1 1-5.5 5.5'],
  idle: ['M8 3a5 5 0 1 0 .01 0z'],
  past: ['M4 8h8'],
  warn: ['M8 2.5L14 13H2zM8 6.5v3M8 11.2v.1'],
};

const PHASES = {
  UNKNOWN: ['idle', 'Unknown'],
  PENDING_BUILD: ['idle', 'Waiting'],
  BUILDING: ['busy', 'Building'],
  PENDING_DEPLOY: ['idle', 'Waiting to deploy'],
  DEPLOYING: ['busy', 'Deploying'],
  ACTIVE: ['good', 'Active'],
  SUPERSEDED: ['past', 'Superseded'],
  ERROR: ['bad', 'Failed'],
  CANCELED: ['past', 'Cancelled'],
};

const STEPS = {
  UNKNOWN: ['idle', 'Unknown'],
  PENDING: ['idle', 'Not begun'],
  RUNNING: ['busy', 'Running'],
  SUCCESS: ['good', 'Done'],
  ERROR: ['bad', 'Failed'],
};

const RUNS = {
  PENDING: ['idle', 'Waiting'],
  RUNNING: ['busy', 'Running'],
  SUCCEEDED: ['good', 'Succeeded'],
  FAILED: ['bad', 'Failed'],
  CANCELED: ['past', 'Cancelled'],
  SKIPPED: ['warn', 'Skipped'],
};

const OTHERS = {
  HEALTHY: ['good', 'Healthy'],
  UNHEALTHY: ['warn', 'Not healthy'],
  PENDING: ['idle', 'Pending'],
  CONFIGURING: ['busy', 'Configuring'],
  ACTIVE: ['good', 'Active'],
  ERROR: ['bad', 'Failed'],
};

export const phase = (name) => badge(...(PHASES[name] ?? ['idle', name]));
/** How a run of a job is. */
export const run = (name) => badge(...(RUNS[name] ?? ['idle', name]));
export const state = (name) => badge(...(OTHERS[name] ?? ['idle', name]));

/** A step's state: the shape alone, its word for who does not see it. */
export function stepMark(status) {
  const [tone, word] = STEPS[status] ?? ['idle', status];
  return h('span', { class: `mark ${tone}`, role: 'img', 'aria-label': word, title: word }, shape(tone));
}

export const isUnderWay = (name) => ['UNKNOWN', 'PENDING_BUILD', 'BUILDING', 'PENDING_DEPLOY', 'DEPLOYING'].includes(name);

export function badge(tone, word) {
  return h('span', { class: `badge ${tone}` }, shape(tone), h('span', {}, word));
}

export const shape = (tone) => s(
  'svg', { class: 'shape', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
  SHAPES[tone].map((d) => s('path', { d })),
);
