import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { ActForm } from '../../ui/act-form';

interface Props<Fields extends FieldValues> {
  readonly form: UseFormReturn<Fields>;
  /** Rejects with what is shown above the buttons. */
  readonly act: {
    readonly mutateAsync: (fields: Fields) => Promise<unknown>;
    readonly error: unknown;
  };
  readonly submit: string;
  readonly isDangerous?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The form of a dialog whose fields are looked over before they are sent. */
export function DialogForm<Fields extends FieldValues>({ form, act, ...rest }: Props<Fields>) {
  const send = form.handleSubmit((fields) => act.mutateAsync(fields).catch(() => undefined));
  return (
    <ActForm
      {...rest}
      isDisabled={form.formState.isSubmitting}
      error={act.error}
      onSubmit={() => void send()}
    />
  );
}
