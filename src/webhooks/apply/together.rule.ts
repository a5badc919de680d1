import { identifiersIn, textsIn } from '#users';

/** What a delivery is known by here. */
export interface Tellable {
  readonly objectId: string | null;
  readonly payload: unknown;
}

const OBJECT_ID = /^[a-z]+_[0-9A-Za-z]{12,}$/;

/**
 * Takes deliveries off the front of a list that name nobody and nothing in common, in their order, so that one
 * transaction can apply them side by side: locks hold between transactions and not inside of one. One that shares an id,
 * an address or a number with one before it stays, and so does what shares something with it.
 *
 * @param waiting loses those that are taken
 */
export function takeTogether<Delivery extends Tellable>(waiting: Delivery[], limit: number): Delivery[] {
  const taken: Delivery[] = [];
  const left: Delivery[] = [];
  const named = new Set<string>();
  for (const delivery of waiting.splice(0)) {
    const names = namesIn(delivery);
    const isFree = taken.length < limit && [...names].every((name) => !named.has(name));
    for (const name of names) named.add(name);
    (isFree ? taken : left).push(delivery);
  }
  waiting.push(...left);
  return taken;
}

function namesIn({ objectId, payload }: Tellable): Set<string> {
  const names = new Set<string>(objectId === null ? [] : [objectId]);
  for (const { text } of textsIn(payload)) {
    if (OBJECT_ID.test(text)) names.add(text);
    for (const identifier of identifiersIn(text)) names.add(identifier);
  }
  return names;
}
