// Puts the panel together: who is signed in, the frame around the views, and the views.

import { get } from './core/api.js';
import { startClock } from './core/clock.js';
import { h } from './core/dom.js';
import { Changes } from './core/events.js';
import { closeView, follow, link, route, startRouter } from './core/router.js';
import { identity, onSession, signIn, signOut, token } from './core/session.js';
import { failure } from './parts/notice.js';
import { badge } from './parts/status.js';
import { showAlerts } from './views/alerts.js';
import { showApps } from './views/apps.js';
import { showConsole } from './views/console.js';
import { showCreate } from './views/create.js';
import { showDeployment } from './views/deployment.js';
import { showDeployments } from './views/deployments.js';
import { showDomains } from './views/domains.js';
import { showEnvironment } from './views/environment.js';
import { showJobs } from './views/jobs.js';
import { showLogs } from './views/logs.js';
import { showMetrics } from './views/metrics.js';
import { showOverview } from './views/overview.js';
import { showRun } from './views/run.js';
import { showSettings } from './views/settings.js';
import { signInForm } from './views/signin.js';
import { showTokens } from './views/tokens.js';

const RETRY = 5000;

let changes = null;
let main = null;
let started = false;

route('/', showApps);
route('/new', showCreate);
route('/tokens', showTokens);
route('/apps/:app', showOverview);
route('/apps/:app/deployments', showDeployments);
route('/apps/:app/deployments/:deployment', showDeployment);
route('/apps/:app/logs', showLogs);
route('/apps/:app/jobs', showJobs);
route('/apps/:app/jobs/:job/:run', showRun);
route('/apps/:app/console', showConsole);
route('/apps/:app/metrics', showMetrics);
route('/apps/:app/alerts', showAlerts);
route('/apps/:app/environment', showEnvironment);
route('/apps/:app/domains', showDomains);
route('/apps/:app/settings', showSettings);

sessionStorage.removeItem('pipelines.loads');
onSession((reason) => (identity() ? enter() : leave(reason)));
startClock();
await begin();

async function begin() {
  const secret = token();
  if (!secret) {
    leave();
    return;
  }
  try {
    signIn(secret, (await get('/platform/session')).session);
  } catch (error) {
    // A token that is refused signs out by itself; else the platform is away for the moment, and the token stays.
    if (error.status !== 401) {
      const timer = setTimeout(begin, RETRY);
      document.body.replaceChildren(h('main', { class: 'signin' }, h('h1', {}, 'Pipelines'), failure(error, () => { clearTimeout(timer); begin(); })));
    }
  }
}

function enter() {
  changes = new Changes();
  drawFrame();
  changes.start();
  if (started) {
    follow();
  } else {
    started = true;
    startRouter(show);
  }
}

function leave(reason) {
  changes?.stop();
  changes = null;
  closeView();
  main = null;
  closeDialogs();
  document.title = 'Sign in · Pipelines';
  document.body.replaceChildren(signInForm(reason));
  document.querySelector('input')?.focus();
}

// A question is about the view that asked it.
function closeDialogs() {
  document.querySelectorAll('dialog').forEach((dialog) => dialog.remove());
}

function show(view, params, query) {
  if (!main) {
    return null;
  }
  closeDialogs();
  const isFirst = !main.hasChildNodes();
  const root = h('div', {});
  main.replaceChildren(root);
  scrollTo(0, 0);
  const shown = view({ root, params, query, changes, title: setTitle });
  if (!isFirst && !main.contains(document.activeElement)) {
    main.focus({ preventScroll: true });
  }
  return shown;
}

function setTitle(...parts) {
  document.title = [...parts, 'Pipelines'].join(' · ');
}

function drawFrame() {
  main = h('main', { id: 'main', tabindex: '-1' });
  const connection = h('span', { class: 'connection', role: 'status' });
  const { token_name: name, scope } = identity();
  changes.onState((state) => connection.replaceChildren(state === 'live' ? badge('good', 'Live') : badge('warn', 'Reconnecting')));
  document.body.replaceChildren(
    h('a', { class: 'skip', href: '#main', on: { click: (event) => { event.preventDefault(); main.focus(); } } }, 'Skip to content'),
    h('header', { class: 'frame' },
      h('a', { class: 'brand', href: link('/') }, 'Pipelines'),
      h('nav', { 'aria-label': 'Main' }, h('a', { href: link('/') }, 'Apps'), h('a', { href: link('/new') }, 'New app'), scope === 'ADMIN' && h('a', { href: link('/tokens') }, 'Tokens')),
      connection,
      h('span', { class: 'who', title: `Scope ${scope.toLowerCase()}` }, name),
      h('button', { type: 'button', class: 'quiet', on: { click: () => signOut() } }, 'Sign out')),
    main,
  );
}
