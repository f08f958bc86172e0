// A web server without dependencies: a page at /, JSON at /api, its health at /healthz.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const host = process.env.HOST || '0.0.0.0';
const port = Number(process.env.PORT || 8080);
const revision = process.env.COMMIT_HASH || process.env.REVISION || 'local';
const started = Date.now();
const page = template();
let answered = 0;

const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://app');
  if (pathname === '/healthz') {
    send(response, 200, 'text/plain; charset=utf-8', 'ok\n');
  } else if (pathname === '/api') {
    send(response, 200, 'application/json', JSON.stringify(facts()) + '\n');
  } else if (pathname === '/') {
    send(response, 200, 'text/html; charset=utf-8', render(facts()));
  } else {
    send(response, 404, 'text/plain; charset=utf-8', 'There is nothing here.\n');
  }
});

server.listen(port, host, () => console.log(`node-hello listens on port ${port}, revision ${revision}`));

// Told to stop: what is being answered is finished, idle connections are closed, and the exit code is 0.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    console.log(`${signal}: stopping`);
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}

/** The built template; the source one when it is started without a build. */
function template() {
  const built = path.join(__dirname, 'dist', 'page.html');
  return fs.readFileSync(fs.existsSync(built) ? built : path.join(__dirname, 'page.html'), 'utf8');
}

function facts() {
  return {
    app: 'node-hello',
    host: os.hostname(),
    revision: revision.slice(0, 12),
    runtime: `Node.js ${process.version}`,
    uptimeSeconds: Math.round((Date.now() - started) / 1000),
    requests: ++answered,
  };
}

function render(values) {
  return page.replace(/\{\{(\w+)\}\}/g, (placeholder, name) => escape(String(values[name] ?? placeholder)));
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' });
  response.end(body);
}
