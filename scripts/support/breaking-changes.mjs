import { SchemaComparison } from './compare-schemas.mjs';

/**
 * What breaks a client that was made from the old document when the service answers as the new one says: something gone,
 * something demanded that was not, a type changed, a word no longer known. What is added breaks nobody.
 *
 * @returns {string[]} one sentence each, with the route
 */
export function breakingChanges(before, after) {
  const faults = [];
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, old] of Object.entries(methods)) {
      const now = after.paths[path]?.[method];
      const name = `${method.toUpperCase()} ${path}`;
      if (now === undefined) faults.push(`${name}: the route is gone`);
      else faults.push(...changesOf(old, now, before, after).map((fault) => `${name}: ${fault}`));
    }
  }
  return [...faults, ...goneCodes(before, after)];
}

/** Whether a version may break clients of another one: a new major, or a new minor while the major is 0. */
export function mayBreak(before, after) {
  const [oldMajor, oldMinor] = before.split('.').map(Number);
  const [major, minor] = after.split('.').map(Number);
  if (major !== oldMajor) return major > oldMajor;
  return major === 0 && minor > oldMinor;
}

function changesOf(old, now, before, after) {
  return [
    ...(old.operationId === now.operationId ? [] : [`${old.operationId} is called ${now.operationId} now`]),
    ...parameterChanges(old, now, before, after),
    ...bodyChanges(old, now, before, after),
    ...answerChanges(old, now, before, after),
  ];
}

function parameterChanges(old, now, before, after) {
  const key = (each) => `${each.in} ${each.name}`;
  const had = new Map((old.parameters ?? []).map((each) => [key(each), each]));
  const has = new Map((now.parameters ?? []).map((each) => [key(each), each]));
  const faults = [];
  for (const [name, parameter] of had) {
    const next = has.get(name);
    if (next === undefined) faults.push(`${name}: is gone`);
    else faults.push(...compare(before, after, 'request', parameter.schema, next.schema, name));
  }
  for (const [name, { required }] of has)
    if (required === true && had.get(name)?.required !== true) faults.push(`${name}: is demanded now`);
  return faults;
}

function bodyChanges(old, now, before, after) {
  const had = old.requestBody?.content ?? {};
  const has = now.requestBody?.content ?? {};
  if (old.requestBody === undefined)
    return now.requestBody?.required === true ? ['a body is demanded now'] : [];
  return Object.entries(had).flatMap(([type, { schema }]) =>
    has[type] === undefined
      ? [`a body of ${type} is not taken any more`]
      : compare(before, after, 'request', schema, has[type].schema, 'body'),
  );
}

/** Problems are told by codes, which are compared for the whole document. */
function answerChanges(old, now, before, after) {
  return Object.entries(old.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, given]) => {
      const next = now.responses[status];
      if (next === undefined) return [`it does not answer ${status} any more`];
      const headers = Object.keys(given.headers ?? {}).filter((name) => !(name in (next.headers ?? {})));
      const contents = Object.entries(given.content ?? {}).flatMap(([type, { schema }]) => {
        const content = next.content?.[type];
        if (content === undefined) return [`${status} is not answered as ${type} any more`];
        return compare(before, after, 'response', schema, content.schema, String(status));
      });
      return [...headers.map((name) => `${status} has no header ${name} any more`), ...contents];
    });
}

function goneCodes(before, after) {
  const has = after.components.schemas.ProblemCode?.enum ?? [];
  const had = before.components.schemas.ProblemCode?.enum ?? [];
  return had.filter((code) => !has.includes(code)).map((code) => `the problem code ${code} is gone`);
}

function compare(before, after, direction, old, now, at) {
  const comparison = new SchemaComparison(before.components.schemas, after.components.schemas, direction);
  return comparison.compare(old, now).map((fault) => `${at} ${fault}`);
}
