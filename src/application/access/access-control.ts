import { Injectable } from '@nestjs/common';
import type { Action, Scope } from '../../domain/access/permissions.js';
import { Rejected } from '../../domain/errors.js';
import { type Asker, levelOf, mayWithOwn } from './asker.js';
import { needOf } from './need.js';
import { must, notAllowed, notForToken } from './reading.js';
import { type Subject, Subjects } from './subjects.js';

/** What somebody asks for by a command, as far as matters here. */
interface AskedCommand {
  readonly by?: { readonly asker?: Asker };
}

/** Who may send which command, and about what. */
@Injectable()
export class AccessControl {
  constructor(private readonly subjects: Subjects) {}

  /**
   * Before a command's handler: what it declares by `@Requires`. Without that it is for administrators alone.
   * @throws NotFound for what it is about and may not be read, Rejected
   */
  async check(command: object): Promise<void> {
    // Every command of ours names who asks for it in `by`.
    const { asker } = (command as AskedCommand).by ?? {};
    if (!asker) return;
    const need = needOf(command);
    if (need === 'anybody') return;
    // A command changes something: where reading is enough for it, that is something of their own.
    const isOfOwn = need === 'own' || need?.action === 'read';
    if (isOfOwn && !mayWithOwn(asker, 'edit')) throw notForToken('self:edit');
    if (need === 'own') return;
    if (need === null) {
      if (!asker.administrator) throw new Rejected('administrators-only', 'Only administrators may do this.');
      return;
    }
    const { scope, action, about, also } = need;
    if (also && levelOf(asker, also.scope, also.action) === 'no') throw notAllowed(also.scope, also.action);
    const subject = about?.(command) ?? null;
    if (subject === null) {
      if (levelOf(asker, scope, action) === 'no') throw notAllowed(scope, action);
      return;
    }
    await this.must(asker, scope, action, subject);
  }

  /** That a permission of theirs reaches a thing. @throws NotFound for what may not be read, Rejected */
  async must(asker: Asker, scope: Scope, action: Action, subject: Subject): Promise<void> {
    const { what, id, belongsTo } = await this.subjects.find(subject);
    must(asker, scope, action, belongsTo, what, id);
  }
}
