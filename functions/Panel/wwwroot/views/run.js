// One run of a job, with what it writes.

import { get, path } from '../core/api.js';
import { since, span } from '../core/clock.js';
import { h, morph } from '../core/dom.js';
import { exactTime, inZone, words } from '../core/format.js';
import { followLog } from '../core/lines.js';
import { link } from '../core/router.js';
import { LogPane } from '../parts/logpane.js';
import { failure, loading } from '../parts/notice.js';
import { cancelRun, isOver } from '../parts/runs.js';
import { run as runState } from '../parts/status.js';

const PERIOD = 2000;
const HINTS = { waiting: 'Waiting for the next line…', reading: '', lost: 'The connection was lost; trying again…', ended: 'End of the log.' };

export function showRun({ root, params, title }) {
  const closing = new AbortController();
  const { signal } = closing;
  const head = h('div', {});
  const problem = h('div', {});
  const pane = new LogPane();
  let timer = null;

  title(params.job, 'Run');
  root.append(loading());
  start();
  return {
    close() {
      clearInterval(timer);
      closing.abort();
    },
  };

  async function start() {
    try {
      const isDone = await draw();
      root.replaceChildren(head, problem, pane.box);
      timer = isDone ? null : setInterval(() => draw().then((isNowDone) => isNowDone && clearInterval(timer), () => {}), PERIOD);
      follow();
    } catch (error) {
      if (!signal.aborted) {
        root.replaceChildren(failure(error, start));
      }
    }
  }

  async function follow() {
    try {
      const on = { line: (line) => !signal.aborted && pane.add(line), state: (state) => !signal.aborted && pane.say(HINTS[state]) };
      await followLog({ app: params.app, job: params.job, invocation: params.run }, on, signal);
    } catch (error) {
      problem.replaceChildren(failure(error));
    }
  }

  async function draw() {
    const { job_invocation: run } = await get(path`/v2/apps/${params.app}/job-invocations/${params.run}`, { signal });
    const schedule = run.trigger.scheduled?.schedule;
    morph(head, [
      h('p', {}, h('a', { href: link(`/apps/${params.app}/jobs`) }, '← Scheduled runs')),
      h('div', { class: 'head' }, h('h1', {}, run.job_name), h('span', { class: 'states' }, runState(run.phase)), !isOver(run) && cancelRun({ id: params.app }, run, draw)),
      h('dl', { class: 'facts' },
        fact('Started by', words(run.trigger.type), schedule && [' ', h('code', {}, schedule.cron), ` (${schedule.time_zone ?? 'UTC'})`]),
        fact('Due', schedule ? inZone(run.created_at, schedule.time_zone) : exactTime(run.created_at), ' · ', since(run.created_at)),
        run.started_at && fact('Took', span(run.started_at, run.completed_at)),
        run.exit_code !== undefined && fact('Exit code', run.exit_code),
        run.reason && fact('Why', run.reason.message),
        fact('Deployment', h('a', { href: link(`/apps/${params.app}/deployments/${run.deployment_id}`) }, run.deployment_id.slice(0, 8)))),
    ]);
    return isOver(run);
  }
}

const fact = (name, ...what) => [h('dt', {}, name), h('dd', {}, what)];
