import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { live } from '../../src/application/ports/document-store.js';
import { at, each, projection } from '../../src/projections/projection.js';
import { setUp, stopEngines } from '../support/notes-read-model.js';

afterEach(stopEngines);

interface Thing {
  readonly group: string;
  readonly tags: readonly string[];
  readonly touched: readonly string[];
}

/** A note is an instruction: `put ID GROUP TAG…`, `group GROUP`, `tag TAG`. */
const things = (askedWhileBuilt: boolean) =>
  projection<Thing>(
    'things',
    { version: 1, askedWhileBuilt, fields: ['group'], arrays: ['tags'], indexes: [['group'], ['tags']] },
    {
      CaseNoteAdded: ({ data: { text } }) => {
        const [what, first = '', second = '', ...rest] = text.split(' ');
        const touch = (view: Thing): Thing => ({ ...view, touched: [...view.touched, text] });
        if (what === 'put') return at(first, (view) => ({ group: second, tags: rest, touched: view?.touched ?? [] }));
        return what === 'group' ? each('group', first, touch) : each('tags', first, touch);
      },
    },
  );

interface Known {
  group: string;
  tags: readonly string[];
  touched: string[];
}

/** What must come of it, one instruction after the other. */
function expected(instructions: readonly string[]): Record<string, Known> {
  const all: Record<string, Known> = {};
  for (const text of instructions) {
    const [what, first = '', second = '', ...rest] = text.split(' ');
    if (what === 'put') all[first] = { group: second, tags: rest, touched: all[first]?.touched ?? [] };
    else {
      const isMeant = ({ group, tags }: Known) => (what === 'group' ? group === first : tags.includes(first));
      for (const one of Object.values(all)) if (isMeant(one)) one.touched.push(text);
    }
  }
  return all;
}

const instruction = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'), fc.subarray(['red', 'blue']))
    .map(([id, group, tags]) => ['put', id, group, ...tags].join(' ')),
  fc.constantFrom('group x', 'group y', 'group nobody', 'tag red', 'tag blue'),
);

it('changes each document whose field is a value, or contains it, as it stands before the event; however it is cut into batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(instruction, { maxLength: 14 }), fc.nat(14), async (instructions, cut) => {
      const model = things(true);
      const first = setUp([model]);
      await first.engine.open();
      for (const [n, text] of instructions.entries()) {
        if (n === cut) await first.engine.catchUp();
        await first.note(text);
      }
      await first.engine.catchUp();
      const all = expected(instructions);
      const found = await first.documents.get(live(model.spec), Object.keys(all));
      expect(Object.fromEntries([...found].map(([id, { document }]) => [id, document]))).toEqual(all);
    }),
    { numRuns: 40 },
  );
});

it('a read model that does so declares that it is asked while it is built', async () => {
  const { engine, note } = setUp([things(false)]);
  await engine.open();
  await note('group x');
  await expect(engine.catchUp()).rejects.toThrow(/declare that it is asked while it is built/);
});
