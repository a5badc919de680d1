import { useMember } from '../api/people-queries';
import { useWords } from '../words/words-provider';

interface Named {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly emailAddress: string | null;
}

/** How somebody is called: by name, else by address. */
export function nameOf({ firstName, lastName, emailAddress }: Named, otherwise: string): string {
  return [firstName, lastName].filter(Boolean).join(' ') || emailAddress || otherwise;
}

/** Whether a name or an address holds what is sought. @param sought in small letters */
export function isCalled(person: Named, sought: string): boolean {
  return `${nameOf(person, '')} ${person.emailAddress ?? ''}`.toLowerCase().includes(sought);
}

/** Somebody of the organization by id, as far as one may know them. */
export function PersonName({
  organizationId,
  userId,
}: {
  readonly organizationId: string;
  readonly userId: string;
}) {
  const words = useWords();
  const { data, isPending } = useMember(organizationId, userId);
  if (data) return <>{nameOf(data, words.people.unknown)}</>;
  return <>{isPending ? '…' : words.people.unknown}</>;
}

/** "By" whom something was done, behind the rest of its line; nothing where no person did it. */
export function ByPerson({
  organizationId,
  userId,
}: {
  readonly organizationId: string;
  readonly userId: string | null;
}) {
  const words = useWords();
  if (userId === null) return null;
  return (
    <>
      {' '}
      {words.why.by} <PersonName organizationId={organizationId} userId={userId} />
    </>
  );
}
