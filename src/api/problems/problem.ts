import { type Static, Type } from 'typebox';
import { FAILURE_CODES } from '../../domain/failure.ts';

/** RFC 9457 problem details, with the failure's code as an extension member. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'Relative address that leads to the explanation of the code.' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'The cause and the cure, in one or two sentences.' }),
    code: Type.Enum(FAILURE_CODES),
    technology: Type.Optional(Type.String({ description: 'The technology that failed, where one did.' })),
    instance: Type.Optional(
      Type.String({ description: 'Names this occurrence in the log; only on internal failures.' }),
    ),
  },
  { title: 'Problem' },
);
export type Problem = Static<typeof ProblemSchema>;
