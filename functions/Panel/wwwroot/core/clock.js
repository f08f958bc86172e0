// Times that go on by themselves: one timer for the whole page.

import { ago, between, exactTime, until } from './format.js';
import { h } from './dom.js';

const PERIOD = 1000;

/** A point in time, as "5 min ago". */
export const since = (iso) => iso && h('time', { datetime: iso, title: exactTime(iso), 'data-clock': 'ago' }, ago(iso));

/** A point in time to come, as "in 5 min". */
export const ahead = (iso) => iso && h('time', { datetime: iso, title: exactTime(iso), 'data-clock': 'until' }, until(iso));

/** A span of time, which grows while it has no end. */
export function span(from, to) {
  if (!from) {
    return null;
  }
  return h('span', { class: 'span', 'data-from': from, 'data-clock': to ? null : 'span' }, between(from, to));
}

const textOf = ({ dataset, dateTime }) => (dataset.clock === 'span' ? between(dataset.from) : dataset.clock === 'ago' ? ago(dateTime) : until(dateTime));

export function startClock() {
  setInterval(() => {
    if (document.hidden) {
      return;
    }
    for (const element of document.querySelectorAll('[data-clock]')) {
      const text = textOf(element);
      if (element.textContent !== text) {
        element.textContent = text;
      }
    }
  }, PERIOD);
}
