import { Injectable } from '@nestjs/common';
import { AuditHead, AuditLog, DocumentSigner } from '#audit';
import type { SignedDocument } from '#libs/audit-chain';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PrivacyHold, PrivacyRequest } from '../records/privacy.entities.js';
import { CLERK, LOG_RECEIVER } from '../registry/recipients.js';
import { type Certificate, CERTIFICATE_TYPE } from '../records/certificate.js';
import { ErasersService } from './erasers.service.js';
import { FindingsService } from './findings.service.js';
import { moduleOf } from './erasure-steps.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import type { KeptIdentifiers } from '../identity/subject-identifiers.service.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;
const DAY_MS = 86_400_000;

/** Tells recipients, and puts down what was done under the signature of the service. */
@Injectable()
export class CertifierService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasers: ErasersService,
    private readonly findings: FindingsService,
    private readonly signer: DocumentSigner,
    private readonly head: AuditHead,
    private readonly audit: AuditLog,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Art. 19 GDPR. Clerk was told by the deletion; whoever takes in the audit log learns it from this row. @returns how many */
  async tellRecipients({ id, userId }: PrivacyErasure): Promise<number> {
    const recipients = this.recipients().map(({ name }) => name);
    await this.audit.record({
      actor: ACTOR,
      action: 'privacy.recipients_told',
      target: { kind: 'user', id: userId },
      change: { erasureId: id, recipients },
    });
    return recipients.length;
  }

  /** In the open transaction. The deadline is kept with this: nothing personal is left but what the key opens. */
  async certify(erasure: PrivacyErasure, person: KeptIdentifiers): Promise<SignedDocument<Certificate>> {
    await this.audit.record({
      actor: ACTOR,
      action: 'subject.erased',
      target: { kind: 'user', id: erasure.userId },
      change: { erasureId: erasure.id },
    });
    const document = await this.write(erasure, person);
    await this.requests().update({ id: erasure.id }, { closedAt: this.clock.now() });
    return this.signer.sign(CERTIFICATE_TYPE, document);
  }

  private async write(erasure: PrivacyErasure, person: KeptIdentifiers): Promise<Certificate> {
    const now = this.clock.now();
    const { userId, requestedBy, steps } = erasure;
    const request = await this.requests().findOneBy({ id: erasure.id });
    const probe = steps.find((step) => step.probe !== undefined)?.probe;
    if (probe === undefined) throw new Error('an erasure is certified after its probe only');
    const dueAt = request?.dueAt ?? erasure.dueAt;
    const keptDays = this.environment.backupRetentionDays;
    return {
      erasureId: erasure.id,
      request: {
        cause: erasure.cause,
        askedBy: requestedBy === userId ? 'the person' : 'staff, approved by a second person',
        requestedAt: erasure.requestedAt.toISOString(),
        graceUntil: erasure.eraseAfter.toISOString(),
        begunAt: erasure.begunAt?.toISOString() ?? null,
        completedAt: now.toISOString(),
      },
      deadline: {
        law: request?.law ?? 'gdpr',
        dueAt: dueAt.toISOString(),
        extended: request !== null && request.extendedAt !== null,
        inTime: now <= dueAt,
      },
      modules: steps.flatMap(({ name, tables }) => {
        const module = moduleOf(name);
        return module === null ? [] : [{ module, tables: [...(tables ?? [])] }];
      }),
      kept: await this.erasers.countKept(person),
      holds: await this.holdsOn(userId),
      processors: this.processors(steps),
      probe,
      findings: await this.findings.linesOf(erasure.id),
      backups: { keptDays, expireBy: new Date(now.getTime() + keptDays * DAY_MS).toISOString() },
      key: 'destroyed last',
      auditHead: await this.head.current(),
    };
  }

  private async holdsOn(userId: string): Promise<Certificate['holds'][number][]> {
    const holds = this.unitOfWork.manager().getRepository(PrivacyHold);
    const found = await holds.find({ where: { userId }, order: { placedAt: 'ASC', id: 'ASC' } });
    return found.map(({ article, placedAt, releasedAt }) => ({
      article,
      placedAt: placedAt.toISOString(),
      releasedAt: releasedAt?.toISOString() ?? null,
    }));
  }

  private processors(steps: PrivacyErasure['steps']): Certificate['processors'][number][] {
    const answers = steps.flatMap(({ name, answer }) => (answer === undefined ? [] : [`${name}: ${answer}`]));
    return this.recipients().map(({ name }) => ({
      name,
      answer: name === CLERK.name ? answers.join('; ') : 'told by the audit rows of this erasure',
    }));
  }

  private recipients() {
    return this.environment.auditPush === undefined ? [CLERK] : [CLERK, LOG_RECEIVER];
  }

  private requests() {
    return this.unitOfWork.manager().getRepository(PrivacyRequest);
  }
}
