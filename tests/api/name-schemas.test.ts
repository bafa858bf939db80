import { expect, it } from 'vitest';
import { nameSchemas } from '../../src/api/name-schemas.ts';

const BOX = { title: 'Box', type: 'object', properties: { x: { type: 'number' } } };
const SCAN = { title: 'Scan', type: 'object', properties: { title: { type: 'string' }, box: BOX } };

it('puts a schema that has a title in one place, and refers to it', () => {
  const named = nameSchemas({
    info: { title: 'Scanbench' },
    paths: { '/a': { get: SCAN }, '/b': { get: [BOX, { type: 'array', items: SCAN }] } },
    components: { securitySchemes: {} },
  });
  const box = { $ref: '#/components/schemas/Box' };
  const scan = { $ref: '#/components/schemas/Scan' };
  expect(named).toEqual({
    info: { title: 'Scanbench' },
    paths: { '/a': { get: scan }, '/b': { get: [box, { type: 'array', items: scan }] } },
    components: {
      securitySchemes: {},
      schemas: { Box: BOX, Scan: { ...SCAN, properties: { title: { type: 'string' }, box } } },
    },
  });
});

it('leaves examples as they are', () => {
  const paths = {
    '/a': { example: { title: 'Overloaded' }, examples: { overloaded: { value: { title: 'Overloaded' } } } },
  };
  expect(nameSchemas({ paths })).toEqual({ paths, components: { schemas: {} } });
});

it('refuses one name for two schemas', () => {
  const paths = { '/a': BOX, '/b': { ...BOX, description: 'Another.' } };
  expect(() => nameSchemas({ paths })).toThrow('Two schemas that differ have the title Box.');
});
