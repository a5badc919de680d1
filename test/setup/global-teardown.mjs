import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const { directory, postgres } = globalThis.__tenantryTestPostgres;
  await postgres.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
}
