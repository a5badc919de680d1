import { useState } from 'react';
import { useOrganizationUsage, useOrganizationWhyCounted } from '../../api/usage-queries';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { useOwnerWords } from '../../words/use-owner-words';
import { UsageReport } from '../operations/usage-report';
import { WhyCounted } from '../operations/why-counted';
import { Allowed, useOpenedOrganization } from './organization-layout';
import { PersonPicker } from './person-picker';

/** The month of the organization in the unit that Clerk bills, and why somebody counts in it. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.usage, organization.name);
  return (
    <Allowed right="org:usage:read">
      <h1>{tabs.usage}</h1>
      <Usage />
    </Allowed>
  );
}

function Usage() {
  const { counted } = useOperationsWords();
  const { organizationId, may } = useOpenedOrganization();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <QueryState query={useOrganizationUsage(organizationId)}>
        {(report) => <UsageReport report={report} />}
      </QueryState>
      <section aria-labelledby="counted">
        <h2 id="counted">{counted.organization}</h2>
        <WhyCounted query={useOrganizationWhyCounted(organizationId, null)} />
        {may('org:members:read') && (
          <>
            <h2>{counted.person}</h2>
            <PersonPicker organizationId={organizationId} chosen={chosen} onChoose={setChosen} />
            {chosen !== null && <OfPerson organizationId={organizationId} userId={chosen} />}
          </>
        )}
      </section>
    </>
  );
}

function OfPerson({ organizationId, userId }: { readonly organizationId: string; readonly userId: string }) {
  return <WhyCounted query={useOrganizationWhyCounted(organizationId, userId)} />;
}
