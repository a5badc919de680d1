import { NotFoundError } from '@tenantry/client';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { signInAgain, tenantry } from '../../../../../lib/tenantry';
import { RefusalNote } from './refusal-note';
import { refusalOf } from './refusal';
import { RenameForm } from './rename-form';

interface PropertyPageProps {
  readonly params: Promise<{ organizationId: string; propertyId: string }>;
}

/** One property. Who may rename it sees the form; who may not is told what would change that. */
export default async function PropertyPage({ params }: PropertyPageProps) {
  const path = await params;
  const client = await tenantry();
  const { data: property } = await client
    .get('/api/v1/organizations/{organizationId}/properties/{propertyId}', { params: { path } })
    .catch((error: unknown) => {
      signInAgain(error);
      // What does not exist and what this person may not know of look alike.
      if (error instanceof NotFoundError) notFound();
      throw error;
    });
  const mayRename = await client.can('property:property:manage', path);
  return (
    <>
      <header>
        <Link href="/">All properties</Link>
      </header>
      <h1>{property.name}</h1>
      <p>Its days begin at midnight in {property.timezone}.</p>
      {mayRename ? (
        <RenameForm organizationId={path.organizationId} propertyId={property.id} name={property.name} />
      ) : (
        <RefusalNote refusal={await refusalOf(client, path)} />
      )}
    </>
  );
}
