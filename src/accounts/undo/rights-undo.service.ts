import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import type { ClerkAccounts, ClerkApi } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import {
  ImportedGrantsService,
  ImportedMembershipsService,
  ImportedOrganizationsService,
  ImportedPropertiesService,
} from '#tenants';
import { ACCOUNTS } from '../accounts.scope.js';
import { ledgerPages } from '../legacy/ledger-pages.js';
import type { LegacyRight } from '../rights/legacy-right.js';
import { RIGHT_KINDS, type RightKind } from '../rights/right-record.js';
import { RightsStore } from '../rights/rights.store.js';
import { hasSignedIn } from './has-signed-in.js';

/** Why something that an import gave stays. */
export type WhyKept = 'signed_in' | 'not_ours' | 'in_use' | 'changed' | 'last_owner';

export interface RightsUndoReport {
  /** Taken back; of a plan: that would be. */
  readonly undone: Readonly<Record<RightKind, number>>;
  /** By the line of the file. */
  readonly kept: readonly { readonly line: number; readonly why: WhyKept }[];
}

interface UndoOptions {
  readonly importId: string;
  readonly applies: boolean;
  readonly clerk: ClerkAccounts;
  readonly organizations: ClerkApi;
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
}

/** Takes back the organizations, properties, memberships and grants that one import gave and nobody has used since. */
@Injectable()
export class RightsUndoService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: RightsStore,
    private readonly organizations: ImportedOrganizationsService,
    private readonly properties: ImportedPropertiesService,
    private readonly memberships: ImportedMembershipsService,
    private readonly grants: ImportedGrantsService,
    private readonly clock: Clock,
  ) {}

  /** Before the users of the import are deleted: who stays keeps what they hold, and where. */
  async undo(options: UndoOptions): Promise<RightsUndoReport> {
    const undone = Object.fromEntries(RIGHT_KINDS.map((kind) => [kind, 0])) as Record<RightKind, number>;
    const kept: RightsUndoReport['kept'][number][] = [];
    const staying = await this.staying(options);
    const emptied = new Set<string>();
    // A place goes with all that is held in it; what hangs on a membership goes with that.
    for (const kind of ['organization', 'grant', 'membership', 'property'] as const)
      for await (const right of this.madeBy(options, kind)) {
        const why = emptied.has(right.organizationId ?? '')
          ? null
          : await this.undoOne(right, staying, options);
        if (why !== null && why !== 'gone') {
          kept.push({ line: right.line, why });
          continue;
        }
        if (kind === 'organization') emptied.add(right.organizationId ?? '');
        if (options.applies)
          await this.unitOfWork.run(ACCOUNTS, () =>
            this.rights.settle(right.id, 'undone', {}, this.clock.now()),
          );
        if (why === null) undone[kind] += 1;
      }
    return { undone, kept };
  }

  /** Null: it was taken back, or would be. */
  private async undoOne(
    right: LegacyRight,
    staying: { readonly people: ReadonlySet<string>; readonly places: ReadonlySet<string> },
    { importId, organizations: clerk, actor, applies }: UndoOptions,
  ): Promise<WhyKept | 'gone' | null> {
    const { organizationId, propertyId, userId } = right;
    if (organizationId === null) return 'gone';
    const pair = { organizationId, userId: userId ?? '' };
    const role = right.role ?? '';
    switch (right.kind) {
      case 'organization': {
        if (staying.places.has(organizationId)) return 'in_use';
        const ids = await this.unitOfWork.run(ACCOUNTS, () => this.rights.peopleOf(importId, organizationId));
        const made = { mark: right.id, people: new Set(ids) };
        return outcome(await this.organizations.undo(organizationId, made, { clerk, actor, applies }));
      }
      case 'grant':
        if (staying.people.has(right.accountId ?? '')) return 'signed_in';
        if (userId === null || right.givenAt === null) return 'gone';
        return outcome(
          await this.grants.undo({ ...pair, propertyId, role }, right.givenAt, { actor, applies }),
        );
      case 'membership':
        if (staying.people.has(right.accountId ?? '')) return 'signed_in';
        if (userId === null) return 'gone';
        return outcome(
          await this.memberships.undo(pair, { role, mark: right.id }, { clerk, actor, applies }),
        );
      case 'property':
        if (propertyId === null) return 'gone';
        return outcome(await this.properties.undo(organizationId, propertyId, { actor, applies }));
    }
  }

  /** Whom this import made and who has signed in since, by their account; and the organizations they are in. */
  private async staying(options: UndoOptions): Promise<{ people: Set<string>; places: Set<string> }> {
    const people = new Set<string>();
    const places = new Set<string>();
    for (const state of ['created', 'matched'] as const)
      for await (const page of this.pages(options, 'membership', state)) {
        const made = page.filter(({ accountImportId }) => accountImportId === options.importId);
        const users = await options.clerk.listByIds([
          ...new Set(made.flatMap(({ clerkId }) => clerkId ?? [])),
        ]);
        const used = new Set(users.filter(hasSignedIn).map(({ id }) => id));
        for (const { accountId, clerkId, organizationId } of made)
          if (used.has(clerkId ?? '')) {
            people.add(accountId ?? '');
            places.add(organizationId ?? '');
          }
      }
    return { people, places };
  }

  private async *madeBy(options: UndoOptions, kind: RightKind): AsyncGenerator<LegacyRight> {
    for await (const page of this.pages(options, kind, 'created'))
      for (const right of page) {
        options.signal?.throwIfAborted();
        yield right;
      }
  }

  private pages(
    { importId }: UndoOptions,
    kind: RightKind,
    state: 'created' | 'matched',
  ): AsyncGenerator<readonly LegacyRight[]> {
    return ledgerPages(this.unitOfWork, (after, limit) =>
      this.rights.listOfRun(importId, { kind, state }, after, limit),
    );
  }
}

function outcome(word: 'undone' | 'gone' | WhyKept): WhyKept | 'gone' | null {
  return word === 'undone' ? null : word;
}
