import { signOutLocally } from './actions';

/** Stands in for Clerk's `<SignOutButton />`. */
export function LocalSignOut() {
  return (
    <form action={signOutLocally}>
      <button>Sign out</button>
    </form>
  );
}
