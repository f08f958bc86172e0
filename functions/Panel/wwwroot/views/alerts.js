// The alerts of an app: what they are about, how they are, and who is told.

import { get, path, post } from '../core/api.js';
import { since } from '../core/clock.js';
import { h } from '../core/dom.js';
import { capital, count, words } from '../core/format.js';
import { link } from '../core/router.js';
import { mayWrite } from '../core/session.js';
import { appView } from '../parts/appview.js';
import { ask } from '../parts/dialog.js';
import { empty, toast } from '../parts/notice.js';
import { badge, state } from '../parts/status.js';

const PERIOD = 20_000;
const UNITS = { CPU_UTILIZATION: ' %', MEM_UTILIZATION: ' %', REQUEST_DURATION_P95_MS: ' ms' };

export function showAlerts(view) {
  const live = appView(view, {
    section: '/alerts', deployments: true, period: PERIOD,
    load: ({ app, signal }) => get(path`/v2/apps/${app.id}/alerts`, { signal }),
    render,
  });
  return live;

  function render({ app, alerts }) {
    return [
      alerts.length === 0 && empty('No alerts', 'Add rules to “alerts” in the spec: of the app, such as DEPLOYMENT_FAILED, or of a component, such as CPU_UTILIZATION.', h('a', { class: 'button', href: link(`/apps/${app.id}/settings`) }, 'Edit the spec')),
      h('ul', { class: 'list' }, alerts.map((alert) => row(app, alert, () => live.refresh()))),
    ];
  }
}

function row(app, alert, refresh) {
  const { spec, component_name: component, progress } = alert;
  const problem = progress.steps.map((step) => step.reason?.message).find(Boolean);
  const told = alert.emails.length + alert.slack_webhooks.length + alert.webhooks.length;
  return h(
    'li', { class: 'row', 'data-key': alert.id },
    h('div', { class: 'main' },
      h('span', { class: 'title' }, nameOf(alert)),
      h('span', { class: 'hint' }, component ? `Component ${component}` : 'The app', conditionOf(spec)),
      alert.message && h('span', { class: 'hint' }, alert.message, ', ', since(alert.changed_at)),
      problem && h('span', { class: 'reason' }, `Not delivered: ${problem}.`)),
    h('div', { class: 'states' },
      spec.disabled ? badge('past', 'Disabled') : alert.raised ? badge('bad', 'Raised') : alert.phase === 'CONFIGURING' ? badge('idle', 'Nothing measured yet') : state(alert.phase)),
    h('div', { class: 'aside' },
      h('span', { class: 'hint' }, told === 0 ? 'Nobody is told' : [alert.emails.length > 0 && `${alert.emails.length} by e-mail`, alert.slack_webhooks.length > 0 && `${alert.slack_webhooks.length} in Slack`, alert.webhooks.length > 0 && count(alert.webhooks.length, 'webhook')].filter(Boolean).join(', ')),
      mayWrite() && h('button', { type: 'button', class: 'quiet', 'aria-label': `Who is told of ${nameOf(alert)}`, on: { click: () => edit(app, alert, refresh) } }, 'Who is told')),
  );
}

const nameOf = ({ spec, component_name: component }) => `${capital(words(spec.rule).replace(/^cpu\b/, 'CPU').replace(/^mem\b/, 'memory'))}${component ? ` of ${component}` : ''}`;

const conditionOf = ({ rule, operator, value, window }) => operator && ` · ${operator === 'LESS_THAN' ? 'below' : 'above'} ${value ?? 0}${UNITS[rule] ?? ''}${window ? ` over ${words(window)}` : ''}`;

function edit(app, alert, refresh) {
  const kept = { slack_webhooks: [...alert.slack_webhooks], webhooks: [...alert.webhooks] };
  const field = (label, attributes) => h('label', { class: 'field' }, h('span', {}, label), h('input', { autocomplete: 'off', spellcheck: 'false', ...attributes }));
  const emails = h('textarea', { rows: '2', 'aria-label': 'Addresses of e-mail, one a line', value: alert.emails.join('\n'), spellcheck: 'false' });
  const slack = h('div', { class: 'fields' }, field('Slack webhook', { name: 'url', type: 'url', placeholder: 'https://hooks.slack.com/services/…' }), field('Channel, if not its own', { name: 'channel', placeholder: '#ops' }));
  const other = h('div', { class: 'fields' }, field('Other webhook', { name: 'url', type: 'url', placeholder: 'https://' }), field('Secret to sign with', { name: 'secret', type: 'password', autocomplete: 'new-password' }));
  const of = (fields, name) => fields.querySelector(`[name=${name}]`).value.trim();
  const dialog = ask({
    title: `Who is told of ${nameOf(alert)}?`,
    body: [h('p', { class: 'hint' }, 'Loading…')],
    action: 'Save',
    run: async () => {
      await post(path`/v2/apps/${app.id}/alerts/${alert.id}/destinations`, {
        emails: emails.value.split(/[\s,;]+/).filter(Boolean),
        slack_webhooks: [...kept.slack_webhooks, ...(of(slack, 'url') ? [{ url: of(slack, 'url'), channel: of(slack, 'channel') || undefined }] : [])],
        webhooks: [...kept.webhooks, ...(of(other, 'url') ? [{ url: of(other, 'url'), secret: of(other, 'secret') || undefined }] : [])],
      });
      toast('Saved.');
      refresh();
    },
  });
  draw();

  function draw() {
    dialog.fill([
      h('p', {}, 'Each is told when the alert is raised and when it recovers, or when what it is about happens.'),
      h('h3', {}, 'E-mail'), emails,
      h('h3', {}, 'Slack'), list('slack_webhooks', ({ channel }) => channel ?? 'The webhook’s own channel'), slack,
      h('h3', {}, 'Webhooks'), list('webhooks', ({ secret }) => (secret ? 'Signed' : 'Not signed')), other,
    ]);
  }

  function list(kind, describe) {
    return h('ul', {}, kept[kind].map((each, i) => h(
      'li', { class: 'check', 'data-key': `${kind}-${each.url}` },
      h('span', {}, describe(each)), h('span', { class: 'mask' }, 'address encrypted, never shown'),
      h('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${describe(each)}, number ${i + 1}`, on: { click: () => { kept[kind].splice(i, 1); draw(); } } }, 'Remove'))));
  }
}
