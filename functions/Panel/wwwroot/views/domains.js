// The host names of an app: how far each is, the records to set for it, and its certificate.

import { get, path, post, put } from '../core/api.js';
import { h } from '../core/dom.js';
import { exactTime, words } from '../core/format.js';
import { needs } from '../core/live.js';
import { mayWrite } from '../core/session.js';
import { goToNewest } from '../parts/apphead.js';
import { appView } from '../parts/appview.js';
import { copyable } from '../parts/copyable.js';
import { ask } from '../parts/dialog.js';
import { attempt, empty } from '../parts/notice.js';
import { stepMark, state } from '../parts/status.js';

// What happens to a domain is told by nobody: it is looked at, oftener while something is under way.
const BUSY = 3000;
const QUIET = 30_000;

const STEPS = {
  'default-ingress-ready': 'The app has a release that answers',
  'dns-records-set': 'The name leads here',
  'certificate-issued': 'The certificate is issued',
  'certificate-installed': 'The certificate is presented',
};

export function showDomains(view) {
  const live = appView(view, {
    section: '/domains',
    period: ({ app }) => ((app.domains ?? []).every(({ phase }) => phase === 'ACTIVE') ? QUIET : BUSY),
    load: ({ app, changed, signal }) => (needs(changed, 'due') ? get(path`/v2/apps/${app.id}`, { signal }) : {}),
    render,
  });
  return live;

  function render({ app }) {
    const domains = app.domains ?? [];
    return [
      app.default_ingress && h('p', {}, 'Always reachable at ', h('a', { href: app.default_ingress, target: '_blank', rel: 'noopener noreferrer' }, app.default_ingress), '.'),
      domains.length === 0 && empty('No domain of its own', 'Add the host names under which people reach the app.'),
      h('ul', { class: 'list' }, domains.map((domain) => row(app, domain))),
      mayWrite() && adding(app),
    ];
  }

  function row(app, domain) {
    const { id, spec, phase, progress, validations, certificate_expires_at: ends, rotate_validation_records: rotates } = domain;
    const isUnderWay = phase !== 'ACTIVE' || Boolean(rotates);
    return h(
      'li', { class: 'row', 'data-key': id },
      h('div', { class: 'main' },
        h('h2', { class: 'title' }, spec.wildcard ? `${spec.domain} and *.${spec.domain}` : spec.domain),
        h('span', { class: 'hint' }, words(spec.type ?? 'DEFAULT'), spec.zone && `, zone ${spec.zone}`, spec.minimum_tls_version && `, TLS ${spec.minimum_tls_version} or newer`),
        ends && h('span', { class: 'hint' }, 'Certificate valid until ', h('time', { datetime: ends }, exactTime(ends)), '; renewed by itself'),
        isUnderWay && h('ol', { class: 'steps' }, (progress?.steps ?? []).map(step))),
      h('div', { class: 'states' }, state(phase)),
      h('div', { class: 'aside' },
        mayWrite() && h('p', { class: 'actions' },
          isUnderWay && h('button', { type: 'button', 'aria-label': `Look at ${spec.domain} now`, on: { click: (event) => check(event, app, domain) } }, 'Look now'),
          h('button', { type: 'button', 'aria-label': `Remove ${spec.domain}`, on: { click: () => drop(app, spec) } }, 'Remove'))),
      records(app, domain, validations ?? []),
    );
  }

  function step({ name, status, reason }) {
    return h('li', { 'data-key': name }, stepMark(status), h('span', {}, STEPS[name] ?? name, reason && h('span', { class: 'reason' }, ` ${reason.message}`)));
  }

  // An alias to the app's own address, which works wherever that leads, and what proves the name.
  function records(app, { spec, phase }, validations) {
    const target = app.default_ingress && new URL(app.default_ingress).hostname;
    const wanted = [
      phase !== 'ACTIVE' && target && { type: 'CNAME', name: spec.domain, value: target },
      phase !== 'ACTIVE' && target && spec.wildcard && { type: 'CNAME', name: `*.${spec.domain}`, value: target },
      ...validations.map((record) => ({ type: 'TXT', name: record.txt_name, value: record.txt_value })),
    ].filter(Boolean);
    return wanted.length > 0 && h(
      'table', { class: 'sheet below', 'data-key': 'records' },
      h('caption', {}, 'Records to set where the name is kept'),
      h('thead', {}, h('tr', {}, ['Type', 'Name', 'Value'].map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, wanted.map(({ type, name, value }) => h('tr', {}, h('td', {}, type), h('td', {}, copyable(name, `name of the ${type} record`)), h('td', {}, copyable(value, `value of the ${type} record`))))),
    );
  }

  function adding(app) {
    return h(
      'form', { class: 'card', 'data-key': 'adding', on: { submit: (event) => add(event, app) } },
      h('h2', {}, 'Add a domain'),
      h('div', { class: 'fields' },
        h('label', { class: 'field' }, h('span', {}, 'Host name'), h('input', { name: 'domain', required: true, minlength: '4', maxlength: '253', placeholder: 'www.example.com', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })),
        h('label', { class: 'field' }, h('span', {}, 'Oldest TLS version'), h('select', { name: 'tls' }, h('option', { value: '1.2' }, '1.2'), h('option', { value: '1.3' }, '1.3')))),
      h('p', {}, h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'wildcard' }), ' and every name below it')),
      h('div', { class: 'problem', 'aria-live': 'polite', 'data-own': true }),
      h('p', { class: 'actions' }, h('button', { type: 'submit', class: 'primary', disabled: Boolean(app.pinned_deployment) }, 'Add and deploy')),
    );
  }

  async function add(event, app) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const domain = { domain: fields.get('domain').trim().toLowerCase(), ...(fields.get('wildcard') && { wildcard: true }), minimum_tls_version: fields.get('tls') };
    await attempt(event.submitter, () => send(app, (domains) => [...domains, domain]), event.currentTarget.querySelector('.problem'));
  }

  function drop(app, { domain }) {
    ask({
      title: `Remove ${domain}?`,
      body: h('p', {}, 'The app is deployed without it, and its certificate is removed.'),
      action: 'Remove and deploy',
      danger: true,
      run: () => send(app, (domains) => domains.filter((other) => other.domain !== domain)),
    });
  }

  // Of the spec as it is now: what somebody else has changed meanwhile stays.
  async function send(app, edit) {
    const fresh = (await get(path`/v2/apps/${app.id}`)).app;
    goToNewest((await put(path`/v2/apps/${app.id}`, { spec: { ...fresh.spec, domains: edit(fresh.spec.domains ?? []) } })).app);
  }

  async function check(event, app, domain) {
    if (await attempt(event.currentTarget, () => post(path`/platform/apps/${app.id}/domains/${domain.id}/check`))) {
      live.refresh();
    }
  }
}
