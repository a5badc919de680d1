import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { requestContext } from '#libs/http';
import { SubjectKeys } from './subjects/subject-keys.js';

/** From where somebody acted. */
export interface ClientFacts {
  readonly address: string;
  readonly userAgent: string | null;
}

/** The personal part of an audit row, readable. Null where there is none, or where its person is erased. */
export interface ReadablePart {
  readonly reason: string | null;
  readonly client: ClientFacts | null;
  /** Whether something was there that cannot be read any more. */
  readonly isErased: boolean;
}

interface SealedPart {
  readonly id: string;
  readonly reason: string | null;
  readonly client: string | null;
}

/** What an audit row holds of the one who acted: ciphertext under their own key, bound to row and column. */
@Injectable()
export class PersonalPart {
  constructor(private readonly keys: SubjectKeys) {}

  async seal(id: string, actor: Actor): Promise<Pick<SealedPart, 'reason' | 'client'>> {
    if (actor.kind !== 'user') return { reason: null, client: null };
    const context = requestContext();
    const facts: ClientFacts | undefined = context && {
      address: context.address,
      userAgent: context.userAgent ?? null,
    };
    const seal = (text: string | null | undefined, column: 'reason' | 'client') =>
      text == null ? null : this.keys.encryptFor(actor.userId, text, associatedDataOf(id, column));
    return {
      reason: await seal(actor.reason, 'reason'),
      client: await seal(facts && JSON.stringify(facts), 'client'),
    };
  }

  /** In the order of the rows, with one look at the keys for all of them. */
  async open(rows: readonly SealedPart[]): Promise<ReadablePart[]> {
    const values = rows.flatMap(({ id, reason, client }) => [
      ...(reason === null ? [] : [{ sealed: reason, aad: associatedDataOf(id, 'reason') }]),
      ...(client === null ? [] : [{ sealed: client, aad: associatedDataOf(id, 'client') }]),
    ]);
    const texts = await this.keys.decryptAll(values);
    const readable = new Map(values.map(({ aad }, index) => [aad, texts[index] ?? null]));
    return rows.map(({ id, reason, client }) => {
      const [openReason, openClient] = [
        readable.get(associatedDataOf(id, 'reason')) ?? null,
        readable.get(associatedDataOf(id, 'client')) ?? null,
      ];
      return {
        reason: openReason,
        client: openClient === null ? null : (JSON.parse(openClient) as ClientFacts),
        isErased: (reason !== null && openReason === null) || (client !== null && openClient === null),
      };
    });
  }
}

function associatedDataOf(id: string, column: 'reason' | 'client'): string {
  return `audit_events/${id}/${column}`;
}
