import { afterEach, describe, expect, it } from 'vitest';
import { CheckpointConflict, live } from '../../src/application/ports/document-store.js';
import { type Logger, silent } from '../../src/application/ports/logger.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { at, type Projection, projection } from '../../src/projections/projection.js';
import { hastyClock } from '../e2e/embedded-process.js';
import { until } from '../e2e/until.js';
import { FakeClock } from '../support/fake-clock.js';
import { LeaseTable } from '../support/lease-table.js';
import { notes, setUp, stopEngines } from '../support/notes-read-model.js';

afterEach(stopEngines);

describe('a read model', () => {
  it('follows the log and says when it has reached a position', async () => {
    const model = notes('notes');
    const { engine, note, textsOf } = setUp([model]);
    await note('before');
    await engine.open();
    engine.start();
    const { position } = await note('after');
    expect(await engine.waitFor('notes', position, 5_000)).toBe(true);
    expect(await textsOf(model.spec)).toEqual(['before', 'after']);
  });

  it('answers that it is not there yet, when it does not come within the time', async () => {
    const { engine, note } = setUp([notes('notes')]);
    await engine.open();
    const { position } = await note('unread');
    expect(await engine.waitFor('notes', position, 1)).toBe(false);
  });

  it('goes on where it stopped, at every border between what was read before and what comes live', async () => {
    for (let border = 0; border <= 6; border++) {
      const model = notes('notes');
      const first = setUp([model]);
      for (let n = 0; n < border; n++) await first.note(`n${n}`);
      await first.engine.open();
      await first.engine.catchUp();
      await first.engine.stop();
      const second = setUp([model], first);
      await second.engine.open();
      second.engine.start();
      let last = await first.events.head();
      for (let n = border; n < 6; n++) last = (await first.note(`n${n}`)).position;
      await second.engine.waitFor('notes', last, 5_000);
      expect(await first.textsOf(model.spec)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
    }
  });

  it('takes every change that one event makes to one document', async () => {
    const counting = projection<{ said: number; first: string }>(
      'counting',
      { version: 1, fields: [], indexes: [] },
      {
        CaseNoteAdded: ({ data: { text } }) => [
          at('all', (view) => ({ said: (view?.said ?? 0) + 1, first: view?.first ?? text })),
          at('all', (view) => ({ said: (view?.said ?? 0) + 10, first: view?.first ?? text })),
        ],
      },
    );
    const { engine, documents, note } = setUp([counting]);
    await engine.open();
    for (const text of ['a', 'b']) {
      await note(text);
      await engine.catchUp();
    }
    const found = await documents.get(live(counting.spec), ['all']);
    expect(found.get('all')?.document).toEqual({ said: 22, first: 'a' });
  });
});

describe('a read model that has never caught up', () => {
  const notBuilt = expect.objectContaining({ kind: 'unavailable', code: 'being-built' });

  it('is not read: half of it is never shown', async () => {
    const { engine, note } = setUp([notes('notes')]);
    const { position } = await note('a');
    await engine.open();
    expect(engine.isReadable('notes')).toBe(false);
    expect(engine.isLive).toBe(false);
    expect(() => engine.readable('notes')).toThrow(notBuilt);
    expect(() => engine.readable('notes')).toThrow(`notes is being built; it has come to the start of ${position}`);
    await engine.catchUp();
    expect(engine.isReadable('notes')).toBe(true);
    expect(engine.isLive).toBe(true);
    expect(engine.readable('notes')).toEqual(live({ name: 'notes', version: 1 }));
  });

  it('has caught up at once where the log is empty, before anything is written', async () => {
    const { engine, documents } = setUp([notes('notes')]);
    await engine.open();
    expect(engine.isReadable('notes')).toBe(true);
    expect(await documents.checkpoint('projection notes_v1 built')).toBeNull();
  });

  it('goes on after a crash where it was, and is still not read', async () => {
    const model = notes('notes');
    const first = setUp([model]);
    for (let n = 0; n < 7; n++) await first.note(`n${n}`);
    const readAll = first.events.readAll.bind(first.events);
    first.events.readAll = async function* (options) {
      let batches = 0;
      for await (const batch of readAll({ ...options, batchSize: 2 })) {
        if (batches++ === 2) throw new Error('the power went');
        yield batch;
      }
    };
    await first.engine.open();
    await expect(first.engine.catchUp()).rejects.toThrow('the power went');
    const [reached] = first.engine.status();

    const second = setUp([model], first);
    const asked: string[] = [];
    first.events.readAll = (options) => {
      asked.push(options.after);
      return readAll(options);
    };
    await second.engine.open();
    expect(await first.textsOf(model.spec)).toEqual(['n0', 'n1', 'n2', 'n3']);
    expect(second.engine.isReadable('notes')).toBe(false);
    await second.engine.catchUp();
    expect(asked).toEqual([reached?.position]);
    expect(second.engine.isReadable('notes')).toBe(true);
    expect(await first.textsOf(model.spec)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6']);
  });

  it('is read for good once it has caught up, however far behind it begins the next time', async () => {
    const model = notes('notes');
    const first = setUp([model]);
    await first.note('a');
    await first.engine.open();
    await first.engine.catchUp();
    await first.note('b');
    const second = setUp([model], first);
    await second.engine.open();
    expect(second.engine.isReadable('notes')).toBe(true);
    expect(await first.textsOf(model.spec)).toEqual(['a']);
  });

  it('says that it stopped, where it did, and is read once it has gone on', async () => {
    const poison = { text: 'bad' as string | null };
    const { engine, note } = setUp([notes('notes', 1, poison)]);
    for (const text of ['good', 'bad', 'later']) await note(text);
    await engine.open();
    await engine.catchUp();
    expect(() => engine.readable('notes')).toThrow(notBuilt);
    expect(() => engine.readable('notes')).toThrow('stopped before it was built');
    poison.text = null;
    await engine.resume('notes');
    await engine.catchUp();
    expect(engine.isReadable('notes')).toBe(true);
  });

  it('does not hold up the others, which go on following', async () => {
    const first = setUp([notes('built')]);
    await first.note('before');
    await first.engine.open();
    await first.engine.catchUp();
    const { engine, events, note, textsOf } = setUp([notes('built'), notes('new')], first);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const readAll = events.readAll.bind(events);
    events.readAll = async function* (options) {
      await gate;
      yield* readAll(options);
    };
    await engine.open();
    engine.start();
    const { position } = await note('after');
    expect(await engine.waitFor('built', position, 5_000)).toBe(true);
    expect(await textsOf(notes('built').spec)).toEqual(['before', 'after']);
    expect(engine.isReadable('new')).toBe(false);
    expect(engine.isLive).toBe(false);
    expect(engine.position).toBe(position);
    open();
    expect(await engine.waitFor('new', position, 5_000)).toBe(true);
    const last = await note('together');
    for (const name of ['built', 'new']) expect(await engine.waitFor(name, last.position, 5_000)).toBe(true);
    expect(await textsOf(notes('new').spec)).toEqual(['before', 'after', 'together']);
    expect(engine.isLive).toBe(true);
  });

  it('has caught up by a rebuild', async () => {
    const { engine, note } = setUp([notes('notes')]);
    await note('a');
    await engine.open();
    await engine.rebuild(['notes']);
    expect(engine.isReadable('notes')).toBe(true);
  });
});

describe('a new version', () => {
  const [old, raised] = [notes('notes', 1), notes('notes', 2)];
  const reading = notes('notes', 2, { text: null }, 1);

  /** The old one has caught up; another program goes on with the same stores. */
  async function upgraded(to: Projection, caughtUp = true) {
    const first = setUp([old]);
    await first.note('a');
    await first.engine.open();
    if (caughtUp) await first.engine.catchUp();
    await first.engine.stop();
    await first.note('b');
    const second = setUp([to], first);
    await second.engine.open();
    const shown = async () =>
      (await second.documents.get(second.engine.readable('notes'), ['one'])).get('one')?.document.texts;
    return { ...second, shown };
  }

  it('begins where the log does, and the old one goes when it has caught up', async () => {
    const { engine, documents, shown } = await upgraded(raised);
    expect(engine.isReadable('notes')).toBe(false);
    expect(await documents.versions('notes')).toEqual([1, 2]);
    await engine.catchUp();
    expect(await shown()).toEqual(['A', 'B']);
    expect(await documents.versions('notes')).toEqual([2]);
    for (const key of ['projection notes_v1', 'projection notes_v1 built']) {
      expect(await documents.checkpoint(key)).toBeNull();
    }
  });

  it('that reads the old documents shows them until it has caught up', async () => {
    const { engine, events, shown } = await upgraded(reading);
    expect(await shown()).toEqual(['a']);
    // Whoever waits for a position waits for the new one.
    expect(await engine.waitFor('notes', '', 1)).toBe(false);
    engine.start();
    expect(await engine.waitFor('notes', await events.head(), 5_000)).toBe(true);
    expect(await shown()).toEqual(['A', 'B']);
  });

  it('does not show an old one that had never caught up itself', async () => {
    const { engine } = await upgraded(reading, false);
    expect(engine.isReadable('notes')).toBe(false);
  });

  it('that is rebuilt before it has caught up takes the place of the old one too', async () => {
    const { engine, documents, shown } = await upgraded(reading);
    await engine.rebuild(['notes']);
    expect(await shown()).toEqual(['A', 'B']);
    expect(await documents.versions('notes')).toEqual([2]);
  });

  it('drops the old one the next time, when it could not or its answer was lost', async () => {
    const { engine, documents, events } = await upgraded(raised);
    const [write, drop] = [documents.write.bind(documents), documents.drop.bind(documents)];
    documents.write = async (collection, writes, checkpoint) => {
      await write(collection, writes, checkpoint);
      if (checkpoint?.key.endsWith(' built')) throw new Error('the answer was lost');
    };
    documents.drop = () => Promise.reject(new Error('the disk is full'));
    await expect(engine.catchUp()).rejects.toThrow('the answer was lost');
    await expect(engine.catchUp()).rejects.toThrow('the disk is full');
    documents.write = write;
    const next = setUp([raised], { documents, events });
    await next.engine.open();
    documents.drop = drop;
    expect(next.engine.isReadable('notes')).toBe(true);
    expect(await documents.versions('notes')).toEqual([1, 2]);
    await next.engine.catchUp();
    expect(await documents.versions('notes')).toEqual([2]);
  });

  it('leaves a later one alone, from which an older program was gone back to', async () => {
    const { engine, documents, events } = await upgraded(raised);
    await engine.catchUp();
    const back = setUp([old], { documents, events });
    await back.engine.open();
    expect(back.engine.isReadable('notes')).toBe(false);
    await back.engine.catchUp();
    expect(await back.textsOf(old.spec)).toEqual(['a', 'b']);
    expect(await documents.versions('notes')).toEqual([1, 2]);
  });

  it('that was left behind meanwhile is not read before it has caught up again, and then the other one goes', async () => {
    const { engine, documents, events } = await upgraded(raised);
    await engine.catchUp();
    const back = setUp([old], { documents, events });
    await back.engine.open();
    await back.note('meanwhile');
    await back.engine.catchUp();
    const again = setUp([raised], { documents, events });
    await again.engine.open();
    expect(again.engine.isReadable('notes')).toBe(false);
    await again.engine.catchUp();
    expect(again.engine.isReadable('notes')).toBe(true);
    expect(await again.textsOf(raised.spec)).toEqual(['A', 'B', 'MEANWHILE']);
    expect(await documents.versions('notes')).toEqual([2]);
  });
});

describe('a store of documents that takes nothing', () => {
  it('is tried again after a growing pause', async () => {
    const documents = new MemoryDocumentStore();
    const clock = new FakeClock();
    const { engine, note } = setUp([notes('notes')], { documents, clock });
    await engine.open();
    documents.write = () => Promise.reject(new Error('full'));
    engine.start();
    await note('a');
    const growing = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const milliseconds of growing) {
      await expect.poll(() => clock.waiting).toEqual([milliseconds]);
      clock.advance(milliseconds);
    }
  });
});

describe('a read model that throws', () => {
  it('stops alone, at its event, and says where; the others run on', async () => {
    const poison = { text: 'bad' as string | null };
    const [broken, sound] = [notes('broken', 1, poison), notes('sound')];
    const said: unknown[] = [];
    const logger: Logger = { ...silent, error: (fields) => said.push(fields) };
    const { engine, note, textsOf } = setUp([broken, sound], { logger });
    await engine.open();
    engine.start();
    await note('good');
    const bad = await note('bad');
    const last = await note('later');
    expect(await engine.waitFor('sound', last.position, 5_000)).toBe(true);
    expect(await engine.waitFor('broken', last.position, 5_000)).toBe(false);
    const [status] = engine.status();
    expect(status).toMatchObject({ state: 'stopped', failure: { position: bad.position, message: 'cannot take bad' } });
    expect(said).toContainEqual(expect.objectContaining({ projection: 'broken', position: bad.position }));
    expect(await textsOf(broken.spec)).toEqual(['good']);
    expect(await textsOf(sound.spec)).toEqual(['good', 'bad', 'later']);
  });

  it('goes on from there once it is mended, without a gap', async () => {
    const poison = { text: 'bad' as string | null };
    const broken = notes('broken', 1, poison);
    const { engine, note, textsOf } = setUp([broken, notes('sound')]);
    await engine.open();
    engine.start();
    for (const text of ['good', 'bad']) await note(text);
    const last = await note('later');
    await engine.waitFor('sound', last.position, 5_000);
    poison.text = null;
    await engine.resume('broken');
    expect(await engine.waitFor('broken', last.position, 5_000)).toBe(true);
    expect(await textsOf(broken.spec)).toEqual(['good', 'bad', 'later']);
  });

  it('stops at an event that this version does not know how to read, and never skips it', async () => {
    const model = notes('notes');
    const { engine, events, note } = setUp([model]);
    await note('known');
    const metadata = {
      $correlationId: '',
      $causationId: '',
      actor: '',
      schemaVersion: 99,
      at: new Date(0).toISOString(),
    };
    const strange = { id: 'x', type: 'CaseNoteAdded', data: { caseId: 'one' }, metadata };
    await events.append({ stream: 'case-one', expectedRevision: 'any', events: [strange] });
    await engine.open();
    await engine.catchUp();
    expect(engine.status()[0]).toMatchObject({ state: 'stopped', failure: { stream: 'case-one', revision: 1 } });
  });
});

describe('a rebuild', () => {
  it('is built beside the live one, which goes on being read, and touches nothing else', async () => {
    const [one, other] = [notes('one'), notes('other')];
    const { engine, note, textsOf } = setUp([one, other]);
    await engine.open();
    engine.start();
    let last = await note('first');
    for (let n = 0; n < 5_000; n++) last = await note(`n${n}`, `case${n % 7}`);
    await engine.waitFor('one', last.position, 10_000);
    const before = await textsOf(other.spec, 'case3');
    const rebuilding = engine.rebuild(['one']);
    const during = await textsOf(one.spec);
    const later = await note('meanwhile');
    await rebuilding;
    expect(during).toEqual(['first']);
    expect(await engine.waitFor('one', later.position, 5_000)).toBe(true);
    expect(await textsOf(one.spec)).toEqual(['first', 'meanwhile']);
    expect(await textsOf(other.spec, 'case3')).toEqual(before);
    const after = await note('afterwards');
    expect(await engine.waitFor('one', after.position, 5_000)).toBe(true);
    expect(await textsOf(one.spec)).toEqual(['first', 'meanwhile', 'afterwards']);
  });

  it('that was broken off begins again', async () => {
    const model = notes('notes');
    const { engine, note, textsOf, documents, events } = setUp([model]);
    await engine.open();
    engine.start();
    const { position } = await note('a');
    await engine.waitFor('notes', position, 5_000);
    const failing = engine.rebuild(['notes'], () => {
      throw new Error('the power went');
    });
    await expect(failing).rejects.toThrow('the power went');
    await engine.stop();
    const again = setUp([model], { documents, events });
    await again.engine.open();
    await again.engine.rebuild(['notes']);
    expect(await textsOf(model.spec)).toEqual(['a']);
  });

  it('refuses a second one of the same read model at the same time', async () => {
    const { engine } = setUp([notes('notes')]);
    await engine.open();
    const first = engine.rebuild(['notes']);
    await expect(engine.rebuild(['notes'])).rejects.toMatchObject({ code: 'already-rebuilding' });
    await first;
  });
});

describe('a writer that was overtaken', () => {
  it('is stopped by the checkpoint, reads it again, and doubles nothing', async () => {
    const model = notes('notes');
    const one = setUp([model]);
    const two = setUp([model], one);
    await one.engine.open();
    await two.engine.open();
    await one.note('a');
    await one.engine.catchUp();
    await expect(two.engine.catchUp()).rejects.toBeInstanceOf(CheckpointConflict);
    two.engine.start();
    const { position } = await one.note('b');
    expect(await two.engine.waitFor('notes', position, 5_000)).toBe(true);
    expect(await one.textsOf(model.spec)).toEqual(['a', 'b']);
  });
});

describe('two versions of the program side by side', () => {
  it('keep theirs of a read model up to date until the last of the older ones has gone', async () => {
    const table = new LeaseTable();
    const [v1, v2] = [notes('notes', 1), notes('notes', 2)];
    const first = setUp([v1], { clock: hastyClock, leases: table.node('old 1') });
    const { events, documents } = first;
    await first.note('a');
    const shared = { events, documents, clock: hastyClock };
    const second = setUp([v1], { ...shared, leases: table.node('old 2') });
    let olderLive = true;
    const isReadElsewhere = async () => olderLive;
    const third = setUp([v2], { ...shared, leases: table.node('new'), isReadElsewhere });
    for (const { engine } of [first, second, third]) {
      await engine.open();
      engine.start();
    }
    const shown = async (version: number, count: number) => {
      const spec = version === 1 ? v1.spec : v2.spec;
      return until(
        async () => (await documents.versions('notes')).includes(version) && (await first.textsOf(spec)),
        (texts) => Array.isArray(texts) && texts.length === count,
      );
    };
    expect(await shown(1, 1)).toEqual(['a']);
    expect(await shown(2, 1)).toEqual(['A']);
    // Its writer goes; another one of that version takes its place.
    await first.engine.stop();
    await first.note('b');
    expect(await shown(1, 2)).toEqual(['a', 'b']);
    expect(await shown(2, 2)).toEqual(['A', 'B']);
    expect(await documents.versions('notes')).toEqual([1, 2]);
    await second.engine.stop();
    olderLive = false;
    await first.note('c');
    expect(await shown(2, 3)).toEqual(['A', 'B', 'C']);
    await until(
      () => documents.versions('notes'),
      (versions) => versions.length === 1,
    );
  });
});
