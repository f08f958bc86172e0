// One run of a job, with what it writes.

import { get, path } from '../core/api.js';
import { since, span } from '../core/clock.js';
import { h } from '../core/dom.js';
import { exactTime, inZone, words } from '../core/format.js';
import { followLog, HINTS } from '../core/lines.js';
import { link } from '../core/router.js';
import { appView } from '../parts/appview.js';
import { LogPane } from '../parts/logpane.js';
import { failure } from '../parts/notice.js';
import { cancelRun, isOver } from '../parts/runs.js';
import { run as runState } from '../parts/status.js';

const PERIOD = 2000;

export function showRun(view) {
  const { params } = view;
  const closing = new AbortController();
  const { signal } = closing;
  const head = h('div', {});
  const body = h('div', {});
  const problem = h('div', { 'aria-live': 'polite' });
  const pane = new LogPane();

  view.root.append(head, body);
  const live = appView({ ...view, root: head }, { section: '/jobs', name: `Run of ${params.job}`, period: ({ run }) => (isOver(run) ? 0 : PERIOD), load, render, loaded });
  return {
    close() {
      live.close();
      closing.abort();
    },
  };

  async function load({ app, signal: limit }) {
    return { run: (await get(path`/v2/apps/${app.id}/job-invocations/${params.run}`, { signal: limit })).job_invocation };
  }

  function loaded(_, last) {
    if (!last) {
      body.replaceChildren(problem, pane.box);
      follow();
    }
  }

  async function follow() {
    problem.replaceChildren();
    pane.clear();
    try {
      const on = { line: (line) => !signal.aborted && pane.add(line), state: (state) => !signal.aborted && pane.say(HINTS[state]) };
      await followLog({ app: params.app, job: params.job, invocation: params.run }, on, signal);
    } catch (error) {
      problem.replaceChildren(failure(error, follow));
    }
  }

  function render({ app, run }) {
    const schedule = run.trigger.scheduled?.schedule;
    return [
      h('div', { class: 'head' },
        h('h2', {}, `Run of ${run.job_name}`),
        h('span', { class: 'states', role: 'status' }, runState(run.phase)),
        !isOver(run) && cancelRun(app, run, () => live.refresh())),
      h('dl', { class: 'facts' },
        fact('Started by', words(run.trigger.type), schedule && [' ', h('code', {}, schedule.cron), ` (${schedule.time_zone ?? 'UTC'})`]),
        fact('Due', schedule ? inZone(run.created_at, schedule.time_zone) : exactTime(run.created_at), ' · ', since(run.created_at)),
        run.started_at && fact(isOver(run) ? 'Took' : 'For', span(run.started_at, run.completed_at)),
        run.exit_code !== undefined && fact('Exit code', run.exit_code),
        run.reason && fact('Why', run.reason.message),
        fact('Deployment', h('a', { href: link(`/apps/${app.id}/deployments/${run.deployment_id}`) }, run.deployment_id.slice(0, 8)))),
    ];
  }
}

const fact = (name, ...what) => [h('dt', {}, name), h('dd', {}, what)];
