import type { KeyObject } from 'node:crypto';
import { type SignedDocument, verifyDocument } from '#libs/audit-chain';
import type { PossibleKind } from '../identity/recognition.rule.js';
import type { FindingStatus } from './erasure-finding.entity.js';
import type { ProbeReport } from './probe-report.js';

export const CERTIFICATE_TYPE = 'tenantry/erasure-certificate/v1';

export type ErasureCause = 'request' | 'restored backup';

/** What is certified of every erasure; nothing in it is personal. Times are ISO 8601 in UTC. */
export interface CertifiedErasure {
  readonly erasureId: string;
  /** What was done, table by table. */
  readonly modules: readonly { readonly module: string; readonly tables: readonly ErasedTable[] }[];
  /** What stays, by which article, and how many rows it is. */
  readonly kept: readonly { readonly table: string; readonly article: string; readonly count: number }[];
  /** Every hold that was looked at; one that stands stops an erasure. */
  readonly holds: readonly {
    readonly article: string;
    readonly placedAt: string;
    readonly releasedAt: string | null;
  }[];
  readonly processors: readonly { readonly name: string; readonly answer: string }[];
  /** The last copy in a backup is gone by then; the period is the operator's word. */
  readonly backups: { readonly keptDays: number; readonly expireBy: string };
  /** The audit log up to here is what this certificate stands on. */
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}

/** What is certified of a person's erasure. */
export interface Certificate extends CertifiedErasure {
  readonly request: {
    readonly cause: ErasureCause;
    /** `the person`, or `staff, approved by a second person`. */
    readonly askedBy: string;
    readonly requestedAt: string;
    /** Until then it could be cancelled. */
    readonly graceUntil: string;
    readonly begunAt: string | null;
    readonly completedAt: string;
  };
  readonly deadline: {
    readonly law: string;
    readonly dueAt: string;
    readonly extended: boolean;
    readonly inTime: boolean;
  };
  readonly probe: ProbeReport;
  /**
   * Texts in which the person may be meant, or somebody else, and what staff decided on each; signed anew with every
   * decision. Missing in certificates from before 2026-11-27.
   */
  readonly findings?: readonly ReviewedFinding[];
  /** What only the person's key opens cannot be read any more: it is destroyed right after this is signed. */
  readonly key: 'destroyed last';
}

export interface ErasedTable {
  readonly table: string;
  readonly strategy: string;
  readonly count: number;
}

/** One text of which a machine could not know whether the person is meant. */
export interface ReviewedFinding {
  readonly id: string;
  /** `schema.table.column` */
  readonly place: string;
  readonly kind: PossibleKind;
  /** `open` until somebody has decided; `gone` when the text had changed by then. */
  readonly status: FindingStatus;
  readonly decidedAt: string | null;
}

/** Whether a certificate is genuine and unchanged; needs the public key only. */
export function verifyCertificate(signed: SignedDocument, publicKey: KeyObject): boolean {
  return verifyDocument(CERTIFICATE_TYPE, signed, publicKey);
}
