import { renameSync, rmSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import type { FaultRule } from '@tenantry/clerk-emulator';
import { withDatabase } from '@tenantry/local-postgres';
import { until } from '../support/test-app.js';
import type { ProxyFault, TcpProxy } from '../support/tcp-proxy.js';
import type { OutageWorld } from './outage-world.js';

/** How a fault begins and ends. */
export interface BroughtAbout {
  readonly begin: (world: OutageWorld) => Promise<void>;
  readonly end: (world: OutageWorld) => Promise<void>;
}

const between =
  (proxyOf: (world: OutageWorld) => TcpProxy) =>
  (fault: ProxyFault): BroughtAbout => ({
    begin: (world) => proxyOf(world).break(fault),
    end: (world) => proxyOf(world).mend(),
  });
const clerk = between(({ clerkProxy }) => clerkProxy);
const endpoint = between(({ endpointProxy }) => endpointProxy);
const postgres = between(({ postgresProxy }) => postgresProxy);

const FRONTEND = '(client|me|environment|dev_browser)(/|$)';
/** The spec itself changes people at Clerk, the service never does. */
const ALL_BUT_THE_SPECS_OWN = `~^(?!PATCH /v1/users/)[A-Z]+ /v1/(?!${FRONTEND})`;
const FRONTEND_AND_KEYS = `~ /(v1/(${FRONTEND}|jwks)|[.]well-known)`;

const answers = (rule: Omit<FaultRule, 'match'>, match = ALL_BUT_THE_SPECS_OWN): BroughtAbout => ({
  begin: ({ clerk: { control } }) => {
    control.setFaults([{ match, ...rule }]);
    return Promise.resolve();
  },
  end: ({ clerk: { control } }) => {
    control.clearFaults();
    return Promise.resolve();
  },
});

/** Clerk's clock is so far from ours: times in its tokens are off. */
const clockOff = (seconds: number): BroughtAbout => ({
  begin: (world) => {
    world.times = () => {
      const now = Math.floor(Date.now() / 1_000) + seconds;
      return { iat: now, nbf: now - 10, exp: now + 60 };
    };
    return Promise.resolve();
  },
  end: (world) => {
    world.times = () => ({});
    return Promise.resolve();
  },
});

const NONE: BroughtAbout = { begin: () => Promise.resolve(), end: () => Promise.resolve() };

/** A primary that was made a standby: new sessions read only, until it is primary again. */
const READ_ONLY: BroughtAbout = {
  begin: async ({ database, url }) => {
    await setForNewSessions(database, 'set default_transaction_read_only = on');
    // Whoever meets a session that was ended reads 503; the fault is what comes after.
    await until('no ended session is left', async () => {
      const looks = await Promise.all(Array.from({ length: 12 }, () => fetch(`${url}/health/ready`)));
      for (const look of looks) await look.arrayBuffer();
      return looks.every(({ ok }) => ok);
    });
  },
  end: async ({ database }) => {
    await setForNewSessions(database, 'reset default_transaction_read_only');
  },
};

async function setForNewSessions(database: OutageWorld['database'], change: string) {
  const { pathname, username } = new URL(database.url);
  const admin = new pg.Client({ connectionString: withDatabase(database.superuserUrl, 'postgres') });
  await admin.connect();
  await admin.query(`alter role ${username} in database ${pathname.slice(1)} ${change}`);
  await admin.end();
  const sessions = 'from pg_stat_activity where usename = $1 and datname = $2';
  const theirs = [username, pathname.slice(1)];
  await database.query(`select pg_terminate_backend(pid) ${sessions}`, theirs);
}

/** A file lies where the folder was: nothing can be read or written there, by whatever account. */
const FOLDER_GONE: BroughtAbout = {
  begin: ({ environment: { dataDir } }) => {
    renameSync(dataDir, `${dataDir}-away`);
    writeFileSync(dataDir, '');
    return Promise.resolve();
  },
  end: ({ environment: { dataDir } }) => {
    rmSync(dataDir);
    renameSync(`${dataDir}-away`, dataDir);
    return Promise.resolve();
  },
};

const WEBHOOKS_GONE: BroughtAbout = {
  begin: ({ clerk: { control } }) => {
    control.setWebhooks({ enabled: false });
    return Promise.resolve();
  },
  end: ({ clerk: { control } }) => {
    control.setWebhooks({ enabled: true });
    return Promise.resolve();
  },
};

/** By the name of the column. */
export const OUTAGE_FAULTS: Readonly<Record<string, BroughtAbout>> = {
  none: NONE,
  'C.gone': clerk({ kind: 'gone' }),
  'C.reset': clerk({ kind: 'reset' }),
  'C.hang': clerk({ kind: 'hang' }),
  'C.slow': clerk({ kind: 'slow', latencyMs: 400 }),
  'C.read': clerk({ kind: 'trickle', bytesPerSecond: 40 }),
  'C.half': clerk({ kind: 'half', bytes: 300 }),
  'C.html': answers({ answer: 'html' }),
  'C.503': answers({ status: 503 }),
  'C.429': answers({ status: 429, retryAfter: 3 }),
  'F.503': answers({ status: 503 }, FRONTEND_AND_KEYS),
  'F.cut': answers({ dropResponse: true }, FRONTEND_AND_KEYS),
  'F.hang': answers({ hang: true }, FRONTEND_AND_KEYS),
  'F.slow': answers({ latencyMs: 400 }, FRONTEND_AND_KEYS),
  'F.half': answers({ answer: 'truncated' }, FRONTEND_AND_KEYS),
  'P.gone': postgres({ kind: 'gone' }),
  'P.reset': postgres({ kind: 'reset' }),
  'P.hang': postgres({ kind: 'hang' }),
  'P.slow': postgres({ kind: 'slow', latencyMs: 5 }),
  'P.half': postgres({ kind: 'half', bytes: 60 }),
  'P.junk': postgres({ kind: 'garbage' }),
  'P.ro': READ_ONLY,
  'D.gone': FOLDER_GONE,
  'W.gone': WEBHOOKS_GONE,
  'K.ahead': clockOff(120),
  'K.back': clockOff(-120),
  'E.gone': endpoint({ kind: 'gone' }),
  'E.hang': endpoint({ kind: 'hang' }),
};
