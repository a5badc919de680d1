import { createHash } from 'node:crypto';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';

type Line = Pick<
  ReconciliationItem,
  'kind' | 'change' | 'clerkId' | 'organizationClerkId' | 'userClerkId' | 'fields' | 'clerkUpdatedAt'
>;

/**
 * The name of a plan: SHA-256 over its lines in canonical order, so that the same drift has the same hash and nobody
 * applies another plan than the one they have read. Lines are added one by one; a plan need not fit into memory.
 */
export class PlanHash {
  private readonly hash = createHash('sha256').update('tenantry/reconciliation/1\n');

  /** Lines come sorted by kind, change and Clerk's id. */
  add({ kind, change, clerkId, organizationClerkId, userClerkId, fields, clerkUpdatedAt }: Line): void {
    const line = [kind, change, clerkId, organizationClerkId, userClerkId, fields, clerkUpdatedAt?.getTime()];
    this.hash.update(`${JSON.stringify(line)}\n`);
  }

  /** Hexadecimal; nothing can be added afterwards. */
  end(): string {
    return this.hash.digest('hex');
  }
}
