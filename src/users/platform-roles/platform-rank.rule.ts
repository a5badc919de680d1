import type { PlatformRoleKey } from '#auth';

/** Compliance stands beside the others: above nobody, below whoever manages people. */
const RANKS: Readonly<Record<PlatformRoleKey, number>> = { owner: 3, admin: 2, operator: 1, compliance: 1 };

/** How high somebody stands on the platform: the highest of their roles, 0 without one. */
export function platformRankOf(roles: readonly string[]): number {
  return Math.max(0, ...roles.map((role) => (role in RANKS ? RANKS[role as PlatformRoleKey] : 0)));
}

/** Nobody bans, unbans or signs out who stands above them. */
export function standsAbove(target: readonly string[], actor: readonly string[]): boolean {
  return platformRankOf(target) > platformRankOf(actor);
}
