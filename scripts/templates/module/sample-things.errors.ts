import { defineErrors } from '#libs/http';

export const sampleThingsErrors = defineErrors({
  tooMany: {
    code: 'too_many_sample_things',
    status: 409,
    detail: 'There are 1 000 sample things already; delete one to add another.',
  },
});
