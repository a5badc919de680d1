import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { commandEnvironment, measuredCommand } from '../measured-command.mjs';

const PAGE = 500;
/** Requests in ten seconds that Clerk allows an instance, by its kind. */
const LIMITS = { development: 100, production: 1_000 };

/**
 * How long `adopt --apply` takes to fill an empty mirror, against what Clerk's limit alone dictates, and in how much
 * memory. As many memberships as people, in a hundredth as many organizations.
 */
export async function measure(stack, { isQuick }) {
  const runs = isQuick
    ? [{ users: 5_000, kind: 'development' }]
    : [
        { users: 10_000, kind: 'development' },
        { users: 100_000, kind: 'development' },
        { users: 100_000, kind: 'production' },
      ];
  console.log(
    '\nFilling an empty mirror (to reach: 90 % of the limit of a development instance, memory flat)\n',
  );
  for (const run of runs) console.log(JSON.stringify(await fill(stack, run)));
}

async function fill(stack, { users, kind }) {
  const organizations = users / 100;
  const clerk = await startClerkEmulator({ port: 0, rateLimits: kind });
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-adopt-'));
  try {
    await clerk.control.seed({ users, organizations, membershipsPerOrganization: 100 });
    const database = await stack.database({ isSeeded: false });
    const env = commandEnvironment({
      databaseUrl: database.url,
      clerk,
      directory,
      rateLimit: LIMITS[kind],
    });
    const { answer, memory, cpuSeconds } = await measuredCommand(['adopt', '--apply', '--json'], env);
    const {
      rows: [{ seconds }],
    } = await database.query(
      'select extract(epoch from finished_at - started_at)::float as seconds from reconciliations',
    );
    const pages = [users, organizations, users].reduce((sum, count) => sum + Math.ceil(count / PAGE), 0);
    // Each of the four lists is counted before and after, and roles are one request.
    const requests = pages + 10;
    return {
      bench: 'adopt',
      users,
      memberships: users,
      organizations,
      kind,
      added: answer.added,
      seconds: round(seconds),
      objectsPerSecond: Math.round(answer.added / seconds),
      requests,
      partOfLimit: round(requests / (seconds * (LIMITS[kind] / 10))),
      cpuSeconds: round(cpuSeconds),
      // In the middle and at the end: what grows with the number of people shows here.
      memoryMbMiddle: memory[Math.floor(memory.length / 2)],
      memoryMbEnd: memory.at(-1),
      peakMb: Math.max(...memory),
    };
  } finally {
    await clerk.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function round(number) {
  return Number(number.toFixed(2));
}
