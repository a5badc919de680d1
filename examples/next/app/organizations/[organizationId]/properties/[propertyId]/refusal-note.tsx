import type { Refusal } from './refusal';

/** A refusal as a person should see it: what is not allowed, and whom to ask for what. */
export function RefusalNote({ refusal: { role, givers, advice } }: { refusal: Refusal }) {
  return (
    <p role="note">
      You may not rename this property.
      {role !== null && (
        <>
          {' '}
          Ask for the role <strong>{role}</strong>
          {givers !== null && `, which ${givers === 1 ? 'one person' : `${givers} people`} can give you`}.
        </>
      )}
      {advice !== null && ` ${advice}`}
    </p>
  );
}
