import { edit, type Mutant } from './mutant.js';

const WALKER = 'test/access/walker.spec.ts';
const SWAPS = 'test/access/swaps.spec.ts';
const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';

/** Faults in what HTTP adds: cursors, idempotency keys and problem documents. */
export const edgeMutants: readonly Mutant[] = [
  {
    name: 'a cursor fits every list',
    edits: [
      edit(
        'libs/http/paging/cursor-codec.ts',
        `for (const part of [name, request, context?.callerId ?? ''])`,
        `for (const part of [context?.callerId ?? ''])`,
      ),
    ],
    spec: 'libs/http/paging/paging.spec.ts',
    always: true,
  },
  {
    name: 'an idempotency key stands for any body',
    edits: [
      edit(
        'src/auth/postgres-idempotency.store.ts',
        `if (row.fingerprint !== request.fingerprint)`,
        `if (row.fingerprint === '')`,
      ),
    ],
    spec: MEMBERS,
    only: 'the same key makes it once',
  },
  {
    name: 'an idempotency key is shared by everybody',
    edits: [
      edit(
        'src/auth/postgres-idempotency.store.ts',
        `.update(JSON.stringify([operation, params, key]))`,
        `.update(JSON.stringify([operation.length, key]))`,
      ),
      edit(
        'src/auth/signed-in-caller.ts',
        `caller.kind === 'user' ? caller.userId : caller.account.keyId`,
        `caller.model === undefined ? undefined : '01900000-0000-7000-8000-000000000000'`,
      ),
    ],
    spec: SWAPS,
    only: 'idempotency key',
  },
  {
    name: 'a fault is told as it is, without a problem document',
    edits: [edit('libs/http/errors/problem.ts', `application/problem+json`, `application/json`)],
    spec: WALKER,
    only: 'GET {org}/invitations',
  },
];
