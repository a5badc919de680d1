import { Field } from './field';

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What the control is called in the form. */
  readonly name: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onValue: (value: string) => void;
}

/** One line of text. */
export function TextField({ label, hint, name, value, maxLength, onValue }: Props) {
  return (
    <Field label={label} hint={hint}>
      <input
        name={name}
        value={value}
        maxLength={maxLength}
        autoComplete="off"
        onChange={({ target }) => {
          onValue(target.value);
        }}
      />
    </Field>
  );
}
