import { type AnyBulkWriteOperation, Binary, type Collection, MongoBulkWriteError, ObjectId } from 'mongodb';

const DUPLICATE_KEY = 11000;

/** GridFS's own size of a piece, in bytes. The pieces of a blob are those of its name: never change it for what is stored. */
export const CHUNK_SIZE = 255 * 1024;
/** Bytes that one message to the server holds at most; far below its limit of 48 MB. */
const MOST_BYTES = 8 * 1024 * 1024;

/** As GridFS keeps it. */
export interface Chunk {
  readonly _id: ObjectId;
  readonly files_id: string;
  readonly n: number;
  readonly data: Binary;
  /** Changes with each put that found it there: who removes pieces removes those that nobody has counted on since. */
  readonly put?: ObjectId;
}

/** A blob's bytes in pieces. */
export function* chunksOf(filesId: string, bytes: Uint8Array): Iterable<Chunk> {
  for (let n = 0; n * CHUNK_SIZE < bytes.length; n++) {
    yield chunk(filesId, n, bytes.subarray(n * CHUNK_SIZE, (n + 1) * CHUNK_SIZE));
  }
}

export const chunk = (filesId: string, n: number, data: Uint8Array): Chunk => ({
  _id: new ObjectId(),
  files_id: filesId,
  n,
  data: new Binary(data),
});

/** In as few messages as they fit in; a piece that is there already is the same one. Gives whether there was none. */
export async function insertChunks(collection: Collection<Chunk>, chunks: Iterable<Chunk>): Promise<boolean> {
  let all = true;
  let group: Chunk[] = [];
  let bytes = 0;
  const flush = async () => {
    const full = group;
    [group, bytes] = [[], 0];
    if (full.length > 0 && !(await unlessThere(collection.insertMany(full, { ordered: false })))) all = false;
  };
  for (const one of chunks) {
    if (bytes + one.data.length() > MOST_BYTES) await flush();
    group.push(one);
    bytes += one.data.length();
  }
  await flush();
  return all;
}

/** Whoever is about to remove the pieces of these blobs leaves those that are there now. */
export async function claimChunks(collection: Collection<Chunk>, filesIds: readonly string[]): Promise<void> {
  await collection.updateMany({ files_id: { $in: filesIds } }, { $set: { put: new ObjectId() } });
}

/** The pieces of a blob as they are at this moment. */
export async function seenChunks(collection: Collection<Chunk>, filesId: string) {
  const projection = { _id: 1, put: 1 } as const;
  return collection.find({ files_id: filesId }, { projection }).toArray();
}

/** Removes those that are still as they were seen. */
export async function removeChunks(
  collection: Collection<Chunk>,
  seen: readonly Pick<Chunk, '_id' | 'put'>[],
): Promise<void> {
  const deletes = seen.map(({ _id, put }): AnyBulkWriteOperation<Chunk> => {
    return { deleteOne: { filter: put ? { _id, put } : { _id, put: { $exists: false } } } };
  });
  if (deletes.length > 0) await collection.bulkWrite(deletes, { ordered: false });
}

/** Gives pieces that were stored before their name was known that name; those that another has stored meanwhile stay his. */
export async function renameChunks(
  collection: Collection<Chunk>,
  from: string,
  to: string,
  count: number,
): Promise<void> {
  await claimChunks(collection, [to]);
  const renames = Array.from({ length: count }, (_, n): AnyBulkWriteOperation<Chunk> => {
    return { updateOne: { filter: { files_id: from, n }, update: { $set: { files_id: to } } } };
  });
  if (renames.length > 0) await unlessThere(collection.bulkWrite(renames, { ordered: false }));
  await collection.deleteMany({ files_id: from });
}

/** Resolves also where some were refused, as long as that is because they are there; gives whether none was. */
export async function unlessThere(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const failed = [error.writeErrors].flat();
    if (failed.length === 0 || failed.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return false;
  }
}
