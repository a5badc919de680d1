import { identifiersIn } from '#users';

/** What a delivery is known by here. */
export interface Tellable {
  readonly objectId: string | null;
  readonly payload: unknown;
}

/** Something with all that it names. */
export interface Named {
  readonly names: ReadonlySet<string>;
}

const OBJECT_ID = /^[a-z]+_[0-9A-Za-z]{12,}$/;

/**
 * Takes deliveries off the front of a list that name nobody and nothing in common, in their order, so that one
 * transaction can apply them side by side: locks hold between transactions and not inside of one. One that shares an id,
 * an address or a number with one before it stays, and so does what shares something with it.
 *
 * @param waiting loses those that are taken
 */
export function takeTogether<Item extends Named>(waiting: Item[], limit: number): Item[] {
  const taken: Item[] = [];
  const left: Item[] = [];
  const named = new Set<string>();
  for (const item of waiting.splice(0)) {
    const isFree = taken.length < limit && [...item.names].every((name) => !named.has(name));
    for (const name of item.names) named.add(name);
    (isFree ? taken : left).push(item);
  }
  waiting.push(...left);
  return taken;
}

/** Every id, address and number that a delivery names. */
export function namesIn({ objectId, payload }: Tellable): Set<string> {
  const names = new Set<string>(objectId === null ? [] : [objectId]);
  addNames(names, payload);
  return names;
}

/** Of keys too: people may choose those of metadata. */
function addNames(names: Set<string>, value: unknown): void {
  if (typeof value === 'string') {
    if (OBJECT_ID.test(value)) names.add(value);
    for (const identifier of identifiersIn(value)) names.add(identifier);
  } else if (Array.isArray(value)) {
    for (const item of value) addNames(names, item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      addNames(names, key);
      addNames(names, item);
    }
  }
}
