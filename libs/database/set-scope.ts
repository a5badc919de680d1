import { type DataScope, settingsOf } from './scope.js';
import type { FilledStatement } from './statement-batch.js';

const SETTINGS = `set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true),
                set_config('app.scope_user', $3, true), set_config('app.scope_property', $4, true)`;

const FOR_READING = {
  name: 'tenantry: scope of a read',
  text: `select ${SETTINGS}, set_config('transaction_read_only', 'on', true)`,
};

const FOR_WORK = { name: 'tenantry: scope of a transaction', text: `select ${SETTINGS}` };

/** Sets what row-level security reads, until the end of the transaction that it runs in. */
export function setScope(scope: DataScope): FilledStatement {
  return { statement: FOR_WORK, values: settingsOf(scope) };
}

/** The same, and the transaction may not write. */
export function setScopeForReading(scope: DataScope): FilledStatement {
  return { statement: FOR_READING, values: settingsOf(scope) };
}
