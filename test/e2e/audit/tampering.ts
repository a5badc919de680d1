import { genesisHash, parseExactJson, rowHash } from '#libs/audit-chain';
import { DataSource } from 'typeorm';
import type { TestApp } from '../../support/test-app.js';

/** A change to the log, and the first row that is wrong after it. */
export interface Mutant {
  readonly name: string;
  readonly firstBad: number;
  apply(hand: SuperuserHand): Promise<void>;
}

const CONTENT = `id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt", action, outcome,
  actor_kind as "actorKind", actor_id as "actorId", impersonator_id as "impersonatorId",
  organization_id as "organizationId", property_id as "propertyId", target_kind as "targetKind",
  target_id as "targetId", change::text as change, reason, request_id as "requestId", client`;

/** What somebody with every right in the database can do, knowing all of the code and none of the keys. */
export class SuperuserHand {
  private constructor(
    private readonly connection: DataSource,
    private readonly origin: string,
  ) {}

  static async open(log: Pick<TestApp, 'database'>): Promise<SuperuserHand> {
    const connection = await new DataSource({
      type: 'postgres',
      url: log.database.superuserUrl,
      installExtensions: false,
      poolSize: 1,
    }).initialize();
    // Switches every trigger off for this connection.
    await connection.query('set session_replication_role = replica');
    const [chain] = await connection.query<{ chain_id: string }[]>('select chain_id from audit_chain');
    for (const table of ['audit_events', 'audit_seals', 'audit_chain', 'audit_checkpoints'])
      await connection.query(`create table if not exists saved_${table} as table ${table}`);
    return new SuperuserHand(connection, `tenantry/audit/${chain!.chain_id}`);
  }

  async run(sql: string, parameters: unknown[] = []): Promise<void> {
    await this.connection.query(sql, parameters);
  }

  /** Makes every hash fit again from a row on, and the head with them. */
  async rechain(from: number): Promise<void> {
    type Row = { sequence: string; hash: Buffer } & Record<string, unknown>;
    const rows = await this.connection.query<Row[]>(
      `select sequence, hash, ${CONTENT} from audit_seals join audit_events on id = event_id where sequence >= $1 order by sequence`,
      [from - 1],
    );
    let previous = from === 1 ? genesisHash(this.origin) : rows.shift()!.hash;
    for (const { sequence, ...rest } of rows) {
      const content = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'hash'));
      const whole = { ...content, change: parseExactJson(String(content['change'])) };
      const hash = rowHash(this.origin, Number(sequence), previous, whole);
      await this.run('update audit_seals set previous_hash = $2, hash = $3 where sequence = $1', [
        sequence,
        previous,
        hash,
      ]);
      previous = hash;
    }
    await this.moveHead();
  }

  /** Lets the database say that the log always ended where it ends now. */
  async moveHead(): Promise<void> {
    await this.run(`update audit_chain set (sequence, hash) =
      (select coalesce(max(sequence), 0), coalesce((array_agg(hash order by sequence desc))[1], '') from audit_seals)`);
  }

  /** Puts the log back as it was. */
  async restore(): Promise<void> {
    for (const table of ['audit_events', 'audit_seals', 'audit_chain', 'audit_checkpoints']) {
      await this.run(`delete from ${table}`);
      await this.run(`insert into ${table} select * from saved_${table}`);
    }
  }

  async close(): Promise<void> {
    await this.connection.destroy();
  }
}

/** A whole number from `from` to `to`. */
export type Draw = (from: number, to: number) => number;

const COLUMNS = [
  `change = jsonb_set(change, '{share}', '0.10')`,
  `change = change || '{"more": 1}'`,
  `change = '{}'`,
  `actor_id = 'somebody'`,
  `actor_kind = case actor_kind when 'user' then 'system' else 'user' end`,
  `action = 'grant.given'`,
  `outcome = case outcome when 'allowed' then 'denied' else 'allowed' end`,
  `occurred_at = occurred_at + interval '1 microsecond'`,
  `target_id = 'x'`,
  `target_kind = null`,
  `organization_id = gen_random_uuid()`,
  `property_id = gen_random_uuid()`,
  `reason = 'none'`,
  `request_id = 'x'`,
  `client = 'x'`,
  `impersonator_id = 'x'`,
  `id = gen_random_uuid()`,
];

/** One tampering with a log of `size` rows that are all signed. */
export function mutantOf(kind: number, size: number, pick: Draw): Mutant {
  const k = pick(2, size - 2);
  const later = pick(k + 1, size - 1);
  const column = COLUMNS[pick(0, COLUMNS.length - 1)]!;
  const at = (where: string) => `(select event_id from audit_seals where ${where})`;
  const drop = (where: string) =>
    `delete from audit_events where id in ${at(where)}; delete from audit_seals where ${where}`;
  const edit = `update audit_events set ${column} where id = ${at(`sequence = ${k}`)}`;
  const shift = (from: number, by: number) =>
    `update audit_seals set sequence = -sequence - ${by} where sequence >= ${from};
     update audit_seals set sequence = -sequence where sequence < 0`;
  const copy = (sequence: number) =>
    `with copied as (
       insert into audit_events (id, occurred_at, action, outcome, actor_kind, actor_id, change)
       select gen_random_uuid(), occurred_at, action, outcome, actor_kind, actor_id, change
       from audit_events where id = ${at(`sequence = ${k}`)} returning id)
     insert into audit_seals select ${sequence}, copied.id, previous_hash, hash from audit_seals, copied where sequence = ${k}`;
  const kinds: Omit<Mutant, never>[] = [
    { name: `edit: ${column}`, firstBad: k, apply: (hand) => hand.run(edit) },
    {
      name: `edit and rewrite the chain: ${column}`,
      firstBad: k,
      apply: async (hand) => {
        await hand.run(edit);
        await hand.rechain(k);
      },
    },
    {
      name: 'delete',
      firstBad: k,
      apply: (hand) => hand.run(drop(`sequence = ${k}`)),
    },
    {
      name: 'delete what happened and leave its seal',
      firstBad: k,
      apply: (hand) => hand.run(`delete from audit_events where id = ${at(`sequence = ${k}`)}`),
    },
    {
      name: 'delete, close the gap, rewrite the chain',
      firstBad: k,
      apply: async (hand) => {
        await hand.run(`${drop(`sequence = ${k}`)}; ${shift(k + 1, -1)}`);
        await hand.rechain(k);
      },
    },
    {
      name: 'swap two positions',
      firstBad: k,
      apply: (hand) =>
        hand.run(`update audit_seals set sequence = -sequence where sequence in (${k}, ${later});
          update audit_seals set sequence = ${k + later} + sequence where sequence < 0`),
    },
    {
      name: 'swap two positions and rewrite the chain',
      firstBad: k,
      apply: async (hand) => {
        await hand.run(`update audit_seals set sequence = -sequence where sequence in (${k}, ${later});
          update audit_seals set sequence = ${k + later} + sequence where sequence < 0`);
        await hand.rechain(k);
      },
    },
    {
      name: 'insert, make room, rewrite the chain',
      firstBad: k + 1,
      apply: async (hand) => {
        await hand.run(`${shift(k + 1, 1)}; ${copy(k + 1)}`);
        await hand.rechain(k + 1);
      },
    },
    {
      name: 'insert at a position that is taken',
      firstBad: k,
      apply: (hand) =>
        hand.run(`alter table audit_seals drop constraint if exists audit_seals_pkey; ${copy(k)}`),
    },
    {
      name: 'cut the tail off',
      firstBad: k,
      apply: async (hand) => {
        await hand.run(drop(`sequence >= ${k}`));
        await hand.moveHead();
      },
    },
    {
      name: 'cut the tail off with its checkpoints in the database',
      firstBad: k,
      apply: async (hand) => {
        await hand.run(`${drop(`sequence >= ${k}`)};
          delete from audit_checkpoints where sequence >= ${k}`);
        await hand.moveHead();
      },
    },
    {
      name: 'rewrite the whole chain without the key',
      firstBad: 1,
      apply: async (hand) => {
        await hand.run(`update audit_events set occurred_at = occurred_at - interval '1 day'`);
        await hand.rechain(1);
        await hand.run('delete from audit_checkpoints');
      },
    },
    {
      name: 'take a row out of the chain',
      firstBad: k,
      apply: (hand) => hand.run(`delete from audit_seals where sequence = ${k}`),
    },
    {
      name: 'drop the oldest rows as if by policy',
      firstBad: 1,
      apply: (hand) =>
        hand.run(`update audit_checkpoints set is_boundary = true;
          update audit_chain set pruned_sequence = ${k}; ${drop(`sequence <= ${k}`)}`),
    },
  ];
  return kinds[kind % kinds.length]!;
}
