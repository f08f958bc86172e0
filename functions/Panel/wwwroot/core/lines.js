// Logs, line by line as they come. Their addresses are signed, good for one log and a few minutes.

import { ApiError, get, path } from './api.js';

const TAIL = 2000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const REMEMBERED = 500;

/** What each state of a log means to who reads it. */
export const HINTS = {
  waiting: 'Waiting for the next line…',
  reading: '',
  lost: 'The connection was lost; trying again…',
  ended: 'End of the log.',
};

/**
 * Reads a log and goes on with it until it ends; a connection that breaks is made again, and no line comes twice.
 * @param log { app, deployment, component, type }, or { app, job, invocation } for the run of a job
 * @param on { line, state }: called with each line { component, time, text }, and with waiting, reading, lost or ended
 */
export async function followLog(log, on, signal) {
  const seen = new Seen();
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      on.state('waiting');
      const address = await addressOf(log, signal);
      await readLines(address, signal, (text) => {
        const line = parse(text);
        if (seen.isNew(line, text)) {
          pause = FIRST_PAUSE;
          on.state('reading');
          on.line(line);
        }
      });
      on.state('ended');
      return;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error instanceof ApiError && error.status !== 0 && error.status < 500) {
        throw error;
      }
      on.state('lost');
      await rest(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}

/** The whole log as text. */
export async function readLog(log, signal) {
  const answer = await get(logPath(log, false, -1), { signal });
  return (await fetchLog(answer.historic_urls[0], signal)).text();
}

async function addressOf(log, signal) {
  const answer = await get(logPath(log, true, TAIL), { signal });
  return answer.live_url || answer.historic_urls[0];
}

function logPath({ app, deployment, component, type, job, invocation }, follow, tail) {
  if (invocation) {
    return path`/v2/apps/${app}/jobs/${job}/invocations/${invocation}/logs` + `?type=JOB_INVOCATION&follow=${follow}&tail_lines=${tail}`;
  }
  const start = deployment ? path`/v2/apps/${app}/deployments/${deployment}` : path`/v2/apps/${app}`;
  const middle = component ? path`/components/${component}/logs` : '/logs';
  return `${start}${middle}?type=${type}&follow=${follow}&tail_lines=${tail}`;
}

// The address names the host as the platform knows it; it is the one that served this page.
async function fetchLog(address, signal) {
  let response;
  try {
    response = await fetch(new URL(address, location.origin).pathname, { signal, cache: 'no-store', credentials: 'omit' });
  } catch (error) {
    throw error.name === 'AbortError' ? error : new ApiError(0, 'The platform cannot be reached.');
  }
  if (!response.ok) {
    throw new ApiError(response.status === 403 ? 503 : response.status, 'The log cannot be read.');
  }
  return response;
}

async function readLines(address, signal, onLine) {
  const response = await fetchLog(address, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (true) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop();
    lines.forEach(onLine);
    if (done) {
      if (rest) {
        onLine(rest);
      }
      return;
    }
  }
}

function parse(text) {
  const [, component, time, rest] = /^(\S+) (\S+) ?(.*)$/s.exec(text) ?? [null, '', '', text];
  return { component, time, text: rest };
}

function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

// After a new connection the last lines come again.
class Seen {
  #latest = '';
  #lines = new Set();

  isNew({ time }, text) {
    if (this.#lines.has(text) || (time < this.#latest && this.#lines.size >= REMEMBERED && time < this.#oldest())) {
      return false;
    }
    this.#lines.add(text);
    if (this.#lines.size > TAIL * 2) {
      this.#lines.delete(this.#lines.values().next().value);
    }
    this.#latest = time > this.#latest ? time : this.#latest;
    return true;
  }

  #oldest() {
    return parse(this.#lines.values().next().value).time;
  }
}
