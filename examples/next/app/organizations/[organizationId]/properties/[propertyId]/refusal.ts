import type { Place, Tenantry } from '@tenantry/client';

/** Why somebody may not rename a property, and what would change it. */
export interface Refusal {
  /** The role to ask for; null where no role would help. */
  readonly role: string | null;
  /** How many people may give it; null where this person may not know. */
  readonly givers: number | null;
  /** What they can do themselves, where a sign-in policy stands in the way. */
  readonly advice: string | null;
}

export async function refusalOf(client: Tenantry, place: Place): Promise<Refusal> {
  const { remedy, blockedRemedy } = await client.explain('property:property:manage', place);
  return {
    role: remedy[0]?.role ?? null,
    givers: remedy[0]?.mayBeGivenByCount ?? null,
    advice: blockedRemedy,
  };
}
