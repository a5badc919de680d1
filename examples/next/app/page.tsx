import Link from 'next/link';
import { SignOut } from '../lib/identity';
import { signInAgain, tenantry } from '../lib/tenantry';

/** Everything that this person may open; what they may not is not there. */
export default async function HomePage() {
  const client = await tenantry();
  const { data: me } = await client.get('/api/v1/me').catch((error: unknown) => {
    signInAgain(error);
    throw error;
  });
  return (
    <>
      <header>
        <p>
          Signed in as <strong>{me.emailAddress}</strong>
        </p>
        <SignOut />
      </header>
      {me.organizations.length === 0 && <p>You belong to no organization yet.</p>}
      {me.organizations.map((organization) => (
        <section key={organization.id}>
          <h1>{organization.name}</h1>
          <ul>
            {organization.properties.map((property) => (
              <li key={property.id}>
                <Link href={`/organizations/${organization.id}/properties/${property.id}`}>
                  {property.name}
                </Link>{' '}
                <small>{property.roles.join(', ')}</small>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
