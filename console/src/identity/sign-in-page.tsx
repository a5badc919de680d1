import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Field } from '../ui/field';
import { usePageTitle } from '../ui/use-page-title';
import { useWords } from '../words/words-provider';
import { ChallengeForm } from './challenge-form';
import type { Challenge, Identity } from './identity';
import { useIdentity } from './identity-provider';

/** Signs in: here at a local Clerk, and on Clerk's own page else. */
export function SignInPage() {
  const words = useWords();
  const { signIn } = useIdentity();
  usePageTitle(words.signIn.title);
  return (
    <div className="page narrow">
      <h1>{words.signIn.title}</h1>
      {signIn.kind === 'here' ? (
        <SignInHere begin={signIn.begin} />
      ) : (
        <>
          <p>{words.signIn.elsewhere}</p>
          <button className="button primary" onClick={() => void signIn.go()}>
            {words.signIn.go}
          </button>
        </>
      )}
    </div>
  );
}

type Here = Extract<Identity['signIn'], { kind: 'here' }>;

function SignInHere({ begin }: { readonly begin: Here['begin'] }) {
  const words = useWords();
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const { register, handleSubmit, formState, setError } = useForm<{ email: string }>();
  if (challenge !== null)
    return <ChallengeForm challenge={challenge} onNext={setChallenge} submit={words.signIn.title} />;
  const submit = handleSubmit(async ({ email }) => {
    try {
      setChallenge(await begin(email.trim()));
    } catch (error) {
      setError('email', { message: (error as Error).message });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label={words.signIn.email} error={formState.errors.email?.message}>
        <input
          type="email"
          autoComplete="username"
          autoFocus
          {...register('email', { required: words.signIn.emailMissing })}
        />
      </Field>
      <button className="button primary" disabled={formState.isSubmitting}>
        {words.signIn.next}
      </button>
      <p className="hint">{words.signIn.localHint}</p>
    </form>
  );
}
