import { Injectable } from '@nestjs/common';
import { AuditLog, DocumentSigner, SubjectKeys } from '#audit';
import { actorOf, type Caller, found } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TombstoneHasher } from '#users';
import { privacyErrors } from '../privacy.errors.js';
import { CERTIFICATE_TYPE, type ReviewedFinding } from '../records/certificate.js';
import type { ErasureFinding } from '../records/erasure-finding.entity.js';
import { type FindingFilter, FindingsStore } from '../records/findings.store.js';
import { FoundTextsService } from './found-texts.service.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import type { PossibleFind } from '../records/probe-report.js';
import { PRIVACY } from '../privacy.scope.js';

/** A finding with the text as it stands there now; null when that is not the text that was found any more. */
export interface ReadFinding {
  readonly row: ErasureFinding;
  readonly text: string | null;
  readonly reason: string | null;
}

export interface Decision {
  readonly decision: 'keep' | 'erase';
  readonly reason: string;
}

/**
 * Texts of which a machine cannot know whether an erased person is meant: staff decide on each. They hold no erasure up;
 * the certificate says what was found and what was decided, and is signed anew with each decision.
 */
@Injectable()
export class FindingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: FindingsStore,
    private readonly erasures: PersonErasuresStore,
    private readonly texts: FoundTextsService,
    private readonly hashes: TombstoneHasher,
    private readonly keys: SubjectKeys,
    private readonly signer: DocumentSigner,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** In the open transaction. What was found before, and decided on, stays as it is. */
  async keep(erasureId: string, finds: readonly PossibleFind[]): Promise<void> {
    for (const { place, rowKey, path, text, spans, kind } of finds)
      await this.rows.add({
        ...{ id: newId(), erasureId, place, rowKey, path, textHash: await this.hashOf(text) },
        ...{ spans, kind, foundAt: this.clock.now() },
      });
  }

  /** Newest first. @param before the last id of the page before */
  async list(filter: FindingFilter, before: string | null, limit: number): Promise<ReadFinding[]> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const read: ReadFinding[] = [];
      for (const row of await this.rows.list(filter, before, limit)) read.push(await this.read(row));
      return read;
    });
  }

  /**
   * What becomes of one: `keep` leaves the text, which is about somebody or something else; `erase` puts `[erased]`    * place of the words that were found. A text that has changed meanwhile is `gone`, whatever was decided.
   *
   * @throws AppError 404, 409 when it was decided on before
   */
  async decide(caller: Caller, id: string, { decision, reason }: Decision): Promise<ReadFinding> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const known = found(await this.rows.find(id));
      // The same lock as every step of the erasure, and as every other decision: one certificate at a time.
      const erasure = await this.lockErasure(known.erasureId);
      const row = await this.rows.find(id);
      if (row?.status !== 'open') throw privacyErrors.findingDecided();
      const text = await this.currentText(row);
      if (text !== null && decision === 'erase') await this.texts.replace(row, redacted(text, row.spans));
      const change = {
        status: text === null ? 'gone' : decision === 'keep' ? 'kept' : 'erased',
        decidedAt: this.clock.now(),
        decidedBy: caller.userId,
        sealedReason: await this.keys.encryptFor(caller.userId, reason, associatedDataOf(id)),
      } satisfies Partial<ErasureFinding>;
      await this.rows.update(id, change);
      await this.audit.record({
        actor: actorOf(caller),
        action: 'privacy.finding_decided',
        target: { kind: 'user', id: erasure.userId },
        change: {
          erasureId: erasure.id,
          findingId: id,
          place: row.place,
          kind: row.kind,
          status: change.status,
        },
      });
      await this.signAnew(erasure);
      return this.read({ ...row, ...change });
    });
  }

  /** The lines of a certificate, in the open transaction. */
  async linesOf(erasureId: string): Promise<ReviewedFinding[]> {
    const rows = await this.rows.listOf(erasureId);
    return rows.map(({ id, place, kind, status, decidedAt }) => ({
      id,
      place,
      kind,
      status,
      decidedAt: decidedAt?.toISOString() ?? null,
    }));
  }

  private async signAnew({ id, certificate }: PrivacyErasure): Promise<void> {
    if (certificate === null) return;
    const document = { ...certificate.document, findings: await this.linesOf(id) };
    await this.erasures.update(id, { certificate: this.signer.sign(CERTIFICATE_TYPE, document) });
  }

  private async read(row: ErasureFinding): Promise<ReadFinding> {
    const { sealedReason } = row;
    const reason =
      sealedReason === null ? null : await this.keys.decrypt(sealedReason, associatedDataOf(row.id));
    return { row, text: row.status === 'open' ? await this.currentText(row) : null, reason };
  }

  private async currentText(row: ErasureFinding): Promise<string | null> {
    const text = await this.texts.read(row);
    return text !== null && (await this.hashOf(text)) === row.textHash ? text : null;
  }

  private hashOf(text: string): Promise<string> {
    return this.hashes.of('text', text);
  }

  private async lockErasure(id: string): Promise<PrivacyErasure> {
    const row = await this.erasures.lock(id);
    if (row === null) throw new Error(`there is no erasure ${id}`);
    return row;
  }
}

const associatedDataOf = (id: string): string => `erasure_findings/${id}/reason`;

function redacted(text: string, spans: ErasureFinding['spans']): string {
  return [...spans]
    .sort(([one], [other]) => other - one)
    .reduce((left, [start, length]) => `${left.slice(0, start)}[erased]${left.slice(start + length)}`, text);
}
