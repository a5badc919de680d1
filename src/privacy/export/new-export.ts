import type { PrivacyExport } from '../records/privacy-export.entity.js';

/** An export that nobody has begun to pack. */
export function newExport(
  request: Pick<PrivacyExport, 'id' | 'userId' | 'organizationId' | 'requestedBy' | 'requestedAt' | 'dueAt'>,
): PrivacyExport {
  return {
    ...request,
    status: 'pending',
    sealedKey: null,
    fileName: null,
    bytes: null,
    sha256: null,
    attempts: 0,
    failures: 0,
    problem: null,
    waitingFor: null,
    missing: [],
    finishedAt: null,
    expiresAt: null,
  };
}
