import { Toast } from '@base-ui/react/toast';
import { type ReactNode, useCallback } from 'react';
import { useWords } from '../words/words-provider';
import { CrossIcon } from './icons';

/** How long a message stays, in milliseconds: long enough to read it and to undo what it tells of. */
const STAYS_MS = 10_000;

/** Shows for a while what was done, and lets it be undone where that can be. */
export function Messages({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={STAYS_MS}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="messages">
          <MessageList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function MessageList() {
  const words = useWords();
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="message" swipeDirection={[]}>
      <Toast.Content className="message-content">
        <Toast.Title render={<p />} />
        <Toast.Action className="button" />
        <Toast.Close className="button quiet" aria-label={words.close}>
          <CrossIcon />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

export interface Undo {
  readonly label: string;
  /** Answers when it is undone; whoever watches may have gone to another page by then. */
  readonly onUndo: () => Promise<unknown>;
  /** Says so. */
  readonly undone: string;
}

/** Tells what was done, and whether it could be undone. */
export function useTell(): (text: string, undo?: Undo) => void {
  const words = useWords();
  const { add, close } = Toast.useToastManager();
  return useCallback(
    (text, undo) => {
      const id = add({
        title: text,
        ...(undo && {
          actionProps: {
            children: undo.label,
            onClick: () => {
              close(id);
              undo.onUndo().then(
                () => {
                  add({ title: undo.undone });
                },
                (error: unknown) => {
                  const why = error instanceof Error ? error.message : '';
                  add({ title: `${words.undoFailed} ${why}`.trim() });
                },
              );
            },
          },
        }),
      });
    },
    [add, close, words],
  );
}
