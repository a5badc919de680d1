import type { PipeTransform } from '@nestjs/common';
import {
  accepted,
  type DescribedParam,
  describedParam,
  EXAMPLE_ID,
  httpErrors,
  refused,
  type ValueType,
} from '#libs/http';
import { parseUuid, UUID_SOURCE } from '#libs/uuid';

/** The objects of Clerk whose id may stand in a path instead of ours. */
export type ClerkPrefix = 'user' | 'org' | 'orgmem' | 'orginv' | 'sess' | 'inv';

/** An object named in a path: by our id or by Clerk's. */
export type Reference =
  { readonly kind: 'id'; readonly id: string } | { readonly kind: 'clerk'; readonly clerkId: string };

/** Reads our UUID or Clerk's id with the given prefix (`user_…`); undefined for any other text. */
export function parseReference(text: string, prefix: ClerkPrefix): Reference | undefined {
  const id = parseUuid(text);
  if (id !== undefined) return { kind: 'id', id };
  const isClerkId =
    text.startsWith(`${prefix}_`) && /^[A-Za-z0-9]{1,64}$/.test(text.slice(prefix.length + 1));
  return isClerkId ? { kind: 'clerk', clerkId: text } : undefined;
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
    schema: { type: 'string', maxLength: 80, pattern: `^${UUID_SOURCE}$|^${prefix}_[A-Za-z0-9]{1,64}$` },
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

/** `@ReferenceParam('userId', 'user') user: Reference` */
export function ReferenceParam(name: string, prefix: ClerkPrefix): ParameterDecorator {
  return describedParam(name, describedReference(prefix), new ReferencePipe(prefix));
}

/** How a path parameter stands in the OpenAPI document that takes our id or Clerk's. */
export function describedReference(prefix: ClerkPrefix): DescribedParam {
  const { schema } = referenceValue(prefix, 'an id');
  return { schema, description: `Our id or Clerk’s (\`${prefix}_…\`).`, example: EXAMPLE_ID };
}
