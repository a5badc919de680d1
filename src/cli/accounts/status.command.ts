import { Command } from 'commander';
import { type AccountsStatus, RIGHT_KINDS, StatusService } from '#accounts';
import type { CommandHost } from './command-host.js';
import { PLURALS } from './load-organizations.js';
import { comfortText } from './retire.command.js';

export function statusCommand(host: CommandHost): Command {
  return new Command('status')
    .description('Say where the accounts of the older system are.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const status = await host.withAccounts((service) => service.get(StatusService).status());
      host.print(json ? JSON.stringify(status, null, 2) : statusText(status));
    });
}

function statusText({
  accounts,
  states,
  hashers,
  digests,
  failures,
  rights,
  imports,
  signIns,
  comfort,
  retirement,
}: AccountsStatus): string {
  const { pending, creating, created, matched, failed, undone } = states;
  return [
    `${accounts} accounts`,
    `  at Clerk: ${created + matched} (${created} created, ${matched} matched)`,
    `  to move: ${pending + creating}${creating > 0 ? ` (${creating} begun)` : ''}`,
    `  failed: ${failed}`,
    ...failures.map(({ error, count }) => `    ${error ?? 'unknown'}: ${count}`),
    ...(undone > 0 ? [`  taken back: ${undone}`] : []),
    `  digests still here: ${digests}`,
    'by hasher',
    ...Object.entries(hashers).map(
      ([hasher, { accounts: all, atClerk }]) => `  ${hasher}: ${atClerk} of ${all} at Clerk`,
    ),
    ...RIGHT_KINDS.flatMap((kind) => {
      const { created: given, matched: held, pending: waits, creating: begun, failed: not } = rights[kind];
      return given + held + waits + begun + not === 0
        ? []
        : [`${PLURALS[kind]}: ${given + held} given, ${waits + begun} to give, ${not} not given`];
    }),
    ...(signIns.length > 0 ? ['sign-ins without a Clerk id, and all'] : []),
    ...signIns.map(
      ({ day, withoutClerkId, withClerkId }) =>
        `  ${day}  ${withoutClerkId} of ${withoutClerkId + withClerkId}`,
    ),
    ...(retirement === null ? [] : [`Retired ${retirement.document.retiredAt}.`]),
    ...(retirement === null && accounts > 0 ? [comfortText(comfort)] : []),
    ...(imports.length > 0 ? ['imports'] : []),
    ...imports.map(
      ({ id, startedAt, finishedAt }) =>
        `  ${id}  ${startedAt.toISOString()}  ${finishedAt === null ? 'not finished' : 'finished'}`,
    ),
  ].join('\n');
}
