import { describe, expect, test } from 'vitest';
import { FolderId } from '../../src/domain/ids.js';
import { createFolder, emailFolder, removeFolder, renameFolder } from '../../src/domain/inbox/email-folder.js';
import {
  createGroupFolder,
  groupFolder,
  removeGroupFolder,
  renameGroupFolder,
  setGroupFolderTeams,
} from '../../src/domain/inbox/group-folder.js';
import { evolved, refused } from '../support/decisions.js';
import { teamId, userId } from '../support/domain-builders.js';

const [ana, bor] = [userId('ana'), userId('bor')];
const folderId = FolderId.parse('f1');

describe("a user's folder", () => {
  const absent = emailFolder.initialState();
  const mine = evolved(emailFolder, absent, createFolder(absent, { folderId, userId: ana, name: 'Work' }));

  test('is made, renamed and removed, each once', () => {
    expect(createFolder(mine, { folderId, userId: ana, name: 'Work' })).toEqual([]);
    expect(renameFolder(mine, ana, 'Work')).toEqual([]);
    expect(evolved(emailFolder, mine, renameFolder(mine, ana, 'Play'))).toMatchObject({ name: 'Play' });
    const removed = evolved(emailFolder, mine, removeFolder(mine, ana));
    expect(removed).toMatchObject({ status: 'removed' });
    expect(removeFolder(removed, ana)).toEqual([]);
    expect(refused(() => renameFolder(removed, ana, 'Play'))).toBe('not-found folder-not-found');
  });

  test('of somebody else is as good as none', () => {
    for (const decide of [() => renameFolder(mine, bor, 'Mine'), () => removeFolder(mine, bor)])
      expect(refused(decide)).toBe('not-found folder-not-found');
    expect(refused(() => removeFolder(absent, ana))).toBe('not-found folder-not-found');
  });
});

describe('a folder of teams', () => {
  const absent = groupFolder.initialState();
  const [support, sales] = [teamId('support'), teamId('sales')];
  const made = createGroupFolder(absent, { folderId, name: 'Orders', teamIds: [support, sales, support] });
  const ours = evolved(groupFolder, absent, made);

  test('is made with its teams, each once, renamed, shared by others, and removed', () => {
    expect(ours).toMatchObject({ name: 'Orders', teamIds: [sales, support] });
    expect(createGroupFolder(ours, { folderId, name: 'Orders', teamIds: [] })).toEqual([]);
    expect(evolved(groupFolder, ours, renameGroupFolder(ours, 'Returns'))).toMatchObject({ name: 'Returns' });
    expect(renameGroupFolder(ours, 'Orders')).toEqual([]);
    expect(evolved(groupFolder, ours, setGroupFolderTeams(ours, [sales]))).toMatchObject({ teamIds: [sales] });
    expect(setGroupFolderTeams(ours, [support, sales])).toEqual([]);
    const removed = evolved(groupFolder, ours, removeGroupFolder(ours));
    expect(removeGroupFolder(removed)).toEqual([]);
    expect(refused(() => renameGroupFolder(removed, 'Returns'))).toBe('not-found group-folder-not-found');
    expect(refused(() => setGroupFolderTeams(absent, []))).toBe('not-found group-folder-not-found');
  });
});
