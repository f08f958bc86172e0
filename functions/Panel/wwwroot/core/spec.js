// App Specs: what a view needs to know of them. Specs are never changed in place.

export const KINDS = [
  ['services', 'service', 'Service'],
  ['static_sites', 'static_site', 'Static site'],
  ['workers', 'worker', 'Worker'],
  ['jobs', 'job', 'Job'],
  ['functions', 'functions', 'Functions'],
];

/** Every component: { list, kind, label, component }. */
export const componentsOf = (spec) => KINDS.flatMap(([list, kind, label]) => (spec[list] ?? []).map((component) => ({ list, kind, label, component })));

/** The spec with one component replaced by what a function makes of it. */
export const withComponent = (spec, list, name, change) => ({
  ...spec,
  [list]: spec[list].map((component) => (component.name === name ? change(component) : component)),
});

/** An object without members that are empty. */
export const compact = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== '' && value !== null && value !== undefined));

/** Where a component comes from, in words. */
export function sourceOf(component) {
  const hosted = component.github ?? component.gitlab ?? component.bitbucket;
  if (hosted) {
    return hosted.branch ? `${hosted.repo} (${hosted.branch})` : hosted.repo;
  }
  if (component.git) {
    const url = withoutCredentials(component.git.repo_clone_url ?? '');
    return component.git.branch ? `${url} (${component.git.branch})` : url;
  }
  const { image } = component;
  return image ? `${[image.registry, image.repository].filter(Boolean).join('/')}${image.digest ? `@${image.digest.slice(0, 19)}…` : `:${image.tag ?? 'latest'}`}` : '';
}

/** The page of a commit, where the host of the repository has one that is known. */
export function commitPage(component, sha) {
  const git = /^(?:https?:\/\/|git@|ssh:\/\/git@)(github\.com|gitlab\.com|bitbucket\.org)[/:](.+?)(?:\.git)?\/?$/.exec(component.git?.repo_clone_url ?? '');
  const [host, repo] = component.github ? ['github.com', component.github.repo]
    : component.gitlab ? ['gitlab.com', component.gitlab.repo]
      : component.bitbucket ? ['bitbucket.org', component.bitbucket.repo]
        : git ? [git[1], git[2]] : [];
  const paths = { 'github.com': 'commit', 'gitlab.com': '-/commit', 'bitbucket.org': 'commits' };
  return host ? `https://${host}/${repo}/${paths[host]}/${sha}` : null;
}

/** The source that an address stands for, as a member of a component: pushes deploy where the host is known. */
export function sourceFrom(address, branch) {
  const text = address.trim();
  const known = /^(?:https:\/\/|git@|ssh:\/\/git@)(github\.com|gitlab\.com|bitbucket\.org)[/:](.+?)(?:\.git)?\/?$/.exec(text);
  if (known) {
    const member = { 'github.com': 'github', 'gitlab.com': 'gitlab', 'bitbucket.org': 'bitbucket' }[known[1]];
    return { [member]: compact({ repo: known[2], branch, deploy_on_push: true }) };
  }
  return { git: compact({ repo_clone_url: text, branch }) };
}

export const isEncrypted = (value) => /^EV\[1:.*\]$/s.test(value ?? '');

/** The spec as text for reading: encrypted values are not shown. */
export const masked = (spec) => JSON.stringify(spec, (_, value) => (typeof value === 'string' && isEncrypted(value) ? MASK : value), 2);

/** What stands for an encrypted value in a text that is edited. */
export const MASK = '(encrypted)';

/** The value with what was masked put back from where it stood: matched by place, lists by name or key. */
export function unmask(edited, original) {
  if (edited === MASK) {
    if (!isEncrypted(original)) {
      throw new Error(`"${MASK}" stands where no encrypted value was; give the secret itself.`);
    }
    return original;
  }
  if (Array.isArray(edited)) {
    return edited.map((item, i) => unmask(item, counterpart(item, i, original)));
  }
  if (edited !== null && typeof edited === 'object') {
    return Object.fromEntries(Object.entries(edited).map(([key, value]) => [key, unmask(value, original?.[key])]));
  }
  return edited;
}

function counterpart(item, index, original) {
  const named = item?.name ? 'name' : item?.key ? 'key' : null;
  const list = Array.isArray(original) ? original : [];
  return named ? list.find((other) => other?.[named] === item[named]) : list[index];
}

const withoutCredentials = (url) => url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');
