import { Injectable } from '@nestjs/common';
import { reachOf } from '../../domain/access/audience.js';
import type { Action, Scope } from '../../domain/access/permissions.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import type { Filter } from '../ports/document-store.js';
import { type Asker, levelOf } from './asker.js';
import { needOf } from './need.js';
import { Subjects } from './subjects.js';

/** What somebody asks for by a command, as far as matters here. */
interface AskedCommand {
  readonly by?: { readonly asker?: Asker };
}

/**
 * Who may see and do what. There is one rule: a thing is within a permission's reach when it belongs to what the permission's
 * level reaches (`domain/access/audience.ts`). Lists ask the store by it, single things are compared with it, and commands are
 * compared before their handlers run. Without an asker it is the service itself, or the command line.
 */
@Injectable()
export class AccessControl {
  constructor(private readonly subjects: Subjects) {}

  /**
   * What a store is asked so that a list, or a count, holds only what somebody may see: a condition on `belongsTo`, an array
   * field of the collection that holds `Belonging`s. Empty: all of it.
   * @param mayBePrivate the scope has things that not even level `all` reaches, unless they are one's own
   */
  visible(asker: Asker | undefined, scope: Scope, { mayBePrivate = scope === 'emails' } = {}): Filter {
    if (!asker) return {};
    const level = levelOf(asker, scope, 'read');
    if (level === 'all' && !mayBePrivate) return {};
    return { belongsTo: { in: reachOf(level, asker) } };
  }

  /** Whether something of these belongings is within reach. */
  may(asker: Asker | undefined, scope: Scope, action: Action, belongsTo: readonly string[]): boolean {
    if (!asker) return true;
    const reach: ReadonlySet<string> = new Set(reachOf(levelOf(asker, scope, action), asker));
    return belongsTo.some((one) => reach.has(one));
  }

  /**
   * Something that was found, to whom may read it.
   * @throws NotFound as if it were absent
   */
  mustRead<View extends { readonly belongsTo: readonly string[] }>(
    asker: Asker | undefined,
    scope: Scope,
    view: View,
    ...named: ConstructorParameters<typeof NotFound>
  ): View {
    if (!this.may(asker, scope, 'read', view.belongsTo)) throw new NotFound(...named);
    return view;
  }

  /**
   * What may be read may not always be changed.
   * @throws NotFound for what may not be read, Rejected (code `not-allowed`)
   */
  must(
    asker: Asker | undefined,
    scope: Scope,
    action: Action,
    belongsTo: readonly string[],
    ...named: ConstructorParameters<typeof NotFound>
  ): void {
    if (!this.may(asker, scope, 'read', belongsTo)) throw new NotFound(...named);
    if (!this.may(asker, scope, action, belongsTo)) throw notAllowed(scope, action);
  }

  /**
   * Before a command's handler: what it declares by `@Requires`. Without that it is for administrators alone.
   * @throws NotFound, Rejected
   */
  async check(command: object): Promise<void> {
    // Every command of ours names who asks for it in `by`.
    const { asker } = (command as AskedCommand).by ?? {};
    if (!asker) return;
    const need = needOf(command);
    if (need === 'anybody') return;
    if (need === null) {
      if (!asker.administrator) throw new Rejected('administrators-only', 'Only administrators may do this.');
      return;
    }
    const { scope, action, about } = need;
    const subject = about?.(command) ?? null;
    if (subject === null) {
      if (levelOf(asker, scope, action) === 'no') throw notAllowed(scope, action);
      return;
    }
    const { what, id, belongsTo } = await this.subjects.find(subject);
    this.must(asker, scope, action, belongsTo, what, id);
  }
}

const notAllowed = (scope: Scope, action: Action): Rejected =>
  new Rejected('not-allowed', `Your roles do not allow to ${action} these ${scope}.`);
