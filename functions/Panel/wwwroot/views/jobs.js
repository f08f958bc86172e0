// The jobs of an app that run on a schedule, and the runs of all its jobs.

import { get, path } from '../core/api.js';
import { ahead, since, span } from '../core/clock.js';
import { h } from '../core/dom.js';
import { inZone, words } from '../core/format.js';
import { link } from '../core/router.js';
import { appView } from '../parts/appview.js';
import { empty } from '../parts/notice.js';
import { cancelRun, isOver } from '../parts/runs.js';
import { run as runState } from '../parts/status.js';

const PAGE = 20;

// Nothing tells of runs as they happen: they are looked at again while somebody looks.
const PERIOD = 4000;

export function showJobs(view) {
  let wanted = PAGE;
  const live = appView(view, { section: '/jobs', period: PERIOD, load, render });
  return live;

  async function load({ app, signal }) {
    const [jobs, runs] = await Promise.all([
      get(path`/platform/apps/${app.id}/scheduled-jobs`, { signal }),
      get(path`/v2/apps/${app.id}/job-invocations` + `?per_page=${Math.min(wanted, 200)}`, { signal }),
    ]);
    return { jobs: jobs.scheduled_jobs, runs: runs.job_invocations, total: runs.meta.total };
  }

  function render({ app, jobs, runs, total }) {
    return [
      h('h2', {}, 'Schedules'),
      jobs.length === 0 && empty('No scheduled job', 'Add a job of kind SCHEDULED with “schedule” to the spec: it then runs at its times.', h('a', { class: 'button', href: link(`/apps/${app.id}/settings`) }, 'Edit the spec')),
      h('ul', { class: 'list' }, jobs.map(schedule)),
      runs.length > 0 && h('h2', {}, 'Runs'),
      h('ol', { class: 'list' }, runs.map((each) => row(app, each, live))),
      runs.length < total && wanted < 200 && h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: () => { wanted += PAGE; live.refresh(); } } }, `Show more (${runs.length} of ${total})`)),
    ];
  }
}

function schedule({ job_name: name, schedule: { cron, time_zone: zone }, next_run_at: next, last_invocation: last }) {
  return h(
    'li', { class: 'row', 'data-key': name },
    h('div', { class: 'main' },
      h('span', { class: 'title' }, name),
      h('span', { class: 'hint' }, h('code', {}, cron), ` in time zone ${zone ?? 'UTC'}`)),
    h('div', { class: 'states' }, last && runState(last.phase)),
    h('div', { class: 'aside' }, next
      ? [h('span', {}, 'Next ', ahead(next)), h('span', { class: 'hint' }, `${inZone(next, zone)} (${zone ?? 'UTC'})`)]
      : h('span', { class: 'hint' }, 'Never next')),
  );
}

function row(app, run, live) {
  return h(
    'li', { class: 'row', 'data-key': run.id },
    h('div', { class: 'main' },
      run.phase === 'SKIPPED' ? h('span', { class: 'title' }, run.job_name) : h('a', { class: 'title', href: link(`/apps/${app.id}/jobs/${run.job_name}/${run.id}`) }, run.job_name),
      h('span', { class: 'hint' }, `by ${words(run.trigger.type)}`),
      run.reason && h('span', { class: 'reason' }, run.reason.message)),
    h('div', { class: 'states' }, runState(run.phase)),
    h('div', { class: 'aside' },
      h('span', { class: 'hint' }, since(run.created_at), run.started_at && [isOver(run) ? ', took ' : ', for ', span(run.started_at, run.completed_at)]),
      !isOver(run) && cancelRun(app, run, () => live.refresh())),
  );
}
