import type { ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly dismiss?: string;
  readonly isDangerous?: boolean;
  /** What is done; nothing is to be filled in for it. */
  readonly act: {
    readonly mutate: (input: undefined) => void;
    readonly isPending: boolean;
    readonly error: unknown;
  };
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Says what an act would do, and does it when it is confirmed. */
export function ConfirmAct({ act, ...rest }: Props) {
  return (
    <ConfirmDialog
      {...rest}
      isDisabled={act.isPending}
      error={act.error}
      onSubmit={() => {
        act.mutate(undefined);
      }}
    />
  );
}
