import { Type } from 'typebox';
import { MEDIA_TYPES } from '../../domain/scan/media-type.ts';
import { MetadataSchema } from './metadata.ts';

const Picture = Type.String({ format: 'binary' });

/** The body of `POST /v1/scans`, for OpenAPI only: it is read as a stream, not validated as JSON. */
export const ScanBody = {
  description:
    'One picture is the view side at its high energy. Several come as multipart/form-data with parts named <view> or ' +
    '<view>.<energy>, e.g. side, side.high, top.low. The bytes decide the format: a listed type with the content of ' +
    'another is screened and flagged.',
  required: true,
  content: {
    ...Object.fromEntries(MEDIA_TYPES.map((mediaType) => [mediaType, { schema: Picture }])),
    'multipart/form-data': {
      schema: Type.Object(
        {
          'side.high': Type.Optional(Picture),
          'side.low': Type.Optional(Picture),
          metadata: Type.Optional(MetadataSchema),
        },
        { additionalProperties: Picture },
      ),
    },
  },
};
