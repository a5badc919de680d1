/** One verified request, as far as counting active people needs it. */
export interface Activity {
  readonly userId: string;
  /** Null outside of an organization, and for staff with support access to it only. */
  readonly organizationId: string | null;
  readonly propertyId: string | null;
}

/** Told of every sign of life of a person; the module that counts them fills it in (`app.module.ts`). */
export abstract class ActivityRecorder {
  /** Notes a request that the guard let through. Takes no time and never throws. */
  abstract seen(activity: Activity): void;

  /** The same for a request of which the token alone is known, outside of any organization. */
  abstract seenByToken(clerkUserId: string): void;

  /** Notes a sign-in, in the open transaction. @param at when it happened, by Clerk */
  abstract signedIn(userId: string, at: Date): Promise<void>;
}
