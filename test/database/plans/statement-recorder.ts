import { Client } from 'pg';

/** A statement as the service sent it, in the scope of its transaction. */
export interface RecordedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** The values of `app.scope_kind`, `app.scope_organization` and `app.scope_user`; empty outside of a scope. */
  readonly scope: readonly string[];
}

interface Sent {
  readonly text?: string;
  readonly values?: readonly unknown[];
  readonly statements?: readonly { statement: { text: string }; values: readonly unknown[] }[];
}

type Query = (this: Client, ...parameters: unknown[]) => unknown;

const SETS_SCOPE = /^select set_config\('app\.scope_kind'/;
const ENDS = /^\s*(commit|rollback)\b/i;
const PLANNED = /^\s*(select|insert|update|delete|with)\b/i;
/** What the job queue and the look at the schema send is not the service's own. */
const FOREIGN = /\bjobs\.|\bpg_(class|attribute|catalog|settings|roles|policy)\b|information_schema/;
/** So many uses of one text are kept in each kind of scope: a filter that is left out makes another plan. */
const USES_KEPT = 2;

/** Notes what every connection of this process sends until it is stopped, each text a few times. */
export class StatementRecorder {
  private readonly found = new Map<string, RecordedStatement[]>();
  private readonly scopes = new WeakMap<Client, readonly string[]>();
  private readonly original = (Client.prototype as unknown as { readonly query: Query }).query;

  start(): this {
    const { original } = this;
    const note = (client: Client, sent: unknown, values: unknown): void => {
      this.note(client, sent, values);
    };
    const recording: Query = function (...parameters) {
      note(this, parameters[0], parameters[1]);
      return original.apply(this, parameters);
    };
    Object.assign(Client.prototype, { query: recording });
    return this;
  }

  stop(): RecordedStatement[] {
    Object.assign(Client.prototype, { query: this.original });
    return [...this.found.values()].flat();
  }

  private note(client: Client, sent: unknown, values: unknown): void {
    if (typeof sent === 'string') this.one(client, sent, Array.isArray(values) ? values : []);
    else if (typeof sent === 'object' && sent !== null) {
      const { text, values: own, statements } = sent as Sent;
      if (statements !== undefined) {
        for (const each of statements) this.one(client, each.statement.text, each.values);
        // A batch that reads is a transaction of its own.
        if (/transaction_read_only/.test(statements[0]?.statement.text ?? '')) this.scopes.delete(client);
      } else if (text !== undefined) this.one(client, text, own ?? (Array.isArray(values) ? values : []));
    }
  }

  private one(client: Client, text: string, values: readonly unknown[]): void {
    // Set-up and assertions of the walk go past the service.
    if (client.user !== 'tenantry_app') return;
    if (SETS_SCOPE.test(text)) {
      this.scopes.set(
        client,
        values.slice(0, 3).map((value) => (typeof value === 'string' ? value : '')),
      );
      return;
    }
    if (ENDS.test(text)) this.scopes.delete(client);
    if (!PLANNED.test(text) || FOREIGN.test(text)) return;
    const scope = this.scopes.get(client) ?? [];
    const key = `${scope[0] ?? ''} ${shapeOf(text)}`;
    const uses = this.found.get(key) ?? [];
    // The last ones are those of a service that is at work, not of one that begins with an empty database.
    this.found.set(key, [...uses, { text, values, scope }].slice(-USES_KEPT));
  }
}

/** The text without how many values its lists have, and without the columns that the ORM names. */
export function shapeOf(text: string): string {
  return text
    .trim()
    .replace(/^SELECT (DISTINCT )?"[^]*? FROM "/, 'SELECT $1… FROM "')
    .replace(/\s+/g, ' ')
    .replace(/\$\d+/g, '$')
    .replace(/\$(, ?\$)+/g, '$…')
    .replace(/\(\$…\)(, ?\(\$…\))+/g, '($…)…');
}
