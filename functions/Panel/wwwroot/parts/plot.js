// Lines over time. The drawing scales; words and numbers are text beside it, so that they can be read at any width.

import { h, s } from '../core/dom.js';

const WIDTH = 1000;
const HEIGHT = 200;

// A hole in what was measured is a hole in the line.
const GAP = 1.6;

/**
 * A plot that the arrow keys and the pointer read values from.
 * @param title what it shows
 * @param series [{ name, tone, values }], a value for each time, null where there is none
 * @param frame { times, from, to, step, cursor: { time }, redraw }, unix seconds, the same for all plots of a view
 * @param format makes a text of a value
 * @param least the least height of the scale
 */
export function plot({ id, title, series, frame, format, least }) {
  const { times, cursor } = frame;
  const highest = Math.max(least, ...series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const top = niceAbove(highest);
  const at = indexAt(frame, cursor.time);
  const reading = series.map(({ name, values }) => `${series.length > 1 ? `${name} ` : ''}${values[at] === null || values[at] === undefined ? 'unknown' : format(values[at])}`).join(', ');
  return h(
    'figure', { class: 'plot', 'data-key': id },
    h('figcaption', {},
      h('span', { class: 'title' }, title),
      series.length > 1 && h('span', { class: 'legend' }, series.map(({ name, tone }) => h('span', {}, s('svg', { class: 'swatch', viewBox: '0 0 20 8', 'aria-hidden': 'true' }, s('path', { class: `line ${tone}`, d: 'M1 4H19' })), name)))),
    h('div', { class: 'canvas' },
      h('span', { class: 'scale', 'aria-hidden': 'true' }, h('span', {}, format(top)), h('span', {}, format(0))),
      h('div', {
        class: 'surface', tabindex: '0', role: 'slider', 'aria-label': title, 'aria-valuemin': '0', 'aria-valuemax': String(times.length - 1), 'aria-valuenow': String(at), 'aria-valuetext': `${clock(times[at])}: ${reading}`,
        on: { keydown: (event) => step(event, frame, at), pointermove: (event) => point(event, frame), pointerdown: (event) => point(event, frame) },
      },
      s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
        s('path', { class: 'grid', d: `M0 ${HEIGHT / 2}H${WIDTH}M0 1H${WIDTH}M0 ${HEIGHT - 1}H${WIDTH}` }),
        series.map(({ tone, values }) => s('path', { class: `line ${tone}`, d: trace(frame, values, top) })),
        s('path', { class: 'cursor', d: `M${x(frame, times[at])} 0V${HEIGHT}` })))),
    h('p', { class: 'axis' }, h('span', {}, clock(frame.from)), h('span', {}, clock(frame.to))),
    h('p', { class: 'reading' }, `${clock(times[at])}: `, h('strong', {}, reading)),
  );
}

/** A time as short as it can be told on the plot's scale. */
export const clock = (seconds) => (seconds === undefined ? '' : new Date(seconds * 1000).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }));

function trace(frame, values, top) {
  let path = '';
  let last = null;
  frame.times.forEach((time, i) => {
    if (values[i] === null || values[i] === undefined) {
      last = null;
      return;
    }
    const place = `${x(frame, time)} ${(HEIGHT - 2 - (values[i] / top) * (HEIGHT - 4)).toFixed(1)}`;
    // A point by itself is a dot: a line of no length with round ends.
    path += last !== null && time - last <= frame.step * GAP ? `L${place}` : `M${place}h0.01`;
    last = time;
  });
  return path;
}

const x = ({ from, to }, time) => (((time - from) / Math.max(1, to - from)) * WIDTH).toFixed(1);

function niceAbove(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((nice) => nice >= value * 0.999);
}

function indexAt({ times }, time) {
  if (time === null) {
    return times.length - 1;
  }
  const after = times.findIndex((each) => each >= time);
  return after < 0 ? times.length - 1 : after > 0 && time - times[after - 1] < times[after] - time ? after - 1 : after;
}

function step(event, frame, at) {
  const last = frame.times.length - 1;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 10, PageDown: at + 10, Home: 0, End: last }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    move(frame, frame.times[Math.min(last, Math.max(0, to))]);
  }
}

function point(event, frame) {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  move(frame, frame.from + ((event.clientX - left) / width) * (frame.to - frame.from));
}

function move({ cursor, redraw }, time) {
  cursor.time = time;
  if (!cursor.isDue) {
    cursor.isDue = true;
    requestAnimationFrame(() => {
      cursor.isDue = false;
      redraw();
    });
  }
}
