import { Param, type PipeTransform } from '@nestjs/common';
import { httpErrors } from '../errors/http-errors.js';
import { accepted, refused, type ValueType } from '../validation/value-type.js';

/** The objects of Clerk whose id may stand in a path instead of ours. */
export type ClerkPrefix = 'user' | 'org' | 'orgmem' | 'orginv' | 'sess' | 'inv';

/** An object named in a path: by our id or by Clerk's. */
export type Reference =
  { readonly kind: 'id'; readonly id: string } | { readonly kind: 'clerk'; readonly clerkId: string };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads our UUID or Clerk's id with the given prefix (`user_…`); undefined for any other text. */
export function parseReference(text: string, prefix: ClerkPrefix): Reference | undefined {
  if (UUID.test(text)) return { kind: 'id', id: text.toLowerCase() };
  const isClerkId =
    text.startsWith(`${prefix}_`) && /^[A-Za-z0-9]{1,64}$/.test(text.slice(prefix.length + 1));
  return isClerkId ? { kind: 'clerk', clerkId: text } : undefined;
}

/** Reads our UUID; undefined for any other text. */
export function parseId(text: string): string | undefined {
  return UUID.test(text) ? text.toLowerCase() : undefined;
}

/**
 * The id of an object in a body or query, ours or Clerk's, in one spelling each: our UUID in lower case, Clerk's id as
 * Clerk spells it (case counts there). Without that, one object given twice is two.
 *
 * @param expected completes "must be …"
 */
export function referenceValue(prefix: ClerkPrefix, expected: string): ValueType {
  return {
    name: 'reference',
    schema: { type: 'string', maxLength: 80, pattern: `${UUID.source}|^${prefix}_[A-Za-z0-9]{1,64}$` },
    read: (value) => {
      const reference = typeof value === 'string' ? parseReference(value, prefix) : undefined;
      if (reference === undefined) return refused(`must be ${expected}`);
      return accepted(reference.kind === 'id' ? reference.id : reference.clerkId);
    },
  };
}

/** A path id of ours or Clerk's; a malformed one is answered like a true miss, so that nothing is learned from it. */
export class ReferencePipe implements PipeTransform<unknown, Reference> {
  constructor(private readonly prefix: ClerkPrefix) {}

  transform(value: unknown): Reference {
    const reference = typeof value === 'string' ? parseReference(value, this.prefix) : undefined;
    if (!reference) throw httpErrors.notFound();
    return reference;
  }
}

/** A path id of ours only; a malformed one is answered like a true miss. */
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const id = typeof value === 'string' ? parseId(value) : undefined;
    if (!id) throw httpErrors.notFound();
    return id;
  }
}

/** `@ReferenceParam('userId', 'user') user: Reference` */
export function ReferenceParam(name: string, prefix: ClerkPrefix): ParameterDecorator {
  return Param(name, new ReferencePipe(prefix));
}

/** `@IdParam('propertyId') propertyId: string` */
export function IdParam(name: string): ParameterDecorator {
  return Param(name, new IdPipe());
}
