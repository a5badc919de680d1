import { useState } from 'react';
import { type AccountPath, type NewKey, useMakeKey } from '../../api/service-account-queries';
import { Field } from '../../ui/field';
import { useOwnerWords } from '../../words/use-owner-words';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { linesOf } from '../../ui/lines';
import { KEY_SPANS, keyEndOf, type KeySpan } from './key-spans';

interface Props {
  readonly path: AccountPath;
  readonly onMade: (key: NewKey) => void;
  readonly onClose: () => void;
}

/** Makes a key that ends, unless it is told otherwise, after the quarter that the service gives one by itself. */
export function MakeKeyDialog({ path, onMade, onClose }: Props) {
  const { keys: texts, networks } = useOwnerWords();
  const [span, setSpan] = useState<KeySpan>('quarter');
  const [from, setFrom] = useState('');
  const make = useMakeKey(path, onMade);
  return (
    <ConfirmDialog
      title={texts.make}
      submit={texts.make}
      isDisabled={make.isPending}
      error={make.error}
      onClose={onClose}
      onSubmit={() => {
        make.mutate({ expiresAt: keyEndOf(span, new Date()), allowedNetworks: linesOf(from) });
      }}
    >
      <p>{texts.makeText}</p>
      <Field label={texts.span}>
        <select
          name="span"
          value={span}
          onChange={({ target }) => {
            setSpan(KEY_SPANS.find((each) => each === target.value) ?? 'quarter');
          }}
        >
          {KEY_SPANS.map((each) => (
            <option key={each} value={each}>
              {texts.spans[each]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={networks.label} hint={networks.hint}>
        <textarea
          name="networks"
          rows={2}
          value={from}
          spellCheck={false}
          onChange={({ target }) => {
            setFrom(target.value);
          }}
        />
      </Field>
    </ConfirmDialog>
  );
}
