import { useForm } from 'react-hook-form';
import { Field } from '../ui/field';
import { useWords } from '../words/words-provider';
import type { Challenge } from './identity';

interface Props {
  readonly challenge: Challenge;
  /** Called with what is asked next, or null when everything was proven. */
  readonly onNext: (next: Challenge | null) => void;
  /** What the button says. */
  readonly submit: string;
}

/** Asks for the code or the password that Clerk wants. */
export function ChallengeForm({ challenge, onNext, submit }: Props) {
  const words = useWords();
  const { register, handleSubmit, formState, setError, reset } = useForm<{ answer: string }>();
  const { strategy, hint } = challenge.factor;
  const isPassword = strategy === 'password';
  const send = handleSubmit(async ({ answer }) => {
    try {
      const next = await challenge.send(answer.trim());
      reset({ answer: '' });
      onNext(next);
    } catch (error) {
      setError('answer', { message: (error as Error).message });
    }
  });
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <p>{words.proof.ask(strategy, hint)}</p>
      <Field
        label={isPassword ? words.proof.password : words.proof.code}
        error={formState.errors.answer?.message}
      >
        <input
          type={isPassword ? 'password' : 'text'}
          inputMode={isPassword || strategy === 'backup_code' ? 'text' : 'numeric'}
          autoComplete={isPassword ? 'current-password' : 'one-time-code'}
          autoFocus
          {...register('answer', { required: words.proof.missing })}
        />
      </Field>
      <button className="button primary" disabled={formState.isSubmitting}>
        {submit}
      </button>
    </form>
  );
}
