import type { Environment } from '#settings';
import type { Category, Erasure, RecipientName, RetentionEnforcement, TableDeclaration } from '#manifest';
import { activities } from '../registry/registry.js';
import { SECURITY_MEASURES } from './security-measures.js';

/** Somebody who receives personal data, and on which ground where they sit outside the European Economic Area. */
export interface DocumentedRecipient {
  readonly name: string;
  readonly role: string;
  readonly country: string | null;
  /** Art. 30(1)(e): documentation of suitable safeguards; null where no third country is known of. */
  readonly safeguards: string | null;
}

/** One activity of the record (Art. 30(1)(b) to (d), (f)). */
export interface ActivityRecord {
  readonly name: string;
  readonly module: string;
  readonly purposes: readonly string[];
  readonly legalBases: readonly string[];
  readonly dataSubjects: readonly string[];
  readonly categories: readonly { readonly category: Category; readonly columns: readonly string[] }[];
  readonly recipients: readonly string[];
  readonly timeLimits: readonly {
    readonly data: string;
    readonly limit: string;
    readonly enforcedBy: string;
    readonly onErasure: string;
  }[];
}

/** The record of processing activities (Art. 30(1) GDPR), made from the registry and the settings. */
export interface DataMap {
  readonly title: string;
  readonly generatedAt: string;
  readonly controller: Readonly<Record<'name' | 'contact' | 'dataProtectionOfficer', string | null>>;
  /** Settings without which the record is not complete. */
  readonly missing: readonly string[];
  readonly activities: readonly ActivityRecord[];
  readonly recipients: readonly DocumentedRecipient[];
  readonly security: typeof SECURITY_MEASURES;
  /** Every table with every column, the ones without personal data too. */
  readonly tables: readonly TableDeclaration[];
}

/** @param now when the record is handed out */
export function dataMapOf(
  registry: readonly TableDeclaration[],
  { privacy, auditPush }: Pick<Environment, 'privacy' | 'auditPush'>,
  now: Date,
): DataMap {
  const recipients: Readonly<Record<RecipientName, DocumentedRecipient | null>> = {
    clerk: {
      name: 'Clerk, Inc.',
      role: 'processor: sign-in, sessions, invitations by e-mail',
      country: 'United States',
      safeguards: privacy.transferSafeguards ?? null,
    },
    hosting: {
      name: privacy.hosting ?? 'the hosting provider (not stated)',
      role: 'processor: hosting of the service, its database and backups',
      country: null,
      safeguards: null,
    },
    organizations: {
      name: 'the organization that a person belongs to',
      role: 'its administrators see its members, their roles and its own audit log',
      country: null,
      safeguards: null,
    },
    'audit receiver':
      auditPush === undefined
        ? null
        : {
            name: new URL(auditPush.url).hostname,
            role: 'processor: receives the sealed audit log',
            country: null,
            safeguards: null,
          },
  };
  const nameOf = (name: RecipientName) => recipients[name]?.name;
  return {
    title: 'Record of processing activities (Art. 30(1) GDPR)',
    generatedAt: now.toISOString(),
    controller: {
      name: privacy.controller ?? null,
      contact: privacy.contact ?? null,
      dataProtectionOfficer: privacy.dataProtectionOfficer ?? null,
    },
    missing: missingSettings(privacy),
    activities: activities.map((activity) => ({
      name: activity.name,
      module: activity.module,
      dataSubjects: activity.dataSubjects,
      recipients: activity.recipients.flatMap((name) => nameOf(name) ?? []),
      ...factsOf(registry.filter((table) => isOf(activity.module, table))),
    })),
    recipients: Object.values(recipients).filter((recipient) => recipient !== null),
    security: SECURITY_MEASURES,
    tables: registry,
  };
}

/** A data protection officer need not exist (Art. 37 GDPR); the rest must be told. */
function missingSettings(privacy: Environment['privacy']): string[] {
  return Object.entries({
    PRIVACY_CONTROLLER: privacy.controller,
    PRIVACY_CONTACT: privacy.contact,
    PRIVACY_HOSTING: privacy.hosting,
    PRIVACY_TRANSFERS: privacy.transferSafeguards,
  }).flatMap(([name, value]) => (value === undefined ? [name] : []));
}

function isOf(module: string, table: TableDeclaration): boolean {
  return table.module === module && Object.keys(table.personal).length > 0;
}

function factsOf(
  tables: readonly TableDeclaration[],
): Pick<ActivityRecord, 'purposes' | 'legalBases' | 'categories' | 'timeLimits'> {
  const columns = tables.flatMap(({ table, personal }) =>
    Object.entries(personal).map(([column, category]) => ({
      category,
      column: `${shortName(table)}.${column}`,
    })),
  );
  return {
    purposes: distinct(tables.map(({ purpose }) => purpose)),
    legalBases: distinct(tables.flatMap(({ basis }) => basis ?? [])),
    categories: distinct(columns.map(({ category }) => category)).map((category) => ({
      category,
      columns: columns.flatMap((entry) => (entry.category === category ? [entry.column] : [])),
    })),
    timeLimits: tables.map(({ table, retention, enforcedBy, subjects }) => ({
      data: shortName(table),
      limit: retention,
      enforcedBy: enforcementText(enforcedBy),
      onErasure: distinct(subjects.map(({ erasure }) => erasureText(erasure))).join('; '),
    })),
  };
}

/** What ends the keeping of a table's data; an erasure does for whatever is kept as long as its person. */
function enforcementText(enforcement: RetentionEnforcement | undefined): string {
  if (enforcement === undefined)
    return 'the end of the membership or organization; an erasure, on request or ACCOUNT_RETENTION_DAYS after the account has ended (job privacy.retention)';
  return enforcement.job === null ? enforcement.how : `${enforcement.how} (job ${enforcement.job})`;
}

function erasureText(erasure: Erasure): string {
  switch (erasure.does) {
    case 'delete':
      return 'deletes the rows';
    case 'null':
      return `empties ${erasure.columns.join(', ')}`;
    case 'shred':
      return `makes it unreadable by destroying the key (${erasure.article})`;
    case 'pseudonymise':
      return `leaves a random id that leads to nobody (${erasure.article})`;
  }
}

function shortName(table: string): string {
  return table.replace(/^public\./, '');
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
