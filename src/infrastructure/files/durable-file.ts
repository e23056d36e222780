import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file that nobody sees until it is whole, and that survives a crash of the machine once `commit` has resolved. */
export interface NewFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Puts it in its place; what stood there is replaced. */
  commit(path: string): Promise<void>;
  /** Leaves nothing of it behind. Harmless after `commit`. */
  discard(): Promise<void>;
}

/** Begins a file in a folder of the file system where it will stand. Mode: who may read it. */
export async function newFile(folder: string, mode = 0o600): Promise<NewFile> {
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx', mode);
  return {
    write: (bytes) => writeAll(handle, bytes),
    commit: async (path) => {
      await handle.sync();
      await handle.close();
      await rename(temporary, path);
      await syncFolder(dirname(path));
    },
    discard: async () => {
      await handle.close();
      await rm(temporary, { force: true });
    },
  };
}

/** Makes the names in a folder survive a crash of the machine. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes a whole small file, durably, in one step. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const file = await newFile(dirname(path));
  try {
    await file.write(Buffer.from(content));
    await file.commit(path);
  } finally {
    await file.discard();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}

/** Whether the system refused to write for want of space, or of a quota. */
export const isDiskFull = (error: Error): boolean =>
  'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
