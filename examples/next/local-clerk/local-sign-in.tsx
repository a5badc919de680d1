'use client';

import { useActionState } from 'react';
import { signInLocally } from './actions';

/** Stands in for Clerk's `<SignIn />`: the local Clerk sends no mail, its code is always the same. */
export function LocalSignIn() {
  const [refusal, signIn, isPending] = useActionState(signInLocally, null);
  return (
    <form action={signIn}>
      <label>
        E-mail address
        <input name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Code from the e-mail
        <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
      </label>
      <button disabled={isPending}>Sign in</button>
      {refusal !== null && <p role="alert">{refusal}</p>}
      <p className="hint">
        The local Clerk sends no e-mail: the code is 424242. Try mark@harbour.test and sam@harbour.test.
      </p>
    </form>
  );
}
