// What an app uses and how it is asked, over time.

import { get, path } from '../core/api.js';
import { h } from '../core/dom.js';
import { link } from '../core/router.js';
import { componentsOf } from '../core/spec.js';
import { appView } from '../parts/appview.js';
import { empty } from '../parts/notice.js';
import { clock, plot } from '../parts/plot.js';

const RANGES = [['1h', 'Hour', 3600], ['6h', '6 hours', 21_600], ['2d', '2 days', 172_800], ['14d', '14 days', 1_209_600]];
const PERIOD = 60_000;
const ROWS = 30;

const percent = (value) => `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
const number = (value) => String(Number(value.toFixed(value < 10 ? 2 : 0)));
const milliseconds = (value) => (value >= 1000 ? `${Number((value / 1000).toFixed(2))} s` : `${number(value)} ms`);
const mebibytes = (bytes) => `${Math.round(bytes / 1048576)} MiB`;

export function showMetrics(view) {
  const [key, , seconds] = RANGES.find(([name]) => name === view.query.get('range')) ?? RANGES[1];
  const cursor = { time: null, isDue: false };
  const live = appView(view, { section: '/metrics', period: PERIOD, load, render });
  return live;

  async function load({ app, signal }) {
    const end = Math.floor(Date.now() / 1000);
    const { metrics } = await get(path`/platform/apps/${app.id}/metrics?start=${end - seconds}&end=${end}`, { signal });
    return { metrics, from: end - seconds, to: end };
  }

  function render({ app, metrics, from, to }) {
    const frame = { times: metrics.times, step: metrics.step_seconds, from, to, cursor, redraw: () => live.draw() };
    return h(
      'div', { class: 'metrics' },
      h('nav', { class: 'toolbar ranges', 'aria-label': 'Time' }, RANGES.map(([name, label]) => h('a', { class: 'button', href: link(`/apps/${app.id}/metrics?range=${name}`), 'aria-current': name === key ? 'true' : null }, label))),
      metrics.times.length === 0 ? nothing(app) : [
        metrics.components.map((component) => section(app, component, frame)),
        h('p', { class: 'hint' }, `A figure for each ${metrics.step_seconds / 60} min, ${metrics.source === 'prometheus' ? 'from Prometheus' : 'measured by the platform'}. What is older is coarser, and gone after 14 days. Read values with the pointer, or with the arrow keys on a plot.`),
      ],
    );
  }
}

const nothing = (app) => (app.active_deployment
  ? empty('Nothing was measured in this time', 'The platform takes a sample every minute, of the processes and control groups that its cluster lets it see. Where the cluster measures nothing, there is nothing to show.')
  : empty('Nothing runs', 'Figures appear about a minute after a deployment is active.'));

const isKnown = (values) => values.some((value) => value !== null);

function section(app, component, frame) {
  const { name, requests, latency } = component;
  const label = componentsOf(app.spec).find((entry) => entry.component.name === name)?.label ?? 'Removed component';
  const perMinute = (values) => values.map((value) => (value === null ? null : (value * 60) / frame.step));
  const isCounted = Object.values(requests).some(isKnown);
  const used = isKnown(component.cpu_percent) || isKnown(component.memory_percent);
  return h(
    'section', { class: 'component', 'data-key': name },
    h('h2', {}, `${label} ${name}`),
    h('div', { class: 'plots' },
      isKnown(component.cpu_percent) && plot({ id: `${name}-cpu`, title: `CPU of ${name}, percent of its limit`, frame, format: percent, least: 1, series: spread(component.instances, [{ name: 'average', tone: 'accent', values: component.cpu_percent }, { name: 'busiest', tone: 'soft', values: component.cpu_percent_highest }]) }),
      isKnown(component.memory_percent) && plot({ id: `${name}-memory`, title: `Memory of ${name}, percent of its limit`, frame, format: percent, least: 1, series: [{ name: 'memory', tone: 'accent', values: component.memory_percent }] }),
      isCounted && plot({
        id: `${name}-requests`, title: `Requests to ${name} a minute`, frame, format: number, least: 1,
        series: [['2xx', 'good'], ['3xx', 'soft'], ['4xx', 'warn'], ['5xx', 'bad']].map(([kind, tone]) => ({ name: kind, tone, values: perMinute(requests[kind]) })),
      }),
      isKnown(latency.p50) && plot({
        id: `${name}-latency`, title: `Duration of requests to ${name}`, frame, format: milliseconds, least: 10,
        series: [['p50', 'good'], ['p95', 'accent'], ['p99', 'warn']].map(([part, tone]) => ({ name: part, tone, values: latency[part] })),
      }),
      component.restarts.some((value) => value > 0) && plot({ id: `${name}-restarts`, title: `Restarts of ${name}`, frame, format: number, least: 1, series: [{ name: 'restarts', tone: 'bad', values: component.restarts }] })),
    !used && component.instances.some((value) => value > 0) && h('p', { class: 'hint' }, 'The cluster does not tell what its instances use.'),
    used && !component.restarts.some((value) => value > 0) && h('p', { class: 'hint' }, 'No restarts in this time.'),
    !isCounted && label.startsWith('Service') && h('p', { class: 'hint' }, 'No requests were counted in this time: none came through an ingress that counts.'),
    h('details', {}, h('summary', {}, `Figures of ${name} as a table`), table(component, frame)),
  );
}

// Of one instance the average is the busiest.
const spread = (instances, series) => (instances.some((value) => value > 1) ? series : series.slice(0, 1));

function table({ name, cpu_percent: cpu, memory_bytes: memory, memory_percent: part, restarts, requests, latency }, { times }) {
  const every = Math.max(1, Math.ceil(times.length / ROWS));
  const rows = times.map((_, i) => i).filter((i) => (times.length - 1 - i) % every === 0).reverse();
  const cell = (value, format) => h('td', {}, value === null || value === undefined ? '–' : format(value));
  return h(
    'div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Figures of ${name}` },
    h('table', {},
      h('thead', {}, h('tr', {}, ['Time', 'CPU', 'Memory', 'Restarts', '2xx', '3xx', '4xx', '5xx', 'p50', 'p95', 'p99'].map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, rows.map((i) => h(
        'tr', { 'data-key': String(times[i]) },
        h('th', { scope: 'row' }, clock(times[i])), cell(cpu[i], percent), cell(memory[i], (bytes) => `${mebibytes(bytes)}${part[i] === null ? '' : `, ${percent(part[i])}`}`), cell(restarts[i], number),
        ['2xx', '3xx', '4xx', '5xx'].map((kind) => cell(requests[kind][i], number)), ['p50', 'p95', 'p99'].map((quantile) => cell(latency[quantile][i], milliseconds)),
      )))),
  );
}
