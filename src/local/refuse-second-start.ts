import { readLocalFile } from './local-file.js';
import { StartRefusedError } from '../start-refused.error.js';

/**
 * Says that the stack of this folder runs already, and where. The number of a process that crashed may belong to another
 * program by now, so the service is asked too; the lock of the embedded database is the second check behind this one.
 *
 * @throws StartRefusedError when it does
 */
export async function refuseSecondStart(directory: string): Promise<void> {
  const running = readLocalFile(directory);
  if (running === undefined || !(await answers(running.apiUrl))) return;
  throw new StartRefusedError(
    `Tenantry already runs on ${directory} as process ${running.pid}: ${running.apiUrl}\n` +
      'Stop that one first, or set TENANTRY_LOCAL_DIR to another folder (and PORT, CLERK_EMULATOR_PORT and ' +
      'LOCAL_POSTGRES_PORT to 0) to run a second one beside it.',
  );
}

async function answers(apiUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${apiUrl}/health/live`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
