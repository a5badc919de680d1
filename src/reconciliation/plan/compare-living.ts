import type { Clock } from '#libs/time';
import type { MirrorStates, TombstoneLookupService } from '#users';
import { findingOf, isJustTold } from '../compare/finding.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import type { PageFindings } from './kind-source.js';

interface LivingState {
  readonly sourceUpdatedAt: Date | null;
  readonly isDeleted: boolean;
}

/** A kind whose objects belong to nothing else, and whose rows stay when an object is deleted. */
export interface LivingKind<T, State extends LivingState> {
  readonly kind: 'user' | 'organization';
  /** The mirror, deleted ones too. */
  readonly states: MirrorStates<State>;
  readonly tombstones: TombstoneLookupService;
  readonly clock: Clock;
  /** The names of the fields in which the two differ. */
  readonly differences: (object: T, state: State) => string[];
}

/** Compares such objects with the mirror; in the open transaction. */
export async function compareLiving<
  T extends { readonly id: string; readonly updatedAt: Date },
  State extends LivingState,
>(
  { kind, states: mirror, tombstones, clock, differences }: LivingKind<T, State>,
  objects: readonly T[],
): Promise<PageFindings> {
  const states = await mirror.byClerkIds(objects.map(({ id }) => id));
  const unknown = objects.filter(({ id }) => states.get(id)?.isDeleted !== false);
  const tombstoned = await tombstones.among(
    kind,
    unknown.map(({ id }) => id),
  );
  const findings: Finding[] = [];
  for (const object of objects) {
    const { id } = object;
    const state = states.get(id);
    const times = { clerk: object.updatedAt, mirrored: state?.sourceUpdatedAt ?? null };
    if (tombstoned.has(id) || state?.isDeleted === true) continue;
    if (state === undefined) {
      findings.push(findingOf(kind, 'missing', id, times));
      continue;
    }
    const fields = differences(object, state);
    if (fields.length === 0 || isJustTold(times, clock.now())) continue;
    findings.push(findingOf(kind, 'different', id, times, { fields }));
  }
  const deleted = unknown.filter(({ id }) => tombstoned.has(id) || states.get(id)?.isDeleted === true);
  return { findings, tombstoned: deleted.length };
}

/** What lives here under these ids, as a finding that it is extra; in the open transaction. */
export async function extrasOfLiving<T, State extends LivingState>(
  { kind, states: mirror }: Pick<LivingKind<T, State>, 'kind' | 'states'>,
  clerkIds: readonly string[],
): Promise<Finding[]> {
  const states = await mirror.byClerkIds(clerkIds);
  return clerkIds.flatMap((id) => {
    const state = states.get(id);
    if (state?.isDeleted !== false) return [];
    return findingOf(kind, 'extra', id, { clerk: null, mirrored: state.sourceUpdatedAt });
  });
}
