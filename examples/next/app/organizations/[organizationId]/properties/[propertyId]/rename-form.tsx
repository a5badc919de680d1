'use client';

import { useActionState } from 'react';
import { RefusalNote } from './refusal-note';
import { renameProperty } from './rename-property';

interface RenameFormProps {
  readonly organizationId: string;
  readonly propertyId: string;
  readonly name: string;
}

/** Asks for a new name and says how it went. */
export function RenameForm({ organizationId, propertyId, name }: RenameFormProps) {
  const [renamed, rename, isPending] = useActionState(renameProperty, null);
  return (
    <form action={rename}>
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="propertyId" value={propertyId} />
      <label>
        Name
        <input name="name" defaultValue={name} required maxLength={100} />
      </label>
      <button disabled={isPending}>Rename</button>
      {renamed?.outcome === 'renamed' && <p role="status">Renamed.</p>}
      {renamed?.outcome === 'failed' && <p role="alert">{renamed.message}</p>}
      {renamed?.outcome === 'refused' && <RefusalNote refusal={renamed.refusal} />}
    </form>
  );
}
