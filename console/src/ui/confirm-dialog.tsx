import type { ReactNode } from 'react';
import { Dialog } from './dialog';
import { ProblemNotice } from './problem-notice';
import { useWords } from '../words/words-provider';

interface Props {
  readonly title: string;
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

/** Says what is about to happen, and does it when it is confirmed. */
export function ConfirmDialog(props: Props) {
  const {
    title,
    submit,
    dismiss,
    isDangerous = false,
    isDisabled,
    error,
    onSubmit,
    onClose,
    children,
  } = props;
  const words = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
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
    </Dialog>
  );
}
