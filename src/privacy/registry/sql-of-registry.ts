import { mirroredEmail } from '#libs/email';
import { clerkIdsOf, type SubjectIdentifiers } from './subject-identifiers.js';
import type { Path, DataSubject, TableDeclaration } from '#manifest';
import { registry } from './registry.js';

export interface Statement {
  readonly table: string;
  readonly sql: string;
  readonly parameters: unknown[];
  readonly strategy: string;
}

/** A condition on a row, with its one parameter `$1`. */
export interface Condition {
  readonly sql: string;
  readonly parameter: unknown;
}

/** The keys of rows in whose texts a person stands, found beforehand, by path. */
export type FoundMentions = ReadonlyMap<Path, readonly string[]>;

/**
 * The condition on a row that leads to the person; null where none can. Every comparison is one of whole values that an
 * index serves.
 *
 * @param mentions what was found for paths that hold a mention; one that is not there leads nowhere
 */
export function conditionOf(
  path: Path,
  person: SubjectIdentifiers,
  mentions: FoundMentions,
): Condition | null {
  switch (path.holds) {
    case 'user id':
      return { sql: `${path.column} = $1`, parameter: person.userId };
    case 'clerk id': {
      const ids = clerkIdsOf(person);
      if (ids.length === 0) return null;
      return { sql: `${path.column} = any($1::text[])${and(path.when)}`, parameter: ids };
    }
    case 'address': {
      const held = `exists (select from ${KNOWN} where known.subject = ${path.column} and ${heldAt(path.at)})`;
      const nobodys = path.owners.map((owner) => `${owner} is null`).join(' and ');
      // The list for the index, the times for whose it was.
      const sql = `${path.column} in (select subject from ${KNOWN}) and ${nobodys} and ${held}`;
      return person.holds.length === 0 ? null : { sql, parameter: knownAddresses(person) };
    }
    case 'an event': {
      const sql = `svix_id in (${eventsOf(path.as)}) and ${path.when}`;
      return { sql, parameter: knownSubjects(person) };
    }
    case 'a mention': {
      const keys = mentions.get(path) ?? [];
      const { column, type } = path.key;
      return keys.length === 0
        ? null
        : { sql: `${column} = any($1::${type}[])${and(path.when)}`, parameter: keys };
    }
  }
}

const KNOWN = `jsonb_to_recordset($1::jsonb) as known (subject text, "after" timestamptz, until timestamptz)`;
const heldAt = (time: string): string => `${time} > known."after" and ${time} <= known.until`;
const and = (when: string | undefined): string => (when === undefined ? '' : ` and ${when}`);

function eventsOf(as: 'owner' | 'mention'): string {
  const named = `select s.svix_id from ${KNOWN} join webhook_delivery_subjects s on s.subject = known.subject
                   join webhook_deliveries d on d.svix_id = s.svix_id
                  where s.relation = '${as}' and ${heldAt('d.received_at')}`;
  if (as === 'mention') return named;
  // The object's id stays longer than the payload.
  return `${named} union all
          select d.svix_id from ${KNOWN} join webhook_deliveries d on d.object_id = known.subject`;
}

interface Known {
  readonly subject: string;
  readonly after: Date | '-infinity';
  readonly until: Date | 'infinity';
}

/** Addresses as rows here have them, and in canonical form where Clerk let in another one. */
function addressesOf({ holds }: SubjectIdentifiers): Known[] {
  return holds.flatMap(({ address, after, until }) =>
    [...new Set([address, mirroredEmail(address)])].map((subject) => ({
      subject,
      after: after ?? '-infinity',
      until: until ?? 'infinity',
    })),
  );
}

const knownAddresses = (person: SubjectIdentifiers): string => JSON.stringify(addressesOf(person));

/** What an event may name a person by. */
function knownSubjects(person: SubjectIdentifiers): string {
  const always = { after: '-infinity', until: 'infinity' } as const;
  const ids = [...clerkIdsOf(person), ...person.phones].map((subject) => ({ subject, ...always }));
  return JSON.stringify([...ids, ...addressesOf(person)]);
}

/** The modules with something to erase, in the order of the registry. */
export function erasingModules(): string[] {
  return [...new Set(registry.filter(({ subjects }) => subjects.length > 0).map(({ module }) => module))];
}

/** The statements that erase a person from one module's tables. */
export function erasersOf(module: string, person: SubjectIdentifiers, mentions: FoundMentions): Statement[] {
  return registry
    .filter((entry) => entry.module === module)
    .flatMap((entry) => entry.subjects.flatMap((subject) => eraserOf(entry, subject, person, mentions)));
}

function eraserOf(
  entry: TableDeclaration,
  { path, erasure }: DataSubject,
  person: SubjectIdentifiers,
  mentions: FoundMentions,
): Statement[] {
  const condition = conditionOf(path, person, mentions);
  if (condition === null) return [];
  const { table } = entry;
  const parameters = [condition.parameter];
  const strategy = 'article' in erasure ? `${erasure.does} (${erasure.article})` : erasure.does;
  switch (erasure.does) {
    case 'delete':
      return [{ table, sql: `delete from ${table} where ${condition.sql}`, parameters, strategy }];
    case 'null': {
      const set = erasure.columns.map((column) => `${column} = null`).join(', ');
      return [{ table, sql: `update ${table} set ${set} where ${condition.sql}`, parameters, strategy }];
    }
    // Nothing to do now: the key goes last, and an id leads nowhere once the person's row is gone.
    case 'shred':
    case 'pseudonymise':
      return [];
  }
}
