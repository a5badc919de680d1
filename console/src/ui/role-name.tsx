import { useWords } from '../words/words-provider';

/** A role by its name: the one that is given, that of the built-in ones, else its key. */
export function RoleName({ role, name }: { readonly role: string; readonly name?: string | undefined }) {
  const words = useWords();
  return (
    <span className="badge" title={role}>
      {words.roles[role] ?? name ?? role}
    </span>
  );
}
