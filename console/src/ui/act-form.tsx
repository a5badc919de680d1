import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice';
import { useWords } from '../words/words-provider';

export interface ActFormProps {
  readonly submit: string;
  /** What the way out says, where Cancel could be taken for what is done. */
  readonly dismiss?: string | undefined;
  readonly isDangerous?: boolean;
  /** While what was asked for is under way, or cannot be asked for yet. */
  readonly isDisabled: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The form of a dialog: what is to be filled in, what went wrong, and the two ways out. */
export function ActForm(props: ActFormProps) {
  const { submit, dismiss, isDangerous = false, isDisabled, error, onSubmit, onClose, children } = props;
  const words = useWords();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {error !== null && <ProblemNotice error={error} />}
      <div className="actions">
        <button type="button" className="button" onClick={onClose}>
          {dismiss ?? words.cancel}
        </button>
        <button className={isDangerous ? 'button danger' : 'button primary'} disabled={isDisabled}>
          {submit}
        </button>
      </div>
    </form>
  );
}
