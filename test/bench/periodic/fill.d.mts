import type { Client } from 'pg';

export function fill(
  client: Client,
  sizes: { people: number; auditRows: number; properties: number },
): Promise<void>;
