import { ActForm, type ActFormProps } from './act-form';
import { Dialog } from './dialog';

interface Props extends ActFormProps {
  readonly title: string;
}

/** Says what is about to happen, and does it when it is confirmed. */
export function ConfirmDialog({ title, ...form }: Props) {
  return (
    <Dialog title={title} onClose={form.onClose}>
      <ActForm {...form} />
    </Dialog>
  );
}
