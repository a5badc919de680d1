import type { Type } from '@nestjs/common';
import { modules } from '../modules.js';

/** The entities of the audit log alone: a command that reads nothing else loads nothing else. */
export async function auditEntities(): Promise<Type[]> {
  const audit = modules.find(({ name }) => name === 'audit');
  return [...((await audit?.load?.())?.runtime.entities ?? [])];
}
