/** Words that bound a value: a higher one of the first, or a lower one of the second, takes less than before. */
const LOWER_BOUNDS = ['minimum', 'minLength', 'minItems'];
const UPPER_BOUNDS = ['maximum', 'maxLength', 'maxItems'];

/** Compares two versions of a schema, and tells what breaks a client that was made from the first. */
export class SchemaComparison {
  /**
   * @param before all schemas of the old document, by name
   * @param after those of the new one
   * @param {'request' | 'response'} direction whether the client sends such values or reads them
   */
  constructor(before, after, direction) {
    this.before = before;
    this.after = after;
    this.direction = direction;
    this.seen = new Set();
  }

  /** @returns {string[]} each with the path of the fault: `data[].status: …` */
  compare(before, after, at = '') {
    const old = this.resolve(before, this.before);
    const now = this.resolve(after, this.after);
    const key = `${before?.$ref ?? ''} ${after?.$ref ?? ''} ${at}`;
    // A schema may hold itself; deeper than this the same members come again.
    if (this.seen.has(key) || at.split('.').length > 12) return [];
    this.seen.add(key);
    const told = (text) => `${at || 'the whole'}: ${text}`;
    return [
      ...this.types(old, now).map(told),
      ...this.words(old, now).map(told),
      ...this.bounds(old, now).map(told),
      ...this.members(old, now, at),
      ...this.alternatives(old, now, at),
      ...(old.items && now.items ? this.compare(old.items, now.items, `${at}[]`) : []),
    ];
  }

  types(old, now) {
    const had = typesOf(old);
    const has = typesOf(now);
    if (had.length === 0 || has.length === 0) return [];
    // What was sent must still be taken, and what is read must be known.
    const [taken, given] = this.direction === 'request' ? [has, had] : [had, has];
    const foreign = given.filter(
      (type) => !taken.includes(type) && !(type === 'integer' && taken.includes('number')),
    );
    return foreign.length === 0 ? [] : [`its type was ${had.join(' or ')} and is ${has.join(' or ')}`];
  }

  words({ enum: had }, { enum: has }) {
    if (had === undefined && has === undefined) return [];
    if (had === undefined) return this.direction === 'request' ? ['only some words are taken now'] : [];
    if (has === undefined) return this.direction === 'response' ? ['it may be any text now'] : [];
    return had
      .filter((word) => !has.includes(word))
      .map((word) => `the word ${JSON.stringify(word)} is gone`);
  }

  bounds(old, now) {
    const changed = ['format', 'pattern']
      .filter(
        (word) =>
          (this.direction === 'request' ? now[word] : old[word]) !== undefined && old[word] !== now[word],
      )
      .map((word) => `its ${word} was ${old[word] ?? 'none'} and is ${now[word] ?? 'none'}`);
    if (this.direction === 'response') return changed;
    const raised = LOWER_BOUNDS.filter((word) => (now[word] ?? -Infinity) > (old[word] ?? -Infinity));
    const lowered = UPPER_BOUNDS.filter((word) => (now[word] ?? Infinity) < (old[word] ?? Infinity));
    return [...changed, ...[...raised, ...lowered].map((word) => `its ${word} is ${now[word]} now`)];
  }

  members(old, now, at) {
    const had = old.properties ?? {};
    const has = now.properties ?? {};
    const needed = new Set(now.required ?? []);
    const wasNeeded = new Set(old.required ?? []);
    const pathOf = (name) => (at === '' ? name : `${at}.${name}`);
    const faults = [];
    for (const name of Object.keys(had)) {
      if (has[name] === undefined) {
        if (now.properties !== undefined || typesOf(now).includes('object'))
          faults.push(`${pathOf(name)}: is gone`);
        continue;
      }
      if (this.direction === 'response' && wasNeeded.has(name) && !needed.has(name))
        faults.push(`${pathOf(name)}: may be left out now`);
      faults.push(...this.compare(had[name], has[name], pathOf(name)));
    }
    if (this.direction === 'request')
      for (const name of needed) if (!wasNeeded.has(name)) faults.push(`${pathOf(name)}: is demanded now`);
    return faults;
  }

  alternatives(old, now, at) {
    const faults = [];
    for (const word of ['oneOf', 'anyOf']) {
      const had = old[word] ?? [];
      const has = now[word] ?? [];
      if (had.length === 0 && has.length === 0) continue;
      if (had.length !== has.length) {
        const isSafe = this.direction === 'request' ? has.length > had.length : has.length < had.length;
        if (!isSafe)
          faults.push(`${at || 'the whole'}: its alternatives were ${had.length} and are ${has.length}`);
      }
      for (const [index, each] of had.entries())
        if (has[index] !== undefined) faults.push(...this.compare(each, has[index], at));
    }
    return faults;
  }

  /** Follows references, and reads `allOf` as one schema. */
  resolve(schema = {}, known) {
    if (schema.$ref !== undefined) return this.resolve(known[schema.$ref.split('/').at(-1)], known);
    if (schema.allOf === undefined) return schema;
    return schema.allOf
      .map((each) => this.resolve(each, known))
      .reduce(
        (all, each) => ({
          ...all,
          ...each,
          properties: { ...all.properties, ...each.properties },
          required: [...(all.required ?? []), ...(each.required ?? [])],
        }),
        schema,
      );
  }
}

function typesOf({ type }) {
  return [type ?? []].flat();
}
