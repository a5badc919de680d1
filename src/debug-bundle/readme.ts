import type { ReadPart } from './bundle-part.js';

/** The page that stands first in the archive: what it is, what each file holds, what is missing and why. */
export function readme(
  parts: readonly ReadPart[],
  { madeAt, isService }: { readonly madeAt: Date; readonly isService: boolean },
): string {
  const missing = parts.filter((part) => part.missing !== null);
  return [
    '# Debug bundle of Tenantry',
    '',
    `Made ${madeAt.toISOString()} by ${isService ? 'the running service (`POST /api/v1/operations/debug-bundle`)' : '`tenantry debug-bundle`, a process beside the service'}.`,
    'It holds names, counts, versions, codes and fingerprints. There is no secret in it, no message of an error, no value of a statement, and nothing about anybody.',
    '',
    '| file | what is in it |',
    '| --- | --- |',
    ...parts.map(({ file, about }) => `| \`${file}\` | ${about} |`),
    '',
    ...(missing.length === 0
      ? ['Nothing is missing.']
      : [
          'Missing, since it could not be had:',
          '',
          ...missing.map((part) => `- \`${part.file}\`: ${part.missing ?? ''}`),
        ]),
    '',
    'Read `doctor.json` first: each check that is not `ok` says what mends it. A fingerprint tells a key from another one and nothing of it; two environments are compared by `tenantry settings diff`.',
    ...(isService
      ? []
      : [
          '`errors.json` and `statements.json` are counted by each process for itself since its start: those of the running service are in the bundle that its route makes.',
        ]),
    '',
  ].join('\n');
}
