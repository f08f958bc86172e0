// Addresses below /panel and the views behind them.

const BASE = '/panel';
const routes = [];
let current = null;
let shown = null;
let render = null;

/** Adds a view: route('/apps/:app/logs', show). */
export function route(pattern, show) {
  routes.push({ parts: pattern.split('/').filter(Boolean), show });
}

export const link = (to) => BASE + to;

/** Goes to a view. */
export function go(to, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', BASE + to);
  follow();
}

/** Shows the view of the present address, and follows links and the browser's buttons from now on. */
export function startRouter(onRoute) {
  render = onRoute;
  addEventListener('popstate', onPop);
  document.addEventListener('click', onClick);
  follow();
}

/** Closes the present view and shows it anew. */
export function follow() {
  shown = location.href;
  const path = location.pathname.slice(BASE.length).split('/').filter(Boolean).map(decode);
  current?.close?.();
  current = null;
  for (const { parts, show } of routes) {
    const params = match(parts, path);
    if (params) {
      current = render(show, params, new URLSearchParams(location.search));
      return;
    }
  }
  go('/', { replace: true });
}

export function closeView() {
  current?.close?.();
  current = null;
}

function match(parts, path) {
  if (parts.length !== path.length) {
    return null;
  }
  const params = {};
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].startsWith(':')) {
      params[parts[i].slice(1)] = path[i];
    } else if (parts[i] !== path[i]) {
      return null;
    }
  }
  return params;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const mayLeave = () => !current?.isEdited?.() || confirm('Leave without saving what you changed?');

// The browser has gone back already: who stays is brought back.
function onPop() {
  if (mayLeave()) {
    follow();
  } else {
    history.pushState(null, '', shown);
  }
}

function onClick(event) {
  const anchor = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!anchor || !isPlain || anchor.target || anchor.origin !== location.origin || !`${anchor.pathname}/`.startsWith(`${BASE}/`) || anchor.hash) {
    return;
  }
  event.preventDefault();
  if (!mayLeave()) {
    return;
  }
  go(anchor.pathname.slice(BASE.length) + anchor.search);
}
