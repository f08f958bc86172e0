// The logs of an app: of its instances, its builds and its deploying, as they are written.

import { get, path } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { followLog, readLog } from '../core/lines.js';
import { componentsOf } from '../core/spec.js';
import { appHead, concerns } from '../parts/apphead.js';
import { attempt, failure, loading } from '../parts/notice.js';
import { LogPane } from '../parts/logpane.js';

const TYPES = [['RUN', 'Run'], ['BUILD', 'Build'], ['DEPLOY', 'Deploy']];
const HINTS = {
  waiting: 'Waiting for the next line…',
  reading: '',
  lost: 'The connection was lost; trying again…',
  ended: 'End of the log.',
};

export function showLogs({ root, params, query, changes, title }) {
  const closing = new AbortController();
  const choice = { type: query.get('type') ?? 'RUN', component: query.get('component') ?? '', deployment: query.get('deployment') };
  const pane = new LogPane();
  const head = h('div', {});
  const problem = h('div', {});
  let app = null;
  let reading = null;

  root.append(loading());
  const unsubscribe = changes.subscribe((change) => app && concerns(change, app) && change.kind !== 'deployment' && reload());
  start();
  return {
    close() {
      unsubscribe();
      reading?.abort();
      closing.abort();
    },
  };

  async function start() {
    try {
      app = await load();
      title('Logs', app.spec.name);
      root.replaceChildren(head, toolbar(), problem, pane.box);
      morph(head, [appHead(app, '/logs')]);
      read();
    } catch (error) {
      root.replaceChildren(failure(error, start));
    }
  }

  async function load() {
    return (await get(path`/v2/apps/${params.app}`, { signal: closing.signal })).app;
  }

  // Another release takes over: its log goes on below.
  async function reload() {
    const before = app;
    app = await load().catch(() => app);
    morph(head, [appHead(app, '/logs')]);
    const isNew = app.active_deployment?.id !== before.active_deployment?.id;
    if (isNew && choice.type === 'RUN' && !choice.deployment) {
      pane.divide('Another release runs from here on');
      read({ keep: true });
    }
  }

  async function read({ keep = false } = {}) {
    reading?.abort();
    const mine = new AbortController();
    reading = mine;
    problem.replaceChildren();
    if (!keep) {
      pane.clear();
    }
    const on = {
      line: (line) => !mine.signal.aborted && pane.add(line),
      state: (state) => !mine.signal.aborted && pane.say(HINTS[state]),
    };
    try {
      await followLog({ app: app.id, ...choice }, on, mine.signal);
    } catch (error) {
      pane.say('');
      problem.replaceChildren(failure(error, () => read()));
    }
  }

  function toolbar() {
    const names = componentsOf(app.spec).map(({ component }) => component.name);
    const chosen = names.includes(choice.component) ? names : [...names, choice.component].filter(Boolean);
    let timer = 0;
    return h(
      'div', { class: 'toolbar' },
      h('label', {}, 'Kind ', select('type', TYPES)),
      h('label', {}, 'Component ', select('component', [['', 'All'], ...chosen.map((name) => [name, name])])),
      choice.deployment && h('span', { class: 'hint' }, 'of one deployment ', h('button', { type: 'button', class: 'quiet', on: { click: (event) => { event.currentTarget.parentElement.remove(); choose('deployment', null); } } }, 'Show the newest')),
      h('label', {}, 'Search ', h('input', { type: 'search', on: { input: (event) => { clearTimeout(timer); const { value } = event.target; timer = setTimeout(() => pane.search(value), 100); } } })),
      pane.counter,
      h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: true, on: { change: (event) => { pane.wrap = event.target.checked; } } }), ' Wrap'),
      h('button', { type: 'button', class: 'quiet', on: { click: download } }, 'Download'),
    );
  }

  function select(name, options) {
    return h('select', { name, on: { change: (event) => choose(name, event.target.value) } }, options.map(([value, label]) => h('option', { value, selected: value === choice[name] }, label)));
  }

  function choose(name, value) {
    choice[name] = value;
    const parts = new URLSearchParams(Object.entries(choice).filter(([, each]) => each));
    history.replaceState(null, '', `${location.pathname}?${parts}`);
    read();
  }

  async function download(event) {
    const text = await attempt(event.currentTarget, () => readLog({ app: app.id, ...choice }, closing.signal));
    if (text !== undefined) {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      h('a', { href: url, download: `${app.spec.name}-${choice.type.toLowerCase()}.log` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    }
  }
}
