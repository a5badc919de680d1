import { Injectable } from '@nestjs/common';
import { type Actor, OWNER_ROLE } from '#auth';
import { type ClerkApi, ClerkRefusedError } from '#libs/clerk';
import { newId, UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { Clock } from '#libs/time';
import {
  ImportedGrantsService,
  ImportedMembershipsService,
  ImportedOrganizationsService,
  ImportedPropertiesService,
} from '#tenants';
import { ACCOUNTS } from '../accounts.scope.js';
import { untilSettled } from '../import/until-settled.js';
import { isWaitingAccount } from '../legacy/legacy-account.js';
import type { LegacyRight } from './legacy-right.js';
import { RightsStore } from './rights.store.js';

/** What became of one row. `waiting`: its person or its place is still to come. */
export type Given = 'created' | 'matched' | 'failed' | 'waiting';

export interface GiveOptions {
  readonly importId: string;
  readonly clerk: ClerkApi;
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
}

/** What a row is given as. */
interface Made {
  readonly state: 'created' | 'matched';
  readonly organizationId: string;
  readonly propertyId?: string;
  readonly givenAt?: Date;
}

/** Why a row is not given; a word for the ledger. */
class NotGiven extends Error {}
/** What a row needs is not there yet. */
class NotYet extends Error {}

/** Gives what one row says, once, however often it is killed on the way; on any doubt it gives nothing. */
@Injectable()
export class RightMoverService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: RightsStore,
    private readonly organizations: ImportedOrganizationsService,
    private readonly properties: ImportedPropertiesService,
    private readonly memberships: ImportedMembershipsService,
    private readonly grants: ImportedGrantsService,
    private readonly clock: Clock,
  ) {}

  /** @throws ClerkUnavailableError after the last try, ClerkRefusedError where the key is refused; the row goes on with the next run */
  async give(right: LegacyRight, options: GiveOptions): Promise<Given> {
    try {
      const made = await this.make(right, options);
      await this.unitOfWork.run(ACCOUNTS, () =>
        this.rights.settle(
          right.id,
          made.state,
          { ...made, importId: options.importId, userId: right.userId },
          this.clock.now(),
        ),
      );
      return made.state;
    } catch (error) {
      if (error instanceof NotYet) return 'waiting';
      const why = reasonOf(error);
      if (why === null) throw error;
      const { importId } = options;
      await this.unitOfWork.run(ACCOUNTS, () =>
        this.rights.settle(right.id, 'failed', { importId, error: why }, this.clock.now()),
      );
      return 'failed';
    }
  }

  private make(right: LegacyRight, options: GiveOptions): Promise<Made> {
    switch (right.kind) {
      case 'organization':
        return this.makeOrganization(right, options);
      case 'property':
        return this.makeProperty(right, options);
      case 'membership':
        return this.makeMembership(right, options);
      case 'grant':
        return this.makeGrant(right, options);
    }
  }

  private async makeOrganization(right: LegacyRight, options: GiveOptions): Promise<Made> {
    const owner = await this.ownerOf(right);
    await this.claim(right, options, { ownerAccountId: owner.accountId });
    const wanted = { name: right.name ?? '', slug: right.slug, createdBy: owner.clerkId, mark: right.id };
    const isUncertain = right.state === 'creating';
    const { id } = await untilSettled({ isUncertain, signal: options.signal }, (mayExist) =>
      this.organizations.create(wanted, { ...options, mayExist }),
    );
    return { state: 'created', organizationId: id };
  }

  /** Who was named when it was begun stays it, since it is found again among theirs. */
  private async ownerOf({ organization, ownerAccountId }: LegacyRight) {
    const owners = await this.unitOfWork.run(ACCOUNTS, () => this.rights.ownersOf(organization, OWNER_ROLE));
    const wanted =
      ownerAccountId === null ? owners : owners.filter(({ accountId }) => accountId === ownerAccountId);
    for (const { accountId, clerkId } of wanted) if (clerkId !== null) return { accountId, clerkId };
    if (wanted.some(({ state }) => isWaitingAccount(state))) throw new NotYet();
    throw new NotGiven('no_owner');
  }

  private async makeProperty(right: LegacyRight, options: GiveOptions): Promise<Made> {
    const organizationId = await this.organizationOf(right);
    const propertyId = right.propertyId ?? newId();
    await this.claim(right, options, { propertyId });
    const slug = right.property ?? '';
    const { id } = await this.properties.add(
      organizationId,
      { id: propertyId, name: right.name ?? slug, slug, timezone: right.timezone ?? 'UTC' },
      options.actor,
    );
    return { state: id === propertyId ? 'created' : 'matched', organizationId, propertyId: id };
  }

  private async makeMembership(right: LegacyRight, options: GiveOptions): Promise<Made> {
    const userId = personOf(right);
    const organizationId = await this.organizationOf(right);
    await this.claim(right, options);
    const wanted = { role: right.role ?? '', mark: right.id };
    const isUncertain = right.state === 'creating';
    const state = await whenFree(() =>
      untilSettled({ isUncertain, signal: options.signal }, (mayExist) =>
        this.memberships.add({ organizationId, userId }, wanted, { ...options, mayExist }),
      ),
    );
    if (state === 'other_role') throw new NotGiven('other_role');
    return { state, organizationId };
  }

  private async makeGrant(right: LegacyRight, options: GiveOptions): Promise<Made> {
    const userId = personOf(right);
    const organizationId = await this.organizationOf(right);
    const propertyId =
      right.property === null ? null : await this.properties.find(organizationId, right.property);
    if (right.property !== null && propertyId === null) throw new NotGiven('property_failed');
    const begunAt = await this.claim(right, options);
    const grant = { organizationId, propertyId, userId, role: right.role ?? '' };
    const givenAt = await this.grants.give(grant, { expiresAt: right.expiresAt, begunAt }, options.actor);
    return {
      state: givenAt === null ? 'matched' : 'created',
      organizationId,
      ...(propertyId !== null && { propertyId }),
      ...(givenAt !== null && { givenAt }),
    };
  }

  /** Where a row belongs: one of the file that was made, or one that is here. */
  private async organizationOf({ organization }: LegacyRight): Promise<string> {
    const declared = await this.unitOfWork.run(ACCOUNTS, () => this.rights.stateOfOrganization(organization));
    if (declared?.organizationId != null) return declared.organizationId;
    if (declared !== null && isWaitingAccount(declared.state)) throw new NotYet();
    if (declared !== null) throw new NotGiven('organization_failed');
    const found = await this.organizations.find(organization);
    if (found === null) throw new NotGiven('organization_gone');
    return found.id;
  }

  private async claim(
    right: LegacyRight,
    { importId }: GiveOptions,
    more: { ownerAccountId?: string; propertyId?: string } = {},
  ): Promise<Date> {
    const begunAt = await this.unitOfWork.run(ACCOUNTS, () =>
      this.rights.claim(right.id, { importId, ...more }, this.clock.now()),
    );
    // It was taken back or erased meanwhile.
    if (begunAt === null) throw new NotYet();
    return begunAt;
  }
}

function personOf({ accountState, userId }: LegacyRight): string {
  if (accountState !== null && isWaitingAccount(accountState)) throw new NotYet();
  if (userId === null || (accountState !== 'created' && accountState !== 'matched'))
    throw new NotGiven('person_failed');
  return userId;
}

/** A process that was killed holds its turn at Clerk for half a minute; each try waits for some seconds of it. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 8; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !(error instanceof AppError && error.code === 'being_changed')) throw error;
    }
  }
}

/** A word for what stands against one row; null for what stands against all. */
function reasonOf(error: unknown): string | null {
  if (error instanceof NotGiven) return error.message;
  if (error instanceof AppError) return error.status < 500 ? error.code : null;
  if (!(error instanceof ClerkRefusedError)) return null;
  // What is refused for the key is refused for everything.
  if (error.status === 401 || error.status === 403) return null;
  return error.codes[0] ?? `clerk_${error.status}`;
}
