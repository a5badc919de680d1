import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { ProblemNotice } from '../../ui/problem-notice';
import { useWords } from '../../words/words-provider';

interface Props<Fields extends FieldValues> {
  readonly form: UseFormReturn<Fields>;
  /** Rejects with what is shown above the buttons. */
  readonly act: {
    readonly mutateAsync: (fields: Fields) => Promise<unknown>;
    readonly error: unknown;
  };
  readonly submit: string;
  readonly isDanger?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The form of a dialog: its fields, what went wrong, and the two ways out. */
export function DialogForm<Fields extends FieldValues>(props: Props<Fields>) {
  const { form, act, submit, isDanger = false, onClose, children } = props;
  const words = useWords();
  const send = form.handleSubmit((fields) => act.mutateAsync(fields).catch(() => undefined));
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      {children}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="actions">
        <button type="button" className="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button
          className={isDanger ? 'button danger' : 'button primary'}
          disabled={form.formState.isSubmitting}
        >
          {submit}
        </button>
      </div>
    </form>
  );
}
