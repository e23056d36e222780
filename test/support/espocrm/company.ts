import type { EspoStandIn } from './stand-in.js';

const LEVELS = { create: 'yes', read: 'team', edit: 'own', delete: 'no', stream: 'team' };

/** A small company as EspoCRM holds it. */
export function fill(espo: EspoStandIn): void {
  espo.put('Role', {
    id: 'r1',
    name: 'Agent',
    assignmentPermission: 'team',
    groupEmailAccountPermission: 'team',
    data: {
      Email: { ...LEVELS, read: 'all' },
      Case: LEVELS,
      Account: { ...LEVELS, read: 'all' },
      Contact: LEVELS,
      Lead: false,
      Opportunity: LEVELS,
      EmailAccountScope: true,
      Meeting: LEVELS,
      Task: false,
    },
  });
  espo.put(
    'Team',
    { id: 't1', name: 'Support' },
    { id: 't2', name: 'Tehnična podpora' },
    { id: 't3', name: 'support' },
  );
  espo.put(
    'User',
    { id: 'system', userName: 'system', type: 'system', name: 'System' },
    {
      id: 'u1',
      userName: 'Ana',
      type: 'regular',
      name: 'Ana Novak',
      isActive: true,
      emailAddress: 'ana@shop.example',
      rolesIds: ['r1'],
      teamsIds: ['t1', 't2'],
      teamsColumns: { t1: { role: 'first line' }, t2: { role: null } },
    },
    {
      id: 'u2',
      userName: 'bor',
      type: 'admin',
      name: 'Bor Kos',
      isActive: true,
      emailAddressData: [
        { emailAddress: 'bor@shop.example', primary: true },
        { emailAddress: 'bor@old.example', primary: false },
      ],
      rolesIds: [],
      teamsIds: [],
    },
    {
      id: 'u3',
      userName: 'cene',
      type: 'regular',
      name: 'Cene',
      isActive: false,
      rolesIds: ['r1', 'gone'],
      teamsIds: ['t1'],
      teamsColumns: {},
    },
    { id: 'u4', userName: 'portal', type: 'portal', name: 'A customer' },
  );
  espo.put('GroupEmailFolder', { id: 'g1', name: 'Orders', teamsIds: ['t1', 'gone'] });
  espo.put(
    'EmailFolder',
    { id: 'f1', name: 'Suppliers', assignedUserId: 'u1' },
    { id: 'f2', name: 'Of nobody', assignedUserId: 'u4' },
  );
  espo.put('InboundEmail', {
    id: 'i1',
    name: 'Support',
    emailAddress: 'support@shop.example',
    host: 'imap.shop.example',
    port: 993,
    security: 'SSL',
    username: 'support',
    monitoredFolders: 'INBOX, Orders',
    fetchSince: '2025-01-01',
    groupEmailFolderId: 'g1',
    teamsIds: ['t1'],
    createCase: true,
    caseDistribution: 'Least-Busy',
    teamId: 't1',
    assignToUserId: null,
    targetUserPosition: 'first line',
  });
  espo.put(
    'EmailAccount',
    {
      id: 'e1',
      name: 'Ana',
      emailAddress: 'ana@shop.example',
      assignedUserId: 'u1',
      host: 'imap.shop.example',
      port: 143,
      security: 'TLS',
      username: 'ana',
      emailFolderId: null,
      folderMap: { 'INBOX/Suppliers': 'f1' },
      storeSentEmails: true,
      sentFolder: 'Sent',
    },
    { id: 'e2', name: 'Sends only', emailAddress: 'bor@shop.example', assignedUserId: 'u2', useImap: false, host: 'x' },
  );
  espo.put(
    'EmailFilter',
    { id: 'x1', name: 'No adverts', from: '*@adverts.example', isGlobal: true, action: 'Skip' },
    {
      id: 'x2',
      name: 'Orders',
      subject: 'Order *',
      bodyContains: ['order'],
      parentType: 'InboundEmail',
      parentId: 'i1',
      action: 'Move to Group Folder',
      groupEmailFolderId: 'g1',
      markAsRead: true,
    },
    {
      id: 'x3',
      name: 'Suppliers',
      from: '*@supplier.example',
      parentType: 'User',
      parentId: 'u1',
      action: 'Move to Folder',
      emailFolderId: 'f1',
      skipNotification: true,
    },
    {
      id: 'x4',
      name: 'Of an own account',
      bodyContainsAll: ['a', 'b'],
      parentType: 'EmailAccount',
      parentId: 'e1',
      action: 'Skip',
    },
    { id: 'x5', name: 'To nowhere', from: 'a@x.example', parentType: 'User', parentId: 'u1', action: 'Move to Folder' },
    { id: 'x6', name: 'Nothing given', parentType: 'User', parentId: 'u1', action: 'Skip' },
    { id: 'x7', name: 'Of somebody gone', from: 'a@x.example', parentType: 'User', parentId: 'gone', action: 'Skip' },
  );
  espo.put('Account', { id: 'a1', name: 'Hut on the ridge', emailAddress: 'hut@ridge.example', teamsIds: ['t1'] });
  espo.put('Contact', {
    id: 'k1',
    name: 'Zoja Hribar',
    accountId: 'a1',
    emailAddressData: [{ emailAddress: 'zoja@customer.example' }, { emailAddress: 'zoja@home.example' }],
    assignedUserId: 'u1',
  });
  espo.put('Lead', { id: 'l1', firstName: 'Matej', lastName: 'Oblak', status: 'Converted', createdAccountId: 'a1' });
  espo.put('Opportunity', { id: 'o1', name: 'Tents', stage: 'Closed Won', accountId: 'a1', contactsIds: ['k1'] });
  espo.put(
    'Case',
    {
      id: 'c1',
      number: 7,
      name: 'Tent',
      status: 'Assigned',
      priority: 'Urgent',
      assignedUserId: 'u1',
      accountId: 'a1',
      contactId: 'k1',
      inboundEmailId: 'i1',
      teamsIds: ['t1'],
      description: 'It rained in.',
      createdAt: '2026-01-05 08:05:00',
    },
    { id: 'c2', number: 9, name: 'Stove', status: 'Closed', assignedUserId: 'u3' },
    { id: 'c3', number: 12, name: 'Rope', status: 'In Review', priority: 'Normal', assignedUserId: 'u3', teamsIds: [] },
  );
  espo.put(
    'Note',
    {
      id: 'n1',
      type: 'Post',
      post: 'Called her.',
      parentType: 'Case',
      parentId: 'c1',
      createdByName: 'Ana Novak',
      createdAt: '2026-01-06 10:00:00',
    },
    { id: 'n2', type: 'Status', parentType: 'Case', parentId: 'c1', data: {} },
    { id: 'n3', type: 'Post', post: 'Of an account.', parentType: 'Account', parentId: 'a1' },
  );
  espo.attach('f1', 'the invoice');
  espo.put(
    'Email',
    {
      id: 'm1',
      name: 'Šotor: zadrga\r\nBcc: eve@evil.example',
      status: 'Archived',
      messageId: '<tent@customer.example>',
      parentType: 'Case',
      parentId: 'c1',
      dateSent: '2026-01-05 08:00:00',
      from: 'zoja@customer.example',
      fromName: 'Zoja "Z" Hribar',
      to: 'support@shop.example;no address',
      isHtml: true,
      body: '<p>Zadrga <b>ne</b> deluje</p>',
      bodyPlain: 'Zadrga ne deluje',
      attachmentsIds: ['f1', 'f2'],
      attachmentsNames: { f1: 'račun.pdf', f2: 'gone.png' },
      attachmentsTypes: { f1: 'application/pdf', f2: 'image/png' },
    },
    {
      id: 'm2',
      name: 'Re: Šotor: zadrga',
      status: 'Sent',
      messageId: 'answer@shop.example',
      repliedId: 'm1',
      dateSent: '2026-01-05 09:00:00',
      from: 'support@shop.example',
      to: 'zoja@customer.example',
      isHtml: false,
      body: 'Pošljite ga nam.',
    },
    { id: 'm3', name: 'Not yet', status: 'Draft', from: 'ana@shop.example' },
  );
}
