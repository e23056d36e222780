import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from '../../src/infrastructure/process/instance-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailcase-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** How it fails for a process that has it is tested end to end: there one is killed. */
describe('the lock of a data folder', () => {
  it('is held by one at a time, and the other is told by whom', () => {
    const lock = lockFolder(folder, 'serve');
    expect(() => lockFolder(folder, 'import')).toThrow(FolderInUse);
    expect(() => lockFolder(folder, 'import')).toThrow(
      new RegExp(`${folder} is in use by .mailcase serve. \\(process ${process.pid}, since 20`),
    );
    lock.release();
    const next = lockFolder(folder, 'import');
    expect(() => lockFolder(folder, 'serve')).toThrow(/mailcase import/);
    next.release();
  });
});
