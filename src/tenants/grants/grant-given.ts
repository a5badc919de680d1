import type { AuditEntry } from '#audit';
import type { Actor } from '#auth';

interface Given {
  readonly organizationId: string;
  /** Null: on the whole organization. */
  readonly propertyId?: string | null;
  readonly userId: string;
  readonly role: string;
  readonly validFrom: Date;
  readonly expiresAt: Date | null;
}

/** What the log says of a grant that was given or whose period changed. */
export function grantGiven(actor: Actor, grant: Given, before: Pick<Given, 'expiresAt'> | null): AuditEntry {
  const { organizationId, propertyId = null, userId, role, validFrom, expiresAt } = grant;
  return {
    actor,
    action: 'grant.given',
    scope: { organizationId, propertyId },
    target: { kind: 'user', id: userId },
    change: { role, validFrom, expiresAt: { from: before?.expiresAt ?? null, to: expiresAt } },
  };
}
