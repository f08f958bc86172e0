// The logs of an app: of its instances, its builds and its deploying, as they are written.

import { h } from '../core/dom.js';
import { followLog, HINTS, readLog } from '../core/lines.js';
import { componentsOf } from '../core/spec.js';
import { appView } from '../parts/appview.js';
import { attempt, failure } from '../parts/notice.js';
import { LogPane } from '../parts/logpane.js';

const TYPES = [['RUN', 'Run'], ['BUILD', 'Build'], ['DEPLOY', 'Deploy']];

export function showLogs(view) {
  const { query } = view;
  const closing = new AbortController();
  const choice = { type: query.get('type') ?? 'RUN', component: query.get('component') ?? '', deployment: query.get('deployment') };
  const pane = new LogPane();
  const head = h('div', {});
  const body = h('div', {});
  const problem = h('div', { 'aria-live': 'polite' });
  let app = null;
  let reading = null;

  view.root.append(head, body);
  const live = appView({ ...view, root: head }, { section: '/logs', loaded });
  return {
    close() {
      live.close();
      reading?.abort();
      closing.abort();
    },
  };

  // Another release takes over: its log goes on below.
  function loaded(state, last) {
    ({ app } = state);
    const isNew = app.active_deployment?.id !== last?.app.active_deployment?.id;
    if (!last) {
      body.replaceChildren(toolbar(), problem, pane.box);
      read();
    } else if (isNew && choice.type === 'RUN' && !choice.deployment) {
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
      if (!mine.signal.aborted) {
        pane.say('');
        problem.replaceChildren(failure(error, () => read()));
      }
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
