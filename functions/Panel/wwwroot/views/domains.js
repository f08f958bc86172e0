// The host names of an app, as its spec has them.

import { get, path } from '../core/api.js';
import { h } from '../core/dom.js';
import { words } from '../core/format.js';
import { Live } from '../core/live.js';
import { link } from '../core/router.js';
import { appHead, concerns } from '../parts/apphead.js';
import { empty } from '../parts/notice.js';
import { state } from '../parts/status.js';

export function showDomains({ root, params, changes, title }) {
  const live = new Live(root, load, render);
  const unsubscribe = changes.subscribe((change) => change.kind !== 'deployment' && concerns(change, live.state?.app) && live.refresh());
  live.refresh();
  return {
    close() {
      unsubscribe();
      live.close();
    },
  };

  async function load(signal) {
    const { app } = await get(path`/v2/apps/${params.app}`, { signal });
    title('Domains', app.spec.name);
    return { app };
  }

  function render({ app }) {
    const domains = app.domains ?? [];
    return h(
      'section', {},
      appHead(app, '/domains'),
      app.default_ingress && h('p', {}, 'Always reachable at ', h('a', { href: app.default_ingress, target: '_blank', rel: 'noopener noreferrer' }, app.default_ingress), '.'),
      domains.length === 0 && empty('No domain of its own', 'Add the host names under which people reach the app to “domains” in the spec.', h('a', { class: 'button', href: link(`/apps/${app.id}/settings`) }, 'Edit the spec')),
      h('ul', { class: 'list' }, domains.map(({ spec, phase, progress }) => h(
        'li', { class: 'row', 'data-key': spec.domain },
        h('div', { class: 'main' },
          h('span', { class: 'title' }, spec.wildcard ? `*.${spec.domain}` : spec.domain),
          h('span', { class: 'hint' }, words(spec.type ?? 'DEFAULT'), spec.zone && `, zone ${spec.zone}`, spec.minimum_tls_version && `, TLS ${spec.minimum_tls_version} or newer`),
          (progress?.steps ?? []).filter((step) => step.reason).map((step) => h('span', { class: 'reason' }, step.reason.message))),
        h('div', { class: 'states' }, state(phase))))),
    );
  }
}
