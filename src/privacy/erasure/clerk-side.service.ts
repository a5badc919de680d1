import { Injectable } from '@nestjs/common';
import { ClerkApi, ClerkRecords, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { AppError } from '#libs/http';
import { OwnershipSuccessionService } from '#tenants';
import type { KeptIdentifiers } from '../identity/subject-identifiers.service.js';

/** What Clerk said; `waitFor` is set where it has to be asked again. */
export type ClerkOutcome = { readonly answer: string } | { readonly waitFor: string };

/** What an erasure does at Clerk. Everything may be repeated; who is not there any more is as good as deleted. */
@Injectable()
export class ClerkSideService {
  constructor(
    private readonly clerk: ClerkApi,
    private readonly records: ClerkRecords,
    private readonly succession: OwnershipSuccessionService,
  ) {}

  /**
   * Clerk's record of the person, which names what is kept nowhere here: phone numbers, the user name.
   *
   * @returns null where there is none; undefined while Clerk does not answer, or refuses
   */
  async read({ clerkId }: KeptIdentifiers): Promise<unknown> {
    if (clerkId === null) return null;
    try {
      return await this.records.user(clerkId);
    } catch (error) {
      if (error instanceof ClerkUnavailableError) return undefined;
      if (error instanceof ClerkRefusedError) return error.status === 404 ? null : undefined;
      throw error;
    }
  }

  /** Ends the sessions and bans, so that nobody signs in while the erasure runs. Clerk away holds nothing up: see {@link erase}. */
  async freeze({ clerkId }: KeptIdentifiers): Promise<string> {
    if (clerkId === null) return 'not at Clerk';
    try {
      const { isMissing, refusal } = await attempt(() => this.clerk.banUser(clerkId));
      if (isMissing) return 'no such person';
      if (refusal === null) return 'banned';
      // Not every plan of Clerk's can ban (402); sessions end all the same.
      for (const session of await this.clerk.listActiveSessions(clerkId))
        await attempt(() => this.clerk.revokeSession(session.id));
      return `sessions revoked; the ban was refused with ${String(refusal)}`;
    } catch (error) {
      if (error instanceof ClerkUnavailableError) return 'not reached';
      throw error;
    }
  }

  /** Heirs first, so that no organization is without an owner there; then invitations; then the person, and a last look. */
  async erase({ clerkId, heirs, invitations }: KeptIdentifiers): Promise<ClerkOutcome> {
    try {
      let refused = 0;
      for (const heir of heirs) {
        const { refusal } = await attempt(() => this.succession.confirmAtClerk(heir));
        if (refusal !== null) refused += 1;
      }
      for (const { organization, invitation } of invitations)
        await attempt(() => this.clerk.revokeInvitation(organization, invitation));
      const told = refused === 0 ? '' : `; ${String(refused)} new owners were refused`;
      if (clerkId === null) return { answer: `not at Clerk${told}` };
      const deletion = await attempt(() => this.clerk.deleteUser(clerkId));
      if (deletion.refusal !== null)
        return { waitFor: `Clerk refused the deletion with ${String(deletion.refusal)}` };
      const look = await attempt(() => this.clerk.getUser(clerkId));
      if (!look.isMissing) return { waitFor: 'Clerk still has the person' };
      return {
        answer: `${deletion.isMissing ? 'no such person' : 'deleted, and gone when asked again'}${told}`,
      };
    } catch (error) {
      if (error instanceof ClerkUnavailableError) return { waitFor: 'Clerk, which does not answer' };
      // Somebody else is writing the membership of an heir at this moment.
      if (error instanceof AppError) return { waitFor: 'another change of a new owner at Clerk' };
      throw error;
    }
  }
}

/** @returns the status of a refusal; a missing object is none */
async function attempt(
  call: () => Promise<unknown>,
): Promise<{ isMissing: boolean; refusal: number | null }> {
  try {
    await call();
    return { isMissing: false, refusal: null };
  } catch (error) {
    if (!(error instanceof ClerkRefusedError)) throw error;
    return error.status === 404
      ? { isMissing: true, refusal: null }
      : { isMissing: false, refusal: error.status };
  }
}
