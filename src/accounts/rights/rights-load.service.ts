import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import {
  ImportedGrantsService,
  ImportedMembershipsService,
  ImportedOrganizationsService,
  ImportedPropertiesService,
} from '#tenants';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import type { SourceRow, UnreadableRow } from '../files/account-record.js';
import { bites, inReadingTransaction } from '../load/reading-transaction.js';
import { KnownPlaces } from './known-places.js';
import {
  readRight,
  RIGHT_KINDS,
  type RightKind,
  type RightRecord,
  type RightRefusal,
} from './right-record.js';
import { type NewRight, RightsStore } from './rights.store.js';

export interface RightsLoadOptions {
  /** Takes the good rows beside refused ones; else one refused row refuses the file. */
  readonly skipBroken: boolean;
  /** Checks everything, and keeps nothing. */
  readonly dryRun: boolean;
  readonly onRefused: (line: number, refusal: RightRefusal) => void;
}

export type RightsLoadReport = Readonly<Record<RightKind, number>> & {
  readonly rows: number;
  /** On their way, or given, by an earlier file. */
  readonly unchanged: number;
  readonly refused: number;
};

/** Takes organizations, memberships and grants in: a file is checked whole before anything of it is kept. */
@Injectable()
export class RightsLoadService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: RightsStore,
    private readonly organizations: ImportedOrganizationsService,
    private readonly properties: ImportedPropertiesService,
    private readonly memberships: ImportedMembershipsService,
    private readonly grants: ImportedGrantsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param rows begins at the first row each time: the file is read twice, so that no more than a few hundred are held
   * @throws AppError `organizations_file_refused`, `accounts_file_unreadable`
   */
  async load(
    rows: () => AsyncIterable<SourceRow | UnreadableRow>,
    options: RightsLoadOptions,
  ): Promise<RightsLoadReport> {
    const now = this.clock.now();
    const places = await this.placesIn(rows(), now);
    const report = {
      organization: 0,
      property: 0,
      membership: 0,
      grant: 0,
      rows: 0,
      unchanged: 0,
      refused: 0,
    };
    const refuse = (line: number, refusal: RightRefusal): void => {
      report.refused += 1;
      options.onRefused(line, refusal);
    };
    const isRefused = () => report.refused > 0 && !options.skipBroken;
    await inReadingTransaction(this.unitOfWork, async () => {
      const loadId = newId();
      for await (const bite of bites(rows())) {
        const judged: NewRight[] = [];
        for (const row of bite) {
          report.rows += 1;
          const right = judge(row, places, now);
          if (typeof right === 'string') refuse(row.line, right);
          else judged.push(right);
        }
        await this.keep(loadId, judged, { report, refuse, now });
      }
      return !options.dryRun && !isRefused();
    });
    if (isRefused())
      throw accountsErrors.brokenOrganizations({
        detail: `${report.refused} of ${report.rows} rows of organizations cannot be taken; nothing was sent. Mend them, or take the others with --skip-broken.`,
      });
    return report;
  }

  private async placesIn(rows: AsyncIterable<SourceRow | UnreadableRow>, now: Date): Promise<KnownPlaces> {
    const places = new KnownPlaces({
      organizations: this.organizations,
      properties: this.properties,
      grants: this.grants,
      membershipRoles: await this.memberships.roles(),
      earlier: (names) => this.unitOfWork.run(ACCOUNTS, () => this.rights.organizationsOf(names)),
    });
    for await (const row of rows) {
      const record = 'unreadable' in row ? null : readRight(row, now);
      if (record !== null && typeof record !== 'string') places.note(record);
    }
    await places.resolve();
    return places;
  }

  private async keep(
    loadId: string,
    bite: readonly NewRight[],
    {
      report,
      refuse,
      now,
    }: {
      report: Record<RightKind | 'unchanged', number>;
      refuse: (line: number, refusal: RightRefusal) => void;
      now: Date;
    },
  ): Promise<void> {
    const accounts = await this.rights.accountsOf(bite.flatMap(({ person }) => person ?? []));
    const known = new Map<string, NewRight>();
    for (const row of bite) {
      const accountId = row.person === null ? null : accounts.get(row.person);
      if (accountId === undefined) refuse(row.line, 'person_unknown');
      else if (known.has(keyOf(row))) refuse(row.line, 'duplicate');
      else known.set(keyOf(row), { ...row, accountId });
    }
    const rows = [...known.values()];
    const repeated = await this.rights.repeatedIn(loadId, rows);
    const put = await this.rights.put(loadId, rows, now);
    for (const { kind, line } of rows) {
      if (repeated.has(line)) refuse(line, 'duplicate');
      else if (put.has(line)) report[kind] += 1;
      else report.unchanged += 1;
    }
  }
}

function judge(row: SourceRow | UnreadableRow, places: KnownPlaces, now: Date): NewRight | RightRefusal {
  if ('unreadable' in row) return 'unreadable';
  const record = readRight(row, now);
  if (typeof record === 'string') return record;
  const kind = places.judge(record);
  return isKind(kind) ? { ...record, id: newId(), kind, accountId: null } : kind;
}

function keyOf({ kind, organization, property, person, role }: RightRecord & { kind: RightKind }): string {
  return JSON.stringify([kind, organization, property, person, role]);
}

function isKind(word: RightKind | RightRefusal): word is RightKind {
  return (RIGHT_KINDS as readonly string[]).includes(word);
}
