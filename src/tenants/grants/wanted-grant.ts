/** A role somebody wants to give, and for how long. */
export interface WantedGrant {
  readonly role: string;
  /** Null: from now on. */
  readonly validFrom: Date | null;
  /** The first moment at which it no longer holds; null: without end. */
  readonly expiresAt: Date | null;
}

interface Period {
  readonly validFrom: Date;
  readonly expiresAt: Date | null;
}

/** The period that is stored: a beginning in the past is now, since nobody held the role before it was given. */
export function periodToStore({ validFrom, expiresAt }: WantedGrant, now: Date): Period {
  return { validFrom: validFrom !== null && validFrom > now ? validFrom : now, expiresAt };
}

/** Whether a stored grant is what is wanted already: it ends at the same moment, and has begun as wanted or will. */
export function isAsWanted(stored: Period, wanted: Period, now: Date): boolean {
  const hasBegun = (period: Period) => period.validFrom <= now;
  const beginsAlike =
    (hasBegun(stored) && hasBegun(wanted)) || stored.validFrom.getTime() === wanted.validFrom.getTime();
  return beginsAlike && stored.expiresAt?.getTime() === wanted.expiresAt?.getTime();
}

/** Whether giving it makes one more: there is none yet, or only one that ran out. */
export function isNew(stored: Period | null, now: Date): boolean {
  return stored === null || (stored.expiresAt !== null && stored.expiresAt <= now);
}

/** What a request asks for. */
export function wantedOf(body: {
  role: string;
  validFrom?: Date | null;
  expiresAt?: Date | null;
}): WantedGrant {
  return { role: body.role, validFrom: body.validFrom ?? null, expiresAt: body.expiresAt ?? null };
}
