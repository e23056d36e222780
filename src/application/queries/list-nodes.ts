import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type NodeStatus, Nodes } from '../nodes/nodes.js';

export class ListNodes extends Query<readonly NodeStatus[]> {}

@QueryHandler(ListNodes)
export class ListNodesHandler implements IQueryHandler<ListNodes> {
  constructor(private readonly nodes: Nodes) {}

  execute(): Promise<readonly NodeStatus[]> {
    return this.nodes.list();
  }
}
