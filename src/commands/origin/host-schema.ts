import { Type } from 'typebox';
import { Amount, Count, closed } from '../files/schema-parts.ts';

/** The machine, as `host.ts` describes it. */
export const HostSchema = Type.Object(
  {
    cpu: Type.String(),
    usableCpus: Count,
    cpuQuota: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'CPUs that the control group allows; absent without a limit.' }),
    ),
    memoryGiB: Amount,
    memoryLimitMiB: Type.Optional(
      Type.Integer({ minimum: 1, description: 'That the control group allows; absent without a limit.' }),
    ),
    gpus: Type.Optional(
      Type.Unsafe<readonly string[]>(
        Type.Array(Type.String(), { minItems: 1, description: "With their driver, as NVIDIA's tool tells them." }),
      ),
    ),
    system: Type.String(),
    node: Type.String(),
    scanbench: Type.String(),
    commit: Type.Optional(
      Type.Object(
        { id: Type.String(), hasChanges: Type.Boolean() },
        { ...closed, description: 'That Scanbench was checked out at; absent where it was installed otherwise.' },
      ),
    ),
  },
  closed,
);
