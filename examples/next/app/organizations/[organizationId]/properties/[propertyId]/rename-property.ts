'use server';

import { ForbiddenError, isProblem, NotFoundError } from '@tenantry/client';
import { revalidatePath } from 'next/cache';
import { signInAgain, tenantry } from '../../../../../lib/tenantry';
import { type Refusal, refusalOf } from './refusal';

/** How a rename ended. */
export type Renamed =
  | { readonly outcome: 'renamed' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'failed'; readonly message: string };

/** Renames a property. Whether this person may is decided by the service, whatever the page showed them. */
export async function renameProperty(_before: Renamed | null, form: FormData): Promise<Renamed> {
  const client = await tenantry();
  const path = {
    organizationId: String(form.get('organizationId')),
    propertyId: String(form.get('propertyId')),
  };
  try {
    await client.patch('/api/v1/organizations/{organizationId}/properties/{propertyId}', {
      params: { path },
      body: { name: String(form.get('name')) },
    });
  } catch (error) {
    signInAgain(error);
    if (error instanceof ForbiddenError)
      return { outcome: 'refused', refusal: await refusalOf(client, path) };
    if (error instanceof NotFoundError) return { outcome: 'failed', message: 'The property is gone.' };
    if (isProblem(error)) return { outcome: 'failed', message: error.message };
    throw error;
  }
  revalidatePath('/', 'layout');
  return { outcome: 'renamed' };
}
