import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  type EndpointPath,
  useDeleteEndpoint,
  useReplayEvents,
  useRotateSecret,
} from '../../api/event-endpoint-queries';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { useOwnerWords } from '../../words/use-owner-words';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { SecretDialog } from '../organization/secret-dialog';
import { type Replayed, replayOf, REPLAYS } from './replays';
import { ConfirmAct } from '../../ui/confirm-act';

interface Props {
  readonly path: EndpointPath;
  readonly onClose: () => void;
}

/** Gives the endpoint a new secret, and shows it once. */
export function RotateDialog({ path, onClose }: Props) {
  const { endpoints: texts } = useOwnerWords();
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useRotateSecret(path, (endpoint) => {
    setSecret(endpoint.secret);
  });
  if (secret !== null)
    return (
      <SecretDialog title={texts.secretTitle} text={texts.secretText} secret={secret} onClose={onClose} />
    );
  return (
    <ConfirmAct title={texts.rotate} submit={texts.rotate} act={rotate} onClose={onClose}>
      <p>{texts.rotateText}</p>
    </ConfirmAct>
  );
}

/** Sends again what was given up, or everything since a moment. */
export function ReplayDialog({ path, onClose }: Props) {
  const { endpoints: texts } = useOwnerWords();
  const [wanted, setWanted] = useState<Replayed>('dead');
  const tell = useTell();
  const replay = useReplayEvents(path, (count) => {
    tell(texts.replayed(count));
    onClose();
  });
  return (
    <ConfirmDialog
      title={texts.replay}
      submit={texts.replay}
      isDisabled={replay.isPending}
      error={replay.error}
      onClose={onClose}
      onSubmit={() => {
        replay.mutate(replayOf(wanted, new Date()));
      }}
    >
      <p>{texts.replayText}</p>
      <Field label={texts.replayWhat}>
        <select
          name="replayed"
          value={wanted}
          onChange={({ target }) => {
            setWanted(REPLAYS.find((each) => each === target.value) ?? 'dead');
          }}
        >
          {REPLAYS.map((each) => (
            <option key={each} value={each}>
              {texts.replays[each]}
            </option>
          ))}
        </select>
      </Field>
    </ConfirmDialog>
  );
}

export function DeleteDialog({ path, url, onClose }: Props & { readonly url: string }) {
  const { endpoints: texts } = useOwnerWords();
  const navigate = useNavigate();
  const tell = useTell();
  const remove = useDeleteEndpoint(path, () => {
    tell(texts.deleted);
    onClose();
    void navigate('../event-endpoints');
  });
  return (
    <ConfirmAct title={texts.deleteTitle} submit={texts.delete} isDangerous act={remove} onClose={onClose}>
      <p>
        <code>{url}</code>
      </p>
      <p>{texts.deleteText}</p>
    </ConfirmAct>
  );
}
