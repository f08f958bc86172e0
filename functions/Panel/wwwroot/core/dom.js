// Makes and updates elements. Data becomes text nodes and attributes only; nothing here parses markup.

const SVG = 'http://www.w3.org/2000/svg';
const UNSAFE_LINK = /^\s*(?!https?:|\/|#|blob:)[a-z][a-z0-9+.-]*:/i;

/** An element: h('p', { class: 'hint', on: { click } }, 'text', child, [children], null). */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    assign(element, key, value);
  }
  append(element, children);
  return element;
}

/** An SVG element. */
export function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    element.setAttribute(key, String(value));
  }
  append(element, children);
  return element;
}

/** Makes an element's children those given, keeping what is the same: focus, scroll position and what was typed stay. */
export function morph(parent, children) {
  const wanted = children.flat(Infinity).filter(isShown).map(toNode);
  let at = parent.firstChild;
  for (const node of wanted) {
    const match = findMatch(at, node);
    if (!match) {
      parent.insertBefore(node, at);
      continue;
    }
    if (match === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(match, at);
    }
    update(match, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function assign(element, key, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (key === 'on') {
    listen(element, value);
  } else if (key === 'value' || key === 'checked') {
    element[key] = value;
  } else if (key === 'href' && UNSAFE_LINK.test(String(value))) {
    // An address from data, such as javascript:, leads nowhere.
  } else {
    element.setAttribute(key, value === true ? '' : String(value));
  }
}

function listen(element, handlers) {
  for (const type of Object.keys(handlers)) {
    if (!element.handlers?.[type]) {
      element.addEventListener(type, dispatch);
    }
  }
  element.handlers = handlers;
}

function dispatch(event) {
  event.currentTarget.handlers?.[event.type]?.(event);
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (isShown(child)) {
      element.append(toNode(child));
    }
  }
}

const isShown = (child) => child !== null && child !== undefined && child !== false && child !== '';
const toNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));
const keyOf = (node) => node.getAttribute?.('data-key') ?? node.id ?? '';
const isSame = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

function findMatch(at, node) {
  if (at && isSame(at, node)) {
    return at;
  }
  if (!keyOf(node)) {
    return null;
  }
  for (let candidate = at; candidate; candidate = candidate.nextSibling) {
    if (isSame(candidate, node)) {
      return candidate;
    }
  }
  return null;
}

function update(old, fresh) {
  if (old === fresh) {
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) {
      old.data = fresh.data;
    }
    return;
  }
  // Such an element looks after itself once it is there.
  if (old.hasAttribute('data-own')) {
    return;
  }
  updateAttributes(old, fresh);
  listen(old, fresh.handlers ?? {});
  morph(old, [...fresh.childNodes]);
}

function updateAttributes(old, fresh) {
  const isUsersState = (name) => name === 'open' && old.localName === 'details';
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value && !isUsersState(name)) {
      old.setAttribute(name, value);
    }
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isUsersState(name)) {
      old.removeAttribute(name);
    }
  }
}
