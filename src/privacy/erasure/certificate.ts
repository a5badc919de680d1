import type { KeyObject } from 'node:crypto';
import { type SignedDocument, verifyDocument } from '#libs/audit-chain';

export const CERTIFICATE_TYPE = 'tenantry/erasure-certificate/v1';

/** What is certified; nothing in it is personal. Times are ISO 8601 in UTC. */
export interface Certificate {
  readonly erasureId: string;
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly completedAt: string;
  readonly inTime: boolean;
  readonly modules: readonly {
    readonly module: string;
    readonly tables: readonly { readonly table: string; readonly strategy: string; readonly count: number }[];
  }[];
  /** What stays, and by which article. */
  readonly kept: readonly { readonly table: string; readonly article: string }[];
  /** Articles of the holds that once stood in the way. */
  readonly holds: readonly string[];
  readonly processors: readonly { readonly name: string; readonly answer: string }[];
  readonly probe: { readonly columns: number; readonly files: number; readonly hits: 0 };
  readonly backupsExpireBy: string;
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}

/** Whether a certificate is genuine and unchanged; needs the public key only. */
export function verifyCertificate(signed: SignedDocument, publicKey: KeyObject): boolean {
  return verifyDocument(CERTIFICATE_TYPE, signed, publicKey);
}
