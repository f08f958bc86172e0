// The platform's API: JSON in and out, the token in a header, errors that say what to do.

import { signOut, token } from './session.js';

const TIMEOUT = 60_000;
// What only reads is asked again when no answer came: a network that changes ends every request.
const PAUSES = [200, 1000];

/** An answer that is an error, or none at all (status 0). */
export class ApiError extends Error {
  constructor(status, message, requestId) {
    super(message);
    this.status = status;
    this.requestId = requestId;
  }

  /** What the person in front of the screen can do about it. */
  get advice() {
    switch (this.status) {
      case 0: return 'Check that the platform runs and that you are connected, then try again.';
      case 403: return 'This token may only look. Sign in with a token whose scope is write.';
      case 404: return 'It may have been deleted meanwhile. Go back to the list.';
      case 409: return 'Something else is in the way. Look at the app’s state, then try again.';
      case 429: return 'Too many requests. Wait a minute, then try again.';
      default: return this.status >= 500 ? 'Try again in a moment. If it stays, the platform’s log has the reason.' : '';
    }
  }
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body = {}, options) => call('POST', path, body, options);
export const put = (path, body, options) => call('PUT', path, body, options);
export const remove = (path, options) => call('DELETE', path, undefined, options);

/** Sends a request as whoever is signed in, and gives back the response itself. */
export async function open(path, { headers, signal, as, ...rest } = {}) {
  const secret = as ?? token();
  let response;
  try {
    response = await fetch(path, {
      ...rest,
      signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: { ...headers, ...(secret ? { Authorization: `Bearer ${secret}` } : {}) },
    });
  } catch (error) {
    throw unanswered(error);
  }
  if (!response.ok) {
    throw await errorOf(response, as === undefined);
  }
  return response;
}

async function call(method, path, body, options) {
  for (const pause of method === 'GET' ? PAUSES : []) {
    try {
      return await callOnce(method, path, body, options);
    } catch (error) {
      if (error.status !== 0) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return callOnce(method, path, body, options);
}

async function callOnce(method, path, body, { signal, as } = {}) {
  const limit = AbortSignal.timeout(TIMEOUT);
  const response = await open(path, {
    method,
    as,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  try {
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    throw unanswered(error);
  }
}

// A network that changes breaks answers off as well, after they have begun.
function unanswered(error) {
  return error.name === 'AbortError' ? error : new ApiError(0, error.name === 'TimeoutError' ? 'The platform did not answer in time.' : 'The platform cannot be reached.');
}

async function errorOf(response, isSession) {
  let message = `The platform answered with status ${response.status}.`;
  try {
    message = (await response.json()).message || message;
  } catch {
    // Not the API's form: the status has to do.
  }
  if (response.status === 401 && isSession) {
    signOut('Your token is not valid any more. Sign in again.');
  }
  return new ApiError(response.status, message, response.headers.get('x-request-id'));
}

/** A path with its parts escaped: path`/v2/apps/${id}`. */
export const path = (texts, ...values) => texts.reduce((all, text, i) => all + encodeURIComponent(values[i - 1]) + text);
