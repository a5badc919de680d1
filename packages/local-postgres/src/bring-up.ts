import { setTimeout as sleep } from 'node:timers/promises';
import { LocalPostgresError } from './local-postgres.error.js';
import { freePort, portTaken } from './port.js';
import type { Postmaster } from './postmaster.js';

const ATTEMPTS = 10;

/** Processes of a server that was killed need a moment to notice; until then its shared memory is in use. */
const STILL_IN_USE = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;

/**
 * Starts the server on a port and waits until it accepts connections. A free port that somebody else took first is
 * simply chosen again; a wanted one that is taken is an error that says what to do.
 *
 * @param wantedPort 0 for any
 */
export async function bringUp(
  wantedPort: number,
  spawn: (port: number) => Postmaster,
): Promise<{ postmaster: Postmaster; port: number }> {
  let complaint = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await freePort(wantedPort);
    const postmaster = spawn(port);
    if (await postmaster.becomesReady()) return { postmaster, port };
    await postmaster.stop('immediate');
    complaint = postmaster.complaint();
    if (complaint.includes('Address already in use')) {
      if (wantedPort !== 0) throw portTaken(wantedPort);
    } else if (STILL_IN_USE.test(complaint)) {
      await sleep(100 * attempt);
    } else {
      break;
    }
  }
  throw new LocalPostgresError(
    'start_failed',
    `PostgreSQL did not start: ${complaint || 'it gave no reason'}`,
  );
}
