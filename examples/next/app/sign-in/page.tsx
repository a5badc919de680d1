import { SignInForm } from '../../lib/identity';

/** Asked at each request, since which Clerk there is stands in the environment. */
export const dynamic = 'force-dynamic';

export default function SignInPage() {
  return (
    <>
      <h1>Sign in</h1>
      <SignInForm />
    </>
  );
}
