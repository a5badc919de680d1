import { useState } from 'react';
import type { Endpoint, EndpointToMake } from '../../api/event-endpoint-queries';
import { Field } from '../../ui/field';
import { useOwnerWords } from '../../words/use-owner-words';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { EVENT_KINDS, type EventType, isEventKind } from './event-kinds';
import { TextField } from '../../ui/text-field';

interface Props {
  readonly title: string;
  readonly endpoint?: Endpoint;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSave: (fields: EndpointToMake) => void;
  readonly onClose: () => void;
}

/** The address of an endpoint, and what it is told of: everything unless something is ticked. */
export function EndpointDialog({ title, endpoint, isPending, error, onSave, onClose }: Props) {
  const { endpoints: texts, organization } = useOwnerWords();
  const [url, setUrl] = useState(endpoint?.url ?? 'https://');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [types, setTypes] = useState<ReadonlySet<string>>(new Set(endpoint?.types));
  // Single types, which the API takes too, stay as they are.
  const offered = [...new Set<string>([...EVENT_KINDS, ...(endpoint?.types ?? [])])];
  return (
    <ConfirmDialog
      title={title}
      submit={organization.save}
      isDisabled={isPending || !URL.canParse(url)}
      error={error}
      onClose={onClose}
      onSubmit={() => {
        const wanted = offered.filter((each) => types.has(each)) as EventType[];
        onSave({ url: url.trim(), description: description.trim() || null, types: wanted });
      }}
    >
      <Field label={texts.url} hint={texts.urlHint}>
        <input
          type="url"
          name="url"
          value={url}
          maxLength={2000}
          autoComplete="off"
          onChange={({ target }) => {
            setUrl(target.value);
          }}
        />
      </Field>
      <TextField
        label={texts.description}
        name="description"
        value={description}
        maxLength={200}
        onValue={setDescription}
      />
      <fieldset>
        <legend>{texts.types}</legend>
        <p className="hint">{texts.typesHint}</p>
        <ul className="choices two">
          {offered.map((each) => (
            <li key={each}>
              <label>
                <input
                  type="checkbox"
                  name={each}
                  checked={types.has(each)}
                  onChange={() => {
                    const next = new Set(types);
                    if (!next.delete(each)) next.add(each);
                    setTypes(next);
                  }}
                />
                <span>{isEventKind(each) ? texts.kinds[each] : each}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </ConfirmDialog>
  );
}
