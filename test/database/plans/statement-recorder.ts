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
const ENDS = /^(commit|rollback)\b/i;
const PLANNED = /^\s*(select|insert|update|delete|with)\b/i;
/** So many different uses of one text are kept: a filter that is left out makes another plan. */
const USES_KEPT = 3;

/** Notes what every connection of this process sends until it is stopped, each text a few times. */
export class StatementRecorder {
  private readonly found = new Map<string, RecordedStatement[]>();
  private readonly scopes = new WeakMap<Client, readonly string[]>();
  private readonly original = Client.prototype.query as unknown as Query;

  start(): this {
    const { original } = this;
    const note = (client: Client, sent: unknown, values: unknown): void => this.note(client, sent, values);
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
        if (statements.every(({ statement }) => !/^begin/i.test(statement.text))) {
          const [first] = statements;
          if (first !== undefined && /transaction_read_only/.test(first.statement.text))
            this.scopes.delete(client);
        }
      } else if (text !== undefined) this.one(client, text, own ?? (Array.isArray(values) ? values : []));
    }
  }

  private one(client: Client, text: string, values: readonly unknown[]): void {
    if (SETS_SCOPE.test(text)) return void this.scopes.set(client, values.slice(0, 3).map(String));
    if (ENDS.test(text)) return void this.scopes.delete(client);
    if (!PLANNED.test(text)) return undefined;
    const uses = this.found.get(text) ?? [];
    if (uses.length < USES_KEPT) uses.push({ text, values, scope: this.scopes.get(client) ?? [] });
    this.found.set(text, uses);
    return undefined;
  }
}
